"""Keyword in context: every place of what a query seeks, with the text around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain, islice

from search import analysis
from search.highlighting import Span, needles_of, spans
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


def lines(text: str, query: Query, *, is_headline: bool = False) -> list[Line]:
    """Return the places of *query* in one block of text, in order.

    Hits that touch or overlap are one. Words that must stand near each other, or in one sentence,
    are one hit from the first to the last, and no place where they stand alone; a sentence is its
    own context.
    """
    leaves = [leaf for leaf in query.wanted if _may_stand(leaf, is_headline)]
    wanted = tuple(dict.fromkeys(chain.from_iterable(map(needles_of, leaves))))
    if not (found := spans(text, wanted)):
        return []
    folded, offsets = analysis.fold_with_offsets(text)
    single: list[Span] = []
    places: set[tuple[int, int, int, int]] = set()
    for leaf in leaves:
        if isinstance(leaf, Near):
            words = [analysis.fold(word) for word in leaf.words]
            room = sum(map(len, words)) + leaf.distance
            for start, end in _stretches(words, folded, room):
                places.add(_with_context(offsets[start], offsets[end - 1] + 1, text))
        elif isinstance(leaf, Together) and leaf.within == "句":
            places.update(_in_sentences(leaf, folded, offsets))
        elif not isinstance(leaf, Together) or all(n.text in folded for n in needles_of(leaf)):
            needles = {needle.text for needle in needles_of(leaf)}
            single += [span for span in found if span.needle in needles]
    places.update(_with_context(*place, text) for place in _merged(single))
    return [
        Line(text[lower:start], text[start:end], text[end:upper], start, end)
        for start, end, lower, upper in sorted(places)
    ]


def _may_stand(leaf: Text, is_headline: bool) -> bool:
    return leaf.field not in UNPRINTED and (leaf.field != Field.TITLE or is_headline)


def _with_context(start: int, end: int, text: str) -> tuple[int, int, int, int]:
    return start, end, max(0, start - CONTEXT), min(len(text), end + CONTEXT)


def _in_sentences(
    leaf: Together, folded: str, offsets: list[int]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the first place in each sentence, and the sentence, as far as there is room for it."""
    words = [analysis.fold(word) for word in leaf.words]
    ends = list(accumulate(map(len, analysis.sentences(folded))))
    for lower, upper in zip([0, *ends], ends, strict=False):
        for start, end in islice(_stretches(words, folded[lower:upper], upper - lower), 1):
            first, last = offsets[lower + start], offsets[lower + end - 1] + 1
            left, right = offsets[lower], offsets[upper - 1] + 1
            yield first, last, max(left, first - SENTENCE), min(right, last + SENTENCE)


def _stretches(words: list[str], text: str, room: int) -> Iterator[tuple[int, int]]:
    """Yield the shortest stretches of *text* of at most *room* characters that hold all *words*,
    none that overlaps the one before.
    """
    places = [list(_places(word, text)) for word in words]
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


def _places(word: str, text: str) -> Iterator[int]:
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
