"""Lines with their offsets, and how the page that they make is printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.extraction import forms

Place = tuple[int, int]  # characters start:end of the source

TITLE_LENGTH = 60  # characters; a first line of a file up to this length may be a headline
FULL_LINE = 0.85  # of the usual width; a shorter line ends where its author ended it
LOOSE_LINE = 0.7  # of it; where every paragraph is set off, a line broken by hand may be so short
MOSTLY = 0.6  # share of the first lines of paragraphs that break off above another line
ALWAYS = 0.9  # share of the paragraphs that must be set off for the others to be none
LEAST_WRAPPED = 5  # lines; fewer do not show a page's width
UNEVEN = 0.05  # share of the lines of a column that may fall short of what the others reach
NARROW = re.compile(r"[\x00-\u1fff]+")
HANGING = 2  # characters; a line wider than the column by more was never broken by it
FIRST_WORD = re.compile(r"(?:[A-Za-z0-9.%+-]{1,20}|[“‘（《]{0,3}.)[，。、；：！？”’）》…]{0,3}")
PHRASE_SAMPLE = 50_000  # characters that a phrase across a border is looked for in


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line without the white space around it: ``source[start:end] == text``."""

    start: int
    end: int
    text: str
    gap: int  # blank lines before it
    indented: bool
    parted: bool = False  # a page's end or a picture was taken out above it

    def width(self, by_width: bool) -> float:
        """Return how many Chinese characters wide the line is, its indent included.

        Digits and Latin letters are half as wide, unless *by_width* is false: some programs break
        lines after so many characters, whatever they are.
        """
        indent = 2.0 if self.indented else 0.0
        return indent + _width(self.text, by_width)


def _width(text: str, by_width: bool) -> float:
    return len(text) - 0.5 * sum(map(len, NARROW.findall(text))) if by_width else len(text)


def lines(text: str) -> tuple[Line, ...]:
    """Return the lines of *text* that hold more than white space, in order."""
    found: list[Line] = []
    position = gap = 0
    for raw in text.split("\n"):
        bare = raw.strip()
        if bare:
            start = position + raw.index(bare)
            indented = raw.startswith(("\u3000", "  ", "\t"))
            found.append(Line(start, start + len(bare), bare, gap, indented))
        gap = 0 if bare else gap + 1
        position += len(raw) + 1
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Column:
    """How wide the lines are that one after the other fill a page."""

    by_width: bool  # digits and Latin letters count half
    width: float  # of a full line
    reach: float  # least width of a full line together with the word that it had no room for
    wrapped: bool  # the lines end where the column ends, not where a sentence does

    @classmethod
    def of(cls, pairs: Sequence[tuple[Line, Line]], folded: bool) -> Column:
        """Return the column of *pairs* of neighbours, measured in the way that fits them better.

        *folded* says that the first lines of its paragraphs alone show it to be one.
        """
        shares = [cls._share_of_even_lines(pairs, by_width) for by_width in (True, False)]
        by_width = shares[0] >= shares[1]
        widths = sorted(line.width(by_width) for line, _ in pairs)
        width = widths[len(widths) * 9 // 10] if widths else 0.0
        full = [(a, b) for a, b in pairs if a.width(by_width) >= FULL_LINE * width]
        cut = [(a, b) for a, b in full if not forms.is_closed(a.text)]
        even = sum(width - a.width(by_width) <= 1 for a, _ in cut) >= 0.8 * len(cut)
        wrapped = (
            len(pairs) >= LEAST_WRAPPED
            and width <= TITLE_LENGTH
            and (folded or len(full) >= (0.4 if even else 0.6) * len(pairs))
            and (folded or len(cut) >= 0.5 * len(full))
        )
        reaches = sorted(_reach(a, b, by_width) for a, b in cut)
        reach = reaches[int(len(reaches) * UNEVEN)] if reaches else 0.0
        return cls(by_width, width, reach, wrapped)

    @staticmethod
    def _share_of_even_lines(pairs: Sequence[tuple[Line, Line]], by_width: bool) -> float:
        widths = sorted(line.width(by_width) for line, _ in pairs)
        usual = widths[len(widths) * 3 // 4] if widths else 0.0
        return sum(abs(width - usual) <= 1 for width in widths) / max(len(widths), 1)

    def is_full(self, line: Line, share: float = FULL_LINE) -> bool:
        """Tell whether *line* is about as wide as the column: at least *share* of it."""
        return share * self.width <= line.width(self.by_width) and not self.is_wider(line)

    def is_wider(self, line: Line) -> bool:
        """Tell whether *line* is too wide to have been broken by the column."""
        return line.width(self.by_width) > self.width + HANGING

    def shows_an_end(self, line: Line, following: Line) -> bool:
        """Tell whether a paragraph surely ends with *line*, and no heading stands below it."""
        if not forms.is_closed(line.text) or self.is_full(line, LOOSE_LINE):
            return False
        return forms.is_closed(following.text) or self.is_full(following)

    def had_no_room(self, line: Line, following: Line) -> bool:
        """Tell whether *line* ended because the first word of *following* did not fit on it."""
        return self.is_full(line) and _reach(line, following, self.by_width) >= self.reach


def _reach(line: Line, following: Line, by_width: bool) -> float:
    """Return the width of *line* with the first word of *following*, which no break may part."""
    match = FIRST_WORD.match(following.text)
    return line.width(by_width) + (_width(match.group(), by_width) if match else 0.0)


@dataclass(frozen=True, slots=True)
class Page:
    """How the whole text is printed."""

    column: Column
    gap: int  # blank lines that usually stand between two lines
    indents: bool  # paragraphs begin with white space
    marked: (
        bool  # every paragraph is set off by an indent or a gap, so that no other line begins one
    )
    lasts: frozenset[int]  # offsets of lines below which a paragraph begins, by indent or gap
    text: str  # of its lines, one a line, as much as phrases are looked for in
    speakers: frozenset[str]  # whose turns begin with their name and a colon

    @classmethod
    def of(cls, found: Sequence[Line]) -> Page:
        """Return the page that *found* shows."""
        gaps = sorted(line.gap for line in found[1:])
        gap = gaps[len(gaps) // 2] if gaps else 0
        pairs = [(a, b) for a, b in pairwise(found) if b.gap == gap]
        indents = 2 <= sum(line.indented for line in found) < len(found)
        lasts = frozenset(
            a.start for a, b in pairwise(found) if b.gap > gap or (indents and b.indented)
        )
        begun = [a for a in found if (indents and a.indented) or a.gap > gap]
        kept = sum(a.start not in lasts and not forms.is_closed(a.text) for a in begun)
        column = Column.of(pairs, len(begun) > 1 and kept >= MOSTLY * len(begun))
        off = sum(a.start in lasts and forms.is_closed(a.text) for a in found)
        plain = sum(a.start not in lasts and column.shows_an_end(a, b) for a, b in pairwise(found))
        marked = off > 1 and off >= ALWAYS * (off + plain)
        sample = "\n".join(line.text for line in found)[:PHRASE_SAMPLE]
        return cls(column, gap, indents, marked, lasts, sample, _speakers(found))

    def runs_on(self, last: Line, end: str, line: Line) -> bool:
        """Tell whether *line* is the next one after *last* in a column, so that nothing ends here.

        *end* is the end of the text so far.
        """
        if not self.column.wrapped or (line.gap != self.gap and not line.parted):
            return False
        if (self.indents and line.indented) or self.column.is_wider(line):
            return False
        loosely = self.marked and self.column.is_full(last, LOOSE_LINE)
        if not (loosely or self.column.had_no_room(last, line)):
            return False
        if not forms.is_closed(end):
            return True
        goes_on = (
            self.column.is_full(line, LOOSE_LINE if self.marked else FULL_LINE)
            and line.start not in self.lasts
        )
        return self.gap == 0 and (goes_on or forms.is_closed(line.text))


def _speakers(found: Sequence[Line]) -> frozenset[str]:
    """Return who speaks in an interview: names before a colon that at least two lines begin with.

    One of them alone, if it is no 记者 or 问, may be any word that a list repeats (责任单位：…).
    """
    names = (forms.SPEAKER.match(line.text) for line in found)
    counted = Counter(match["name"] for match in names if match)
    several = {name for name, count in counted.items() if count > 1}
    if len(several) < 2 or not several & forms.ASKING:
        return frozenset()
    return frozenset(several)
