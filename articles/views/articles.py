"""Articles: the list, and one article with its facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django_stubs_ext import WithAnnotations

from articles.filters import BrowseFilter
from articles.models import (
    Article,
    ArticleStatus,
    BrandMention,
    Metric,
    OrganizationMention,
    Theme,
    ThemeEvidence,
)
from articles.models.article import OPENING
from articles.models.likeness import Share, beside
from articles.outputs import sought
from articles.outputs.citations import Style, Work, cite
from articles.outputs.reading import KINDS, Named, Piece, Reading, read, status
from articles.outputs.structured import news_article
from articles.views.exporting import articles_file
from articles.views.facets import facets, panel
from articles.views.lists import listing, moved, summary
from articles.views.unplaced import unplaced

SHOWN = {"all": "全部", **KINDS, "none": "无"}
WORDS = 8  # of the evidence for a theme or region
NEARLY_ALL = 0.9  # of two texts in common: they are one


def articles(request: HttpRequest) -> HttpResponseBase:
    """All that readers may see, newest first."""
    browse = BrowseFilter.parse(request.GET)
    everything = Article.objects.listed()
    if file := articles_file(request, everything, browse, "报道"):
        return file
    found = facets(request.path, everything, browse, ("region", "theme", "year", "sector"))
    context = {
        "browse": browse,
        "listing": listing(request.path, everything, browse),
        "facets": found,
        "panel": panel(request.path, browse, found),
    }
    return render(request, "articles/articles.html", context)


def article(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One article; a withdrawn one answers 410 with its reason, a draft is not there."""
    row = get_object_or_404(
        Article.objects.exclude(status=ArticleStatus.DRAFT)
        .with_neighbours()
        .select_related("source", "region__parent__parent", "primary_theme", "duplicate_of")
        .defer("source__text", "duplicate_of__body", "duplicate_of__references")
        .prefetch_related("captions", "bylines", "claims"),
        pk=pk,
    )
    if row.status == ArticleStatus.WITHDRAWN:
        if (heir := row.continued_in) and heir.status == ArticleStatus.PUBLISHED:
            return redirect(heir)  # for now: the borders may be moved back
        return render(request, "articles/withdrawn.html", {"article": row}, status=410)
    if answer := moved(request, row):
        return answer
    shown = request.GET.get("hl", "")
    shown = shown if shown in SHOWN else "all"
    kinds = {"all": list(KINDS), "none": []}.get(shown, [shown])
    raw = request.GET.get("raw") == "1"
    asked = sought.sought(request.GET, row)
    hits = asked.hits if asked else ()
    reading = read(row, facts(row), shown=kinds, raw=raw, also=sought.marks(hits))
    around = [getattr(row, "earlier", None), getattr(row, "later", None)]
    others = beside(row, *around)
    cited = work(request, row)
    same = canonical(row, others)
    context = {
        "article": row,
        "reading": reading,
        "opening": summary(row.body[:OPENING]),
        "raw": raw,
        "hl": shown,
        "sought": asked,
        "spots": sought.spots(row, hits),
        "shown": [(key, label, key == shown) for key, label in SHOWN.items()],
        "siblings": [other for other in others if other.source_id == row.source_id],
        "neighbours": [next((o for o in others if o.pk == key), None) for key in around],
        "canonical": request.build_absolute_uri(same.get_absolute_url()),
        "news": news_article(row, cited, reading),
        "lookalikes": [other for other in others if other.contained],
        "grounds": _grounds(row),
        "themes": _themes(row),
        "lineage": row.region.lineage() if row.region else [],
        "captions": _captions(reading),
        "unplaced": unplaced(row) if getattr(request.user, "is_staff", False) else [],
        "citation": cite(cited, Style.GBT7714),
        "styles": list(Style),
    }
    return render(request, "articles/article.html", context)


def work(request: HttpRequest, row: Article) -> Work:
    """Return what a citation made today says of *row*."""
    address = request.build_absolute_uri(row.get_absolute_url())
    return Work.of(row, address, timezone.localdate())


def canonical(row: Article, others: Iterable[WithAnnotations[Article, Share]]) -> Article:
    """Return the article under which search engines should know *row*: the older of two that
    are nearly one text, else itself.
    """
    if row.duplicate_of and row.duplicate_of.status == ArticleStatus.PUBLISHED:
        return row.duplicate_of
    older = [o for o in others if o.pk < row.pk and (o.overlap or 0) >= NEARLY_ALL]
    return min(older, key=lambda other: other.pk, default=row)


def _captions(reading: Reading) -> list[tuple[tuple[Piece, ...], tuple[Piece, ...]]]:
    """Return the captions in printed order, each with its credit."""
    numbers = [n.removeprefix("caption:") for n in reading.parts if n.startswith("caption:")]
    return [
        (reading.parts[f"caption:{number}"], reading.parts.get(f"credit:{number}", ()))
        for number in numbers
    ]


def facts(row: Article) -> list[Named]:
    """Return what a page says of *row*: three queries."""
    organizations = OrganizationMention.objects.public().select_related("organization__region")
    brands = BrandMention.objects.public().select_related("brand__owner")
    metrics = Metric.objects.public().select_related("organization", "indicator")
    return [
        *organizations.filter(article=row),
        *brands.filter(article=row),
        *metrics.filter(article=row),
    ]


@dataclass(frozen=True, slots=True)
class Ground:
    """On what ground an article stands under its region or theme."""

    basis: str
    status: str
    words: tuple[str, ...]


def _grounds(row: Article) -> dict[str, Ground]:
    """Return the grounds by column, with the words of the text that speak for each value."""
    texts = row.parts()
    found = {}
    for claim in row.claims.all():
        words = (texts.get(e["part"], "")[e["start"] : e["end"]] for e in claim.evidence)
        unique = tuple(dict.fromkeys(word for word in words if word))[:WORDS]
        found[claim.field] = Ground(claim.get_basis_display(), status([claim]), unique)
    return found


def _themes(row: Article) -> list[tuple[Theme, tuple[str, ...]]]:
    """Return all themes that the text touches with the words that say so, the first one first."""
    evidence = ThemeEvidence.objects.public().filter(article=row).select_related("theme")
    words: dict[Theme, dict[str, None]] = {row.primary_theme: {}} if row.primary_theme else {}
    for fact in evidence:
        words.setdefault(fact.theme, {})[fact.quote] = None
    return [(theme, tuple(found)[:WORDS]) for theme, found in words.items()]
