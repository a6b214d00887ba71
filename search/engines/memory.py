"""A dictionary that is read through for every query: the plain truth, for tests and trials."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from search import analysis, cutting
from search.engine import UNFILTERED, Document, Facet, Filters, Results, Sort
from search.engines.narrowing import Facts, in_order, narrow
from search.query import (
    And,
    Field,
    Listed,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Text,
    Together,
    Widened,
    Words,
    Years,
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A document with its texts folded."""

    facts: Facts
    blocks: tuple[str, ...]  # the headline first
    values: Mapping[Field, tuple[str, ...]]

    @classmethod
    def of(cls, document: Document) -> _Entry:
        blocks = (document.headline, *document.blocks)
        return cls(
            Facts.of(document),
            tuple(map(analysis.fold, blocks)),
            {field: tuple(map(analysis.fold, texts)) for field, texts in document.values.items()},
        )

    def answers(self, node: Node) -> bool:
        """Tell whether *node* finds the document."""
        match node:
            case And(parts):
                return all(map(self.answers, parts))
            case Or(parts):
                return any(map(self.answers, parts))
            case Not(part):
                return not self.answers(part)
            case Years():
                return node.holds(self.facts.year)
            case Listed(_, field, values):
                own = self.facts.facets["region" if field == Field.REGION else "theme"]
                return not set(values).isdisjoint(own)
            case Widened(leaf, others):
                return any(map(self.answers, (leaf, *others)))
        return self._holds(node)

    def _holds(self, leaf: Text) -> bool:
        texts, names = self.blocks, self.names
        if leaf.field:
            texts, names = self.values[leaf.field], ()
        match leaf:
            case Near(words, distance):
                needles = [analysis.fold(word) for word in words]
                return any(_near(needles, distance, text) for text in texts)
            case Together(words, within):
                needles = [analysis.fold(word) for word in words]
                stretches = texts if within == "段" else chain(*map(analysis.sentences, texts))
                return any(all(n in stretch for n in needles) for stretch in stretches)
            case Phrase(typed, _, False):
                return _stands_bare(analysis.fold_run(typed), (*texts, *names))
            case Phrase(typed):
                return _stands(analysis.fold(typed), texts)
            case Prefix(typed, None):
                return _stands_bare(analysis.fold_run(typed), (*texts, *names))
            case Prefix(typed):
                return any(
                    analysis.bare(text).startswith(analysis.fold_run(typed)) for text in texts
                )
            case Words(typed):
                return all(_stands_bare(w, (*texts, *names)) for w in analysis.needles([typed]))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its organizations and brands."""
        return self.values[Field.ORGANIZATION] + self.values[Field.BRAND]

    @property
    def words(self) -> frozenset[str]:
        """The words of all its texts."""
        return frozenset(
            term.text for text in (*self.blocks, *self.names) for term in analysis.words(text)
        )

    def rank(self, wanted: Iterable[Text]) -> tuple[float, ...]:
        """Return how many runs stand as typed, and in how many places anything wanted does.

        A place in the headline counts three times.
        """
        runs = [analysis.fold_run(leaf.text) for leaf in wanted if isinstance(leaf, Words)]
        headline, *blocks = self.blocks
        places = sum(
            3 * headline.count(needle) + sum(block.count(needle) for block in blocks)
            for leaf in wanted
            for needle in _needles(leaf)
        )
        return sum(_stands_bare(run, self.blocks) for run in runs), places


def _stands(needle: str, texts: Iterable[str]) -> bool:
    return any(needle in text for text in texts)


def _stands_bare(needle: str, texts: Iterable[str]) -> bool:
    """Tell whether *needle* stands in one of *texts*, quotation marks in it passed over."""
    return any(needle in text or needle in analysis.bare(text) for text in texts)


def _near(needles: list[str], distance: int, text: str) -> bool:
    """Tell whether a stretch of *text* holds all *needles* and little else."""
    places = [
        [place for place in range(len(text)) if text.startswith(needle, place)]
        for needle in needles
    ]
    length = sum(map(len, needles))
    for start in {place for found in places for place in found}:
        following = [min((p for p in found if p >= start), default=None) for found in places]
        ends = [p + len(n) for p, n in zip(following, needles, strict=True) if p is not None]
        if len(ends) == len(needles) and max(ends) - start - length <= distance:
            return True
    return False


def _needles(leaf: Text) -> Iterable[str]:
    if isinstance(leaf, Words):
        return analysis.needles([leaf.text])
    return map(analysis.fold, leaf.words if isinstance(leaf, Near | Together) else (leaf.text,))


class MemoryEngine:
    """See :class:`search.engine.SearchEngine`. Lives and dies with its process."""

    version = analysis.VERSION

    def __init__(self) -> None:
        self._entries: dict[int, _Entry] = {}
        self._dictionary: frozenset[str] = frozenset()

    def put(self, documents: Iterable[Document]) -> None:
        """See :class:`search.engine.SearchEngine`."""
        self._entries = self._entries | {d.pk: _Entry.of(d) for d in documents}

    def remove(self, pks: Iterable[int]) -> None:
        """See :class:`search.engine.SearchEngine`."""
        gone = set(pks)
        self._entries = {pk: entry for pk, entry in self._entries.items() if pk not in gone}

    def rebuild(
        self, documents: Iterable[Document], dictionary: frozenset[str] = frozenset()
    ) -> int:
        """See :class:`search.engine.SearchEngine`."""
        cutting.learn(dictionary)
        self._dictionary = dictionary
        self._entries = {d.pk: _Entry.of(d) for d in documents}
        return len(self._entries)

    def dictionary(self) -> frozenset[str]:
        """See :class:`search.engine.SearchEngine`."""
        return self._dictionary

    def teach(self, dictionary: frozenset[str]) -> None:
        """See :class:`search.engine.SearchEngine`."""
        cutting.learn(dictionary)
        self._dictionary = dictionary

    def digests(self) -> dict[int, str]:
        """See :class:`search.engine.SearchEngine`."""
        return {pk: entry.facts.digest for pk, entry in self._entries.items()}

    def stale(self) -> bool:
        """See :class:`search.engine.SearchEngine`."""
        return False

    def whole(self) -> bool:
        """See :class:`search.engine.SearchEngine`."""
        return True

    def similar(self, pk: int, *, hidden: frozenset[int] = frozenset(), size: int = 5) -> Results:
        """See :class:`search.engine.SearchEngine`; by the share of rare words in common."""
        entries = {key: entry for key, entry in self._entries.items() if key not in hidden}
        if pk not in self._entries or not entries:
            return Results((), 0)
        spread = dict(self.vocabulary())
        own = self._entries[pk].words

        def alike(other: _Entry) -> float:
            return sum(1 / spread[word] for word in own & other.words)

        scores = {key: alike(entry) for key, entry in entries.items() if key != pk}
        pks = sorted((k for k, score in scores.items() if score), key=lambda k: (-scores[k], -k))
        return Results(tuple(pks[:size]), len(pks))

    def vocabulary(self) -> Iterable[tuple[str, int]]:
        """See :class:`search.engine.SearchEngine`."""
        return Counter(word for e in self._entries.values() for word in e.words).items()

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
        found = [
            entry.facts
            for entry in entries.values()
            if query.tree is None or entry.answers(query.tree)
        ]
        kept, counts = narrow(found, filters, facets)
        pks = in_order(kept, sort, lambda facts: entries[facts.pk].rank(query.wanted))
        return Results(tuple(pks[start : start + size]), len(pks), counts)
