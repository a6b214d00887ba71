"""What a query finds in one segment: masks over its documents."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

import numpy as np

from search import analysis
from search.engine import Facet
from search.engines.arrays import Array
from search.engines.inverting import SIDES, TEXT
from search.engines.segments import Segment
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
    Text,
    Together,
    Widened,
    Words,
    Years,
)

MARKS = analysis.END_MARKS + analysis.QUOTES + ")"  # what parts sentences or stays with one
END = re.compile(f"[{analysis.END_MARKS}]")
CHEAP_FIRST = (Years, Listed, Phrase, Prefix, Words, Widened, Not, And, Or, Together, Near)


def finds(segment: Segment, node: Node, among: Array) -> Array:
    """Return those of the documents of the mask *among* that *node* finds."""
    match node:
        case And(parts):
            for part in sorted(parts, key=lambda part: CHEAP_FIRST.index(type(part))):
                among = finds(segment, part, among) if among.any() else among
            return among
        case Or(parts):
            return _any(finds(segment, part, among) for part in parts)
        case Not(part):
            return among & ~finds(segment, part, among)
        case Widened(leaf, others):
            return _any(finds(segment, one, among) for one in (leaf, *others))
        case Years(start, end):
            years = segment.years
            lower, upper = years >= (start or 1), years <= (years.max() if end is None else end)
            return among & (years > 0) & lower & upper
        case Listed(_, field, values):
            facet: Facet = "region" if field == Field.REGION else "theme"
            return among & segment.having(facet, frozenset(values))
    return _text(segment, node, among)


def _any(masks: Iterable[Array]) -> Array:
    found, *rest = masks
    for mask in rest:
        found = found | mask
    return found


def _text(segment: Segment, leaf: Text, among: Array) -> Array:
    match leaf:
        case Phrase(typed, field, False):
            ids = segment.holding_bare(analysis.fold_run(typed), field, among)
        case Phrase(typed, field):
            ids = segment.holding(analysis.fold(typed), field, among)
        case Prefix(typed, field):
            run = analysis.fold_run(typed)
            if field:
                ids = segment.beginning_bare(run, field, among)
            else:
                ids = segment.holding_bare(run, None, among)
        case Words(typed, field):
            for word in sorted(analysis.needles([typed]), key=len):
                among = _mask(segment, segment.holding_bare(word, field, among))
            return among
        case Near(words, distance, field):
            needles = [analysis.fold(word) for word in words]
            ids = _looked_at(segment, needles, field, among)
            texts = segment.texts(SIDES[field] if field else TEXT, ids)
            ids = ids[[any(_near(needles, distance, t) for t in text) for text in texts]]
        case Together(words, within, field):
            needles = [analysis.fold(word) for word in words]
            ids = _looked_at(segment, needles, field, among)
            texts = segment.texts(SIDES[field] if field else TEXT, ids)
            ids = ids[[_together(needles, within, text) for text in texts]]
    return _mask(segment, ids)


def _mask(segment: Segment, ids: Array) -> Array:
    mask = np.zeros(segment.count, bool)
    mask[ids] = True
    return mask


def _looked_at(
    segment: Segment, needles: Iterable[str], field: Field | None, among: Array
) -> Array:
    """Return the documents in which all *needles* stand somewhere."""
    for needle in needles:
        among = _mask(segment, segment.holding(needle, field, among))
    return np.flatnonzero(among)


def _together(needles: list[str], within: str, texts: list[str]) -> bool:
    for text in texts:
        if not all(needle in text for needle in needles):
            continue
        if within == "段":
            return True
        marked = any(sign in needle for needle in needles for sign in MARKS)
        stretches = analysis.sentences(text) if marked else _around(max(needles, key=len), text)
        if any(all(needle in stretch for needle in needles) for stretch in stretches):
            return True
    return False


def _around(needle: str, text: str) -> Iterator[str]:
    """Yield what stands between two end marks around each place of *needle* in *text*.

    That is a sentence but for the marks at its ends, for a fraction of the time.
    """
    place = text.find(needle)
    while place >= 0:
        start = max(text.rfind(mark, 0, place) for mark in analysis.END_MARKS) + 1
        after = END.search(text, place)
        end = after.start() if after else len(text)
        yield text[start:end]
        place = text.find(needle, end)


def _near(needles: list[str], distance: int, text: str) -> bool:
    """Tell whether a stretch of *text* holds all *needles* and little else."""
    if not all(needle in text for needle in needles):
        return False
    places = [_places(needle, text) for needle in needles]
    room = sum(map(len, needles)) + distance
    return _close(places, list(map(len, needles)), room)


def _places(needle: str, text: str) -> list[int]:
    found, place = [], text.find(needle)
    while place >= 0:
        found.append(place)
        place = text.find(needle, place + 1)
    return found


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
