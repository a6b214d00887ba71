"""The metrics explorer: the catalogue of indicators, one indicator, and what belongs to none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Case, Count, Max, Min, Q, Sum, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render

from articles import revision
from articles.extraction.vocabulary import MetricStatus, Qualifier, UnitFamily
from articles.filters import BrowseFilter
from articles.models import Indicator, Metric, ReviewStatus
from articles.models.metric import MetricQuerySet
from articles.outputs.charts import BarChart, Datum, bar_chart
from articles.outputs.numbers import quantity
from articles.views.exporting import metrics_file
from articles.views.facets import Facet, Offer, offered, rolled_up
from articles.views.lists import formats, links

BARS, TABLE = 20, 100
MINI = 80  # the length of the longest small bar
OWN = {"organization": "organization", "organization_type": "organization__type", "year": "year"}
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
    stamp = revision.current()
    if not stamp:
        return _catalogue()
    return cast(Catalogue, cache.get_or_set(f"catalogue-{stamp}", _catalogue))


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
    page = Paginator(found.order_by("-article_id", "part", "start"), TABLE).get_page(browse.page)
    context = {
        "families": catalogue().families,
        "chosen": chosen,
        "page": page,
        "links": links(page, browse, family=chosen or ""),
        "notices": browse.notices,
    }
    return render(request, "articles/unsorted_metrics.html", context)


@dataclass(frozen=True)
class MetricFilter:
    """What narrows the values of an indicator: as everywhere, by the value's own organization and
    year.
    """

    browse: BrowseFilter
    reviewed: bool
    planned: bool

    @classmethod
    def parse(cls, query: QueryDict) -> MetricFilter:
        """Read *query*; wrong values give a notice, see :class:`BrowseFilter`."""
        return cls(
            BrowseFilter.parse(query), query.get("reviewed") == "1", query.get("planned") == "1"
        )

    @property
    def flags(self) -> dict[str, str]:
        """The parameters besides those of the BrowseFilter."""
        flags = {"reviewed": self.reviewed, "planned": self.planned}
        return {key: "1" for key, on in flags.items() if on}

    def apply(self, found: MetricQuerySet, *, without: str = "") -> MetricQuerySet:
        """Narrow *found* by all but the filter named *without*."""
        chosen = self.browse.without(without)
        for key, values in chosen.chosen.items():
            if key in OWN:
                found = found.filter(**{f"{OWN[key]}__in": [value.value for value in values]})
            else:
                found = found.filter(chosen.condition(key, "article__"))
        years = {"year__gte": chosen.year_from, "year__lte": chosen.year_to}
        found = found.filter(**{key: year for key, year in years.items() if year})
        if self.reviewed:
            found = found.filter(status=ReviewStatus.CONFIRMED)
        return found if self.planned else found.filter(DONE)

    def query(self, browse: BrowseFilter, **changes: str) -> str:
        """Return the query string of *browse* with the flags, *changes* over them."""
        return "?" + browse.urlencode(**(self.flags | changes))


def indicator(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The values of one indicator: a chart of the highest, a table of all."""
    row = get_object_or_404(Indicator, slug=slug)
    chosen = MetricFilter.parse(request.GET)
    everything = Metric.objects.comparable().filter(indicator=row)
    found = chosen.apply(everything).for_table().order_by("-value", "pk")
    if file := metrics_file(request, found, f"指标-{row.name}"):
        return file
    page = Paginator(found, TABLE).get_page(chosen.browse.page)
    top = list(page) if page.number == 1 else list(found[:BARS])
    counts = everything.aggregate(done=Count("pk", filter=DONE), planned=Count("pk", filter=~DONE))
    context = {
        "indicator": row,
        "chosen": chosen,
        "page": page,
        "links": links(page, chosen.browse, **chosen.flags),
        "total": page.paginator.count,
        "chart": _chart(top[:BARS], row.name) if len(top) > 1 else None,
        "bars": BARS,
        "formats": formats(chosen.browse, **chosen.flags),
        "sum": _sum(row, found),
        "facets": _facets(chosen, everything),
        "chips": chosen.browse.chips(**chosen.flags),
        "switches": _switches(chosen),
        "all": counts["done"] + (counts["planned"] if chosen.planned else 0),
        "planned": counts["planned"],
    }
    return render(request, "articles/indicator.html", context)


def _chart(values: Iterable[Metric], title: str) -> BarChart:
    rows = list(values)
    times = Counter(metric.organization for metric in rows)
    return bar_chart(
        (
            Datum(
                _label(metric, alone=times[metric.organization] == 1),
                metric.value,
                quantity(metric.value, metric.value_max, metric.qualifier),
                metric.qualifier != Qualifier.EXACT,
            )
            for metric in rows
        ),
        title,
    )


def _label(metric: Metric, *, alone: bool) -> str:
    """Return whose value it is, and the year; what is counted where the owner does not tell:
    it is not written, or has more than this one value.
    """
    said = metric.said
    who = str(metric.organization or metric.region or metric.article.region or "")
    if not (metric.organization and alone) and said:
        who = said if not who or who in said else f"{who}：{said}"
    year = f"（{metric.year}年）" if metric.year else ""
    return f"{who or '单位不详'}{year}"


def _sum(row: Indicator, found: MetricQuerySet) -> Decimal | None:
    """Return the sum of what may be added: achieved values that are no part of another."""
    if not row.additive:
        return None
    whole = found.filter(part_of__isnull=True, outcome=MetricStatus.ACHIEVED)
    total = whole.order_by().aggregate(total=Sum("value"), n=Count("pk"))
    return total["total"] if total["n"] > 1 else None


def _facets(chosen: MetricFilter, everything: MetricQuerySet) -> list[Facet]:
    """Return the facets of region and year, without those that have nothing to offer."""
    columns = {"region": "article__region", "year": "year"}
    offers = []
    for key, column in columns.items():
        values = chosen.apply(everything, without=key).order_by().values_list(column)
        by_value = {str(value): n for value, n in values.annotate(Count("pk")) if value}
        counts = rolled_up(by_value) if key == "region" else by_value
        offers.append(Offer(key, counts, chosen.browse, chosen.query))
    return [f for f in offered(offers) if f.choices]


def _switches(chosen: MetricFilter) -> list[dict[str, Any]]:
    labels = {"reviewed": "只看已审", "planned": "含计划数"}
    first = chosen.browse.with_("page", 1)
    return [
        {
            "label": label,
            "on": key in chosen.flags,
            "query": chosen.query(first, **{key: "" if key in chosen.flags else "1"}),
        }
        for key, label in labels.items()
    ]
