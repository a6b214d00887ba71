"""What else could be chosen beside the results, and how many articles it would give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from articles.filters import NAMES, BrowseFilter
from articles.models import Region, Theme
from articles.views.lists import Choice, Facet
from search.query import Query

Counted = list[tuple[object, str, int]]
"""What the filter takes, what the reader sees, and the count."""


def facets(
    counts: Mapping[str, Mapping[str, int]], query: Query, browse: BrowseFilter
) -> list[Facet]:
    """Return the facets that have any value, a chosen one linking to the search without it.

    At most four database queries.
    """
    year = browse.year_from if browse.year_from == browse.year_to else None
    chosen = {"region": browse.region, "theme": browse.theme, "year": year}
    counted = {
        "region": _regions(counts.get("region", {}), browse.region),
        "theme": _themes(counts.get("theme", {}), browse.theme),
        "year": _years(counts.get("year", {})),
    }

    def choice(key: str, value: object, label: str, count: int) -> Choice:
        active = value == chosen[key]
        then = browse.without(key) if active else browse.with_(key, value)
        return Choice(label, count, f"?{then.urlencode(q=query.text)}", active)

    return [
        Facet(key, NAMES[key], [choice(key, *found) for found in values])
        for key, values in counted.items()
        if values
    ]


def _regions(counts: Mapping[str, int], chosen: Region | None) -> Counted:
    """Return the branch that leads to the chosen region with what lies right below it, and then
    the provinces by count.
    """
    rows = Region.objects.in_bulk(counts.keys())
    branch = [region.code for region in chosen.lineage()] if chosen else []
    below = [code for code, row in rows.items() if chosen and row.parent_id == chosen.code]
    top = [code for code, row in rows.items() if row.parent_id is None]
    codes = [*branch, *_frequent(below, counts), *_frequent(top, counts)]
    known = (code for code in dict.fromkeys(codes) if code in rows)
    return [(rows[code], rows[code].name, counts[code]) for code in known]


def _themes(counts: Mapping[str, int], chosen: Theme | None) -> Counted:
    """Return the chosen theme, then the others by count."""
    rows = Theme.objects.in_bulk(counts.keys(), field_name="slug")
    slugs = [*([chosen.slug] if chosen else []), *_frequent(rows, counts)]
    known = (slug for slug in dict.fromkeys(slugs) if slug in rows)
    return [(rows[slug], rows[slug].name, counts[slug]) for slug in known]


def _years(counts: Mapping[str, int]) -> Counted:
    """Return the years, the latest first."""
    return [(int(year), f"{year}年", counts[year]) for year in sorted(counts, reverse=True)]


def _frequent(values: Iterable[str], counts: Mapping[str, int]) -> list[str]:
    return sorted(values, key=lambda value: (-counts[value], value))
