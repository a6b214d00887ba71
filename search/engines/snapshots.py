"""The state of an index at one moment, as a search sees it from beginning to end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from search.engine import Facet, Filters
from search.engines.arrays import Array
from search.engines.inverting import Codes
from search.engines.matching import finds
from search.engines.ranking import Hits, Leaf
from search.engines.segments import Segment
from search.query import Node, Years


class Census:
    """The values of facets over all segments, so that counts are added up as arrays."""

    def __init__(self) -> None:
        self._values: defaultdict[Facet, Codes] = defaultdict(Codes)
        self._common: dict[tuple[str, Facet], Array] = {}  # by segment: its codes to ours

    def counted(self, facet: Facet, found: Iterable[tuple[Segment, Array]]) -> dict[str, int]:
        """Return how many of the documents *found*, numbers in order, have each value of *facet*."""
        parts = [(self._of(segment, facet), segment.counts(facet, ids)) for segment, ids in found]
        total = np.zeros(len(self._values[facet].met), np.int64)
        for codes, counts in parts:
            held = np.flatnonzero(counts > 0)  # of thousands of values, most searches meet a few
            total[codes[held]] += counts[held]
        met = np.flatnonzero(total > 0)
        names = map(self._values[facet].met.__getitem__, met.tolist())
        return dict(zip(names, total[met].tolist(), strict=True))

    def forget(self, living: Iterable[Segment]) -> None:
        """Drop what is known of segments that are gone."""
        names = {segment.name for segment in living}
        self._common = {key: codes for key, codes in self._common.items() if key[0] in names}

    def _of(self, segment: Segment, facet: Facet) -> Array:
        key = segment.name, facet
        if key not in self._common:
            codes = self._values[facet]
            own = [codes[value] for value in segment.values(facet)]
            self._common[key] = np.array(own, np.int64)
        return self._common[key]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The segments of an index, each with the documents that are still there."""

    leaves: Sequence[Leaf]
    census: Census

    def search(
        self, tree: Node | None, filters: Filters, facets: Iterable[Facet]
    ) -> tuple[Hits, dict[str, dict[str, int]]]:
        """Return what *tree* finds and all *filters* pass, and the counts of *facets*.

        A document that fails only the filter of one facet still counts in that facet.
        """
        found = [self._found(leaf, tree, filters.hidden) for leaf in self.leaves]
        passed = [_passed(leaf.segment, filters) for leaf in self.leaves]
        kept = [_all(mask, own.values()) for mask, own in zip(found, passed, strict=True)]
        hits = Hits.of(self.leaves, kept)

        def without(facet: Facet) -> Iterable[Array]:
            if not any(facet in own for own in passed):
                return hits.ids
            others = ([m for name, m in own.items() if name != facet] for own in passed)
            return map(np.flatnonzero, map(_all, found, others))

        segments = [leaf.segment for leaf in self.leaves]
        return hits, {
            str(facet): self.census.counted(facet, zip(segments, without(facet), strict=True))
            for facet in facets
        }

    @staticmethod
    def _found(leaf: Leaf, tree: Node | None, hidden: frozenset[int]) -> Array:
        living = leaf.living
        if hidden:
            living = living.copy()
            living[leaf.segment.numbers(hidden)] = False
        return living if tree is None else finds(leaf.segment, tree, living)


def _passed(segment: Segment, filters: Filters) -> dict[Facet, Array]:
    """Return for each facet that is filtered the mask of the documents that pass."""
    passed = {
        facet: segment.having(facet, values) for facet, values in filters.chosen.items() if values
    }
    if filters.year_from is not None or filters.year_to is not None:
        everything = np.ones(segment.count, bool)
        span = finds(segment, Years(filters.year_from, filters.year_to), everything)
        passed["year"] = passed.get("year", everything) & span
    return passed


def _all(mask: Array, others: Iterable[Array]) -> Array:
    for other in others:
        mask = mask & other
    return mask
