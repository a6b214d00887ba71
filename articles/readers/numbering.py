"""The numbers that Word prints before paragraphs without writing them into the text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

DIGITS = "零一二三四五六七八九"
CHINESE = re.compile(r"(?:chinese|taiwanese|japanese)Counting\w*|ideographDigital")
DECIMAL = frozenset({"decimal", "decimalZero", "decimalFullWidth", "decimalHalfWidth"})
PLACE = re.compile(r"%([1-9])")
Key = tuple[str, int]  # number of a list, level in it


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered: ``%1、`` in Chinese numerals from 1 on."""

    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted."""

    levels: dict[Key, Level] = field(default_factory=dict)
    counts: dict[Key, int] = field(default_factory=lambda: defaultdict(int))

    def number(self, key: Key | None) -> str:
        """Count the next paragraph of the list level *key*, and return what is printed before it.

        Bullets and lists that the document does not define count as nothing: "".
        """
        level = self.levels.get(key) if key else None
        if key is None or level is None or level.form in ("bullet", "none"):
            return ""
        name, depth = key
        self.counts[key] += 1
        for deeper in range(depth + 1, 9):
            self.counts.pop((name, deeper), None)
        return PLACE.sub(lambda match: self._count(name, int(match[1]) - 1), level.text)

    def _count(self, name: str, depth: int) -> str:
        level = self.levels.get((name, depth))
        if level is None:
            return ""
        count = level.start + max(0, self.counts[name, depth] - 1)
        if CHINESE.fullmatch(level.form):
            return chinese(count)
        return str(count) if level.form in DECIMAL else ""


def chinese(number: int) -> str:
    """Return *number* below 100 in Chinese numerals, larger ones in digits.

    >>> chinese(3), chinese(10), chinese(21)
    ('三', '十', '二十一')
    """
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")
