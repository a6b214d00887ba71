"""Numbers as Chinese reports print them: 17412, 1.27万余, 20—30, 一百二十, 数百.

A number ends before its measure word; what it counts is no business of this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SMALL_SCALES = {"十": 10, "百": 100, "千": 1000}
LARGE_SCALES = {"万": 10**4, "亿": 10**8}
HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")

# Fifteen digits bound the work on hostile input; no report counts further.
# A space groups thousands where exactly three digits stand behind it (2 410万元); those of a table
# are wider, or more. One that a broken line swallowed leaves the digits together, which is the same number.
_GROUP = "[,\u0020\u00a0\u2009\u202f]"
_AMOUNT = (
    rf"(?:(?<!\d )[1-9]\d{{0,2}}(?:{_GROUP}\d{{3}}(?!\d)){{1,4}}(?! \d)|\d{{1,15}}(?!\d))"
    r"(?:\.\d{1,6}(?!\d))?"
)
# 千 and 百 are scales only where they do not begin a measure word (千米, 千瓦) or 百分点.
_SCALE = r"(?:千万|百万|十万|万亿|千亿|百亿|十亿|万|亿|千(?![米瓦克伏焦卡赫])|百(?!分))"


def _one(tag: str) -> str:
    return (
        rf"(?P<amount{tag}>{_AMOUNT})[ \u3000]?(?P<before{tag}>[余多来几])?"
        rf"(?P<scale{tag}>{_SCALE})?(?P<after{tag}>[余多来](?!自|源|往|样))?"
    )


_ARABIC = re.compile(
    r"(?<![\dA-Za-z])(?<!\d[.,])(?:(?P<high>\d{1,6})(?P<high_scale>[万亿])(?=\d))?"
    + _one("")
    + rf"(?:%?(?:[-—–－~～]{{1,2}}|[至到])(?:{_one('_max')}))?",
    re.ASCII,
)
_RUN = "零〇一二两三四五六七八九十百千万亿"
_HAN = re.compile(
    rf"(?<![{_RUN}几数.\d])(?:(?P<some>[数几上])(?=[十百千万亿]))?(?P<run>[{_RUN}]{{1,16}})"
    rf"(?![{_RUN}])(?:点(?P<fraction>[零一二三四五六七八九]{{1,4}}))?(?P<after>[余多来](?!自|源|往|样))?",
)
_CLIPPED = re.compile(r"[百千万亿][一二两三四五六七八九]$")


@dataclass(frozen=True, slots=True)
class Number:
    """``text[start:end]`` read as a number.

    ``value_max`` is the upper end of a range; ``vague`` is the 余, 多, 来, 几, 数 or 上 that blurs
    it, "" for none; ``han`` tells Chinese numerals from Arabic ones.
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None = None
    vague: str = ""
    han: bool = False


def find_numbers(text: str) -> Iterator[Number]:
    """Yield the numbers of *text* in order, without overlap, in linear time."""
    plain = text.translate(HALF_WIDTH)
    found = [number for match in _ARABIC.finditer(plain) if (number := _arabic(match))]
    found += [number for match in _HAN.finditer(plain) if (number := _han(match))]
    end = 0
    for number in sorted(found, key=lambda number: number.start):
        if number.start >= end:
            end = number.end
            yield number


def parse(text: str) -> Decimal | None:
    """Return the value of *text*, which must be one number and nothing else; else None.

    >>> parse("1.27万"), parse("一千三百"), parse("第三")
    (Decimal('12700'), Decimal('1300'), None)
    """
    for number in find_numbers(text):
        if (number.start, number.end) == (0, len(text)):
            return number.value
    return None


def parse_han(run: str) -> int | None:
    """Return the value of a well-formed Chinese numeral, None for any other run of its characters.

    A bare scale counts as one of it (百 is 100). Not well formed are 三四, 二〇二一, and 一百二,
    which people say for 120.
    """
    if _CLIPPED.search(run):
        return None
    total = section = 0
    digit: int | None = None
    small, large = 10**4, 10**12
    for position, character in enumerate(run):
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS[character]
        elif character in SMALL_SCALES:
            scale = SMALL_SCALES[character]
            if scale >= small or (digit is None and position and scale != 10):
                return None
            section, small, digit = section + (digit or 1) * scale, scale, None
        else:
            scale = LARGE_SCALES[character]
            section += digit or 0
            if scale >= large or (not section and position):
                return None
            total, large = total + (section or 1) * scale, scale
            section, small, digit = 0, 10**4, None
    return total + section + (digit or 0)


def _arabic(match: re.Match[str]) -> Number | None:
    value = _amount(match, "")
    if match["high"]:
        base = LARGE_SCALES[match["high_scale"]]
        if value >= base:
            return None
        value += int(match["high"]) * base
    vague = match["before"] or match["after"] or ""
    if not match["amount_max"]:
        return Number(match.start(), _end(match), value, None, vague)
    value_max = _amount(match, "_max")
    if not match["scale"] and match["scale_max"]:
        value = _whole(value * _scale(match["scale_max"]))
    if value_max <= value:
        return None
    vague = vague or match["before_max"] or match["after_max"] or ""
    return Number(match.start(), _end(match), value, value_max, vague)


def _end(match: re.Match[str]) -> int:
    return match.start() + len(match[0].rstrip(" \u3000"))


def _han(match: re.Match[str]) -> Number | None:
    whole = parse_han(match["run"])
    if whole is None:
        return None
    value = Decimal(whole)
    if match["fraction"]:
        digits = "".join(str(DIGITS[digit]) for digit in match["fraction"])
        value += Decimal(f"0.{digits}")
    vague = match["after"] or match["some"] or ""
    return Number(match.start(), match.end(), value, None, vague, han=True)


def _amount(match: re.Match[str], tag: str) -> Decimal:
    value = Decimal(re.sub(_GROUP, "", match[f"amount{tag}"]))
    scale = match[f"scale{tag}"]
    return _whole(value * _scale(scale)) if scale else value


def _scale(characters: str) -> int:
    product = 1
    for character in characters:
        product *= (SMALL_SCALES | LARGE_SCALES)[character]
    return product


def _whole(value: Decimal) -> Decimal:
    """Return *value* without the zeros that multiplying left behind its point."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()
