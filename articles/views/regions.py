"""Regions: the index, and one division with all below it."""

from __future__ import annotations

import string
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from articles import revision
from articles.extraction.vocabulary import RegionLevel
from articles.filters import SHOWN_CHARACTERS, BrowseFilter
from articles.models import Article, Region, RegionName
from articles.models.region import RegionQuerySet
from articles.outputs.charts import BarChart, Datum, bar_chart
from articles.views.exporting import articles_file
from articles.views.facets import facets
from articles.views.lists import extent, listing, moved
from articles.views.tabs import TABS, Shelf, links

AREAS = {
    "1": "华北", "2": "东北", "3": "华东", "4": "中南", "5": "西南", "6": "西北", "7": "台湾",
    "8": "港澳",
}  # fmt: skip
BARS, SIBLINGS = 12, 8
OWN = "own"
FEW = 4  # divisions that the list beside the chart shows well enough


def regions(request: HttpRequest) -> HttpResponse:
    """All province-level units by area, with the divisions right below of which something is
    told; ``?letter=S`` lists all divisions whose names begin so in pinyin.
    """
    letter = request.GET.get("letter", "").upper()
    current = Region.objects.current().order_by()
    present = revision.once("letters", lambda: _letters(current))
    context = {
        "letters": [(a, a in present, a == letter) for a in string.ascii_uppercase],
        "undecided": revision.once("undecided", _undecided),
    }
    if letter in present:
        named = current.filter(pinyin__startswith=letter.lower()).select_related("parent")
        counts = extent(Article.objects.on_topic()).counts
        found = [(r, counts.get(r.code, 0)) for r in named.order_by("pinyin", "code")]
        return render(
            request, "articles/regions.html", {**context, "letter": letter, "found": found}
        )
    if letter:
        context["notices"] = [f"字母“{letter[:SHOWN_CHARACTERS]}”无法识别，已忽略"]
    context["areas"] = revision.once("areas", _areas).items()
    return render(request, "articles/regions.html", context)


def _letters(divisions: RegionQuerySet) -> set[str]:
    firsts = divisions.values_list(Substr("pinyin", 1, 1)).distinct()
    return {first.upper() for (first,) in firsts}


def _undecided() -> int:
    return Article.objects.on_topic().filter(region__isnull=True).count()


Told = tuple[Region, int]


class Place(NamedTuple):
    """A division of the index with the number of its articles and, of a province, those right
    below it of which something is told.
    """

    name: str
    url: str
    articles: int
    below: tuple[Any, ...] = ()


def _areas() -> dict[str, list[Place]]:
    counts = extent(Article.objects.on_topic()).counts
    below: dict[str, list[Place]] = {}
    told = Region.objects.filter(parent__level=RegionLevel.PROVINCE, code__in=counts)
    for row in told:
        place = Place(row.name, row.get_absolute_url(), counts[row.code])
        below.setdefault(row.code[:2], []).append(place)
    areas: dict[str, list[Place]] = {}
    for row in Region.objects.provinces():
        cities = tuple(below.get(row.code[:2], ()))
        place = Place(row.name, row.get_absolute_url(), counts.get(row.code, 0), cities)
        areas.setdefault(AREAS.get(row.code[0], "其他"), []).append(place)
    return areas


def region(request: HttpRequest, code: str, slug: str, tab: str = "") -> HttpResponseBase:
    """One division: the articles, organizations, brands or indicators of it and all below it.

    The tab ``own`` holds the articles of the division alone.
    """
    former = RegionName.objects.filter(region=OuterRef("pk"))
    rows = Region.objects.select_related("parent__parent", "successor")
    row = get_object_or_404(rows.annotate(renamed=Exists(former)), pk=code)
    if answer := moved(request, row, f"{tab}/" if tab else ""):
        return answer
    if tab in TABS:
        context = _head(row, tab) | TABS[tab](request, Shelf.of_region(row))
        return render(request, f"articles/tab_{tab}.html", context)
    articles = Article.objects.on_topic()
    if tab == OWN:
        articles = articles.filter(region=row)
    browse = BrowseFilter.parse(request.GET, region=row)
    if file := articles_file(request, articles, browse, f"地区-{row.name}"):
        return file
    head = _head(row, tab)
    context = head | {
        "browse": browse,
        "listing": listing(request.path, articles, browse),
        "facets": facets(request.path, articles, browse, ("theme", "year", "sector"))
        if head["total"]
        else [],
        **_below(row, head["reach"].counts),
    }
    return render(request, "articles/region.html", context)


def _head(row: Region, tab: str) -> dict[str, Any]:
    """Return what stands above every tab of *row*. Two queries, three if it had other names."""
    reach = extent(Article.objects.on_topic().in_region(row))
    counts = {"": reach.counts.get(row.code, 0)} | Shelf.of_region(row).counts()
    return {
        "frame": "articles/region_base.html",
        "region": row,
        "lineage": row.lineage(),
        "reach": reach,
        "total": counts[""],
        "counts": counts,
        "tab": tab,
        "tabs": links(row.get_absolute_url(), counts, tab),
        "narrowed": f"?region={row.code}",
        "scope": f"写{row.name}及所辖各地的报道",
        "names": list(row.names.all()) if getattr(row, "renamed", False) else [],
    }


def _below(row: Region, counts: dict[str, int]) -> dict[str, object]:
    """Return what is known of the divisions below *row* and of those that became it; of the
    divisions beside it where nothing is told of *row* itself. Two queries at most.
    """
    kin = list(Region.objects.filter(Q(parent=row) | Q(successor=row)))
    children = [c for c in kin if c.parent_id == row.code]
    told = sorted((c for c in children if counts.get(c.code)), key=lambda c: -counts[c.code])
    total = counts.get(row.code, 0)
    return {
        "below": [(child, counts[child.code]) for child in told],
        "silent": [c for c in children if not counts.get(c.code) and not c.valid_to],
        "own": total - sum(counts[child.code] for child in told),
        "chart": _chart([(child, counts[child.code]) for child in told[:BARS]], row),
        "before": [c for c in kin if c.successor_id == row.code],
        "siblings": [] if total else _siblings(row),
    }


def _siblings(row: Region) -> list[Told]:
    """Return the divisions beside *row* of which most is told."""
    articles = Article.objects.on_topic()
    counts = extent(articles.in_region(row.parent) if row.parent else articles).counts
    beside = Region.objects.filter(parent=row.parent, code__in=counts)
    told = sorted(beside, key=lambda other: (-counts[other.code], other.code))
    return [(other, counts[other.code]) for other in told[:SIBLINGS]]


def _chart(told: list[Told], row: Region) -> BarChart | None:
    if len(told) < FEW or len({n for _, n in told}) < 2:
        return None
    data = [Datum(c.name, Decimal(n), f"{n} 篇") for c, n in told]
    return bar_chart(data, f"{row.name}所辖地区报道篇数")
