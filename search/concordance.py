"""Keyword in context: every place of what a query seeks, with the text around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice

from search import analysis
from search.highlighting import Needle, Span, needles_of, spans
from search.query import Field, Near, Query, Text, Together

CONTEXT = 40  # characters on each side
SENTENCE = 200  # characters on each side within one sentence
UNPRINTED = (Field.AUTHOR, Field.SOURCE)  # what stands in these is no place in the text


@dataclass(frozen=True, slots=True)
class Line:
    """A hit, ``text[start:end]``, and what stands right before and after it, all exact text."""

    left: str
    hit: str
    right: str
    start: int
    end: int


class Seeker:
    """Finds the places of one query; what it seeks is made out once for all texts."""

    def __init__(self, query: Query) -> None:
        body = [leaf for leaf in query.wanted if leaf.field not in UNPRINTED]
        self._headline = [_Sought.of(leaf) for leaf in body]
        self._body = [_Sought.of(leaf) for leaf in body if leaf.field != Field.TITLE]

    def lines(self, text: str, *, is_headline: bool = False) -> list[Line]:
        """Return the places in one block of text, in order.

        Hits that touch or overlap are one. Words that must stand near each other, or in one
        sentence, are one hit from the first to the last, and no place where they stand alone; a
        sentence is its own context.
        """
        folded = analysis.fold(text)
        single: list[Span] = []
        places: set[tuple[int, int, int, int]] = set()
        for sought in self._headline if is_headline else self._body:
            if not sought.together:
                single += spans(text, sought.needles)
            elif all(word in folded for word in sought.together):
                places.update(_places(sought, text))
        places.update(_with_context(*place, text) for place in _merged(single))
        return [
            Line(text[lower:start], text[start:end], text[end:upper], start, end)
            for start, end, lower, upper in sorted(places)
        ]


@dataclass(frozen=True, slots=True)
class _Sought:
    """A leaf and what of it stands in texts; all words of ``together`` must."""

    leaf: Text
    needles: tuple[Needle, ...]
    together: tuple[str, ...] = ()

    @classmethod
    def of(cls, leaf: Text) -> _Sought:
        words = leaf.words if isinstance(leaf, Near | Together) else ()
        return cls(leaf, tuple(needles_of(leaf)), tuple(map(analysis.fold, words)))


def _places(sought: _Sought, text: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield hits in a text that holds all the words, with the ends of their contexts."""
    folded, offsets = analysis.fold_with_offsets(text)
    words = sought.together
    match sought.leaf:
        case Near(_, distance):
            for start, end in _stretches(words, folded, sum(map(len, words)) + distance):
                yield _with_context(offsets[start], offsets[end - 1] + 1, text)
        case Together(_, "段"):
            for place in _merged(spans(text, sought.needles)):
                yield _with_context(*place, text)
        case _:
            yield from _in_sentences(words, folded, offsets)


def _with_context(start: int, end: int, text: str) -> tuple[int, int, int, int]:
    return start, end, max(0, start - CONTEXT), min(len(text), end + CONTEXT)


def _in_sentences(
    words: Sequence[str], folded: str, offsets: list[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the first place in each sentence, and the sentence, as far as there is room for it."""
    ends = list(accumulate(map(len, analysis.sentences(folded))))
    for lower, upper in zip([0, *ends], ends, strict=False):
        for start, end in islice(_stretches(words, folded[lower:upper], upper - lower), 1):
            first, last = offsets[lower + start], offsets[lower + end - 1] + 1
            left, right = offsets[lower], offsets[upper - 1] + 1
            yield first, last, max(left, first - SENTENCE), min(right, last + SENTENCE)


def _stretches(words: Sequence[str], text: str, room: int) -> Iterator[tuple[int, int]]:
    """Yield the shortest stretches of *text* of at most *room* characters that hold all *words*,
    none that overlaps the one before.
    """
    if not all(word in text for word in words):
        return
    places = [list(_starts(word, text)) for word in words]
    shortest: dict[int, int] = {}
    for start in sorted(set(chain.from_iterable(places))):
        nexts = [bisect_left(found, start) for found in places]
        if any(n == len(found) for n, found in zip(nexts, places, strict=True)):
            break
        ends = [f[n] + len(w) for f, n, w in zip(places, nexts, words, strict=True)]
        shortest[max(ends)] = start
    last = 0
    for end, start in sorted(shortest.items()):
        if start >= last and end - start <= room:
            yield start, end
            last = end


def _starts(word: str, text: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)


def _merged(found: Iterable[Span]) -> Iterator[tuple[int, int]]:
    start = end = -1
    for span in sorted(found):
        if span.start > end:
            if end > 0:
                yield start, end
            start = span.start
        end = max(end, span.end)
    if end > 0:
        yield start, end
