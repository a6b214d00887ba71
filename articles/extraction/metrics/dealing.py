"""Figures in a row that belong, item by item, to the nouns in the row before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from articles.extraction.metrics.matching import Quantity
from articles.extraction.metrics.phrases import clean
from articles.extraction.metrics.subjects import before

REACH = 60  # characters before the first figure that the row of nouns may take
_AND = re.compile(r"[、和与及]|以及")
_BREAK = re.compile(r"[，,；;。！？：:（(]")
_CHANGED = re.compile(
    r"(?:同比|环比|比上年|较上年|分别|各|均|已|依次|为|达到?|有|是|增长|增加|提高|提升|上升|下降|减少|缩短|增|降|了|至|到)*$"
)
_ALONE = re.compile(r"[\u4e00-\u9fff]{2,10}")
LEVEL = re.compile(r"(?P<level>[\u4e00-\u9fff]{1,4}?[级类型种])(?P<noun>[\u4e00-\u9fff]{2,8})")


def deal(text: str, quantities: Sequence[Quantity]) -> Iterator[tuple[int, str]]:
    """Yield the number of a figure and its noun: 事故数、伤亡数分别下降3%和5%, 国家级、省级荣誉3项、9项.

    There must be as many nouns as figures, and 分别 between them or one noun behind all levels.
    """
    index = 0
    while index < len(quantities):
        end = index + 1
        while end < len(quantities) and _AND.fullmatch(
            text[quantities[end - 1].right : quantities[end].left]
        ):
            end += 1
        if end - index > 1:
            floor = quantities[index - 1].right if index else 0
            lead = text[max(floor, quantities[index].left - REACH) : quantities[index].left]
            yield from zip(range(index, end), _nouns(lead, end - index), strict=False)
        index = end


def _nouns(lead: str, count: int) -> list[str]:
    """Return the *count* nouns that end *lead*, nothing where there are not as many."""
    clause = _BREAK.split(lead)[-1]
    bare = _CHANGED.sub("", clause)
    told = "分别" in clause[len(bare) :]
    items = re.split(r"[、和与及]", bare)
    if len(items) != count or not all(items):
        return []
    items[0] = before(items[0]).text or items[0]
    last = LEVEL.fullmatch(items[-1])
    if last and all(LEVEL.fullmatch(f"{item[-4:]}项目") for item in items[:-1]):
        return [clean(f"{item}{last['noun']}") for item in items[:-1]] + [items[-1]]
    return [clean(item) for item in items] if told and all(map(_ALONE.fullmatch, items)) else []
