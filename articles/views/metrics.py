"""The metrics explorer: the catalogue of indicators, one indicator, and what belongs to none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles import revision
from articles.extraction.vocabulary import MetricStatus, UnitFamily
from articles.filters import BrowseFilter
from articles.models import Indicator, Metric
from articles.views.lists import links
from articles.views.paging import Pages, keyed_page

TABLE = 100  # values on a page
MINI = 80  # the length of the longest small bar
DONE = ~Q(outcome=MetricStatus.PLANNED)


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator with the extent of what is known of it."""

    indicator: Indicator
    values: int
    planned: int  # targets: told apart from the values, and not among them
    organizations: int
    first: int | None
    last: int | None
    most: Decimal | None
    length: str  # of the bar beside it, against the entry with most values: 80 at most


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The indicators that have values, those with most first, and how many values of each unit
    family belong to no indicator.
    """

    entries: list[Entry]
    families: list[tuple[UnitFamily, int]]

    @property
    def total(self) -> int:
        """How many values there are in all."""
        inside = sum(entry.values + entry.planned for entry in self.entries)
        return inside + sum(count for _, count in self.families)


def catalogue() -> Catalogue:
    """Return what is known of every indicator: three queries, none while nothing changes."""
    return revision.once("catalogue", _catalogue)


def _catalogue() -> Catalogue:
    # One pass in the order of an index; who they are from is counted for the few inside alone.
    found = Metric.objects.comparable().order_by()
    grouped = found.values_list("indicator", "family", "outcome")
    inside: dict[int, list[Group]] = {}
    outside: Counter[str] = Counter()
    for key, family, outcome, *extent in grouped.annotate(
        Count("pk"), Min("year"), Max("year"), Max("value")
    ):
        group = Group(outcome == MetricStatus.PLANNED, *extent)
        if key is None:
            outside[family] += group.values
        else:
            inside.setdefault(key, []).append(group)
    done = found.filter(DONE, indicator__isnull=False).values_list("indicator")
    bodies = dict(done.annotate(Count("organization", distinct=True)))
    rows = Indicator.objects.in_bulk(inside)
    entries = [_entry(rows[key], groups, bodies.get(key, 0)) for key, groups in inside.items()]
    largest = max((entry.values for entry in entries), default=1) or 1
    entries = [replace(one, length=f"{MINI * one.values / largest:.1f}") for one in entries]
    entries.sort(key=lambda entry: (-entry.values, entry.indicator.order))
    families = [(family, outside[family]) for family in UnitFamily if family in outside]
    return Catalogue(entries, families)


class Group(NamedTuple):
    """The values of an indicator of one unit family and outcome, and how far they reach."""

    planned: bool
    values: int
    first: int | None
    last: int | None
    most: Decimal


def _entry(indicator: Indicator, groups: Sequence[Group], bodies: int) -> Entry:
    """Return the entry of *indicator*, without its bar; years and highest are of what is done."""
    done = [group for group in groups if not group.planned]
    years = [year for group in done for year in (group.first, group.last) if year]
    return Entry(
        indicator,
        sum(group.values for group in done),
        sum(group.values for group in groups if group.planned),
        bodies,
        min(years, default=None),
        max(years, default=None),
        max((group.most for group in done), default=None),
        "",
    )


def metrics(request: HttpRequest) -> HttpResponse:
    """The indicators by group, and how many values stand outside of them."""
    groups: dict[str, list[Entry]] = {}
    found = catalogue()
    for entry in sorted(found.entries, key=lambda entry: entry.indicator.order):
        groups.setdefault(entry.indicator.group, []).append(entry)
    context = {"groups": groups.items(), "families": found.families}
    return render(request, "articles/metrics.html", context)


def unsorted_metrics(request: HttpRequest) -> HttpResponse:
    """The values that belong to no indicator, by unit family, in the order of the articles."""
    chosen = next((f for f in UnitFamily if f == request.GET.get("family")), None)
    browse = BrowseFilter.parse(request.GET, ("page",))
    found = Metric.objects.comparable().filter(indicator__isnull=True).for_table()
    if chosen:
        found = found.filter(family=chosen)
    ordered = found.order_by("-article_id", "part", "start")
    families = catalogue().families
    pages = Pages(found, TABLE)
    pages.count = sum(n for family, n in families if chosen in (None, family))  # known already
    page = keyed_page(ordered, found, pages, browse.page)
    context = {
        "families": families,
        "chosen": chosen,
        "page": page,
        "links": links(page, browse, family=chosen or ""),
        "notices": browse.notices,
    }
    return render(request, "articles/unsorted_metrics.html", context)
