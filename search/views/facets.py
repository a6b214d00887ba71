"""The panels beside the results: what else could be chosen, and how many articles it would give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from articles.filters import NAMES, BrowseFilter
from articles.models import Region, Theme
from search.query import Query

SHOWN = 8  # options before «更多»


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet; ``link`` is the query string that chooses it, or lets go of it."""

    label: str
    count: int
    link: str
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """The options of a facet, the chosen ones first; ``more`` are those shown on demand."""

    name: str
    options: list[Option]
    more: list[Option]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: what the reader sees, what the filter takes, and its count."""

    label: str
    value: object
    count: int


def panels(
    facets: Mapping[str, Mapping[str, int]], query: Query, browse: BrowseFilter
) -> list[Panel]:
    """Return the panels that have any option; at most four database queries."""
    choices = {
        "region": _regions(facets.get("region", {}), browse.region),
        "theme": _themes(facets.get("theme", {}), browse.theme),
        "year": _years(facets.get("year", {})),
    }
    year = browse.year_from if browse.year_from == browse.year_to else None
    chosen = {"region": browse.region, "theme": browse.theme, "year": year}
    found = []
    for key, values in choices.items():
        options = [_option(key, choice, chosen[key], query, browse) for choice in values]
        if options:
            found.append(Panel(NAMES[key], options[:SHOWN], options[SHOWN:]))
    return found


def _option(
    key: str, choice: Choice, chosen: object, query: Query, browse: BrowseFilter
) -> Option:
    selected = choice.value == chosen
    then = browse.without(key) if selected else browse.with_(key, choice.value)
    return Option(choice.label, choice.count, then.urlencode(q=query.text), selected)


def _regions(counts: Mapping[str, int], chosen: Region | None) -> list[Choice]:
    """Return the branch that leads to the chosen region with what lies right below it, and then
    the provinces by count.
    """
    rows = Region.objects.in_bulk(counts.keys())
    branch = [region.code for region in chosen.lineage()] if chosen else []
    below = [code for code, row in rows.items() if chosen and row.parent_id == chosen.code]
    top = [code for code, row in rows.items() if row.parent_id is None]
    codes = [*branch, *_frequent(below, counts), *_frequent(top, counts)]
    known = (code for code in dict.fromkeys(codes) if code in rows)
    return [Choice(str(rows[code]), rows[code], counts[code]) for code in known]


def _themes(counts: Mapping[str, int], chosen: Theme | None) -> list[Choice]:
    """Return the chosen theme, then the others by count."""
    rows = Theme.objects.in_bulk(counts.keys(), field_name="slug")
    slugs = [*([chosen.slug] if chosen else []), *_frequent(rows, counts)]
    known = (slug for slug in dict.fromkeys(slugs) if slug in rows)
    return [Choice(str(rows[slug]), rows[slug], counts[slug]) for slug in known]


def _years(counts: Mapping[str, int]) -> list[Choice]:
    """Return the years, the latest first."""
    return [Choice(f"{year}年", int(year), counts[year]) for year in sorted(counts, reverse=True)]


def _frequent(values: Iterable[str], counts: Mapping[str, int]) -> list[str]:
    return sorted(values, key=lambda value: (-counts[value], value))
