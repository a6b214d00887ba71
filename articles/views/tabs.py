"""What is known of a region or a theme besides its articles: organizations, brands, indicators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, Max, Min, Model, QuerySet, Value
from django.http import HttpRequest

from articles import revision
from articles.extraction.vocabulary import MetricStatus
from articles.models import (
    Article,
    Brand,
    BrandMention,
    Indicator,
    Metric,
    Organization,
    OrganizationMention,
    Region,
    Theme,
)
from articles.models.article import ArticleQuerySet
from articles.models.metric import MetricQuerySet
from articles.models.named import NamedQuerySet
from articles.views.brands import BRANDS
from articles.views.names import NameFilter, index
from articles.views.organizations import ORGANIZATIONS

LABELS = {"": "报道", "orgs": "单位", "brands": "品牌", "metrics": "指标"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """What stands on the page of a region or theme, and what filters its address ``fixed``."""

    articles: ArticleQuerySet
    organizations: NamedQuerySet[Organization]
    brands: NamedQuerySet[Brand]
    fixed: Mapping[str, Model] = field(default_factory=dict)

    @classmethod
    def of_region(cls, row: Region) -> Shelf:
        """Return what lies in *row* or below."""
        within = {
            "region__gte": row.prefix.ljust(6, "0"),
            "region__lte": row.prefix.ljust(6, "9"),
        }
        return cls(
            Article.objects.on_topic().in_region(row),
            Organization.objects.public().filter(**within),
            Brand.objects.public().filter(**within),
            {"region": row},
        )

    @classmethod
    def of_theme(cls, row: Theme) -> Shelf:
        """Return what the articles name of which *row* is the main theme."""
        articles = Article.objects.on_topic().filter(primary_theme=row)
        organizations = OrganizationMention.objects.public().filter(article__in=articles)
        brands = BrandMention.objects.public().filter(article__in=articles)
        return cls(
            articles,
            Organization.objects.filter(pk__in=organizations.values("organization")),
            Brand.objects.filter(pk__in=brands.values("brand")),
        )

    @property
    def values(self) -> MetricQuerySet:
        """The achieved values that an indicator has from the articles, as the explorer of
        indicators narrows them.
        """
        return Metric.objects.public().filter(
            indicator__isnull=False, outcome=MetricStatus.ACHIEVED, article__in=self.articles
        )

    def counts(self) -> dict[str, int]:
        """Return how many organizations, brands and indicators there are, by tab. One query."""
        found = [
            _count("orgs", self.organizations, "pk"),
            _count("brands", self.brands, "pk"),
            _count("metrics", self.values, "indicator"),
        ]
        counts = dict.fromkeys(("orgs", "brands", "metrics"), 0)
        return counts | dict(revision.kept(found[0].union(*found[1:], all=True)))


def links(address: str, counts: Mapping[str, int], tab: str) -> list[tuple[str, str, int, bool]]:
    """Return the tabs that hold anything: label, address, number, whether it is *tab*."""
    return [
        (label, f"{address}{key}/" if key else address, counts[key], key == tab)
        for key, label in LABELS.items()
        if counts[key] or key in ("", tab)
    ]


def _count(tab: str, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    named = rows.order_by().annotate(tab=Value(tab, CharField())).values("tab")
    counted: QuerySet[Any] = named.annotate(n=Count(column, distinct=True))
    return counted.values_list("tab", "n")


def _organizations(request: HttpRequest, shelf: Shelf) -> dict[str, object]:
    chosen = NameFilter.parse(request.GET, ORGANIZATIONS, **shelf.fixed)
    found = index(request.path, shelf.organizations, chosen)
    return {"index": found, "notices": chosen.notices}


def _brands(request: HttpRequest, shelf: Shelf) -> dict[str, object]:
    chosen = NameFilter.parse(request.GET, BRANDS, **shelf.fixed)
    return {"index": index(request.path, shelf.brands, chosen), "notices": chosen.notices}


@dataclass(frozen=True, slots=True)
class Told:
    """How much the articles tell of an indicator."""

    indicator: Indicator
    values: int
    organizations: int
    first: int | None
    last: int | None


def _metrics(request: HttpRequest, shelf: Shelf) -> dict[str, object]:
    grouped = shelf.values.order_by().values_list("indicator")
    extents = grouped.annotate(
        Count("pk"), Count("organization", distinct=True), Min("year"), Max("year")
    )
    by_key = {key: extent for key, *extent in revision.kept(extents)}
    found = [Told(one, *by_key[one.pk]) for one in Indicator.objects.filter(pk__in=by_key)]
    return {"rows": found}


TABS: Mapping[str, Callable[[HttpRequest, Shelf], dict[str, object]]] = {
    "orgs": _organizations,
    "brands": _brands,
    "metrics": _metrics,
}
