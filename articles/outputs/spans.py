"""A text and the spans marked in it, cut into runs that a page can print one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

SENTENCE_END = re.compile(r"[。！？!?][”’」』）)]*|\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``start:end`` of a text that mean something: ``id`` names the place in a page,
    ``target`` what explains it, "" where nothing does; the kind decides the look."""

    start: int
    end: int
    kind: str
    id: str
    target: str


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text under one and the same marks.

    The first of ``marks`` owns the link, if it has a target. ``begins`` holds the ids of the marks that begin here, so
    that every id stands once in the page.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    begins: frozenset[str] = frozenset()


def split_spans(text: str, marks: Iterable[Mark], offset: int = 0) -> list[Run]:
    """Cut *text* at every border of *marks*; the runs joined give *text* again, to the letter.

    Mark offsets count from the beginning of a larger text in which *text* starts at *offset*;
    what lies outside of *text* is cut off, and begins in the piece where its start lies. Where
    marks overlap, the longest comes first, and those without a target last.
    """
    end = offset + len(text)
    inside = sorted(
        (mark for mark in marks if mark.start < end and mark.end > offset and text),
        key=lambda mark: (not mark.target, mark.start - mark.end, mark.start, mark.kind, mark.id),
    )
    borders = {offset, end}
    for mark in inside:
        borders |= {max(mark.start, offset), min(mark.end, end)}
    cuts = sorted(borders)
    return [
        _run(text[left - offset : right - offset], left, right, inside)
        for left, right in pairwise(cuts)
    ]


def _run(text: str, left: int, right: int, marks: list[Mark]) -> Run:
    over = tuple(mark for mark in marks if mark.start <= left and mark.end >= right)
    return Run(text, over, frozenset(mark.id for mark in over if mark.start == left))


def sentence_around(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Return what the sentence says before ``text[start:end]``, those characters, and the rest.

    >>> sentence_around("甲。乙丙丁。戊", 3, 4)
    ('乙', '丙', '丁。')
    """
    before = [match.end() for match in SENTENCE_END.finditer(text, 0, start)]
    after = SENTENCE_END.search(text, end)
    left = before[-1] if before else 0
    right = after.end() if after else len(text)
    return text[left:start].lstrip("# "), text[start:end], text[end:right].rstrip()
