"""Hits as pieces of the very text that they stand in, and snippets around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from search import analysis
from search.query import Near, Query, Together, Words

SNIPPET_LENGTH = 120  # characters, both ellipses included
ELLIPSIS = "……"
LEAD_LENGTH = 30  # a block at least so long may open an article that shows no hit
CLAUSE_END = re.compile(r"(?:[。！？；，：!?;…]|[,:](?!\d))[”’\"』」）)]*")


class Piece(NamedTuple):
    """A run of text, and whether it is a hit."""

    text: str
    is_hit: bool


class Span(NamedTuple):
    """A hit: ``text[start:end]``, and the needle that it answers."""

    start: int
    end: int
    needle: str


def marked(text: str, query: Query) -> list[Piece]:
    """Return *text* cut into pieces, hits of *query* marked; joined they are *text* again."""
    return list(_pieces(text, 0, len(text), _spans(text, needles(query))))


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
    best, text, spans, window = (0, 0), "", list[Span](), (0, 0)
    for candidate in texts:
        found = _spans(candidate, wanted)
        worth, place = _densest(found)
        if worth > best:
            best, text, spans, window = worth, candidate, found, place
    if not text:
        text = next((t for t in texts if len(t) >= LEAD_LENGTH), texts[0])
    start, end = _whole_clauses(text, *window)
    pieces = _pieces(text, start, end, spans)
    before = [Piece(ELLIPSIS, False)] if start else []
    after = [Piece(ELLIPSIS, False)] if end < len(text) else []
    return [*before, *pieces, *after]


def needles(query: Query) -> tuple[str, ...]:
    """Return the folded strings worth a mark: phrases, runs as typed, and the words of runs.

    A single character that jieba cut from a longer run is found everywhere and marks nothing.
    Nothing that is excluded marks anything.
    """
    typed: list[str] = []
    cut: list[str] = []
    for leaf in query.wanted:
        typed += leaf.words if isinstance(leaf, Near | Together) else [leaf.text]
        if isinstance(leaf, Words):
            cut += (word for word in analysis.needles([leaf.text]) if len(word) > 1)
    return tuple(dict.fromkeys(filter(None, (*map(analysis.fold, typed), *cut))))


def _spans(text: str, wanted: Iterable[str]) -> list[Span]:
    """Return all places of the *wanted* needles in *text*, by start."""
    folded, offsets = analysis.fold_with_offsets(text)
    spans = []
    for needle in wanted:
        place = folded.find(needle)
        while place >= 0:
            last = place + len(needle) - 1
            spans.append(Span(offsets[place], offsets[last] + 1, needle))
            place = folded.find(needle, last + 1)
    return sorted(spans)


def _densest(spans: list[Span]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return ``(different needles, hits)`` and ``(start, end)`` of the best stretch of *spans*."""
    best, window = (0, 0), (0, 0)
    for number, first in enumerate(spans):
        within = [first]
        for span in spans[number + 1 :]:
            if span.end - first.start > SNIPPET_LENGTH - 2 * len(ELLIPSIS):
                break
            within.append(span)
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
