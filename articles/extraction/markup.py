r"""The light markup of an article's body: blocks, headings, and nothing else.

Blocks are separated by a blank line. A block that begins with ``## `` or ``### `` is a section
heading of level 1 or 2; a paragraph that happens to begin like one carries a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

SEPARATOR = "\n\n"
HEADING = re.compile(r"(?P<marks>##|###) ")
ESCAPABLE = re.compile(r"\\*(?:##|###) ")


class Block(NamedTuple):
    """One block of a body: ``body[start:end] == text``; ``level`` is 0 for a paragraph."""

    level: int
    start: int
    end: int
    text: str


def compose(blocks: Iterable[tuple[int, str]]) -> str:
    """Return the body made of ``(level, text)`` blocks.

    >>> compose([(1, "一、抓学习"), (0, "集团党委")])
    '## 一、抓学习\\n\\n集团党委'
    """
    return SEPARATOR.join(lead(level, text) + text for level, text in blocks)


def lead(level: int, text: str) -> str:
    r"""Return what stands before *text* in a body: heading marks, or the escape of a paragraph.

    >>> lead(2, "标题"), lead(0, "正文"), lead(0, "## 不是标题")
    ('### ', '', '\\')
    """
    if level:
        return "#" * (level + 1) + " "
    return "\\" if ESCAPABLE.match(text) else ""


def blocks(body: str) -> Iterator[Block]:
    r"""Yield the blocks of *body* in order, marks and escapes left out of their spans.

    >>> [tuple(block) for block in blocks("## 甲\n\n乙")]
    [(1, 3, 4, '甲'), (0, 6, 7, '乙')]
    """
    position = 0
    for raw in re.split(r"(\n[^\S\n]*\n\s*)", body.replace("\r\n", "\n")):
        text = raw.strip()
        if text:
            start = position + raw.index(text)
            end = start + len(text)
            level = 0
            if match := HEADING.match(text):
                level, start = len(match["marks"]) - 1, start + match.end()
            elif text.startswith("\\") and ESCAPABLE.match(text[1:]):
                start += 1
            yield Block(level, start, end, body[start:end])
        position += len(raw)


def paragraphs(body: str) -> list[Block]:
    """Return the paragraphs of *body*, headings left out."""
    return [block for block in blocks(body) if not block.level]


def in_paragraph(body: str, start: int) -> tuple[int, int] | None:
    """Return ``(number of the paragraph, offset in it)`` of ``body[start]``; None in a heading.

    >>> in_paragraph("## 甲\\n\\n乙丙", 7)
    (0, 1)
    """
    for number, block in enumerate(paragraphs(body)):
        if block.start <= start < block.end:
            return number, start - block.start
    return None
