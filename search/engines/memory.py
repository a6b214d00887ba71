"""A dictionary that is read through for every query: the plain truth, for tests and trials."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search import analysis
from search.engine import UNFILTERED, Document, Facet, Filters, Results, Sort
from search.engines.narrowing import Facts, in_order, narrow
from search.query import Query


@dataclass(frozen=True, slots=True)
class _Entry:
    """A document with its texts folded."""

    facts: Facts
    blocks: tuple[str, ...]  # the headline first
    names: tuple[str, ...]

    @classmethod
    def of(cls, document: Document) -> _Entry:
        blocks = (document.headline, *document.blocks)
        return cls(
            Facts.of(document),
            tuple(analysis.fold(block) for block in blocks),
            tuple(analysis.fold(name) for name in document.names),
        )

    def holds(self, needle: str) -> bool:
        """Tell whether *needle* stands in one block."""
        return any(needle in block for block in self.blocks)

    def knows(self, needle: str) -> bool:
        """Tell whether *needle* stands in one block or one name."""
        return self.holds(needle) or any(needle in name for name in self.names)

    def count(self, needle: str) -> int:
        """Return how often *needle* stands in the blocks, the headline counting three times."""
        headline, *blocks = self.blocks
        return 3 * headline.count(needle) + sum(block.count(needle) for block in blocks)


class MemoryEngine:
    """See :class:`search.engine.SearchEngine`. Lives and dies with its process.

    What is found: every folded phrase in one block; every word of every unquoted run in one
    block or one name; no excluded text in any block. :mod:`search.engines.whoosh` finds the
    very same. Ranking: runs that stand as typed first, then the number of places.
    """

    version = analysis.VERSION

    def __init__(self) -> None:
        self._entries: dict[int, _Entry] = {}

    def put(self, documents: Iterable[Document]) -> None:
        """See :class:`search.engine.SearchEngine`."""
        self._entries = self._entries | {d.pk: _Entry.of(d) for d in documents}

    def remove(self, pks: Iterable[int]) -> None:
        """See :class:`search.engine.SearchEngine`."""
        gone = set(pks)
        self._entries = {pk: entry for pk, entry in self._entries.items() if pk not in gone}

    def rebuild(self, documents: Iterable[Document]) -> int:
        """See :class:`search.engine.SearchEngine`."""
        self._entries = {d.pk: _Entry.of(d) for d in documents}
        return len(self._entries)

    def digests(self) -> dict[int, str]:
        """See :class:`search.engine.SearchEngine`."""
        return {pk: entry.facts.digest for pk, entry in self._entries.items()}

    def stale(self) -> bool:
        """See :class:`search.engine.SearchEngine`."""
        return False

    def search(
        self,
        query: Query,
        filters: Filters = UNFILTERED,
        *,
        sort: Sort = "relevance",
        start: int = 0,
        size: int = 20,
        facets: Iterable[Facet] = (),
    ) -> Results:
        """See :class:`search.engine.SearchEngine`."""
        entries = self._entries
        words = analysis.needles(query.words)
        phrases = [analysis.fold(phrase) for phrase in query.phrases]
        excluded = [needle for text in query.excluded if (needle := analysis.fold(text))]
        runs = [analysis.fold(run) for run in query.words]
        found = [
            entry.facts
            for entry in entries.values()
            if all(map(entry.holds, phrases))
            and all(map(entry.knows, words))
            and not any(map(entry.holds, excluded))
        ]

        def score(facts: Facts) -> tuple[float, ...]:
            entry = entries[facts.pk]
            as_typed = sum(entry.holds(run) for run in runs)
            return as_typed, sum(map(entry.count, (*words, *phrases)))

        kept, counts = narrow(found, filters, facets)
        pks = in_order(kept, sort, score)
        return Results(tuple(pks[start : start + size]), len(pks), counts)
