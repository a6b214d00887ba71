"""One indicator of the metrics explorer: its values charted, sorted, grouped, never mixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Case, Count, F, Max, Min, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render

from articles import revision
from articles.extraction.vocabulary import MetricStatus, Qualifier, UnitFamily
from articles.filters import BrowseFilter, years_label
from articles.models import Indicator, Metric, ReviewStatus
from articles.models.metric import MetricQuerySet
from articles.outputs.charts import BarChart, Datum, bar_chart
from articles.outputs.comparability import (
    COUNTED,
    COUNTERS,
    PeriodKind,
    changes,
    outliers,
    period_kind,
)
from articles.outputs.numbers import quantity
from articles.views.exporting import metrics_file
from articles.views.facets import Facet, Offer, offered, rolled_up
from articles.views.lists import formats, links
from articles.views.paging import Pages, keyed_page

ALL_BARS, BARS = 40, 20  # a chart shows up to so many values all; of more, so many of the highest
TABLE = 50
MANY = 5000  # values of which a median is taken
OWN = {"organization": "organization", "organization_type": "organization__type", "year": "year"}
DONE = ~Q(outcome=MetricStatus.PLANNED)
PLACE = Coalesce("region", "article__region")
# What a column is sorted by, in the way in which it is sorted first.
COLUMNS: dict[str, tuple[str, list[Any]]] = {
    "organization": ("单位", [F("organization__sort_key").asc(nulls_last=True), "organization"]),
    "region": ("地区", [PLACE.asc(nulls_last=True)]),
    "-value": ("数值", ["-value"]),
    "-year": ("年份", [F("year").desc(nulls_last=True)]),
}
BACKWARDS: dict[str, list[Any]] = {
    "-organization": [F("organization__sort_key").desc(nulls_last=True), "organization"],
    "-region": [PLACE.desc(nulls_last=True)],
    "value": ["value"],
    "year": [F("year").asc(nulls_last=True)],
}
ORDERS = {key: columns for key, (_, columns) in COLUMNS.items()} | BACKWARDS
GROUPS = {"organization": "单位", "region": "地区", "-year": "年份"}
FLAGS = {"reviewed": "只看已审", "exact": "只看确数", "planned": "含计划数"}


@dataclass(frozen=True, slots=True)
class MetricFilter:
    """What narrows and orders the values of an indicator: as everywhere, by the value's own
    organization and year. ``flags`` are the parameters besides those of the BrowseFilter.
    """

    browse: BrowseFilter
    flags: dict[str, str]

    @classmethod
    def parse(cls, query: QueryDict) -> MetricFilter:
        """Read *query*; wrong values give a notice, see :class:`BrowseFilter`."""
        flags = {key: "1" for key in FLAGS if query.get(key) == "1"}
        if (order := query.get("order", "")) in ORDERS and order != "-value":
            flags["order"] = order
        if (group := query.get("group", "")) in GROUPS:
            flags["group"] = group
        if query.get("scale") == "log":
            flags["scale"] = "log"
        return cls(BrowseFilter.parse(query), flags)

    @property
    def order(self) -> str:
        """The key of the order in which the values stand."""
        return self.flags.get("order", "-value")

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
        if "reviewed" in self.flags:
            found = found.filter(status=ReviewStatus.CONFIRMED)
        if "exact" in self.flags:
            found = found.filter(qualifier=Qualifier.EXACT)
        return found if "planned" in self.flags else found.filter(DONE)

    def query(self, browse: BrowseFilter, **changes: str) -> str:
        """Return the query string of *browse* with the flags, *changes* over them."""
        return "?" + browse.urlencode(**(self.flags | changes))

    def first(self, **changes: str) -> str:
        """Return the query string of the first page, with *changes* to the flags."""
        return self.query(self.browse.with_("page", 1), **changes)


@dataclass(frozen=True, slots=True)
class Row:
    """A value with what can be said of it beside others."""

    metric: Metric
    far: bool  # more than fifty times the median
    change: str  # against the year before
    period: PeriodKind


@dataclass(frozen=True, slots=True)
class Block:
    """Values of one unit, those of the page by group; only these share an axis and a sum."""

    id: str  # of its chart in the page
    unit: str  # "" for that of the indicator itself
    total: int
    sum: Decimal | None
    chart: BarChart | None
    groups: list[tuple[str, list[Row]]]
    far: bool


def indicator(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The values of one indicator: for each unit a chart of the highest, a table of all."""
    row = get_object_or_404(Indicator, slug=slug)
    chosen = MetricFilter.parse(request.GET)
    everything = Metric.objects.comparable().filter(indicator=row)
    found = chosen.apply(everything).annotate(block=_block(row))
    if file := metrics_file(request, _ordered(found, chosen), f"指标-{row.name}"):
        return file
    extents = {extent["name"]: extent for extent in _extents(found)}
    total = sum(extent["n"] for extent in extents.values())
    pages = Pages(found, TABLE)
    pages.count = total  # known already
    ordered = _ordered(found, chosen)
    page = keyed_page(ordered, found.for_table(), pages, chosen.browse.page)
    counts = dict(
        revision.kept(everything.order_by().values_list("outcome").annotate(Count("pk")))
    )
    planned = counts.pop(MetricStatus.PLANNED, 0)
    context = {
        "indicator": row,
        "chosen": chosen,
        "page": page,
        "blocks": _blocks(row, found, chosen, list(page), extents),
        "links": links(page, chosen.browse, **chosen.flags),
        "total": total,
        "tickable": any(metric.organization_id for metric in page),
        "said": _said(extents.values()),
        "formats": formats(chosen.browse, **chosen.flags),
        "facets": _facets(chosen, everything),
        "chips": chosen.browse.chips(**chosen.flags),
        "switches": _switches(chosen),
        "groupings": _groupings(chosen),
        "heads": _heads(chosen),
        "linear": chosen.first(scale=""),
        "log": chosen.first(scale="log"),
        "looser": [] if total else _looser(chosen, everything),
        "all": sum(counts.values()) + (planned if "planned" in chosen.flags else 0),
        "planned": planned,
    }
    return render(request, "articles/indicator.html", context)


def _block(row: Indicator) -> Case:
    """Return what tells values apart that must not share an axis: "" is the indicator's own unit.

    Things are counted with words of their own (3面锦旗, 2封感谢信): those are different things.
    """
    if row.family == UnitFamily.COUNT:
        return Case(When(family__in=COUNTED, unit__in=COUNTERS, then=Value("")), default=F("unit"))
    own = COUNTED if row.family == UnitFamily.BODIES else (row.family,)
    return Case(When(family__in=own, then=Value("")), default=F("unit"))


def _ordered(found: MetricQuerySet, chosen: MetricFilter) -> MetricQuerySet:
    group = ORDERS[chosen.flags["group"]] if "group" in chosen.flags else []
    return found.order_by(F("block"), *group, *ORDERS[chosen.order], "-value", "pk")


def _extents(found: MetricQuerySet) -> Iterable[dict[str, Any]]:
    """Return for each block how far it reaches; ``sum`` is of what may be added at all: achieved
    values that are no part of another. One query.
    """
    whole = Q(part_of__isnull=True, outcome=MetricStatus.ACHIEVED)
    return revision.kept(
        found.order_by()
        .values(name=F("block"))
        .annotate(
            n=Count("pk"),
            bodies=Count("organization", distinct=True),
            first=Min("year"),
            last=Max("year"),
            least=Min("value"),
            most=Max("value"),
            sum=Sum("value", filter=whole),
            added=Count("pk", filter=whole),
        )
    )


def _blocks(
    row: Indicator,
    found: MetricQuerySet,
    chosen: MetricFilter,
    page: Sequence[Metric],
    extents: dict[str, dict[str, Any]],
) -> list[Block]:
    """Return the blocks on *page* of the values *found*."""
    before = _changes(found, page, extents.values())
    blocks: list[Block] = []
    for name, group in groupby(page, key=lambda metric: str(getattr(metric, "block", ""))):
        metrics, extent = list(group), extents[name]
        whole = len(metrics) == extent["n"]
        within = found.filter(Q(block=name)).order_by("-value", "pk")
        top = sorted(metrics, key=lambda m: -m.value) if whole else _top(within)
        bound = _bound(extent, [m.value for m in metrics] if whole else within)
        rows = [
            Row(m, bool(bound and m.value > bound), before.get(m.pk, ""), period_kind(m.period))
            for m in metrics
        ]
        far = bool(bound and extent["most"] > bound)
        log = "scale" in chosen.flags
        bars = BARS if extent["n"] > ALL_BARS else ALL_BARS
        chart = _chart(top[:bars], row.name, log=log) if extent["n"] > 1 else None
        total = extent["sum"] if row.additive and extent["added"] > 1 else None
        groups = _groups(rows, chosen.flags.get("group", ""))
        blocks.append(Block(f"values-{len(blocks)}", name, extent["n"], total, chart, groups, far))
    return blocks


def _top(within: MetricQuerySet) -> list[Metric]:
    """Return the highest values, as many as a chart shows at most."""
    highest = Metric.objects.for_table().filter(pk__in=within.values("pk")[:ALL_BARS])
    return list(highest.order_by("-value", "pk"))


def _bound(extent: dict[str, Any], values: list[Decimal] | MetricQuerySet) -> Decimal | None:
    """Return above what a value is far out; where none can be, the values are not fetched."""
    if extent["n"] > MANY or extent["most"] <= extent["least"]:
        return None
    if isinstance(values, list):
        return outliers(values)
    column = values.order_by().values_list("value", flat=True)
    name = f"outliers-{revision.question(column)}"
    return revision.once(name, lambda: outliers(list(column)))


def _changes(
    found: MetricQuerySet, page: Sequence[Metric], extents: Iterable[dict[str, Any]]
) -> dict[int, str]:
    """Return by key what became of each value of *page* within a year. One query at most."""
    years = {year for extent in extents for year in (extent["first"], extent["last"]) if year}
    owners = {metric.organization_id for metric in page if metric.organization_id and metric.year}
    if len(years) < 2 or not owners:
        return {}
    return changes(found.filter(organization__in=owners, year__gt=0).filter(DONE).order_by())


def _groups(rows: Sequence[Row], by: str) -> list[tuple[str, list[Row]]]:
    """Cut *rows*, in the order of their group, into groups with their names."""

    def name(row: Row) -> str:
        metric = row.metric
        if by == "organization":
            return str(metric.organization or "单位未写明")
        if by == "region":
            return str(metric.region or metric.article.region or "地区待定")
        return (f"{metric.year}年" if metric.year else "年份未知") if by else ""

    return [(label, list(group)) for label, group in groupby(rows, key=name)]


def _said(extents: Iterable[dict[str, Any]]) -> str:
    """Return how many organizations and which years the values cover."""
    known = list(extents)
    years = [year for extent in known for year in (extent["first"], extent["last"]) if year]
    bodies = max((extent["bodies"] for extent in known), default=0)
    said = [f"来自 {bodies} 家单位"] if bodies and len(known) == 1 else []
    return "，".join([*said, *([years_label(min(years), max(years))] if years else [])])


def _chart(values: Iterable[Metric], title: str, *, log: bool) -> BarChart:
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
        log=log,
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
    plan = "［计划］" if metric.outcome == MetricStatus.PLANNED else ""
    return f"{who or '单位不详'}{year}{plan}"


def _facets(chosen: MetricFilter, everything: MetricQuerySet) -> list[Facet]:
    """Return the facets of region, year and type, without those that have nothing to offer."""
    columns = {
        "region": "article__region",
        "year": "year",
        "organization_type": "organization__type",
    }
    offers = []
    for key, column in columns.items():
        values = chosen.apply(everything, without=key).order_by().values_list(column)
        counted = revision.kept(values.annotate(Count("pk")))
        by_value = {str(value): n for value, n in counted if value}
        counts = rolled_up(by_value) if key == "region" else by_value
        offers.append(Offer(key, counts, chosen.browse, chosen.query))
    return [f for f in offered(offers) if f.choices]


def _looser(chosen: MetricFilter, everything: MetricQuerySet) -> list[tuple[str, str, int]]:
    """Return the filters that alone keep values out: name, query without it, values there."""
    names = {chip.key: chip.name for chip in chosen.browse.chips()}
    found = []
    for key, name in names.items():
        if n := chosen.apply(everything, without=key).count():
            found.append((name, chosen.query(chosen.browse.without(key)), n))
    return found


def _switches(chosen: MetricFilter) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "on": key in chosen.flags,
            "query": chosen.first(**{key: "" if key in chosen.flags else "1"}),
        }
        for key, label in FLAGS.items()
    ]


def _groupings(chosen: MetricFilter) -> list[tuple[str, str, bool]]:
    current = chosen.flags.get("group", "")
    return [
        (label, chosen.first(group=key), key == current)
        for key, label in {"": "不分组", **GROUPS}.items()
    ]


def _heads(chosen: MetricFilter) -> dict[str, tuple[str, str, str]]:
    """Return the sortable heads of the table: label, query, and what ``aria-sort`` says."""
    heads = {}
    for key, (label, _) in COLUMNS.items():
        bare = key.removeprefix("-")
        other = bare if key.startswith("-") else f"-{bare}"
        downwards = chosen.order.startswith("-")
        sort = ("descending" if downwards else "ascending") if bare in chosen.order else ""
        heads[bare] = (label, chosen.first(order=other if chosen.order == key else key), sort)
    return heads
