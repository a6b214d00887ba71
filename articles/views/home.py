"""The front page."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.db import DatabaseError
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles import revision
from articles.models import Article, Brand, Organization, Region, Theme
from articles.models.privacy import hiding
from articles.outputs.charts import TILES, Tile, heat
from articles.views.lists import Row, extent, rows
from articles.views.metrics import catalogue
from articles.views.years import Year, year_bars

NEWEST, THEMES, BRANDS, INDICATORS = 6, 14, 5, 4

log = logging.getLogger(__name__)
Found = TypeVar("Found")


def home(request: HttpRequest) -> HttpResponse:
    """What the archive holds: numbers, places, what came in last, themes, brands, indicators.

    A band that fails is None: the page says so in its place, and the log why.
    """
    span = _band(lambda: revision.once("front-span", _span))
    told = span is None or span.total
    context = {
        "span": span,
        "empty": not told,
        "organizations": _band(lambda: _count(Organization)) if told else 0,
        "brand_total": _band(lambda: _count(Brand)) if told else 0,
        "tiles": _band(lambda: revision.once("front-tiles", _tiles)),
        "newest": _band(lambda: revision.once(f"front-newest-{hiding()}", _newest)),
        "themes": _band(lambda: revision.once("front-themes", _themes)),
        "systems": _band(lambda: revision.once("front-systems", _systems)),
        "numbers": _band(catalogue),
        "indicators": f":{INDICATORS}",
    }
    return render(request, "home.html", context)


def _band(make: Callable[[], Found]) -> Found | None:
    """Return what *make* makes, None where it fails: one band must not take the page down."""
    try:
        return make()
    except DatabaseError:
        log.exception("a band of the front page failed")
        return None


def _count(model: type[Organization | Brand]) -> int:
    return revision.once(f"front-{model.__name__}", model.objects.public().count)


@dataclass(frozen=True, slots=True)
class Span:
    """How many public articles there are, and how many on the topic each year has."""

    total: int
    years: list[Year]


def _span() -> Span:
    grouped = Article.objects.listed().order_by().annotate(year=ExtractYear("published_on"))
    counted = grouped.values_list("year").annotate(
        all=Count("pk"), on_topic=Count("pk", filter=Q(off_topic=False))
    )
    counts = {year: on_topic for year, _, on_topic in counted if year and on_topic}
    timeline = reverse("timeline")
    return Span(
        sum(n for _, n, _ in counted), year_bars(counts, lambda year: f"{timeline}?year={year}")
    )


@dataclass(frozen=True, slots=True)
class Places:
    """The provinces in their grid, and of how many something is told."""

    tiles: list[Tile]

    @property
    def covered(self) -> int:
        """How many provinces have articles."""
        return sum(1 for tile in self.tiles if tile.count)


def _tiles() -> Places:
    counts = extent(Article.objects.on_topic()).counts
    provinces = [region for region in Region.objects.provinces() if region.code in TILES]
    most = max((counts.get(region.code, 0) for region in provinces), default=0)
    tiles = [
        Tile(r.code, r.short, r.get_absolute_url(), n, heat(n, most))
        for r in provinces
        for n in [counts.get(r.code, 0)]
    ]
    return Places(tiles)


def _newest() -> list[Row]:
    # By their keys, which an index holds: sorting whole rows takes a hundred times as long.
    newest = Article.objects.listed().order_by("-pk").values("pk")[:NEWEST]
    return rows(list(Article.objects.filter(pk__in=newest).for_list().order_by("-pk")))


def _themes() -> list[Theme]:
    most = Theme.objects.with_counts().order_by("-article_count", "order")[:THEMES]
    return [theme for theme in most if getattr(theme, "article_count", 0)]


def _systems() -> list[Brand]:
    counted = Brand.objects.annotate(child_count=Count("children"))
    largest = counted.filter(child_count__gt=0).order_by("-child_count", "sort_key")
    return list(largest.select_related("owner", "region")[:BRANDS])
