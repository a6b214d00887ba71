"""Themes: the outline, and one theme."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from articles.filters import BrowseFilter
from articles.models import Article, Region, Theme, ThemeEvidence
from articles.outputs.charts import BarChart, Datum, bar_chart
from articles.views.exporting import articles_file
from articles.views.facets import facets
from articles.views.lists import extent, listing

BARS = 8


def themes(request: HttpRequest) -> HttpResponse:
    """All themes by group with the number of articles."""
    groups: dict[str, list[Theme]] = {}
    for theme in Theme.objects.with_counts():
        groups.setdefault(theme.group or "主题", []).append(theme)
    unsorted = Article.objects.on_topic().filter(primary_theme__isnull=True).count()
    context = {"groups": groups.items(), "unsorted": unsorted}
    return render(request, "articles/themes.html", context)


def theme(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One theme: its definition and cue words, where it is told of, its articles."""
    row = get_object_or_404(Theme, slug=slug)
    browse = BrowseFilter.parse(request.GET, theme=row)
    articles = Article.objects.on_topic()
    if file := articles_file(request, articles, browse, f"主题-{row.name}"):
        return file
    reach = extent(articles.filter(primary_theme=row))
    counts = {code: n for code, n in reach.counts.items() if code.endswith("0000")}
    top = sorted(counts, key=lambda code: -counts[code])[:BARS]
    places = sorted(Region.objects.filter(pk__in=top), key=lambda r: -counts[r.code])
    data = [Datum(r.name, Decimal(counts[r.code]), f"{counts[r.code]} 篇") for r in places]
    touched = ThemeEvidence.objects.public().filter(theme=row, article__in=articles)
    context = {
        "theme": row,
        "browse": browse,
        "listing": listing(articles, browse),
        "facets": facets(articles, browse, ("region", "year", "sector")),
        "years": reach.years,
        "chart": _chart(data, row),
        "touched": touched.exclude(article__primary_theme=row)
        .order_by()
        .aggregate(n=Count("article", distinct=True))["n"],
    }
    return render(request, "articles/theme.html", context)


def _chart(data: list[Datum], row: Theme) -> BarChart | None:
    """Return the chart of *data*; none where all bars would be of one length."""
    if len({datum.value for datum in data}) < 2:
        return None
    return bar_chart(data, f"“{row.name}”报道篇数最多的地区")
