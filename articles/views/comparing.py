"""Two to eight organizations or regions side by side: what the reports say of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode

from articles.extraction.vocabulary import MetricStatus
from articles.filters import lineage
from articles.keys import keys_of
from articles.models import Article, Indicator, Metric, Organization, Region
from articles.models.metric import MetricQuerySet
from articles.views.exporting import metrics_file
from articles.views.lists import extent

MOST = 8
OFFERED = 12  # names that answer what was typed
LENGTH = 100  # of the longest bar of a row


@dataclass(frozen=True, slots=True)
class Side:
    """One of those compared: a column of the table; ``rest`` is the query without it."""

    key: str
    name: str
    url: str
    articles: int
    rest: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The value that stands for one side: the latest, of those the highest. ``more`` counts the
    other values; ``length`` is that of its bar, "" where the row cannot be ranked.
    """

    metric: Metric
    more: int
    length: str


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator with a cell for each side, None where nothing is known."""

    indicator: Indicator
    cells: tuple[Cell | None, ...]
    ranked: bool  # all values are of one year, or all of unknown year


def compare(request: HttpRequest) -> HttpResponseBase:
    """Put the organizations, or else the regions, that the query names beside each other."""
    by_region = "region" in request.GET or request.GET.get("by") == "region"
    kind = "region" if by_region else "organization"
    keys = list(dict.fromkeys(request.GET.getlist(kind)))
    rows = _regions(keys) if by_region else _organizations(keys)
    left_out = max(len(rows) - MOST, 0)
    rows = rows[:MOST]
    found = _values(rows, by_region=by_region)
    if rows and (file := metrics_file(request, found, "对照")):
        return file
    typed = request.GET.get("add", "").strip()[:60]
    lines = _lines(found.for_table(), rows, by_region=by_region)
    context = {
        "kind": kind,
        "typed": typed,
        "offers": _offers(typed, rows, by_region=by_region),
        "sides": _sides(rows, kind),
        "shared": [line for line in lines if sum(cell is not None for cell in line.cells) > 1],
        "alone": [line for line in lines if sum(cell is not None for cell in line.cells) == 1],
        "left_out": left_out,
        "full": len(rows) >= MOST,
        "kept": [(kind, str(row.pk)) for row in rows],
        "formats": [
            (f.upper(), f"?{_query(kind, rows, format=f)}") for f in ("xlsx", "csv", "json")
        ],
        "total": found.count(),
    }
    return render(request, "articles/compare.html", context)


def _organizations(keys: Sequence[str]) -> list[Organization | Region]:
    numbers = keys_of(keys)
    rows = Organization.objects.public().select_related("region").in_bulk(numbers)
    return [rows[number] for number in numbers if number in rows]


def _regions(keys: Sequence[str]) -> list[Organization | Region]:
    rows = Region.objects.in_bulk([key for key in keys if len(key) == 6])
    return [rows[key] for key in keys if key in rows]


def _values(rows: Sequence[Organization | Region], *, by_region: bool) -> MetricQuerySet:
    """Return the achieved values of *rows* that belong to an indicator."""
    found = Metric.objects.comparable().filter(
        indicator__isnull=False, outcome=MetricStatus.ACHIEVED
    )
    if not by_region:
        return found.filter(organization__in=[row.pk for row in rows])
    within = Q(pk__in=[])
    for row in rows:
        if isinstance(row, Region):
            within |= Q(region__gte=row.prefix.ljust(6, "0"), region__lte=row.prefix.ljust(6, "9"))
    return found.filter(within)


def _lines(
    found: Iterable[Metric], rows: Sequence[Organization | Region], *, by_region: bool
) -> list[Line]:
    by_indicator: dict[Indicator, dict[str, list[Metric]]] = {}
    wanted = {str(row.pk) for row in rows}
    for metric in found:
        owners = lineage(metric.region_id or "") if by_region else [str(metric.organization_id)]
        for owner in wanted.intersection(owners):
            if metric.indicator:
                values = by_indicator.setdefault(metric.indicator, defaultdict(list))
                values[owner].append(metric)
    order = sorted(by_indicator, key=lambda one: (one.order, one.name))
    return [_line(one, by_indicator[one], [str(row.pk) for row in rows]) for one in order]


def _line(indicator: Indicator, values: Mapping[str, list[Metric]], keys: Sequence[str]) -> Line:
    shown = {
        key: max(found, key=lambda m: (m.year or 0, m.value)) for key, found in values.items()
    }
    ranked = len(shown) > 1 and len({metric.year for metric in shown.values()}) == 1
    most = max((metric.value for metric in shown.values()), default=Decimal(0))

    def cell(key: str) -> Cell | None:
        if key not in shown:
            return None
        length = f"{LENGTH * shown[key].value / most:.1f}" if ranked and most else ""
        return Cell(shown[key], len(values[key]) - 1, length)

    return Line(indicator, tuple(map(cell, keys)), ranked)


def _sides(rows: Sequence[Organization | Region], kind: str) -> list[Side]:
    if kind == "region":
        counts = {str(k): n for k, n in extent(Article.objects.on_topic()).counts.items()}
    else:
        named = Article.objects.on_topic().filter(
            organizationmentions__organization__in=[row.pk for row in rows],
            organizationmentions__anchored=True,
        )
        grouped = named.order_by().values_list("organizationmentions__organization")
        counts = {str(k): n for k, n in grouped.annotate(Count("pk", distinct=True))}
    return [
        Side(
            str(row.pk),
            str(row),
            row.get_absolute_url(),
            counts.get(str(row.pk), 0),
            _query(kind, [other for other in rows if other != row]),
        )
        for row in rows
    ]


def _query(kind: str, rows: Iterable[Organization | Region], **extra: str) -> str:
    return urlencode([*((kind, str(row.pk)) for row in rows), ("by", kind), *extra.items()])


def _offers(
    typed: str, rows: Sequence[Organization | Region], *, by_region: bool
) -> list[tuple[str, str]]:
    """Return what may be meant by *typed*: label, and the query with it added."""
    if not typed or len(rows) >= MOST:
        return []
    kind = "region" if by_region else "organization"
    found: Iterable[Organization | Region]
    if by_region:
        named = Region.objects.filter(Q(name__contains=typed) | Q(short=typed))
        found = named.order_by("code")[:OFFERED]
    else:
        public = Organization.objects.public().select_related("region")
        named_so = public.filter(Q(name__contains=typed) | Q(aliases__name=typed)).distinct()
        found = named_so.by_pinyin()[:OFFERED]
    known = {row.pk for row in rows}
    return [
        (_called(row), f"?{_query(kind, [*rows, row])}") for row in found if row.pk not in known
    ]


def _called(row: Organization | Region) -> str:
    above = row.region if isinstance(row, Organization) else row.parent
    return f"{row}（{above}）" if above else str(row)
