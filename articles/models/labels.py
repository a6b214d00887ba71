"""What readers call the values that addresses and the index know by a key alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

from articles.extraction.vocabulary import Labelled, OrganizationType, Sector
from articles.models.brand import Brand
from articles.models.departure import Departure
from articles.models.organization import Organization
from articles.models.region import Region
from articles.models.theme import Theme

Rows = QuerySet[Any, tuple[str, str, str, str | None]]
"""Facet, value, name, and what tells the row from another of that name."""

Names = dict[str, dict[str, str]]
"""Names by facet and value."""


def names(wanted: Mapping[str, Collection[str]]) -> Names:
    """Return the names of values; *wanted* holds values by facet.

    Regions go by code, themes by slug, organizations and brands by number. What names nothing is
    missing; where two rows have one name, their region or owner is added. One query at most.
    """
    found = {key: _written(key, values) for key, values in wanted.items()}
    asked = [ROWS[key](values) for key, values in wanted.items() if key in ROWS and values]
    if asked:
        rows = list(asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0])
        times = Counter((key, name) for key, _, name, _ in rows)
        for key, value, name, beside in rows:
            alone = times[key, name] == 1 or not beside
            found[key][value] = name if alone else f"{name}（{beside}）"
    return found


def heirs(lost: Mapping[str, Collection[str]]) -> dict[tuple[str, str | None], str]:
    """Return, by facet and value, what the values *lost* were merged into; no query for none."""
    found: dict[tuple[str, str | None], str] = {}
    if slugs := lost.get("theme"):
        merged = Theme.everything.filter(slug__in=slugs, merged_into__isnull=False)
        pairs = merged.values_list("slug", "merged_into__slug")
        found |= {("theme", slug): str(heir) for slug, heir in pairs}
    for key, model in KEYED.items():
        if keys := lost.get(key):
            moved = Departure.objects.heirs(model, map(int, keys))
            found |= {(key, str(gone)): str(heir) for gone, heir in moved.items()}
    return found


def _written(key: str, values: Collection[str]) -> dict[str, str]:
    """Return the names that need no look-up."""
    if key in ROWS:
        return {}
    if key in KINDS:
        kinds = dict(KINDS[key].choices())
        return {value: kinds[value] for value in values if value in kinds}
    return {value: f"{value}年" if key == "year" else value for value in values}


def _regions(codes: Collection[str]) -> Rows:
    rows = Region.objects.filter(code__in=codes).order_by()
    return rows.values_list(Value("region"), "code", "name", Value(""))


def _themes(slugs: Collection[str]) -> Rows:
    rows = Theme.objects.filter(slug__in=slugs).order_by()
    return rows.values_list(Value("theme"), "slug", "name", Value(""))


def _organizations(keys: Collection[str]) -> Rows:
    rows = Organization.objects.filter(pk__in=keys).order_by()
    return rows.values_list(Value("organization"), TEXT_KEY, "name", "region__name")


def _brands(keys: Collection[str]) -> Rows:
    rows = Brand.objects.filter(pk__in=keys).order_by()
    return rows.values_list(Value("brand"), TEXT_KEY, "name", "owner__name")


TEXT_KEY = Cast("pk", CharField())
ROWS: Mapping[str, Callable[[Collection[str]], Rows]] = {
    "region": _regions,
    "theme": _themes,
    "organization": _organizations,
    "brand": _brands,
}
KEYED: Mapping[str, type[Organization | Brand]] = {"organization": Organization, "brand": Brand}
KINDS: Mapping[str, type[Labelled]] = {"sector": Sector, "organization_type": OrganizationType}
