"""Themes: the outline, and one theme."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from articles import revision
from articles.filters import BrowseFilter, years_label
from articles.models import Article, ArticleStatus, ReviewStatus, Theme, ThemeEvidence
from articles.outputs.charts import BarChart, Datum, bar_chart
from articles.views.exporting import articles_file
from articles.views.facets import Facet, facets
from articles.views.lists import listing
from articles.views.tabs import TABS, Shelf, links
from articles.views.years import Year, year_bars

BARS, RELATED = 8, 5


def themes(request: HttpRequest) -> HttpResponse:
    """All themes by group with the number of articles."""
    context = {
        "groups": revision.once("themes", _outline).items(),
        "unsorted": revision.once("unsorted", _unsorted),
    }
    return render(request, "articles/themes.html", context)


def _unsorted() -> int:
    return Article.objects.on_topic().filter(primary_theme__isnull=True).count()


def _outline() -> dict[str, list[tuple[Theme, str]]]:
    """Return all themes by group, each with its years. One query."""
    groups: dict[str, list[tuple[Theme, str]]] = {}
    told = Q(articles__status=ArticleStatus.PUBLISHED, articles__off_topic=False)
    ends = {
        "first": Min("articles__published_on", filter=told),
        "last": Max("articles__published_on", filter=told),
    }
    for theme in Theme.objects.with_counts().annotate(**ends):
        first, last = (vars(theme)[end] for end in ends)
        years = years_label(first.year, last.year) if first else ""
        groups.setdefault(theme.group or "主题", []).append((theme, years))
    return groups


def theme(request: HttpRequest, slug: str, tab: str = "") -> HttpResponseBase:
    """One theme: its definition and cue words, and the articles of which it is the main one, or
    the organizations, brands or indicators that these name.
    """
    row = get_object_or_404(Theme, slug=slug)
    if tab:
        context = _head(row, tab) | TABS[tab](request, Shelf.of_theme(row))
        return render(request, f"articles/tab_{tab}.html", context)
    browse = BrowseFilter.parse(request.GET, theme=row)
    articles = Article.objects.on_topic()
    if file := articles_file(request, articles, browse, f"主题-{row.name}"):
        return file
    offers = facets(request.path, articles, browse, ("region", "year", "sector"))
    told = ThemeEvidence.objects.public().filter(article__in=articles)
    touched = told.filter(theme=row).exclude(article__primary_theme=row).order_by()
    context = _head(row, tab) | {
        "browse": browse,
        "listing": listing(request.path, articles, browse),
        "facets": offers,
        "years": _years(offers),
        "chart": _chart(offers, row),
        "touched": revision.counted(touched.values("article").distinct()),
    }
    return render(request, "articles/theme.html", context)


def _head(row: Theme, tab: str) -> dict[str, Any]:
    """Return what stands above every tab of *row*. Three queries."""
    shelf = Shelf.of_theme(row)
    counts = {"": revision.counted(shelf.articles)} | shelf.counts()
    return {
        "frame": "articles/theme_base.html",
        "theme": row,
        "tab": tab,
        "tabs": links(row.get_absolute_url(), counts, tab),
        "narrowed": f"?theme={row.slug}",
        "scope": f"以“{row.name}”为主要主题的报道",
        "related": revision.once(f"related-{row.pk}", lambda: _related(row)),
    }


def _related(row: Theme) -> list[tuple[Theme, int]]:
    """Return the themes that the articles of *row* touch most besides it. One query."""
    beside = Q(
        evidence__anchored=True,
        evidence__status__in=[ReviewStatus.PENDING, ReviewStatus.CONFIRMED],
        evidence__article__primary_theme=row,
        evidence__article__status=ArticleStatus.PUBLISHED,
        evidence__article__off_topic=False,
    )
    others = Theme.objects.exclude(pk=row.pk).filter(beside)
    touched = others.annotate(n=Count("evidence__article", distinct=True))
    return [(theme, vars(theme)["n"]) for theme in touched.order_by("-n", "order")[:RELATED]]


def _years(offers: list[Facet]) -> list[Year]:
    """Return the years as bars; what the facet of years offers is what they count."""
    choices = [choice for facet in offers if facet.key == "year" for choice in facet.choices]
    queries = {int(choice.value): f"{choice.query}#results" for choice in choices}
    counts = {int(choice.value): choice.count for choice in choices if choice.count}
    return year_bars(counts, queries.__getitem__, [c.value for c in choices if c.active])


def _chart(offers: list[Facet], row: Theme) -> BarChart | None:
    """Return the provinces of which most is told; None where all bars would be of one length."""
    choices = [choice for facet in offers if facet.key == "region" for choice in facet.choices]
    most = sorted((c for c in choices if not c.depth), key=lambda c: (-c.count, c.value))
    data = [Datum(c.label, Decimal(c.count), f"{c.count} 篇") for c in most[:BARS]]
    if len({datum.value for datum in data}) < 2:
        return None
    return bar_chart(data, f"“{row.name}”报道篇数最多的地区")
