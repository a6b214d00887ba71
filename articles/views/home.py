"""The front page."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article, Brand, Organization, Region, Theme
from articles.outputs.charts import TILES, Tile, heat
from articles.views.lists import extent, rows
from articles.views.metrics import catalogue

NEWEST, THEMES, BRANDS, INDICATORS = 6, 14, 5, 4


def home(request: HttpRequest) -> HttpResponse:
    """What the archive holds: numbers, places, what came in last, themes, brands, indicators."""
    counts = extent(Article.objects.on_topic()).counts
    tiles = _tiles(counts)
    total = Article.objects.public().count()
    numbers = catalogue()
    context = {
        "total": total,
        "organizations": Organization.objects.public().count() if total else 0,
        "brand_total": Brand.objects.public().count() if total else 0,
        "metric_total": numbers.total,
        "covered": sum(1 for tile in tiles if tile.count),
        "tiles": tiles,
        "newest": rows(list(Article.objects.public().for_list().order_by("-pk")[:NEWEST])),
        "themes": _themes(),
        "systems": _systems(),
        "indicators": numbers.entries[:INDICATORS],
    }
    return render(request, "home.html", context)


def _tiles(counts: dict[str, int]) -> list[Tile]:
    provinces = [region for region in Region.objects.provinces() if region.code in TILES]
    most = max((counts.get(region.code, 0) for region in provinces), default=0)
    return [
        Tile(r.code, r.short, r.get_absolute_url(), n, heat(n, most))
        for r in provinces
        for n in [counts.get(r.code, 0)]
    ]


def _themes() -> list[Theme]:
    most = Theme.objects.with_counts().order_by("-article_count", "order")[:THEMES]
    return [theme for theme in most if getattr(theme, "article_count", 0)]


def _systems() -> list[Brand]:
    counted = Brand.objects.annotate(child_count=Count("children"))
    largest = counted.filter(child_count__gt=0).order_by("-child_count", "sort_key")
    return list(largest.select_related("owner", "region")[:BRANDS])
