"""The metrics explorer: the catalogue of indicators, one indicator, and what belongs to none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, Max, Min, Q, Value, When
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
    """Return what is known of every indicator: two queries, none while nothing changes."""
    return revision.once("catalogue", _catalogue)


def _catalogue() -> Catalogue:
    # One pass over all metrics: a second one for the families would take as long again.
    alone = Case(When(indicator__isnull=True, then="family"), default=Value(""))
    found = Metric.objects.comparable().order_by().annotate(alone=alone)
    extents = found.values_list("indicator", "alone").annotate(
        values=Count("pk", filter=DONE),
        planned=Count("pk", filter=~DONE),
        organizations=Count("organization", filter=DONE, distinct=True),
        first=Min("year", filter=DONE),
        last=Max("year", filter=DONE),
        most=Max("value", filter=DONE),
    )
    extents_of = {key: extent for key, _, *extent in extents if key}
    outside = {alone: values + planned for key, alone, values, planned, *_ in extents if not key}
    rows = Indicator.objects.in_bulk(extents_of)
    largest = max((values for values, *_ in extents_of.values()), default=1)
    entries = [
        Entry(rows[key], n, plans, bodies, first, last, most, f"{MINI * n / (largest or 1):.1f}")
        for key, (n, plans, bodies, first, last, most) in extents_of.items()
    ]
    entries.sort(key=lambda entry: (-entry.values, entry.indicator.order))
    families = [(family, outside[family]) for family in UnitFamily if family in outside]
    return Catalogue(entries, families)


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
