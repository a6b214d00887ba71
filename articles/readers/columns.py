"""From printed lines with their places to paragraphs: columns, headings, captions, running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from articles.readers.plain import CREDITED, SHOWN, Block, Kind

MARGIN = 0.1  # of a page's height at its head and foot, where running heads stand
FEW_PAGES = 6  # so few hold a left or a right head only twice
NUMBER = re.compile(
    r"[\s\-–—·•第/]*\d{1,4}(?:\s*/\s*\d{1,4})?[\s\-–—·•页版]*(?:共\s*\d{1,4}\s*页)?"
)
HEADLINE = 1.33  # times the size of running text
DISPLAY = 1.1  # times; what is larger stands out
SMALL = 0.93  # times; what is smaller is a caption or a note
HEADING_LENGTH = 40  # characters
CAPTION_LENGTH = 200  # characters
INDENT = 1.2  # ems; a line that begins so much further right begins a paragraph
RAGGED = 1.6  # ems that a full line may end before its column does
LINE_GAP = 1.6  # ems between two lines of one heading
PARAGRAPH_GAP = 0.4  # ems more than between two lines, which part two paragraphs
BOLD = re.compile(r"bold|black|heavy|hei|黑|小标宋|xbs|kai|楷", re.IGNORECASE)
END = re.compile(r"[。！？!?…][”’」』）)》】]*$")
NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]")
INTERLEAVED = 0.2  # share of lines that go on right of the line before: written across columns
LEAST_COLUMN = 8  # characters; what is narrower is a cell of a table


class Box(NamedTuple):
    """A place on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; ``size`` is how wide a Chinese character is, in points."""

    text: str
    box: Box
    size: float
    font: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page prints, in the order in which it was written."""

    height: float
    lines: tuple[Line, ...]
    pictures: tuple[Box, ...] = ()
    unmapped: int = 0  # characters that its fonts do not name


class Placed(NamedTuple):
    """A line with what its page says of it."""

    line: Line
    page: int
    left: float  # of its column
    right: float


def blocks(sheets: Sequence[Sheet]) -> Iterator[Block]:
    """Yield the blocks of a document in reading order, without running heads and page numbers."""
    heads = _running_heads(sheets)
    placed: list[Placed] = []
    for number, sheet in enumerate(sheets):
        lines = [line for line in sheet.lines if not _is_furniture(line, sheet, heads)]
        placed += _place(in_order(lines), number)
    if not placed:
        return
    setting = _Setting(placed, sheets)
    for group in setting.paragraphs():
        yield setting.block(group)


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", "".join(line.text.split()))


def _is_marginal(line: Line, sheet: Sheet) -> bool:
    return line.box.bottom > (1 - MARGIN) * sheet.height or line.box.top < MARGIN * sheet.height


def _running_heads(sheets: Sequence[Sheet]) -> frozenset[str]:
    """Return the lines at head or foot that pages repeat but for digits.

    Two do in a short document: its first page often has no head, left and right ones differ.
    """
    counts = Counter(
        key
        for sheet in sheets
        for key in {_key(line) for line in sheet.lines if _is_marginal(line, sheet)}
    )
    least = 2 if len(sheets) <= FEW_PAGES else 3
    return frozenset(key for key, count in counts.items() if count >= least)


def _is_furniture(line: Line, sheet: Sheet, heads: frozenset[str]) -> bool:
    if not _is_marginal(line, sheet):
        return False
    return _key(line) in heads or NUMBER.fullmatch(line.text) is not None


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Return *lines* in reading order: as written, unless they were written across columns.

    What wide spaces parted on one line is one line again where there are no columns.
    """
    across = sum(
        _is_beside(last, line) and min(len(last.text), len(line.text)) >= LEAST_COLUMN
        for last, line in pairwise(lines)
    )
    if across > INTERLEAVED * len(lines):
        return _cut(list(lines), 0)
    whole: list[Line] = []
    for line in lines:
        if whole and _is_beside(whole[-1], line):
            whole[-1] = _rejoined(whole[-1], line)
        else:
            whole.append(line)
    return whole


def _rejoined(last: Line, line: Line) -> Line:
    """Return the line that *last* and *line* are parts of."""
    a, b = last.box, line.box
    box = Box(a.left, min(a.bottom, b.bottom), b.right, max(a.top, b.top))
    return replace(last, text=f"{last.text} {line.text}", box=box)


def _is_beside(last: Line, line: Line) -> bool:
    """Tell whether *line* stands right of *last*, at the same height."""
    overlap = min(last.box.top, line.box.top) - max(last.box.bottom, line.box.bottom)
    return line.box.left > last.box.right and overlap > 0.5 * min(last.size, line.size)


def _cut(lines: list[Line], depth: int) -> list[Line]:
    """Cut *lines* at the widest gap between columns, else between rows; the parts in order."""
    if len(lines) < 2 or depth > 40:
        return sorted(lines, key=lambda line: (-line.box.top, line.box.left))
    size = sorted(line.size for line in lines)[len(lines) // 2]
    side = _gap([(line.box.left, line.box.right) for line in lines], 0.8 * size)
    if side is not None:
        left = [line for line in lines if line.box.right <= side]
        return _cut(left, depth + 1) + _cut(
            [line for line in lines if line.box.right > side], depth + 1
        )
    row = _gap([(line.box.bottom, line.box.top) for line in lines], 0.0)
    if row is None:
        return sorted(lines, key=lambda line: (-line.box.top, line.box.left))
    upper = [line for line in lines if line.box.bottom >= row]
    return _cut(upper, depth + 1) + _cut(
        [line for line in lines if line.box.bottom < row], depth + 1
    )


def _gap(spans: Sequence[tuple[float, float]], least: float) -> float | None:
    """Return the middle of the widest gap between *spans* that is wider than *least*."""
    found: tuple[float, float] | None = None
    edge = None
    for start, end in sorted(spans):
        if edge is not None and start - edge > max(least, found[0] if found else 0.0):
            found = (start - edge, (start + edge) / 2)
        edge = end if edge is None else max(edge, end)
    return found[1] if found else None


def _place(lines: Sequence[Line], page: int) -> Iterator[Placed]:
    """Yield *lines* of one page with the edges of their columns."""
    lefts = _column_edges(lines)
    columns: dict[float, list[float]] = {}
    homes: list[float] = []
    for line in lines:
        home = max((x for x in lefts if x <= line.box.left + line.size / 2), default=line.box.left)
        homes.append(home)
        columns.setdefault(home, []).append(line.box.right)
    for line, home in zip(lines, homes, strict=True):
        rights = sorted(columns[home])
        yield Placed(line, page, home, rights[len(rights) * 4 // 5])


def _column_edges(lines: Sequence[Line]) -> list[float]:
    """Return where columns begin: places at which many lines begin, indents left out."""
    counts: Counter[int] = Counter()
    for line in lines:
        counts[round(line.box.left / 3)] += 1
    edges: list[float] = []
    for place, _ in sorted(counts.items()):
        near = sum(counts[place + step] for step in (-1, 0, 1))
        if near < max(2, 0.06 * len(lines)):
            continue
        start = min(x.box.left for x in lines if abs(round(x.box.left / 3) - place) <= 1)
        size = next(x.size for x in lines if abs(x.box.left - start) < 4)
        if not edges or start > edges[-1] + 4 * size:
            edges.append(start)
    return edges


class _Setting:
    """How a document is set: the size and font of its running text, and what stands out from it."""

    def __init__(self, placed: Sequence[Placed], sheets: Sequence[Sheet]) -> None:
        self._placed = placed
        self._sheets = sheets
        sizes: Counter[float] = Counter()
        fonts: Counter[str] = Counter()
        for one in placed:
            sizes[round(one.line.size * 2) / 2] += len(one.line.text)
            fonts[one.line.font] += len(one.line.text)
        self._size = sizes.most_common(1)[0][0]
        self._font = fonts.most_common(1)[0][0]
        running = [one for one in placed if self._is_running(one.line)]
        self._indents = sum(_is_indented(one) for one in running) >= max(2, 0.05 * len(running))
        gaps = sorted(
            gap
            for last, one in pairwise(running)
            if 0 <= (gap := _gap_between(last.line, one.line)) < LINE_GAP * self._size
        )
        self._leading = gaps[len(gaps) // 4] if gaps else self._size  # white between two lines
        self._begun = False  # whether running text stands below the headline

    def _is_running(self, line: Line) -> bool:
        return SMALL <= line.size / self._size <= DISPLAY

    def paragraphs(self) -> Iterator[list[Placed]]:
        """Yield the lines of each paragraph, heading or caption."""
        group: list[Placed] = []
        for one in self._placed:
            if group and not self._joins(group[-1], one):
                yield group
                group = []
            group.append(one)
        if group:
            yield group

    def _joins(self, last: Placed, one: Placed) -> bool:
        """Tell whether *one* goes on with the paragraph that *last* is a line of."""
        size = one.line.size
        if abs(last.line.size - size) > 0.06 * size or self._stands_out(last.line) != (
            self._stands_out(one.line)
        ):
            return False
        below = last.page == one.page and _gap_between(last.line, one.line) > -0.8 * size
        if not self._is_running(one.line) or self._stands_out(one.line):
            near = below and _gap_between(last.line, one.line) < LINE_GAP * size
            return near and self._is_wrapped(last, one)
        if _is_indented(one) or not _is_full(last):
            return False
        if below and abs(last.left - one.left) < 4 * size:
            return _gap_between(last.line, one.line) < self._leading + PARAGRAPH_GAP * size
        return self._indents or END.search(last.line.text) is None

    def _is_wrapped(self, last: Placed, one: Placed) -> bool:
        """Tell whether a heading or a caption goes on from *last* to *one*."""
        if last.line.size >= HEADLINE * self._size or NUMBERED.match(one.line.text):
            return False  # lines of a headline are told apart by what they say
        if one.line.size > self._size:
            return len(last.line.text) + len(one.line.text) <= HEADING_LENGTH
        return not CREDITED.match(last.line.text)

    def _stands_out(self, line: Line) -> bool:
        """Tell whether a line is emphasised by its font alone, as headings in reports are."""
        return (
            self._is_running(line)
            and line.font != self._font
            and BOLD.search(line.font) is not None
            and len(line.text) <= HEADING_LENGTH
            and not END.search(line.text)
        )

    def block(self, group: Sequence[Placed]) -> Block:
        """Return the block of the lines of one paragraph."""
        line = group[0].line
        text = _join(group)
        if line.size >= HEADLINE * self._size and len(text) <= 2 * HEADING_LENGTH:
            self._begun = False
            return Block(text, Kind.TITLE)
        if line.size < SMALL * self._size and self._is_caption(group, text):
            lines = [one.line.text for one in group]
            if len(lines) > 1 and CREDITED.match(lines[-1]):
                text = _join(group[:-1]) + "\n" + lines[-1]
            return Block(text, Kind.CAPTION)
        display = line.size > DISPLAY * self._size or self._stands_out(line)
        begun = self._begun or NUMBERED.match(text) is not None
        if display and begun and len(text) <= HEADING_LENGTH and not END.search(text):
            return Block(text, Kind.HEADING)
        self._begun = self._begun or (not display and len(text) > HEADING_LENGTH)
        return Block(text)

    def _is_caption(self, group: Sequence[Placed], text: str) -> bool:
        """Tell whether small print speaks of a picture: by its words, or by standing below one."""
        if len(text) > CAPTION_LENGTH:
            return False
        if SHOWN.match(text) or CREDITED.match(group[-1].line.text):
            return True
        box, size = group[0].line.box, group[0].line.size
        return any(
            -size < picture.bottom - box.top < 3 * size
            and picture.left < box.right
            and box.left < picture.right
            for picture in self._sheets[group[0].page].pictures
        )


def _gap_between(upper: Line, lower: Line) -> float:
    """Return the points of white space between two lines, below zero where they overlap."""
    return upper.box.bottom - lower.box.top


def _is_indented(one: Placed) -> bool:
    return one.line.box.left >= one.left + INDENT * one.line.size


def _is_full(one: Placed) -> bool:
    return one.line.box.right >= one.right - RAGGED * one.line.size


def _join(group: Sequence[Placed]) -> str:
    """Return the text of *group*; a space parts two Latin words that meet."""
    text = ""
    for one in group:
        added = one.line.text
        latin = text[-1:].isascii() and text[-1:].isalnum() and added[:1].isascii()
        text += (" " if latin and added[:1].isalpha() else "") + added
    return text
