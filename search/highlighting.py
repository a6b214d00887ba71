"""Hits as pieces of the very text that they stand in, and snippets around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from search import analysis
from search.query import Near, Phrase, Query, Text, Together, Words

SNIPPET_LENGTH = 120  # characters, both ellipses included
ELLIPSIS = "……"
LEAD_LENGTH = 30  # a block at least so long may open an article that shows no hit
CLAUSE_END = re.compile(r"(?:[。！？；，：!?;…]|[,:](?!\d))[”’\"』」）)]*")


class Piece(NamedTuple):
    """A run of text, and whether it is a hit."""

    text: str
    is_hit: bool


class Needle(NamedTuple):
    """A folded string to mark; a ``bare`` one passes over quotation marks in the text."""

    text: str
    bare: bool = False


class Span(NamedTuple):
    """A hit: ``text[start:end]``, and the needle that it answers."""

    start: int
    end: int
    needle: str


def marked(text: str, query: Query) -> list[Piece]:
    """Return *text* cut into pieces, hits of *query* marked; joined they are *text* again."""
    return pieces(text, spans(text, needles(query)))


def pieces(text: str, found: Iterable[Span]) -> list[Piece]:
    """Return *text* cut into pieces, *found* spans marked; joined they are *text* again."""
    return list(_pieces(text, 0, len(text), found))


def snippet(blocks: Iterable[str], query: Query) -> list[Piece]:
    """Return the stretch of a block that shows most of *query*, whole clauses where they fit.

    Different words count before repeated ones, earlier blocks before later ones. Without any hit,
    the stretch opens the first block of some length. Ellipses tell what is left out; everything
    else is exact text of the block.
    """
    texts = [text for text in blocks if text]
    if not texts:
        return []
    wanted = needles(query)
    best, text, hits, window = (0, 0), "", list[Span](), (0, 0)
    for candidate in texts:
        found = spans(candidate, wanted)
        worth, place = _densest(found)
        if worth > best:
            best, text, hits, window = worth, candidate, found, place
    if not text:
        text = next((t for t in texts if len(t) >= LEAD_LENGTH), texts[0])
    start, end = _whole_clauses(text, *window)
    shown = _pieces(text, start, end, hits)
    before = [Piece(ELLIPSIS, False)] if start else []
    after = [Piece(ELLIPSIS, False)] if end < len(text) else []
    return [*before, *shown, *after]


def needles(query: Query) -> tuple[Needle, ...]:
    """Return the folded strings worth a mark: phrases, runs as typed, and the words of runs.

    A single character that jieba cut from a longer run is found everywhere and marks nothing.
    Nothing that is excluded marks anything.
    """
    return tuple(dict.fromkeys(chain.from_iterable(map(needles_of, query.wanted))))


def needles_of(leaf: Text) -> Iterator[Needle]:
    """Yield what of one *leaf* is worth a mark."""
    if isinstance(leaf, Near | Together):
        yield from (Needle(folded) for word in leaf.words if (folded := analysis.fold(word)))
    elif isinstance(leaf, Phrase):
        if folded := analysis.fold(leaf.text):
            yield Needle(folded)
    elif run := analysis.fold_run(leaf.text):
        cut = analysis.needles([leaf.text]) if isinstance(leaf, Words) else ()
        for word in (run, *(word for word in cut if len(word) > 1)):
            yield Needle(word, bare=bool(analysis.bare(word)))


def spans(text: str, wanted: Iterable[Needle]) -> list[Span]:
    """Return all places of the *wanted* needles in *text*, by start; those of one do not overlap."""
    folded = analysis.fold(text)
    found: list[Span] = []
    for is_bare, view in ((False, folded), (True, analysis.bare(folded))):
        here = [n.text for n in wanted if n.bare == is_bare and n.text in view]
        if here:
            places = analysis.bare_with_offsets if is_bare else analysis.fold_with_offsets
            found += _places(here, *places(text))
    return sorted(set(found))


def _places(needles: Iterable[str], view: str, offsets: list[int]) -> Iterator[Span]:
    for needle in needles:
        place = view.find(needle)
        while place >= 0:
            last = place + len(needle) - 1
            yield Span(offsets[place], offsets[last] + 1, needle)
            place = view.find(needle, last + 1)


def _densest(hits: list[Span]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return ``(different needles, hits)`` and ``(start, end)`` of the best stretch of *hits*."""
    best, window = (0, 0), (0, 0)
    for number, first in enumerate(hits):
        within = [first]
        for following in range(number + 1, len(hits)):
            if hits[following].end - first.start > SNIPPET_LENGTH - 2 * len(ELLIPSIS):
                break
            within.append(hits[following])
        worth = len({span.needle for span in within}), len(within)
        if worth > best:
            best, window = worth, (first.start, max(span.end for span in within))
    return best, window


def _whole_clauses(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen ``text[start:end]`` by whole clauses, or by characters where one clause is too long."""
    room = SNIPPET_LENGTH - 2 * len(ELLIPSIS)
    borders = sorted({0, len(text), *(match.end() for match in CLAUSE_END.finditer(text))})
    left = max(border for border in borders if border <= start)
    right = min(border for border in borders if border >= end)
    if right - left > room:
        left = max(left, start - max(0, room - (end - start)) // 3)
        return left, min(right, left + room)
    later = [border for border in borders if border > right]
    earlier = [border for border in reversed(borders) if border < left]
    for border in later:
        if border - left > room:
            break
        right = border
    for border in earlier:
        if right - border > room:
            break
        left = border
    return left, right


def _pieces(text: str, start: int, end: int, spans: Iterable[Span]) -> Iterator[Piece]:
    """Yield ``text[start:end]`` in pieces; hits that touch or overlap become one."""
    position = start
    hit_start = hit_end = start
    for span in spans:
        if span.end <= start or span.start >= end:
            continue
        if span.start > hit_end:
            yield from _around(text, position, hit_start, hit_end)
            position, hit_start = hit_end, span.start
        elif hit_start == hit_end:
            hit_start = max(span.start, start)
        hit_end = min(max(hit_end, span.end), end)
    yield from _around(text, position, hit_start, hit_end)
    if hit_end < end:
        yield Piece(text[hit_end:end], False)


def _around(text: str, position: int, hit_start: int, hit_end: int) -> Iterator[Piece]:
    if position < hit_start:
        yield Piece(text[position:hit_start], False)
    if hit_start < hit_end:
        yield Piece(text[hit_start:hit_end], True)
