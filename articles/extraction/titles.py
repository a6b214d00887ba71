"""The lines above a text: which is the kicker, which the headline, which the subheadline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from articles.extraction import forms, labels
from articles.extraction.lexicon.cutting import cut
from articles.extraction.lexicon.tagging import tags
from articles.extraction.reading import Block, Form
from articles.extraction.splitting import REGION_TITLE, UNIT_TITLE, opening, repeats

TAIL_LENGTH = 7  # characters; so short a second line belongs to the headline above it
GENRE = re.compile(
    r".+(?:纪实|侧记|综述|工作法|做法|经验|为例|调查|纪事|掠影|小记|见闻|走笔|手记|札记|巡礼|扫描|启示|探析|思考|纪要|观察|报告)"
)
INNER_DASH = re.compile(r"(?<=\S)\s*(?=(?:——|——|――|──|－－)\s*\S)")
PREDICATES = frozenset(
    "vdpcu"
)  # first letters of jieba's parts of speech; a title begins with none
LONGER = 3  # times the length of the headline above it; so long a line is no headline of its own
SHORTEST = 4  # characters on each side of a dash that parts headline and subheadline


class Titles(NamedTuple):
    """The blocks of each title line, in print order."""

    kicker: tuple[Block, ...]
    headline: tuple[Block, ...]
    subheadline: tuple[Block, ...]


def choose(lines: Sequence[Block], text: str) -> Titles:
    """Tell the title *lines* apart; *text* is the first paragraph below them, "" for none.

    A mark (#, ——) decides where there is one. Of several bare lines the last is the headline,
    because kickers stand above it; lines that the first sentence repeats as one are one headline.
    """
    decks = tuple(line for line in lines if line.form is Form.DECK)
    bare = tuple(line for line in lines if line.form is not Form.DECK)
    framed = tuple(line for line in bare[1:] if labels.FRAMED.fullmatch(line.text))
    bare = tuple(line for line in bare if line not in framed)
    marked = [number for number, line in enumerate(bare) if line.form is Form.HEADLINE]
    first, after = (marked[0], marked[-1] + 1) if marked else _headline_among(bare, text)
    return Titles(bare[:first] + framed, bare[first:after], bare[after:] + decks)


def _headline_among(bare: Sequence[Block], text: str) -> tuple[int, int]:
    """Return the range of the headline among unmarked lines above *text*."""
    count = len(bare)
    for number, line in enumerate(bare):
        if REGION_TITLE.match(line.text):
            return number, number + 1
    if count < 2:
        return 0, count
    whole = all(repeats(line.text, opening(text)) for line in bare[-2:])
    tail = bare[-1].text
    if len(tail) > SHORTEST and labels.is_body(bare[-2].text, text):
        return count - 1, count
    if whole or _is_tail(bare[-2].text, tail):
        return count - 2, count
    if _explains(bare[-2].text, tail):
        return count - 2, count - 1
    if GENRE.fullmatch(tail) and _can_be_headline(bare[-2].text):
        return count - 2, count - 1
    return count - 1, count


def _is_tail(above: str, text: str) -> bool:
    """Tell whether a short last line only ends the one *above* it: 新馆 and 落户榆中.

    It begins with a verb, or the line above has none and is neither the name of a body nor a column.
    """
    if len(text) > TAIL_LENGTH or " " in text:
        return False
    if len(text) >= SHORTEST and _is_column(above):
        return False
    if len(text) < SHORTEST or tags().get(cut(text)[0], "n")[0] in PREDICATES:
        return True
    verbs = any(tags().get(word, "n")[0] == "v" for word in cut(above))
    return not verbs and _can_be_headline(above) and not UNIT_TITLE.match(f"{above}：{text}")


def _explains(above: str, text: str) -> bool:
    """Tell whether a long line names the unit that the short headline *above* it speaks of."""
    short = SHORTEST < len(above) <= len(text) / LONGER
    return short and bool(UNIT_TITLE.match(text)) and _can_be_headline(above)


def _can_be_headline(text: str) -> bool:
    """Tell whether the line above a line such as 某某医院党建纪实 is its headline, and no column."""
    return not (GENRE.fullmatch(text) or _is_column(text))


def _is_column(text: str) -> bool:
    return len(text) <= SHORTEST or labels.is_label(text)


def dash_in(text: str) -> int | None:
    """Return where the subheadline begins in a headline printed with it on one line."""
    for match in INNER_DASH.finditer(text):
        if match.start() >= SHORTEST and len(text) - match.end() >= SHORTEST + 2:
            return match.end()
    return None


def are_clauses(lines: Sequence[Block], text: str) -> bool:
    """Tell whether the lines of a headline are clauses of their own, which a space keeps apart."""
    if len(lines) < 2 or repeats("".join(line.text for line in lines), opening(text)):
        return False
    return not any(
        forms.word_crosses(above.text, below.text) or len(below.text) <= TAIL_LENGTH
        for above, below in pairwise(lines)
    )
