"""Organizations: the index, and one organization."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from articles import revision
from articles.extraction.vocabulary import OrganizationType
from articles.filters import BrowseFilter, Value
from articles.models import (
    Article,
    Brand,
    Metric,
    Organization,
    OrganizationMention,
    Origin,
    ReviewStatus,
)
from articles.outputs.series import disputed, series
from articles.views.exporting import articles_file
from articles.views.lists import listing, moved, tallied
from articles.views.names import Kind, NameFilter, in_public, index
from articles.views.years import Year, year_bars

NUMBERS = 60  # key numbers on a page; more are found among the articles


def organizations(request: HttpRequest) -> HttpResponse:
    """All organizations from A to Z, by region and type."""
    chosen = NameFilter.parse(request.GET, ORGANIZATIONS)
    found = index(request.path, Organization.objects.public(), chosen)
    context = {"index": found, "notices": chosen.notices}
    return render(request, "articles/organizations.html", context)


class Row(NamedTuple):
    """An organization of an index with the number of its articles, brands and values."""

    url: str
    name: str
    type: str
    region: str
    articles: int
    brands: int
    metrics: int


def _rows(organizations: QuerySet[Organization]) -> list[Row]:
    """Return *organizations* with their numbers. Two queries."""
    names = organizations.select_related("region")
    found = list(names.only("name", "slug", "type", "region__name"))
    articles, brands, metrics = tallied(
        [row.pk for row in found],
        (in_public(OrganizationMention.objects.public()), "organization", "article"),
        (Brand.objects.public(), "owner", "pk"),
        (Metric.objects.comparable(), "organization", "pk"),
    )
    return [
        Row(
            row.get_absolute_url(),
            row.name,
            ORGANIZATIONS.choices.get(row.type, ""),
            row.region.name if row.region else "",
            articles.get(row.pk, 0),
            brands.get(row.pk, 0),
            metrics.get(row.pk, 0),
        )
        for row in found
    ]


ORGANIZATIONS = Kind("type", dict(OrganizationType.choices()), _rows)


def organization(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    """One organization: its names, its place among others, key numbers, brands and articles."""
    confirmed = OrganizationMention.objects.filter(
        organization=OuterRef("pk"), status=ReviewStatus.CONFIRMED
    )
    row = get_object_or_404(
        Organization.objects.select_related("region__parent__parent", "parent").annotate(
            confirmed=Exists(confirmed)
        ),
        pk=pk,
    )
    if answer := moved(request, row):
        return answer
    browse = BrowseFilter.parse(request.GET, organization=row)
    if file := articles_file(request, Article.objects.listed(), browse, f"单位-{row.name}"):
        return file
    brands = list(
        Brand.objects.public().filter(owner=row).select_related("parent__owner").by_pinyin()
    )
    context = {
        "organization": row,
        "reviewed": row.origin == Origin.PERSON or getattr(row, "confirmed", False),
        "browse": browse,
        "lineage": row.region.lineage() if row.region else [],
        "aliases": list(row.aliases.all()),
        "children": list(Organization.objects.public().filter(parent=row).by_pinyin()),
        "brands": brands,
        "joined": _joined(row, brands),
        "extent": _extent(browse),
        **_numbers(row),
        "listing": listing(request.path, Article.objects.listed(), browse),
    }
    missing = {"children": "下级单位", "brands": "品牌", "numbers": "数据"}
    context["missing"] = [name for key, name in missing.items() if not context[key]]
    return render(request, "articles/organization.html", context)


def _numbers(row: Organization) -> dict[str, object]:
    """Return the values of *row*, those of the latest year first, and what they add up to tell."""
    found = Metric.objects.comparable().filter(organization=row).for_table()
    latest = found.order_by(F("year").desc(nulls_last=True), "-article_id", "part", "start")
    numbers = list(latest[: NUMBERS + 1])
    shown = numbers[:NUMBERS]
    return {
        "numbers": shown,
        "cut": NUMBERS if len(numbers) > NUMBERS else 0,
        "series": series(shown),
        "disputed": disputed(shown),
    }


def _joined(row: Organization, brands: Iterable[Brand]) -> list[Brand]:
    """Return the brands of others that those of *row* stand under."""
    above = {brand.parent for brand in brands if brand.parent}
    others = (brand for brand in above if brand.owner_id != row.pk)
    return sorted(others, key=lambda brand: (brand.sort_key, brand.pk))


@dataclass(frozen=True, slots=True)
class Extent:
    """All articles that name an organization: how many, by year, and when one last changed."""

    total: int
    changed: datetime | None
    years: list[Year]


def _extent(browse: BrowseFilter) -> Extent:
    named = Article.objects.listed().filter(browse.condition("organization")).order_by()
    grouped = named.annotate(year=ExtractYear("published_on")).values_list("year")
    told = revision.kept(grouped.annotate(Count("pk"), Max("updated_at")))
    by_year = {year: (n, at) for year, n, at in told}
    chosen = [value.value for value in browse.chosen.get("year", ())]

    def link(year: int) -> str:
        return f"?{browse.only('year', Value(str(year), '')).urlencode()}#results"

    counts = {year: n for year, (n, _) in by_year.items() if year}
    return Extent(
        sum(n for n, _ in by_year.values()),
        max((at for _, at in by_year.values()), default=None),
        year_bars(counts, link, chosen),
    )
