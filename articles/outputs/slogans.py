"""What a sentence calls the slogan of the brand that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass

NOUN = "口号|标语|宗旨|主旨|理念|愿景"
QUOTED = "“([^“”]{2,40})”"
# 以“……”为服务理念; “……”的口号; 口号是“……”. What stands between is counted, so that no text costs much.
AFTER = re.compile(f"{QUOTED}(?:作为|为|的|这一)[^“”。，；]{{0,6}}?({NOUN})")
BEFORE = re.compile(f"({NOUN})(?:[是为：:]|定为)?{QUOTED}")


@dataclass(frozen=True, slots=True)
class Slogan:
    """Words in quotes, and the noun by which the text calls them."""

    noun: str
    words: str


def slogan(sentence: str, name: str) -> Slogan | None:
    """Return the slogan that *sentence* gives, None if none; *name*, that of the brand, is none.

    >>> slogan("医院以“无痛、有趣、放心”为服务理念打造“开心牙科”品牌。", "开心牙科")
    Slogan(noun='理念', words='无痛、有趣、放心')
    """
    found = [Slogan(match[2], match[1]) for match in AFTER.finditer(sentence)]
    found += [Slogan(match[1], match[2]) for match in BEFORE.finditer(sentence)]
    return next((one for one in found if one.words != name), None)
