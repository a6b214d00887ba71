"""Places in an article: their Chinese names, and a quote shown in its sentence."""

from __future__ import annotations

import re

from django.utils.html import format_html

from articles.curation.anchoring import places
from articles.extraction.types import Span
from articles.models import Article, Fact
from articles.models.naming import label

PARTS = (
    "kicker", "headline", "subheadline", "byline", "affiliation", "abstract", "keywords", "doi",
    "body", "references",
)  # fmt: skip
SENTENCE_END = re.compile(r"[。！？!?\n]")
ROUND = 12  # characters shown on each side of a quote in lists and messages
AROUND = 200  # characters that a sentence may reach to each side
SHOWN = 10  # places named in a message


def column_label(column: str) -> str:
    """Return the Chinese name of a column of an article, its captions counted as one."""
    return "图片说明" if column == "captions" else label(Article, column)


def part_label(part: str) -> str:
    """Return the Chinese name of a part: 正文, 图片说明 1."""
    name, _, number = part.partition(":")
    if number.isdecimal():
        return f"{'供图' if name == 'credit' else column_label('captions')} {int(number) + 1}"
    return label(Article, part) if part in PARTS else part


def part_choices(article: Article | None) -> list[tuple[str, str]]:
    """Return the parts that may be chosen: those that *article* has, all common ones without it."""
    names = list(article.parts()) if article else [*PARTS, *(f"caption:{n}" for n in range(10))]
    return [(name, part_label(name)) for name in names]


def sentence(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Return the sentence around ``text[start:end]`` as what stands before, the quote, and after.

    A sentence without an end is cut ``AROUND`` characters from the quote.
    """
    floor = max(0, start - AROUND)
    before = [found.end() for found in SENTENCE_END.finditer(text, floor, start)]
    after = SENTENCE_END.search(text, max(start, end - 1))
    ceiling = min(len(text), end + AROUND)
    left = before[-1] if before else floor
    right = max(end, min(after.end() if after else ceiling, ceiling))
    return text[left:start], text[start:end], text[end:right].rstrip("\n")


def marked(before: str, quote: str, after: str) -> str:
    """Return the three as HTML, the quote marked."""
    return format_html(
        '<span class="desk-context">{}<mark>{}</mark>{}</span>', before, quote, after
    )


def in_sentence(fact: Fact) -> str:
    """Return the sentence that holds *fact*, its quote marked; a lost quote with what it stood by."""
    if not fact.anchored:
        lost = marked(fact.prefix, fact.quote, fact.suffix)
        return format_html("{}（原文已改动，找不到这一处）", lost)
    return marked(*sentence(fact.article.part(fact.part), fact.start, fact.end))


def in_brief(fact: Fact) -> str:
    """Return the quote of *fact* with a few characters around it, from its own columns alone."""
    return marked(fact.prefix[-ROUND:], fact.quote, fact.suffix[:ROUND])


def locate(article: Article, part: str, quote: str, *, nth: int | None, near: Fact | None) -> Span:
    """Return where *quote* stands in a part: at its *nth* place (from 1), or at its only one.

    Of several places the one that overlaps the fact *near* is meant. Raises :exc:`ValueError` with
    a Chinese sentence where the quote is not there, or not clear.
    """
    text = article.part(part)
    starts = places(text, quote)
    name = part_label(part)
    if not starts:
        raise ValueError(f"{name}中没有“{quote}”，请逐字照抄原文（标点、空格也须一致）。")
    if nth is not None:
        if not 1 <= nth <= len(starts):
            raise ValueError(f"“{quote}”在{name}中只出现 {len(starts)} 处，没有第 {nth} 处。")
        starts = starts[nth - 1 : nth]
    elif len(starts) > 1 and near and near.anchored and near.part == part:
        overlapping = [s for s in starts if s < near.end and near.start < s + len(quote)]
        starts = overlapping if len(overlapping) == 1 else starts
    if len(starts) > 1:
        raise ValueError(_ambiguous(text, quote, starts, name))
    return Span(part, starts[0], starts[0] + len(quote))


def _ambiguous(text: str, quote: str, starts: list[int], name: str) -> str:
    listed = "；".join(
        f"{number}. {text[max(0, s - ROUND) : s]}【{quote}】{text[s + len(quote) :][:ROUND]}"
        for number, s in enumerate(starts[:SHOWN], 1)
    )
    more = "；……" if len(starts) > SHOWN else ""
    return f"“{quote}”在{name}中出现 {len(starts)} 处，请填写“第几处”：{listed}{more}"


def ordinal_of(fact: Fact) -> int | None:
    """Return at which of its places (from 1) the quote of *fact* stands, None where it is lost."""
    if not fact.anchored:
        return None
    starts = places(fact.article.part(fact.part), fact.quote)
    return starts.index(fact.start) + 1 if fact.start in starts else None
