"""Quoted strings with what stands around them, and where lists of them share their neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

LONGEST = 40  # characters of a name; what is longer is speech
SPEECH = 200  # characters within which a missing closing quote is looked for
SIDE = 24  # characters kept on each side
QUOTED = re.compile(r"“([^“”\n]{1,60})”|「([^「」\n]{1,60})」")
UNCLOSED = re.compile(
    r"“(?P<name>[^“”。；;\n]{4,40}?)(?=(?:主题|实践|教育)?(?:活动|行动|工程)[，,。；、])"
)
SAME_LIST = re.compile(r"[、，,和及与]?|以及")
LOOSE_LIST = re.compile(r"[、，,和及与][^“”，,。；;]{2,24}")
NOISE = re.compile(r"[\s“”\"'‘’「」『』《》〈〉·・•.,，、;；:：—-]+")
TITLE = re.compile(r"《[^《》\n]{1,120}》")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted name: ``passage[start:end] == text``, quotes left out.

    ``lead`` and ``tail`` are what stands before the first and behind the last quote of its list;
    ``loose_tail`` reads over lists whose members name their owners, too.
    """

    start: int
    end: int
    text: str
    lead: str
    tail: str
    loose_tail: str
    in_title: bool = False
    closed: bool = True


def plain(name: str) -> str:
    """Return *name* without quotes, dots, commas, dashes and spaces: two names with one key are one.

    >>> plain("“医心向党、健康为民”") == plain("医心向党,健康为民")
    True
    """
    return NOISE.sub("", name).casefold()


def quotes(text: str) -> list[Quote]:
    """Return the quoted strings of *text* in order."""
    titles = [match.span() for match in TITLE.finditer(text)]
    found = []
    for match in QUOTED.finditer(text):
        start, end = match.span(match.lastindex or 0)
        lead, tail = text[max(0, start - 1 - SIDE) : start - 1], text[end + 1 : end + 1 + SIDE]
        inside = any(low < start and end < high for low, high in titles)
        found.append(Quote(start, end, text[start:end], lead, tail, tail, inside))
    found = _with_lists(text, found)
    found += _unclosed(text)
    return [quote for quote in found if len(quote.text) <= LONGEST]


def _with_lists(text: str, found: list[Quote]) -> list[Quote]:
    """Give the members of a list the tail of the last one and the lead of the first."""
    for index in range(len(found) - 2, -1, -1):
        between = text[found[index].end + 1 : found[index + 1].start - 1]
        following = found[index + 1]
        if SAME_LIST.fullmatch(between):
            found[index] = replace(
                found[index], tail=following.tail, loose_tail=following.loose_tail
            )
        elif LOOSE_LIST.fullmatch(between):
            found[index] = replace(found[index], loose_tail=following.loose_tail)
    for index in range(1, len(found)):
        between = text[found[index - 1].end + 1 : found[index].start - 1]
        if SAME_LIST.fullmatch(between):
            found[index] = replace(found[index], lead=found[index - 1].lead)
    return found


def _unclosed(text: str) -> Iterator[Quote]:
    """Yield names whose closing quote is missing, up to the word that says what they are."""
    for match in UNCLOSED.finditer(text):
        closing = text.find("”", match.end(), match.end() + SPEECH)
        opening = text.find("“", match.end(), match.end() + SPEECH)
        if closing != -1 and (opening == -1 or closing < opening):
            continue
        start, end = match.span("name")
        tail = text[end : end + SIDE]
        yield Quote(
            start,
            end,
            match["name"],
            text[max(0, start - 1 - SIDE) : start - 1],
            tail,
            tail,
            closed=False,
        )
