"""Regions: the index, and one division with all below it."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from articles.extraction.vocabulary import RegionLevel
from articles.filters import BrowseFilter
from articles.models import Article, Brand, Organization, Region
from articles.outputs.charts import BarChart, Datum, bar_chart
from articles.views.exporting import articles_file
from articles.views.facets import facets
from articles.views.lists import extent, listing, moved

AREAS = {
    "1": "华北", "2": "东北", "3": "华东", "4": "中南", "5": "西南", "6": "西北", "7": "台湾",
    "8": "港澳",
}  # fmt: skip
BARS, NAMES = 12, 10
FEW = 4  # divisions that the list beside the chart shows well enough


def regions(request: HttpRequest) -> HttpResponse:
    """All province-level units by area, with the divisions right below of which something is told."""
    counts = extent(Article.objects.on_topic()).counts
    below: dict[str, list[tuple[Region, int]]] = {}
    for row in Region.objects.filter(parent__level=RegionLevel.PROVINCE):
        if row.code in counts:
            below.setdefault(row.code[:2], []).append((row, counts[row.code]))
    areas: dict[str, list[tuple[Region, int, list[tuple[Region, int]]]]] = {}
    for province in Region.objects.provinces():
        entry = (province, counts.get(province.code, 0), below.get(province.code[:2], []))
        areas.setdefault(AREAS.get(province.code[0], "其他"), []).append(entry)
    undecided = Article.objects.on_topic().filter(region__isnull=True).count()
    return render(
        request, "articles/regions.html", {"areas": areas.items(), "undecided": undecided}
    )


def region(request: HttpRequest, code: str, slug: str) -> HttpResponseBase:
    """One division: what is told of it and of all below it."""
    row = get_object_or_404(Region.objects.select_related("parent__parent", "successor"), pk=code)
    if answer := moved(request, row):
        return answer
    browse = BrowseFilter.parse(request.GET, region=row)
    articles = Article.objects.on_topic()
    if file := articles_file(request, articles, browse, f"地区-{row.name}"):
        return file
    reach = extent(articles.in_region(row))
    place = {
        "region__gte": row.prefix.ljust(6, "0"),
        "region__lte": row.prefix.ljust(6, "9"),
    }
    context = {
        "region": row,
        "lineage": row.lineage(),
        "browse": browse,
        "listing": listing(articles, browse),
        "facets": facets(articles, browse, ("theme", "year", "sector")),
        "years": reach.years,
        "organizations": Organization.objects.public().filter(**place).by_pinyin()[:NAMES],
        "brands": Brand.objects.public().filter(**place).by_pinyin()[:NAMES],
        **_below(row, reach.counts),
    }
    return render(request, "articles/region.html", context)


def _below(row: Region, counts: dict[str, int]) -> dict[str, object]:
    children = list(row.children.all())
    told = sorted((c for c in children if counts.get(c.code)), key=lambda c: -counts[c.code])
    return {
        "below": [(child, counts[child.code]) for child in told],
        "silent": [c for c in children if not counts.get(c.code) and not c.valid_to],
        "own": counts.get(row.code, 0) - sum(counts[child.code] for child in told),
        "chart": _chart([(child, counts[child.code]) for child in told[:BARS]], row),
    }


def _chart(told: list[tuple[Region, int]], row: Region) -> BarChart | None:
    if len(told) < FEW or len({n for _, n in told}) < 2:
        return None
    data = [Datum(c.name, Decimal(n), f"{n} 篇") for c, n in told]
    return bar_chart(data, f"{row.name}所辖地区报道篇数")
