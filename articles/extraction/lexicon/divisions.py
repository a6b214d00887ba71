"""The divisions of China and where a text names them; what a name means in context is not here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from articles.extraction import lexicon
from articles.extraction.lexicon.phrases import Heads, heads, occurrences
from articles.extraction.vocabulary import Labelled, RegionLevel

# A division's kind may be the head of the next word: 合作|市场, 杭州|市场, 新华|区域, 红旗|县级.
RUNS_ON = {"市": "场", "区": "域块间位", "县": "域", "盟": "友", "旗": "帜", "省": "略"}
AUTONOMOUS = ("自治州", "自治县")
OWN_WORDS = frozenset(["民政", "民族", "民营", "场监"])  # 中山市|民政局 is no 市民
RUNS_ON_ORDINARY = {"市": "场级民域容", "区": "域块间位分别", "县": "域级乡直城", "旗": "帜"}


class NameKind(Labelled):
    """How a name of a division is written."""

    FULL = "full", "全称"
    SHORT = "short", "简称"
    ORDINARY = "ordinary", "与常用词同形"
    ABBREVIATION = "abbreviation", "单字简称"


@dataclass(frozen=True, slots=True)
class Division:
    """One division; ``parent`` is "" for provinces, dates are year-ends ("" where open)."""

    adcode: str
    name: str
    short: str
    level: RegionLevel
    parent: str
    pinyin: str
    initials: str
    valid_from: str
    valid_to: str
    successor: str


@dataclass(frozen=True, slots=True)
class NameMatch:
    """``text[start:end]`` is a name of one of ``candidates`` (adcodes, those in use first)."""

    start: int
    end: int
    text: str
    kind: NameKind
    candidates: tuple[str, ...]


@cache
def divisions() -> Mapping[str, Division]:
    """Return every division by adcode, those in use and those abolished."""
    levels = {level.value: level for level in RegionLevel}
    rows = {}
    for row in lexicon.table("regions"):
        cells = dict(row)
        level = levels[cells.pop("level")]
        rows[row["adcode"]] = Division(level=level, **cells)
    return MappingProxyType(rows)


def name_of(adcode: str) -> str:
    """Return the full name of *adcode*, "" where there is no such division."""
    division = divisions().get(adcode)
    return division.name if division else ""


def short_name(adcode: str) -> str:
    """Return the name of *adcode* without its kind (白山), "" where there is no such division."""
    division = divisions().get(adcode)
    return division.short if division else ""


@cache
def ancestors(adcode: str) -> tuple[str, ...]:
    """Return the adcodes from the province down to *adcode* itself; () where it is unknown.

    >>> ancestors("330784")
    ('330000', '330700', '330784')
    """
    chain: list[str] = []
    while division := divisions().get(adcode):
        chain.append(adcode)
        adcode = division.parent
    return tuple(reversed(chain))


def is_within(adcode: str, other: str) -> bool:
    """Tell whether *adcode* is *other* or lies in it."""
    return other in ancestors(adcode)


def lineage(adcode: str) -> dict[str, str | None]:
    """Return the names of *adcode* and its ancestors under province, city and county.

    >>> lineage("110105")
    {'province': '北京市', 'city': None, 'county': '朝阳区'}
    """
    names: dict[str, str | None] = {"province": None, "city": None, "county": None}
    keys = {RegionLevel.PROVINCE: "province", RegionLevel.PREFECTURE: "city"}
    for code in ancestors(adcode):
        division = divisions()[code]
        names[keys.get(division.level, "county")] = division.name
    return names


@cache
def full_names() -> Mapping[str, tuple[str, ...]]:
    """Return the adcodes that each full name, of today or of the past, may mean."""
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for division in sorted(divisions().values(), key=lambda d: (d.valid_to != "", d.adcode)):
        codes[division.name].append(division.adcode)
    for row in lexicon.table("region_names"):
        codes[row["name"]].append(row["adcode"])
    for division in divisions().values():
        called = division.short + division.name[-1]  # 大理州, 长阳县
        if division.name.endswith(AUTONOMOUS) and not division.valid_to and called not in codes:
            codes[called].append(division.adcode)
    return MappingProxyType({name: tuple(found) for name, found in codes.items()})


@cache
def short_names() -> Mapping[str, tuple[str, ...]]:
    """Return the adcodes that each short name may mean; short names that are full ones left out."""
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for division in sorted(divisions().values(), key=lambda d: (d.valid_to != "", d.adcode)):
        if division.short not in full_names():
            codes[division.short].append(division.adcode)
    return MappingProxyType({name: tuple(found) for name, found in codes.items()})


def match(text: str) -> list[NameMatch]:
    """Return the names of divisions in *text*, in order and without overlap.

    A full name goes before a short one, a longer one before a shorter, and what a stop phrase
    covers (长白山, 市中心) is no name. Nothing is decided about ambiguous or ordinary words.
    """
    taken = bytearray(len(text))
    found = []
    phrases = occurrences(text, _swallowing(), taken)
    for names, kind in ((full_names(), NameKind.FULL), (short_names(), NameKind.SHORT)):
        for start, end in occurrences(text, _by_head(kind), taken):
            name = text[start:end]
            if any(low <= start and end <= high for low, high in phrases):
                continue
            if kind is NameKind.FULL and _runs_on(name, text[end : end + 2]):
                continue
            taken[start:end] = b"\x01" * (end - start)
            shown = NameKind.ORDINARY if name in _ordinary() else kind
            found.append(NameMatch(start, end, name, shown, names[name]))
    found += [name for name in _abbreviated(text) if not taken[name.start]]
    return sorted(found, key=lambda match: match.start)


def leading(text: str) -> tuple[int, str]:
    """Return where the chain of divisions at the beginning of *text* ends, and its last adcode.

    ``(0, "")`` where there is none, or where the first name may mean several places.

    >>> leading("河北省沧州市运河区委组织部")
    (9, '130903')
    """
    end, adcode = 0, ""
    for name in match(text):
        if name.start != end or name.kind is NameKind.ABBREVIATION:
            break
        inner = [code for code in name.candidates if adcode and is_within(code, adcode)]
        if not adcode and name.kind is not NameKind.ORDINARY:
            inner = highest(name.candidates)
        if len(inner) != 1:
            break
        end, adcode = name.end, inner[0]
    return end, adcode


def highest(candidates: tuple[str, ...]) -> list[str]:
    """Return those *candidates* that lie in no other of them: 吉林 the province, not the city."""
    return [
        code
        for code in candidates
        if not any(other != code and is_within(code, other) for other in candidates)
    ]


@cache
def _by_head(kind: NameKind) -> Heads:
    """Return the full or the short names by their first two characters."""
    return heads(full_names() if kind is NameKind.FULL else short_names())


@cache
def _swallowing() -> Heads:
    """Return the stop phrases by their first two characters."""
    return heads(_stop("swallow"))


@cache
def _ordinary() -> frozenset[str]:
    """Return the names that are ordinary words as well."""
    return _stop("ordinary")


def _stop(kind: str) -> frozenset[str]:
    """Return the stop words of one *kind*."""
    return frozenset(row["word"] for row in lexicon.table("region_stop") if row["kind"] == kind)


def _runs_on(name: str, following: str) -> bool:
    """Tell whether the kind of division in *name* belongs to the word that follows it."""
    if not following:
        return False
    if following in OWN_WORDS:
        return False
    ordinary = name[:-1] in _ordinary()
    return following[0] in (RUNS_ON_ORDINARY if ordinary else RUNS_ON).get(name[-1], "")


@cache
def _abbreviation() -> re.Pattern[str]:
    """Return the pattern of one-character names, which need a verb of going or helping."""
    characters = "".join(row["character"] for row in lexicon.table("region_abbreviations"))
    sure = "".join(c for c in characters if c not in "京津蒙吉黑苏川青宁港台甘")
    return re.compile(
        rf"(?:(?<=援)|(?<=赴))[{characters}](?![年山口剧商海州市省北南城])"
        rf"|(?:(?<=驻)|(?<=在)|(?<=返)|(?<=抵))[{sure}](?![山口剧商海州市省北南城])"
    )


@cache
def _abbreviation_codes() -> Mapping[str, str]:
    """Return the adcodes of the one-character names."""
    return {row["character"]: row["adcode"] for row in lexicon.table("region_abbreviations")}


def _abbreviated(text: str) -> list[NameMatch]:
    """Return the one-character names in *text*."""
    return [
        NameMatch(
            found.start(),
            found.end(),
            found[0],
            NameKind.ABBREVIATION,
            (_abbreviation_codes()[found[0]],),
        )
        for found in _abbreviation().finditer(text)
    ]
