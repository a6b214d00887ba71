"""Brands: the index, and one brand within its system."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from articles.extraction.vocabulary import BrandLevel
from articles.filters import BrowseFilter
from articles.models import Article, ArticleStatus, Brand, BrandMention
from articles.models.fact import FactQuerySet
from articles.outputs.spans import sentence_around
from articles.views.exporting import articles_file
from articles.views.lists import listing, moved
from articles.views.names import NameFilter, article_counts, index

SENTENCES = 12
ALIKE_CHARACTERS, ALIKE = 4, 10
LEVELS = 3  # of a system: 1, N, and what belongs to one of the N


def brands(request: HttpRequest) -> HttpResponse:
    """All brands from A to Z, by region and place in a system."""
    kinds = dict(BrandLevel.choices())
    chosen = NameFilter.parse(request.GET, "level", kinds)
    names = Brand.objects.public().select_related("owner", "region", "parent")
    found = index(names, chosen, "level", kinds)
    counts = article_counts(BrandMention.objects.public(), "brand", [row.pk for row in found.page])
    context = {
        "index": found,
        "rows": [(row, counts.get(row.pk, 0)) for row in found.page],
        "notices": chosen.notices,
    }
    return render(request, "articles/brands.html", context)


def brand(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    """One brand: its owner, its system, how the texts word it, its articles."""
    row = get_object_or_404(
        Brand.objects.select_related("owner", "region", "parent__parent"), pk=pk
    )
    if answer := moved(request, row):
        return answer
    browse = BrowseFilter.parse(request.GET, brand=row)
    if file := articles_file(request, Article.objects.public(), browse, f"品牌-{row.name}"):
        return file
    tree = _tree(row)
    family = {branch.brand.pk for branch in _flat(tree)} | {row.pk}
    mentions = BrandMention.objects.public().filter(
        brand=row, article__status=ArticleStatus.PUBLISHED
    )
    context = {
        "brand": row,
        "browse": browse,
        "tree": tree if len(family) > 1 else None,
        "size": len(family) - 1,
        "wordings": mentions.exclude(quote=row.name)
        .order_by("quote")
        .values_list("quote", flat=True)
        .distinct(),
        "sentences": _sentences(_newest(mentions)),
        "alike": _alike(row, family),
        "listing": listing(Article.objects.public(), browse),
    }
    return render(request, "articles/brand.html", context)


@dataclass(frozen=True, slots=True)
class Branch:
    """A brand of a system with those below it."""

    brand: Brand
    children: tuple[Branch, ...]
    current: bool


def _tree(row: Brand) -> Branch:
    """Return the system of *row* from its top, three levels deep. One query."""
    top, seen = row, {row.pk}
    while top.parent and top.parent_id not in seen and len(seen) < LEVELS:
        top = top.parent
        seen.add(top.pk)
    below: dict[int | None, list[Brand]] = {}
    found = Brand.objects.filter(Q(parent=top) | Q(parent__parent=top))
    for child in found.exclude(pk=top.pk).select_related("owner").by_pinyin():
        below.setdefault(child.parent_id, []).append(child)

    def branch(brand: Brand, depth: int) -> Branch:
        children = below.get(brand.pk, []) if depth < LEVELS else []
        return Branch(brand, tuple(branch(c, depth + 1) for c in children), brand.pk == row.pk)

    return branch(top, 1)


def _flat(branch: Branch) -> list[Branch]:
    return [branch, *(leaf for child in branch.children for leaf in _flat(child))]


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


def _alike(row: Brand, family: set[int]) -> list[Brand]:
    """Return brands elsewhere whose names begin alike: other owners, other brands."""
    begins = row.key[:ALIKE_CHARACTERS]
    same = Q(key=row.key)
    if len(begins) == ALIKE_CHARACTERS:
        same |= Q(key__startswith=begins)
    found = Brand.objects.public().filter(same).exclude(pk__in=family)
    return list(found.select_related("owner", "region").by_pinyin()[:ALIKE])
