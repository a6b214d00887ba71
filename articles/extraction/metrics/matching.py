"""Quantities: a number, its measure word, and how exact the text says it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from articles.extraction.lexicon import table
from articles.extraction.metrics.masking import masked
from articles.extraction.numbers import Number, find_numbers, parse, parse_han
from articles.extraction.vocabulary import Qualifier, UnitFamily


@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word as printed, the unit it is stored under, and where it may stand.

    ``han`` tells whether a lone Chinese numeral counts before it: "yes" where a word follows
    (三名), "free" anywhere (三公里), "" nowhere. ``not_before`` are the characters that make another
    word of it.
    """

    base: str
    family: UnitFamily
    han: str
    not_before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """``text[start:end]`` is the figure with its measure word.

    ``left`` and ``right`` widen it by the words that qualify it from outside (近, 达, 以上).
    """

    start: int
    end: int
    left: int
    right: int
    value: Decimal
    value_max: Decimal | None
    unit: str
    family: UnitFamily
    qualifier: Qualifier
    qualifier_text: str
    rule: str

    @property
    def exact(self) -> bool:
        """Whether the text states the figure without blur."""
        return self.value_max is None and self.qualifier in (Qualifier.EXACT, Qualifier.REACHED)


_PREFIXES = {
    Qualifier.REACHED: "达到 高达 多达 达",
    Qualifier.MORE: "超过 超出 超 逾 突破 至少 不少于 不低于 不下于 多于 高于 大于",
    Qualifier.LESS: "不足 不到 低于 少于 不超过 不多于 至多 最多 小于 仅",
    Qualifier.ABOUT: "接近 将近 近 大约 约为 约 大概",
}
_SUFFIXES = {
    Qualifier.MORE: "以上 之多",
    Qualifier.LESS: "以下 以内 之内",
    Qualifier.ABOUT: "左右 上下 不等",
}
_MEANING = {
    word: qualifier
    for words in (_PREFIXES, _SUFFIXES)
    for qualifier, listed in words.items()
    for word in listed.split()
} | {"过": Qualifier.MORE}
_VAGUE = {"来": Qualifier.ABOUT, "几": Qualifier.ABOUT}
# Words that end like a qualifier and are none: 签约50户, 传达12次, 附近3个.
_FALSE_PREFIX = re.compile(
    r"(?:[签节预公履合相契解违邀][约]|[传到下发表抵直送通转]达|[附临就最靠]近|赶超|仅仅)$"
)


# 过百户, but not 通过百项: more than a round number.
_PAST = re.compile(r"(?<![超通经走看接难])(?P<word>过)$")
_AVERAGED = re.compile(r"(?:平均|人均|预期)[^，,。；;]{0,8}$")
_FROM = re.compile(r"[从由自][^，,。；;、]{0,12}$")
_TO = re.compile(r"[-—–－~～至到]{1,2}")


def _alternatives(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


_PREFIX = re.compile(rf"(?P<word>{_alternatives(' '.join(_PREFIXES.values()))})了?[ \u3000]?$")
_SUFFIX = re.compile(rf"[ \u3000]?(?P<word>{_alternatives(' '.join(_SUFFIXES.values()))})")
_PERCENT = re.compile(
    r"百分之(?P<number>[零一二三四五六七八九十百]{1,8}(?:点[零一二三四五六七八九]{1,4})?|[0-9]{1,3}(?:\.[0-9]{1,4})?)"
)

# What makes a figure something else: an ordinal, a rank, a formula, a label.
_NOT_AFTER = re.compile(
    r"[第A-Za-zα-ω+＋/／#№·•.．=＝>＞<＜×]$|(?<!-)-$|第[一二三四五六七八九十]{1,3}[、至到]$"
)
_RANK = re.compile(
    r"(?<![目当此日年月底以之午提先])前$|(?:位列|名列|位居|排名|排在)[^，,。；;]{0,6}$"
    r"|[列居](?=[第全前省市县区同世])[^，,。；;]{0,6}$"
)
_DEIXIS = re.compile(r"[这那该此各前后首同其哪每某第头下上][ \u3000]?$")
_OFTEN = re.compile(
    r"(?:每|一)(?:个)?(?:学年|季度|半年|半月|学期|星期|年|季|月|周|天|日|晚|次|期|轮)度?"
    r"[^，,。；;！？：:]{0,16}$"
)
_EACH = re.compile(
    r"每[一]?(?:名|位|个|支|户|家|村|人|所|组|社区|支部|单位|班|院|科室|镇|乡|亩|场|项)"
    r"[^，,。；;！？：:]{0,14}$"
)
_SHORTEN = re.compile(
    r"(?:缩短|压缩|压减|缩减|提速|提前|节省|节约|减少|精简)[^。；;！？]{0,24}$|由$"
)
# Both halves of a change: 从56分钟缩短至31分钟, 由10天变为3天.
_CHANGES_FROM = re.compile(r"[从由](?:[^，,。；;！？\d]{0,4}\d{4}年的?)?[^，,。；;！？\d]{0,6}$")
_CHANGES_TO = re.compile(r"[^，,。；;！？\d]{0,16}[至到为](?:\d{4}年的?)?[^，,。；;！？\d]{0,6}\d")
_CHANGED = re.compile(
    r"[从由][^，,。；;！？\d]{0,8}(?:\d{4}年的?)?[^，,。；;！？\d]{0,4}\d{1,4}(?:\.\d)?[余多]?个?[^，,。；;！？\d]{1,18}"
    r"[至到为](?:\d{4}年的?)?[^，,。；;！？\d]{0,6}$"
)
_PER = re.compile(r"[ \u3000]?(?:[/／]|每[人户年月亩])")
_DEADLINE = re.compile(r"[之以]?[内外前]|不间断|不打烊|值班|值守|在线|待命")
_FORMULA = re.compile(r"[\u4e00-\u9fff]{0,8}[+＋]")
_NEGLIGIBLE = {"个月", "天", "日", "工作日", "个工作日", "个自然日", "分钟"}
_WINDOW = 40


@cache
def _units() -> dict[str, Unit]:
    families = {str(family): family for family in UnitFamily}
    return {
        row["unit"]: Unit(
            row["base"],
            families[row["family"]],
            row["han"],
            tuple(row["not_before"].split()),
        )
        for row in table("units")
    }


@cache
def _unit_pattern() -> re.Pattern[str]:
    words = sorted(_units(), key=len, reverse=True)
    return re.compile(r"[ \u3000]?(?P<unit>" + "|".join(map(re.escape, words)) + ")")


def find_quantities(text: str) -> Iterator[Quantity]:
    """Yield the quantities of *text* in order, without overlap, in linear time."""
    found = list(_percentages(text))
    taken = {position for quantity in found for position in range(quantity.start, quantity.end)}
    for number in find_numbers(text):
        if number.start not in taken and (quantity := _quantity(text, number)):
            found.append(quantity)
    mask = masked(text) if found else b""
    counted = [quantity for quantity in found if not any(mask[quantity.start : quantity.end])]
    yield from _ranges(text, sorted(counted, key=lambda quantity: quantity.start))


def _ranges(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """Join the two ends of a range that prints its unit twice (15元至25元) to one quantity."""
    index = 0
    while index < len(found):
        low, high = found[index], found[index + 1] if index + 1 < len(found) else None
        if high and _spans(text, low, high):
            yield replace(
                low,
                end=high.end,
                right=high.right,
                value_max=high.value,
                qualifier=high.qualifier,
                qualifier_text=high.qualifier_text,
                rule="range",
            )
            index += 1
        else:
            yield low
        index += 1


def _spans(text: str, low: Quantity, high: Quantity) -> bool:
    """Tell whether two figures are the ends of a range, not the ends of a change (从…到…)."""
    return (
        low.unit == high.unit
        and low.value_max is None is high.value_max
        and low.value < high.value
        and bool(_TO.fullmatch(text, low.end, high.start))
        and not _FROM.search(text[max(0, low.left - 14) : low.left])
    )


def _percentages(text: str) -> Iterator[Quantity]:
    for match in _PERCENT.finditer(text):
        value = parse(match["number"])
        if value is None:
            continue
        number = Number(match.start(), match.end(), value)
        yield _qualified(text, number, match.end(), _units()["%"], "percent-in-words")


def _quantity(text: str, number: Number) -> Quantity | None:
    match = _unit_pattern().match(text, number.end)
    if not match:
        return None
    unit, end = _units()[match["unit"]], match.end()
    if text.startswith(unit.not_before, end) or _excluded(text, number, match["unit"], end):
        return None
    if number.han and not _countable(text, number, unit, end):
        return None
    if match["unit"] == "成":
        number = replace(number, value=10 * number.value)  # 四成 is 40%
    rule = "han" if number.han else "range" if number.value_max is not None else "arabic"
    return _qualified(text, number, end, unit, rule)


def _excluded(text: str, number: Number, printed: str, end: int) -> bool:
    """Tell whether what stands around a number and its unit makes them no quantity."""
    before, family = text[max(0, number.start - _WINDOW) : number.start], _units()[printed].family
    if _NOT_AFTER.search(before) or _PER.match(text, end) or _FORMULA.match(text, end):
        return True
    if printed in ("名", "位", "家", "个") and _RANK.search(before):
        return True
    if family in (UnitFamily.EVENTS, UnitFamily.TIME, UnitFamily.VISITS) and _OFTEN.search(before):
        return True
    measured = family in (UnitFamily.MONEY, UnitFamily.SHARE, UnitFamily.AREA)
    # 每名党员联系3户 is a rule; a range tells how it is kept (每个网格10至15户).
    if not measured and number.value_max is None and _EACH.search(before):
        return True
    if printed == "岁":
        return not _AVERAGED.search(before)
    if printed in _NEGLIGIBLE:
        from_to = _CHANGES_FROM.search(before) and _CHANGES_TO.match(text, end)
        return not (from_to or _CHANGED.search(before) or _SHORTEN.search(before))
    return family is UnitFamily.TIME and bool(_DEADLINE.match(text, end))


def _countable(text: str, number: Number, unit: Unit, end: int) -> bool:
    """Tell whether a Chinese numeral counts here; most stand in idioms (千家万户, 三位一体)."""
    before = text[max(0, number.start - 2) : number.start]
    if unit.family is UnitFamily.TIME or _DEIXIS.search(before):
        return False
    if number.vague:
        return number.value >= 10
    run = text[number.start : number.end]
    if len(run) == 1:
        bare_scale = run in "百千万亿"
        if bare_scale:
            return run != "亿" and bool(_PREFIX.search(before) or _PAST.search(before))
        followed = "\u4e00" <= text[end : end + 1] <= "\u9fff"
        return number.value >= 2 and (unit.han == "free" or (bool(unit.han) and followed))
    return parse_han(run) is not None and unit.family is not UnitFamily.SHARE


def _qualified(text: str, number: Number, end: int, unit: Unit, rule: str) -> Quantity:
    head = text[max(0, number.start - 6) : number.start]
    prefix = _PREFIX.search(head)
    if prefix and _FALSE_PREFIX.search(head[: prefix.end("word")]):
        prefix = None
    if number.han and not prefix and text[number.start] in "百千万":
        prefix = _PAST.search(head)
    suffix = _SUFFIX.match(text, end)
    if number.vague:
        printed, meaning = number.vague, _VAGUE.get(number.vague, Qualifier.MORE)
    elif word := suffix or prefix:
        printed, meaning = word["word"], _MEANING[word["word"]]
    else:
        printed, meaning = "", Qualifier.EXACT
    return Quantity(
        start=number.start,
        end=end,
        left=number.start - len(prefix[0]) if prefix else number.start,
        right=suffix.end() if suffix else end,
        value=number.value,
        value_max=number.value_max,
        unit=unit.base,
        family=unit.family,
        qualifier=meaning,
        qualifier_text=printed,
        rule=rule,
    )
