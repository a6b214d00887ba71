"""What a query finds in one segment of a Whoosh index: sets of document numbers.

Each field of texts has two sides, ``…characters`` and ``…pairs``; a string of two characters or
more is a chain of pairs whose positions follow each other. See :mod:`search.engines.whoosh_files`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from search import analysis
from search.engines.narrowing import Facts
from search.engines.whoosh_files import SIDES, START
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

BLOCKS = ""  # the side of a document that readers see
NAMES = (SIDES[Field.ORGANIZATION], SIDES[Field.BRAND])
BOOSTS = {"headline_words": 3.0, "name_words": 2.0, "body_words": 1.0}
CHEAP_FIRST = (Years, Listed, Phrase, Near, Prefix, Words, Together, Widened, And, Or, Not)


@dataclass(frozen=True, slots=True)
class Segment:
    """A reader of one segment, and the facts of its documents by number, deleted ones too."""

    reader: Any
    facts: Sequence[Facts]

    def finds(self, node: Node, among: set[int]) -> set[int]:
        """Return those of the documents *among* that *node* finds."""
        match node:
            case And(parts):
                for part in sorted(parts, key=lambda part: CHEAP_FIRST.index(type(part))):
                    among = self.finds(part, among) if among else among
                return among
            case Or(parts):
                return set().union(*(self.finds(part, among) for part in parts))
            case Not(part):
                return among - self.finds(part, among)
            case Years():
                return {doc for doc in among if node.holds(self.facts[doc].year)}
            case Listed(_, Field.REGION, values):
                return {
                    doc
                    for doc in among
                    if not set(values).isdisjoint(self.facts[doc].facets["region"])
                }
            case Listed(_, _, values):
                return {
                    doc
                    for doc in among
                    if not set(values).isdisjoint(self.facts[doc].facets["theme"])
                }
            case Widened(leaf, others):
                return set().union(*(self.finds(one, among) for one in (leaf, *others)))
        return self._text(node, among)

    def holders(self, needle: str, among: set[int], side: str = BLOCKS) -> set[int]:
        """Return those of *among* in which the folded *needle* stands in one text of *side*."""
        if len(needle) < 2:
            return self._with_all([needle] if needle else [], f"{side}characters", among)
        if len(needle) == 2:
            return self._with_all([needle], f"{side}pairs", among)
        return set(self._places(needle, among, side))

    def _text(self, leaf: Text, among: set[int]) -> set[int]:
        sides = (SIDES[leaf.field],) if leaf.field else (BLOCKS, *NAMES)
        match leaf:
            case Phrase(typed):
                return self.holders(analysis.fold(typed), among, sides[0])
            case Near(words, distance):
                return self._near([analysis.fold(w) for w in words], distance, among, sides[0])
            case Together(words, within):
                return self._together([analysis.fold(w) for w in words], within, among, sides[0])
            case Prefix(typed, None):
                return self._on_any(analysis.fold(typed), among, sides)
            case Prefix(typed):
                return self.holders(START + analysis.fold(typed), among, sides[0])
            case Words(typed):
                for word in analysis.needles([typed]):
                    among = self._on_any(word, among, sides) if among else among
                return among

    def _on_any(self, needle: str, among: set[int], sides: Iterable[str]) -> set[int]:
        return set().union(*(self.holders(needle, among, side) for side in sides))

    def _with_all(self, terms: Iterable[str], name: str, among: set[int]) -> set[int]:
        for term in terms:
            if (name, term) not in self.reader:
                return set()
            among = among.intersection(self.reader.postings(name, term).all_ids())
        return among

    def _places(self, needle: str, among: set[int], side: str) -> dict[int, set[int]]:
        """Return the positions of *needle*, two characters or more, in those that hold it."""
        name, grams = f"{side}pairs", _grams(needle)
        if any((name, gram) not in self.reader for gram in grams):
            return {}
        rare_first = sorted(grams, key=lambda gram: self.reader.doc_frequency(name, gram))
        docs = self._with_all(rare_first, name, among)
        starts: dict[int, set[int]] = {}
        for number, gram in enumerate(rare_first):
            matcher = self.reader.postings(name, gram)
            for doc in sorted(starts if number else docs):
                matcher.skip_to(doc)
                positions = matcher.value_as("positions")
                for offset in grams[gram]:
                    shifted = {position - offset for position in positions}
                    starts[doc] = starts[doc] & shifted if doc in starts else shifted
                if not starts[doc]:
                    del starts[doc]
        return starts

    def _together(self, needles: list[str], within: str, among: set[int], side: str) -> set[int]:
        for needle in needles:
            among = self.holders(needle, among, side)
        return {doc for doc in among if self._stretch(doc, needles, within, side)}

    def _stretch(self, doc: int, needles: list[str], within: str, side: str) -> bool:
        texts: tuple[str, ...] = self.reader.stored_fields(doc)["texts"][side]
        stretches = texts if within == "段" else chain(*map(analysis.sentences, texts))
        return any(all(needle in stretch for needle in needles) for stretch in stretches)

    def _near(self, needles: list[str], distance: int, among: set[int], side: str) -> set[int]:
        found: list[dict[int, set[int]]] = []
        for needle in needles:
            found.append(self._places(needle, among, side))
            among = set(found[-1])
        room = sum(map(len, needles)) + distance
        lengths = [len(needle) for needle in needles]
        return {doc for doc in among if _close([sorted(f[doc]) for f in found], lengths, room)}


def ranks(
    searcher: Any, segment: Segment, query: Query, docs: list[int]
) -> list[tuple[float, ...]]:
    """Return the rank of each of *docs*: how many runs stand as typed, then the BM25F score."""
    among = set(docs)
    as_typed = Counter[int]()
    texts: list[str] = []
    for leaf in query.wanted:
        texts += leaf.words if isinstance(leaf, Near | Together) else [leaf.text]
        if isinstance(leaf, Words):
            as_typed.update(segment.holders(analysis.fold(leaf.text), among))
    scores: defaultdict[int, float] = defaultdict(float)
    for word in {term.text for text in texts for term in analysis.words(text)}:
        for field, boost in BOOSTS.items():
            if (field, word) not in segment.reader:
                continue
            matcher = searcher.postings(field, word)
            while matcher.is_active():
                if (doc := matcher.id()) in among:
                    scores[doc] += boost * matcher.score()
                matcher.next()
    return [(as_typed[doc], scores[doc]) for doc in docs]


def _grams(needle: str) -> dict[str, list[int]]:
    """Return pairs that together cover *needle*, with their offsets in it.

    >>> _grams("三会一课制")
    {'三会': [0], '一课': [2], '课制': [3]}
    """
    last = len(needle) - 2
    offsets: defaultdict[str, list[int]] = defaultdict(list)
    for offset in sorted({*range(0, last + 1, 2), last}):
        offsets[needle[offset : offset + 2]].append(offset)
    return dict(offsets)


def _close(places: list[list[int]], lengths: list[int], room: int) -> bool:
    """Tell whether a stretch of *room* characters holds one of each of the sorted *places*."""
    for start in sorted({place for found in places for place in found}):
        ends = []
        for found, length in zip(places, lengths, strict=True):
            number = bisect_left(found, start)
            if number == len(found):
                return False  # nor will any later start have one
            ends.append(found[number] + length)
        if max(ends) - start <= room:
            return True
    return False
