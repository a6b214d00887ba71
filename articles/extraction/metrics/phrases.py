"""What subjects are made of: the sides of a figure, the phrase found there, and its clean form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.extraction.vocabulary import UnitFamily

MAX_LENGTH = 30  # characters of a clause that are looked at on either side


@dataclass(frozen=True, slots=True)
class Subject:
    """A noun phrase as printed, the verb that governs it, and how they were found."""

    text: str
    action: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Side:
    """What stands before and after a figure within its clause, and its unit."""

    before: str
    after: str
    unit: str
    family: UnitFamily


AGENT = re.compile(
    r"(?:[队组委院校局村镇县市区者员民社]|公司|集团|部门|支部|党委|干部|系统|社区|街道|协会|中心|企业|书记)$"
)
AVERAGE = re.compile(r"[户人年月日亩]均")
_TAIL = re.compile(r"(?<=..)(?:常态化|全覆盖)$")
TIMES = ("倍", "番")  # measure words of a comparison
BARE = ("人", "人次")  # measure words that are nouns themselves
OPEN, CLOSE = '“‘「《"', '”’」》"'


def clean(phrase: str) -> str:
    """Return *phrase* without marks and loose words at its ends; quotes must come in pairs."""
    phrase = phrase.strip(" 、，,。；;：:的了和与及")
    for opening, closing in zip(OPEN, CLOSE, strict=True):
        if opening != closing and phrase.count(opening) != phrase.count(closing):
            phrase = (
                phrase.split(opening)[0]
                if phrase.count(opening) > phrase.count(closing)
                else phrase.rsplit(closing, 1)[-1]
            )
    return _TAIL.sub("", phrase.strip(" 、，,。；;：:"))
