"""What a sentence calls the slogan of the brand that it names, where it leaves no doubt whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

NOUN = "(?P<noun>口号|标语|宗旨|主旨|理念|愿景)"
WORDS = "“(?P<words>[^“”]{2,40})”"
HOLD = "(?:以|秉持|秉承|坚持|坚守|恪守|奉行|践行|喊响|提出|确立)"
MAKE = "(?:打造|创建|创立|推出|建设|培育|构建)了?"
BRAND = "”?(?:[\u4e00-\u9fff]{0,2}(?:品牌|工程|行动|项目|活动|模式|工作法))?"
FEW = "[\u4e00-\u9fff]{0,4}?"  # as in 服务理念; counted, so that no text costs much
CALLED = f"(?:作为|为|的|这一){FEW}{NOUN}"
AFTER = (
    re.compile(f"{BRAND}{HOLD}{WORDS}{CALLED}"),  # “甲”品牌以“乙”为宗旨
    re.compile(f"{BRAND}的?{FEW}{NOUN}(?:是|为|：|:|定为){WORDS}"),  # “甲”的口号是“乙”
)
BEFORE = re.compile(f"{HOLD}{WORDS}{CALLED}{MAKE}“?$")  # 以“乙”为理念打造“甲”
REACH = 80  # characters before a name that can hold what BEFORE seeks


@dataclass(frozen=True, slots=True)
class Slogan:
    """Words in quotes, and the noun by which the text calls them."""

    noun: str
    words: str


def slogan(before: str, after: str) -> Slogan | None:
    """Return the slogan that a sentence gives a brand, None if none: *before* and *after* are what
    it says around the name.

    The name must stand right beside what speaks of the slogan, so that no other body's, and none
    that the brand turns against, is taken for its own.

    >>> slogan("医院以“无痛、有趣、放心”为服务理念打造“", "”品牌。")
    Slogan(noun='理念', words='无痛、有趣、放心')
    """
    found = next((match for form in AFTER if (match := form.match(after))), None)
    found = found or BEFORE.search(before[-REACH:])
    return Slogan(found["noun"], found["words"]) if found else None
