"""How the committed table of divisions is made from the packages that publish the raw lists."""

from __future__ import annotations

import ast
import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypinyin import Style, lazy_pinyin

LEVELS = {1: "province", 2: "prefecture", 3: "county"}
COLUMNS = (
    "adcode", "name", "short", "level", "parent", "pinyin", "initials", "valid_from", "valid_to",
    "successor",
)  # fmt: skip
FIRST_FORMER_YEAR = 2010  # reports of this age and younger still use the old names
TAIWAN = ("710000", "台湾省")  # the official table prints no code for it; GB/T 2260 has one

SUFFIXES = (
    "特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "林区", "特区", "新区", "矿区",
    "省", "市", "盟", "县", "区", "旗",
)  # fmt: skip
NATIONS = (
    "各族", "汉族", "蒙古族", "回族", "藏族", "维吾尔族", "苗族", "彝族", "壮族", "布依族",
    "朝鲜族", "满族", "侗族", "瑶族", "白族", "土家族", "哈尼族", "哈萨克族", "傣族", "黎族",
    "傈僳族", "佤族", "畲族", "高山族", "拉祜族", "水族", "东乡族", "纳西族", "景颇族",
    "柯尔克孜族", "土族", "达斡尔族", "仫佬族", "羌族", "布朗族", "撒拉族", "毛南族", "仡佬族",
    "锡伯族", "阿昌族", "普米族", "塔吉克族", "怒族", "乌孜别克族", "俄罗斯族", "鄂温克族",
    "德昂族", "保安族", "裕固族", "京族", "塔塔尔族", "独龙族", "鄂伦春族", "赫哲族", "门巴族",
    "珞巴族", "基诺族", "蒙古", "维吾尔", "哈萨克", "柯尔克孜", "塔吉克",
)  # fmt: skip
READINGS = {
    "长治": "chang zhi",
    "浚县": "xun xian",
    "单县": "shan xian",
    "洪洞": "hong tong",
    "涡阳": "guo yang",
    "朝阳": "chao yang",
    "陕西": "shaan xi",
    "荥经": "ying jing",
    "漯河": "luo he",
    "大埔": "da pu",
    "大城": "dai cheng",
    "曾都": "zeng du",
    "乐陵": "lao ling",
    "郫都": "pi du",
    "筠连": "jun lian",
    "六合": "lu he",
    "会稽": "kuai ji",
    "南乐": "nan le",
    "民乐": "min le",
    "伽师": "jia shi",
    "泊头": "bo tou",
    "龙圩": "long xu",
    "繁峙": "fan shi",
    "宕昌": "tan chang",
    "长子": "zhang zi",
}
SYLLABLES = {"长": "chang", "都": "du", "什": "shi"}  # in the name of a place  # fmt: skip
# What became of districts that were merged into one of another name.
MERGED_INTO = {
    "230702": "230717", "230708": "230717", "230711": "230718", "230706": "230718",
    "230707": "230724", "230710": "230724", "230715": "230724", "230712": "230723",
    "230714": "230723", "230713": "230725", "230716": "230719", "230705": "230751",
    "330103": "330105", "330204": "330212", "500105": "500157", "500112": "500157",
    "140402": "140403", "320504": "320508", "310103": "310101", "310108": "310106",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the table; dates are year-ends at which a printed list names the division."""

    adcode: str
    name: str
    level: int
    parent: str
    valid_from: str = ""
    valid_to: str = ""
    successor: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return the row in the order of ``COLUMNS``."""
        short = short_name(self.name)
        syllables = reading(short)
        return (
            self.adcode, self.name, short, LEVELS[self.level], self.parent, "".join(syllables),
            "".join(syllable[0] for syllable in syllables), self.valid_from, self.valid_to,
            self.successor,
        )  # fmt: skip


@dataclass(slots=True)
class Listing:
    """One (code, name) pair of the yearly lists: when it is listed, and where it belonged last."""

    level: int
    first: int
    last: int
    identity: str
    parent: str


History = dict[tuple[str, str], Listing]


def short_name(name: str) -> str:
    """Return *name* without its kind of division and its nations, two characters at least.

    >>> [short_name(n) for n in ("白山市", "双江拉祜族佤族布朗族傣族自治县", "沙县", "东昌府区")]
    ['白山', '双江', '沙县', '东昌府']
    """
    suffix = next((s for s in SUFFIXES if name.endswith(s) and len(name) - len(s) >= 2), "")
    short = name.removesuffix(suffix)
    nations = NATIONS if suffix.startswith("自治") else [n for n in NATIONS if n.endswith("族")]
    while found := next((n for n in nations if short.endswith(n) and len(short) - len(n) > 1), ""):
        short = short.removesuffix(found)
    return short


def reading(short: str) -> list[str]:
    """Return the syllables of a short name, without tones, read as the place itself reads it."""
    if short in READINGS:
        return READINGS[short].split()
    return [
        SYLLABLES.get(character, syllable)
        for character, syllable in zip(short, lazy_pinyin(short, style=Style.NORMAL), strict=True)
    ]


def read_current(path: Path) -> tuple[dict[str, Any], list[Division]]:
    """Return the metadata and the three upper levels of the ministry's list at *path*."""
    data = json.loads(path.read_text("utf-8"))
    rows = [
        Division(code, name, level, parent)
        for level, code, parent, name in data["divisions"]
        if level in LEVELS
    ]
    return data["metadata"], [*rows, Division(*TAIWAN, level=1, parent="")]


def read_check(path: Path) -> dict[str, str]:
    """Return names by code from the second list, a Python file that is parsed and never run."""
    tree = ast.parse(path.read_text("utf-8"))
    areas = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.AnnAssign) and node.value is not None
    )

    def walk(nodes: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
        for node in nodes:
            yield node["code"].ljust(6, "0"), node["name"]
            yield from walk(node.get("children", []))

    return {code: name for code, name in walk(areas) if code.isdecimal()}


def read_history(path: Path) -> History:
    """Return every (code, name) of the yearly lists at *path* with its first and last year."""
    history: History = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: row["year"]):
            level = int(row["rank"])
            kind = ("province", "city", "county")[level - 1]
            parent = {1: "", 2: row["province_adcode"], 3: row["city_adcode"]}[level]
            key = row[f"{kind}_adcode"], row[f"{kind}_name"]
            year, identity = int(row["year"]), row[f"{kind}_id"]
            if key in history:
                listing = history[key]
                listing.last, listing.identity, listing.parent = year, identity, parent
            else:
                history[key] = Listing(level, year, year, identity, parent)
    return history


def year_end(year: int) -> str:
    """Return the last day of *year*, the day that a yearly list describes."""
    return f"{year}-12-31"


def dated(current: Iterable[Division], history: History, as_of: str) -> list[Division]:
    """Return *current* with the first list that names each; "" where the oldest one does."""
    oldest = min(listing.first for listing in history.values())
    rows = []
    for row in current:
        listing = history.get((row.adcode, row.name))
        since = as_of if listing is None else year_end(listing.first)
        if listing is not None and listing.first == oldest:
            since = ""
        rows.append(Division(row.adcode, row.name, row.level, row.parent, since))
    return rows


def former(current: list[Division], history: History) -> tuple[list[Division], list[Division]]:
    """Return divisions that are gone, and former names of divisions that kept their code."""
    by_code = {row.adcode: row for row in current}
    by_name = defaultdict(list)
    for row in current:
        by_name[row.name, row.adcode[:2]].append(row)
    gone, renamed = [], []
    for (code, name), listing in sorted(history.items()):
        if listing.last < FIRST_FORMER_YEAR or (code in by_code and by_code[code].name == name):
            continue
        since, until = year_end(listing.first), year_end(listing.last)
        row = Division(code, name, listing.level, listing.parent, since, until)
        if code in by_code:
            renamed.append(row)
        elif not any(_only_recoded(listing, same, history) for same in by_name[name, code[:2]]):
            gone.append(row)
    return _with_ties(_latest(gone), current, history), renamed


def _only_recoded(listing: Listing, same: Division, history: History) -> bool:
    """Tell whether *same* took the name over instead of bearing it all along."""
    other = history.get((same.adcode, same.name))
    return other is None or other.first > listing.last


def _latest(rows: list[Division]) -> list[Division]:
    """Return one row a code, the one that was in use last."""
    return list({row.adcode: row for row in sorted(rows, key=lambda row: row.valid_to)}.values())


def _with_ties(gone: list[Division], current: list[Division], history: History) -> list[Division]:
    """Return *gone* with parents that are in the table and successors as far as known."""
    known = {row.adcode for row in current} | {row.adcode for row in gone}
    newest = max(listing.last for listing in history.values())
    heirs = {
        listing.identity: code
        for (code, _name), listing in history.items()
        if listing.last == newest
    }
    shorts = defaultdict(list)
    for row in current:
        shorts[short_name(row.name), row.adcode[:2]].append(row.adcode)
    codes = {row.adcode for row in current}
    rows = []
    for row in sorted(gone, key=lambda row: row.adcode):
        heir = heirs.get(history[row.adcode, row.name].identity, "")
        named = shorts[short_name(row.name), row.adcode[:2]]
        candidates = (MERGED_INTO.get(row.adcode, ""), heir, *(named if len(named) == 1 else ()))
        successor = next((code for code in candidates if code in codes), "")
        parent = row.parent if row.parent in known else row.adcode[:2] + "0000"
        rows.append(
            Division(
                row.adcode, row.name, row.level, parent, row.valid_from, row.valid_to, successor
            )
        )
    return rows


def render(columns: Iterable[str], rows: Iterable[Iterable[str]], comment: Iterable[str]) -> str:
    """Return a lexicon file: comment lines, column names, rows."""
    lines = [f"# {line}" for line in comment]
    lines += ["\t".join(columns), *("\t".join(row) for row in rows)]
    return "\n".join(lines) + "\n"


def checksum(path: Path) -> str:
    """Return the SHA-256 of the file at *path*, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
