"""What all engines do alike once the words have decided: filter, count, and put in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from search.engine import Document, Facet, Filters, Sort


class Facts(NamedTuple):
    """What filters, facets and sorting ask of a document; the fields of the same names."""

    pk: int
    facets: Mapping[Facet, tuple[str, ...]]
    year: int | None
    date: int
    digest: str

    @classmethod
    def of(cls, document: Document) -> Facts:
        """Return the facts of *document*."""
        return cls(*(getattr(document, name) for name in cls._fields))


def narrow(
    found: Iterable[Facts], filters: Filters, facets: Iterable[Facet]
) -> tuple[list[Facts], dict[str, dict[str, int]]]:
    """Return what of *found* passes all *filters*, and the counts of *facets*.

    A document that fails only the filter of one facet still counts in that facet.
    """
    counts: dict[Facet, Counter[str]] = {facet: Counter() for facet in facets}
    kept = []
    for facts in found:
        if facts.pk in filters.hidden:
            continue
        failed = _failed(facts, filters)
        if not failed:
            kept.append(facts)
        for facet, counter in counts.items():
            if failed <= {facet}:
                counter.update(facts.facets[facet])
    return kept, {str(facet): dict(counter) for facet, counter in counts.items()}


def _failed(facts: Facts, filters: Filters) -> set[Facet]:
    failed = {
        facet
        for facet, values in filters.chosen.items()
        if values and values.isdisjoint(facts.facets[facet])
    }
    lower, upper = filters.year_from, filters.year_to
    if (lower is not None or upper is not None) and not (
        facts.year is not None
        and (lower is None or lower <= facts.year)
        and (upper is None or facts.year <= upper)
    ):
        failed.add("year")
    return failed


def in_order(
    kept: Iterable[Facts], sort: Sort, score: Callable[[Facts], tuple[float, ...]]
) -> list[int]:
    """Return the keys of *kept* in the order of *sort*; articles without a date come last.

    *score* gives relevance, greater is better, compared element by element; equals are sorted
    newest first, and within a day the later key first.
    """
    if sort == "oldest":
        return [f.pk for f in sorted(kept, key=lambda f: (not f.date, f.date, f.pk))]
    if sort == "newest":
        return [f.pk for f in sorted(kept, key=lambda f: (f.date, f.pk), reverse=True)]
    return [f.pk for f in sorted(kept, key=lambda f: (score(f), f.date, f.pk), reverse=True)]
