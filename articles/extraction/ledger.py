"""The ledger of repairs: every source character that is no white space, and where it went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from articles.extraction import forms
from articles.extraction.pages import Place
from articles.extraction.types import Segment
from articles.extraction.vocabulary import SegmentKind

Run = Sequence[Place]  # places whose characters are joined


def joined(source: str, run: Run) -> tuple[str, list[int]]:
    """Return the text of *run*, and where in it each place begins.

    >>> joined("白\\n\\n山市", [(0, 1), (3, 5)])
    ('白山市', [0, 1])
    """
    pieces: list[str] = []
    offsets: list[int] = []
    length = 0
    for start, end in run:
        piece = source[start:end]
        if pieces and forms.latin(pieces[-1], piece):
            pieces.append(" ")
            length += 1
        offsets.append(length)
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), offsets


def cut(source: str, run: Run, position: int) -> tuple[list[Place], list[Place]]:
    """Return *run* cut before character *position* of its text, white space at the cut left out."""
    left: list[Place] = []
    right: list[Place] = []
    _, offsets = joined(source, run)
    for (start, end), offset in zip(run, offsets, strict=True):
        middle = min(max(start + position - offset, start), end)
        left += _bare(source, start, middle)
        right += _bare(source, middle, end)
    return left, right


def _bare(source: str, start: int, end: int) -> list[Place]:
    text = source[start:end]
    bare = text.strip()
    if not bare:
        return []
    first = start + len(text) - len(text.lstrip())
    return [(first, first + len(bare))]


class Ledger:
    """Writes the parts of one article and keeps account of every character."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._segments: list[Segment] = []

    def write(
        self, part: str, runs: Iterable[tuple[str, Run, bool]], separator: str = "\n"
    ) -> str:
        """Return the text of *part*, made of ``(lead, run, moved)``, and book its characters."""
        text = ""
        for number, (lead, run, moved) in enumerate(runs):
            text += (separator if number else "") + lead
            piece, offsets = joined(self._source, run)
            kind = SegmentKind.MOVED if moved else SegmentKind.TEXT
            for (start, end), offset in zip(run, offsets, strict=True):
                self._segments.append(Segment(start, end, part, len(text) + offset, kind))
            text += piece
        return text

    def furniture(self, run: Run) -> None:
        """Book marks, labels and page numbers."""
        for start, end in run:
            for first, last in _bare(self._source, start, end):
                self._segments.append(Segment(first, last, "", 0, SegmentKind.FURNITURE))

    def segments(self) -> tuple[Segment, ...]:
        """Return every segment in the order of the source."""
        return tuple(sorted(self._segments, key=lambda segment: segment.start))
