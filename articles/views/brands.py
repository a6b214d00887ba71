"""Brands: the index, and one brand within its system."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from articles.extraction.vocabulary import BrandLevel, MetricStatus, UnitFamily
from articles.filters import BrowseFilter
from articles.models import Article, ArticleStatus, Brand, BrandMention, Metric
from articles.models.fact import FactQuerySet
from articles.outputs.slogans import Slogan, slogan
from articles.outputs.spans import sentence_around
from articles.views.exporting import articles_file
from articles.views.lists import listing, moved
from articles.views.names import Kind, NameFilter, in_public, index
from articles.views.systems import system

SENTENCES = 12
ALIKE_CHARACTERS, ALIKE = 4, 10
WORDINGS = 12


def brands(request: HttpRequest) -> HttpResponse:
    """All brands from A to Z, by region and place in a system."""
    chosen = NameFilter.parse(request.GET, BRANDS)
    found = index(request.path, Brand.objects.public(), chosen)
    context = {"index": found, "notices": chosen.notices}
    return render(request, "articles/brands.html", context)


class Row(NamedTuple):
    """A brand of an index; ``since`` is the year of the oldest dated article that names it."""

    url: str
    name: str
    owner_url: str
    owner: str
    region: str
    since: str
    kind: str
    level: str
    parent: str
    articles: int


def _rows(brands: QuerySet[Brand]) -> list[Row]:
    """Return *brands* with what an index shows of them. Two queries."""
    found = list(brands.select_related("owner", "region", "parent"))
    standing = in_public(BrandMention.objects.public()).filter(brand__in=found)
    grouped = standing.order_by().values_list("brand")
    told = grouped.annotate(Count("article", distinct=True), Min("article__published_on"))
    extents = {key: (n, str(first.year) if first else "") for key, n, first in told}
    return [_row(row, *extents.get(row.pk, (0, ""))) for row in found]


def _row(brand: Brand, articles: int, since: str) -> Row:
    return Row(
        brand.get_absolute_url(),
        brand.name,
        brand.owner.get_absolute_url() if brand.owner else "",
        brand.owner.name if brand.owner else "",
        brand.region.name if brand.region else "",
        since,
        brand.get_kind_display(),
        BRANDS.choices.get(brand.level, ""),
        brand.parent.name if brand.parent else "",
        articles,
    )


BRANDS = Kind("level", dict(BrandLevel.choices()), _rows)


def brand(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    """One brand: its owner, its system, how the texts word it, its articles."""
    row = get_object_or_404(
        Brand.objects.select_related("owner", "region", "parent__parent"), pk=pk
    )
    if answer := moved(request, row):
        return answer
    browse = BrowseFilter.parse(request.GET, brand=row)
    if file := articles_file(request, Article.objects.listed(), browse, f"品牌-{row.name}"):
        return file
    family = system(row)
    mentions = BrandMention.objects.public().filter(
        brand=row, article__status=ArticleStatus.PUBLISHED
    )
    sentences = _sentences(_newest(mentions))
    context = {
        "brand": row,
        "browse": browse,
        "others": _other_names(row),
        "system": family,
        "stated": _stated(row, mentions),
        "places": _places(row, mentions),
        "sentences": sentences,
        "slogans": _slogans(sentences),
        "alike": _alike(row, family.keys | {row.pk}),
        "listing": listing(request.path, Article.objects.listed(), browse),
    }
    return render(request, "articles/brand.html", context)


def _other_names(row: Brand) -> list[str]:
    """Return the names of brands that were merged into *row*, those that differ in more than marks."""
    merged = row.forwards.exclude(printed="").exclude(name=row.key).order_by("printed")
    return list(merged.values_list("printed", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Places:
    """Where articles name a brand: first and last by date (the undated come after all others),
    and one place for each way to write it that is not its name.
    """

    first: BrandMention | None
    last: BrandMention | None
    wordings: list[BrandMention]


def _places(row: Brand, mentions: FactQuerySet[BrandMention]) -> Places:
    """Return the places that tell most of *mentions*. One query."""
    day = F("article__published_on")
    oldest = mentions.order_by(day.asc(nulls_last=True), "article_id", "part", "start")
    newest = mentions.order_by(day.desc(nulls_last=True), "-article_id", "part", "start")
    others = mentions.exclude(quote=row.name).order_by().values("quote").annotate(n=Min("pk"))
    wanted = Q(pk__in=oldest.values("pk")[:1]) | Q(pk__in=newest.values("pk")[:1])
    found = mentions.filter(wanted | Q(pk__in=others.values("n"))).select_related("article")
    places = list(found.defer("article__body", "article__references").order_by("quote", "pk"))
    dated = [place for place in places if place.article.published_on] or places
    age = [(place.article.published_on or date.max, place.article_id) for place in dated]
    order = sorted(zip(age, dated, strict=True), key=lambda pair: pair[0])
    said = {place.quote: place for place in reversed(places) if place.quote != row.name}
    return Places(
        order[0][1] if order else None,
        order[-1][1] if order else None,
        [said[quote] for quote in sorted(said)][:WORDINGS],
    )


def _stated(row: Brand, mentions: FactQuerySet[BrandMention]) -> Metric | None:
    """Return how many bodies a sentence on the system *row* speaks of; the most, if of several."""
    if row.level != BrandLevel.SYSTEM:
        return None
    bodies = Metric.objects.comparable().filter(
        family=UnitFamily.BODIES,
        outcome=MetricStatus.ACHIEVED,
        sentence__contains=row.name,
        article__in=mentions.values("article"),
    )
    return bodies.select_related("article").order_by("-value", "pk").first()


def _newest(mentions: FactQuerySet[BrandMention]) -> list[BrandMention]:
    found = mentions.select_related("article").prefetch_related("article__captions")
    return list(found.order_by("-article_id", "part", "start")[:SENTENCES])


def _sentences(mentions: Iterable[BrandMention]) -> list[tuple[BrandMention, str, str, str]]:
    """Return each mention with its sentence; one that names the brand twice stands once."""
    found: dict[tuple[int, str], tuple[BrandMention, str, str, str]] = {}
    for mention in mentions:
        text = mention.article.part(mention.part)
        cut = sentence_around(text, mention.start, mention.end)
        found.setdefault((mention.article_id, "".join(cut)), (mention, *cut))
    return list(found.values())


def _slogans(
    sentences: Iterable[tuple[BrandMention, str, str, str]],
) -> list[tuple[BrandMention, Slogan]]:
    """Return what *sentences* call the slogan of their brand, each once, with its place."""
    found: dict[Slogan, BrandMention] = {}
    for mention, before, _, after in sentences:
        if told := slogan(before, after):
            found.setdefault(told, mention)
    return [(mention, told) for told, mention in found.items()]


def _alike(row: Brand, family: set[int]) -> list[Brand]:
    """Return brands elsewhere whose names begin alike: other owners, other brands."""
    begins = row.key[:ALIKE_CHARACTERS]
    same = Q(key=row.key)
    if len(begins) == ALIKE_CHARACTERS:
        same |= Q(key__startswith=begins)
    found = Brand.objects.public().filter(same).exclude(pk__in=family)
    return list(found.select_related("owner", "region").by_pinyin()[:ALIKE])
