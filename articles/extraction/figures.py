"""Photo captions, credits and page furniture, lifted out of the text before it is joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from articles.extraction import bylines, forms, furniture
from articles.extraction.furniture import Head
from articles.extraction.pages import Line, Place

CREDIT_LENGTH = 32  # characters
CAPTION_LENGTH = 120  # characters, over all its lines
LONE_CAPTION = 70  # characters of a caption that nothing but its credit shows to be one
CREDIT = re.compile(
    r"[（(]?\s*(?:[^。！？；:：]{0,20}(?:供图|摄影|摄|制图|摄影报道)"
    r"|(?:图片来源|图片提供|摄影|供图|摄|图片|照片|图)\s*[:：/／]\s*[^。！？；]{2,20}"
    r"|(?:图片|照片|图)由[^。！？；]{2,16}提供|[^。！？；]{2,16}提供(?:图片|照片))\s*[）)]?"
)
NO_CREDIT = re.compile(r".{0,40}(?:文\s*[/／]\s*[图摄]|图\s*[/／]\s*文|文图)")
CAPTION = re.compile(
    r"[▲△▼▽]\s*(?=\S)|(?=(?:图为|图片为|上图|下图|左图|右图|图[一二三四①-⑨\d]{1,2}\s*[:：]))"
)
REPORTED = re.compile(r"(?:记者|通讯员)[^。]{2,20}摄影报道[）)]?$")
SPLIT = re.compile(r"[。！](?=.)|(?=[（(])|\s+")


class Figure(NamedTuple):
    """A lifted caption and credit, by their places; either may be missing."""

    caption: tuple[Place, ...]
    credit: tuple[Place, ...]
    marks: tuple[Place, ...]

    @property
    def start(self) -> int:
        """Where the first of its characters stands in the source."""
        return min(start for start, _ in (*self.caption, *self.credit))


class Lifted(NamedTuple):
    """What is left of the lines, and what was taken out of them."""

    lines: tuple[Line, ...]
    figures: tuple[Figure, ...]
    furniture: tuple[Place, ...]
    heads: tuple[Head, ...]  # what of the furniture tells the day and the issue


def lift(found: Sequence[Line]) -> Lifted:
    """Take captions, credits, page numbers, rules and all other furniture out of *found*."""
    cleared = furniture.clear(found)
    kept: list[Line] = []
    figures: list[Figure] = []
    framing = [(line.start, line.end) for line in cleared.furniture]
    waiting = parted = False  # for the credit of the caption above; by what was taken out above
    for line in cleared.lines:
        alone, waiting = waiting, False
        above, parted = parted, True
        if forms.is_furniture(line.text) or _is_running_head(kept, line):
            framing.append((line.start, line.end))
        elif is_credit(line.text) and alone:
            figures[-1] = _credited(figures[-1], line)
        elif REPORTED.search(line.text) and _is_report(kept):
            kept.append(replace(line, parted=True) if above else line)
            parted = False
        elif is_credit(line.text):
            caption = _take_caption(kept, line)
            figures.append(_figure(caption, line))
        elif (split := _inline_credit(line.text)) is not None:
            caption_line, credit_line = _cut(line, split)
            figures.append(_figure([caption_line], credit_line))
        elif CAPTION.match(line.text) and len(line.text) <= CAPTION_LENGTH:
            figures.append(_figure([line], None))
            waiting = True
        else:
            kept.append(replace(line, parted=True) if above else line)
            parted = False
    if not kept:
        return Lifted(tuple(found), (), (), ())
    return Lifted(tuple(kept), tuple(figures), tuple(framing), cleared.heads)


def _is_running_head(kept: Sequence[Line], line: Line) -> bool:
    """Tell whether *line* repeats at a page break, within a sentence, where the text was printed."""
    if len(kept) < 2 or not bylines.is_imprint(line.text) or bylines.LABELLED.match(line.text):
        return False  # below a headline, or of a web page
    above = kept[-1].text
    if forms.is_closed(above):
        return False
    return len(above) > forms.BARE_HEADING or forms.asks_for_more(above)


def _is_report(kept: Sequence[Line]) -> bool:
    """Tell whether a credit that signs text and picture stands below a headline or a report of its own."""
    if not kept or not forms.is_closed(kept[-1].text):
        return True
    return len(kept[-1].text) > LONE_CAPTION


def is_credit(text: str) -> bool:
    """Tell whether a whole line credits a picture: 鹤岗市委组织部供图, 记者 张三 摄."""
    return (
        len(text) <= CREDIT_LENGTH and bool(CREDIT.fullmatch(text)) and not NO_CREDIT.match(text)
    )


def _inline_credit(text: str) -> int | None:
    """Return where the credit begins in a line that holds a caption and its credit."""
    if len(text) > CAPTION_LENGTH or not text.rstrip("）) ").endswith(
        ("摄", "供图", "摄影", "制图")
    ):
        return None
    for match in SPLIT.finditer(text):
        if match.end() >= 6 and is_credit(text[match.end() :]):
            return match.end()
    return None


def _cut(line: Line, position: int) -> tuple[Line, Line]:
    """Return the two parts of *line*, cut before character *position*."""
    head, tail = line.text[:position].rstrip(), line.text[position:].lstrip()
    return (
        Line(line.start, line.start + len(head), head, line.gap, line.indented),
        Line(line.end - len(tail), line.end, tail, 0, False),
    )


def _take_caption(kept: list[Line], credit: Line) -> list[Line]:
    """Take the lines of the caption above *credit* off the end of *kept*, and return them.

    They stand directly above it and reach up to a blank line. Without that blank line, or with one
    before the credit, only a single short line is taken: all else may be running text.
    """
    if not kept:
        return []
    if credit.gap == 0:
        for count in range(1, min(4, len(kept)) + 1):
            lines = kept[-count:]
            if sum(len(line.text) for line in lines) > CAPTION_LENGTH:
                break
            if lines[0].gap > 0 and count < len(kept):
                del kept[-count:]
                return lines
    last = kept[-1]
    if (
        credit.gap > 1
        or len(last.text) > LONE_CAPTION
        or not forms.is_closed(last.text)
        or len(kept) == 1
    ):
        return []
    return [kept.pop()]


def _figure(caption: Sequence[Line], credit: Line | None) -> Figure:
    """Return the figure of these lines, its marks and brackets apart."""
    marks: list[Place] = []
    places: list[Place] = []
    for number, line in enumerate(caption):
        skip = match.end() if number == 0 and (match := CAPTION.match(line.text)) else 0
        if skip:
            marks.append((line.start, line.start + len(line.text[:skip].rstrip())))
        places.append((line.start + skip, line.end))
    figure = Figure(tuple(places), (), tuple(marks))
    return _credited(figure, credit) if credit else figure


def _credited(figure: Figure, credit: Line) -> Figure:
    """Return *figure* with its credit, the brackets around that apart."""
    text, start = credit.text, credit.start
    left = len(text) - len(text.lstrip("（( \u3000"))
    right = len(text.rstrip("）) \u3000"))
    if not left or right == len(text):
        return figure._replace(credit=((start, credit.end),))
    brackets = ((start, start + left), (start + right, credit.end))
    return figure._replace(credit=((start + left, start + right),), marks=figure.marks + brackets)
