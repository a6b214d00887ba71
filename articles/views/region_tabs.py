"""What is known of a region besides its articles: organizations, brands and indicators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Max, Min, QuerySet, Value
from django.http import HttpRequest

from articles import revision
from articles.extraction.vocabulary import BrandLevel, MetricStatus, OrganizationType
from articles.models import Article, Brand, Indicator, Metric, Organization, Region
from articles.models.metric import MetricQuerySet
from articles.views import brands, organizations
from articles.views.names import NameFilter, index

OWN = "own"


def within(row: Region, to: str = "") -> dict[str, str]:
    """Return the condition for what lies in *row* or below; *to* leads to what has the region."""
    return {
        f"{to}region__gte": row.prefix.ljust(6, "0"),
        f"{to}region__lte": row.prefix.ljust(6, "9"),
    }


def shelves(row: Region) -> dict[str, int]:
    """Return how many organizations, brands and indicators *row* has, by tab. One query."""
    found = [
        _count("orgs", Organization.objects.public().filter(**within(row)), "pk"),
        _count("brands", Brand.objects.public().filter(**within(row)), "pk"),
        _count("metrics", _values(row), "indicator"),
    ]
    counts = dict.fromkeys(("orgs", "brands", "metrics"), 0)
    return counts | dict(revision.kept(found[0].union(*found[1:], all=True)))


def _count(tab: str, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    named = rows.order_by().annotate(tab=Value(tab, CharField())).values("tab")
    counted: QuerySet[Any] = named.annotate(n=Count(column, distinct=True))
    return counted.values_list("tab", "n")


def _values(row: Region) -> MetricQuerySet:
    """Return the achieved values that an indicator has from articles on *row*, as the explorer
    of indicators narrows them.
    """
    return Metric.objects.public().filter(
        indicator__isnull=False,
        outcome=MetricStatus.ACHIEVED,
        article__in=Article.objects.on_topic().in_region(row),
    )


def _organizations(request: HttpRequest, row: Region) -> dict[str, object]:
    kinds = dict(OrganizationType.choices())
    chosen = NameFilter.parse(request.GET, "type", kinds, region=row)
    names = Organization.objects.public().select_related("region")
    found = index(names, chosen, "type", kinds)
    shown = organizations.rows(found.page)
    return {"index": found, "rows": shown, "notices": chosen.notices}


def _brands(request: HttpRequest, row: Region) -> dict[str, object]:
    kinds = dict(BrandLevel.choices())
    chosen = NameFilter.parse(request.GET, "level", kinds, region=row)
    names = Brand.objects.public().select_related("owner", "region", "parent")
    found = index(names, chosen, "level", kinds)
    return {"index": found, "rows": brands.rows(found.page), "notices": chosen.notices}


@dataclass(frozen=True, slots=True)
class Told:
    """How much the articles on a region tell of an indicator."""

    indicator: Indicator
    values: int
    organizations: int
    first: int | None
    last: int | None


def _metrics(request: HttpRequest, row: Region) -> dict[str, object]:
    grouped = _values(row).order_by().values_list("indicator")
    extents = grouped.annotate(
        Count("pk"), Count("organization", distinct=True), Min("year"), Max("year")
    )
    by_key = {key: extent for key, *extent in revision.kept(extents)}
    found = [Told(one, *by_key[one.pk]) for one in Indicator.objects.filter(pk__in=by_key)]
    return {"rows": found}


TABS: Mapping[str, Callable[[HttpRequest, Region], dict[str, object]]] = {
    "orgs": _organizations,
    "brands": _brands,
    "metrics": _metrics,
}
