"""Words before an ending: which may stand in a name, and which name somebody."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import takewhile

from articles.extraction import lexicon
from articles.extraction.lexicon.cutting import frequencies
from articles.extraction.lexicon.tagging import tags

TOWNS = frozenset("镇乡")
FUNCTION = ("p", "c", "u", "uj", "ul", "d", "y", "f", "q")
QUARTERS = frozenset("东西南北")  # 平安西社区
MEMBERS = re.compile(
    r"(?:教师|教工|职工|学生|本科生|研究生|博士生|硕士生|离退休干部|老干部|离退休|退休|机关|行政|后勤|门诊|医技)$"
)
HAN = re.compile(r"[\u4e00-\u9fff]+")
ADMINISTRATIVE = frozenset("市县区省州旗")
NATIONAL = (
    "国家税务总局",
    "武警",
    "中共",
    "国网",
    "中国",
    "国家",
    "共青团",
    "中央",
    "八路军",
    "新四军",
    "红军",
)
ORDINAL = re.compile(r"第?[一二三四五六七八九十]{1,3}号?|第\d{1,3}")
NATION_WIDE = re.compile(r"中[国央铁建交石冶车核电煤远信化]|国[家网能电药投]|武警")
NOUNS = ("n", "s", "j", "b", "g", "eng", "a", "z", "f")
PROPER = ("nr", "nrfg", "ns", "nt", "nz", "nrt", "g", "zg", "vg", "ng", "ag", "eng", "b", "j")
PLACE_NOUNS = frozenset("路街巷里桥门湾园苑庄坊塘山河湖岭坪岗弄道堂楼")
LANDFORMS = frozenset("岭山河湖沟坪岗梁峪坡洼塬崖峰坝滩涧")  # 青石|岭, 猫|鼻梁
LONGEST_KNOWN = 3  # characters from which ordinary words with a landform are a name
KINDS_OF_TOWN = frozenset(
    (
        "重点",
        "中心",
        "特色",
        "示范",
        "贫困",
        "边境",
        "偏远",
        "边远",
        "建制",
        "先进",
        "试点",
        "基层",
        "直属",
        "下属",
        "周边",
        "各",
        "全",
    )
)
RARE = 30  # occurrences in the corpus of the dictionary: 启新, 树人
COINED_NUMERAL = re.compile(r"[万百千][家佳福禧德汇隆惠和泰利通顺盛兴峰川山江海]")  # 万家|物业公司
TIME = re.compile(
    r"[年月日天时刻春夏秋冬今昨明晨午夜晚早世节代期初末底前后周旬刚现近古来去往上下季次此本当将瞬暑岁]"
)
MEASURES = frozenset("个家支名位项条所间座处批种类次场级届期年月日户块片")


LEADING = frozenset("到在与和由向从对将把让被给同跟赴至往及请访办开建创抓帮助进入送评争做促带领")
ENTERING = frozenset("走进入到下驻上出联包")  # 进|村, 驻|厂
ABOVE = frozenset("上下")
NAMING = frozenset("和同")  # of the leading words those that end names: 清和
DEEDS = frozenset(
    "游探看赏品忆望赞聊谈写拍听闻观寻逛话说想盼守修种养卖买收租用当改治留住学教帮援救查问考评选投"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a passage with its part of speech."""

    text: str
    flag: str
    start: int

    @property
    def end(self) -> int:
        """Return where the word ends."""
        return self.start + len(self.text)


@lru_cache(maxsize=20_000)
def flag_of(word: str) -> str:
    """Return the part of speech of *word*: x for a mark, eng for a number or a Latin word.

    jieba's own tagging guesses at unknown words with a model that takes most of all time; a
    character that the dictionary does not know can only be part of a name here.
    """
    known: str | None = None if COINED_NUMERAL.fullmatch(word) else tags().get(word)
    if known is not None and not (known == "x" and HAN.fullmatch(word)):
        return known
    return "nz" if HAN.fullmatch(word) else "eng" if word.isalnum() else "x"


def is_coined(words: list[Word]) -> bool:
    """Tell whether *words* are a coined name and what is made or done under it: 余|吾|煤业."""
    coined = list(takewhile(lambda word: len(word.text) == 1, words))
    kind = words[len(coined) :]
    if len(coined) != 2 or not 1 <= len(kind) <= 2:
        return False
    closed = stop_words("break") | stop_words("generic") | MEASURES
    if any(word.text in closed or word.flag in FUNCTION for word in coined):
        return False
    return all(map(may_stand_in_name, kind))


def is_known(word: Word) -> bool:
    """Tell whether *word* is an ordinary word of the dictionary, or the whole name of a person."""
    if len(word.text) > 2:
        return True
    listed = frequencies().get(word.text, 0) > 0
    return len(word.text) == 2 and listed and not word.flag.startswith("nr")


def is_rare(word: Word) -> bool:
    """Tell whether the dictionary has *word* for a verb that nobody uses in a report."""
    rare = frequencies().get(word.text, 0) <= RARE
    return rare and word.flag == "v" and word.text not in stop_words("break")


def as_proper(word: Word) -> Word:
    """Return *word* as a proper noun where the dictionary does not know it."""
    if len(word.text) < 2 or word.flag.startswith("v") or not HAN.fullmatch(word.text):
        return word
    if frequencies().get(word.text, 0) > 0:
        return word
    return replace(word, flag="nz")


def may_stand_in_name(word: Word) -> bool:
    """Tell whether a name may run over *word*."""
    if word.text in stop_words("inside") or ORDINAL.fullmatch(word.text):
        return True
    if word.text in stop_words("trade"):  # 快鸽|外卖
        return True
    if word.text in stop_words("break") or word.text in MEASURES:
        return False
    if word.flag.startswith(("n", "vn", "vg", "zg")) or word.flag in NOUNS:
        return not word.text.isspace()
    if word.text == "何":  # 何|家桥|村
        return True
    if word.flag == "t":  # 隆中|电气
        return len(word.text) > 1 and not TIME.search(word.text)
    if word.flag == "l":  # set phrases: 国有资本, 自来水, but 各街道
        return not word.text.startswith(("各", "全", "为", "以", "有", "无", "不"))
    return word.flag == "q"


def names_someone(words: tuple[Word, ...], *, placed: bool, loose: bool) -> bool:
    """Tell whether *words* before an ending are a name and no description.

    *placed*: a division stands before them; *loose*: ordinary nouns will do.
    """
    own = [word for word in words if word.text not in stop_words("generic")]
    length = sum(len(word.text) for word in own)
    if loose and len(words) == 1 and words[0].text in stop_words("named"):
        return True  # 和平|社区
    if own and not placed and all(word.text in stop_words("inside") for word in own):
        return False  # 建设|社区
    if len(own) > 1 and own[0] is words[0] and _is_uncommon(own[0]):
        return True  # 金果|茶业|公司
    if _is_town(words, placed=placed) or _is_landform(words):
        return True
    if len(words) == 2 and len(words[0].text) > 1 and words[1].text in QUARTERS:
        return loose
    if length < 2 and not (own and own[-1].text in PLACE_NOUNS and len(words) > 1):
        return False
    cut_up = 2 <= len(own) <= 3 and all(len(word.text) == 1 for word in own)
    if placed or loose or (cut_up and len(own) == len(words)):  # 张|集|矿
        return True
    if NATION_WIDE.match("".join(word.text for word in words)) and len(words) > 1:
        return True
    return any(word.flag in PROPER and not ORDINAL.fullmatch(word.text) for word in own)


def _is_uncommon(word: Word) -> bool:
    """Tell whether *word* is so rare a noun that it can only be what somebody is called."""
    return len(word.text) > 1 and word.flag == "n" and frequencies().get(word.text, 0) <= RARE


def _is_landform(words: tuple[Word, ...]) -> bool:
    """Tell whether *words* are a place called after its look: 青石|岭."""
    length = sum(len(word.text) for word in words)
    named = words and words[0].text not in stop_words("generic")
    return bool(named) and length >= LONGEST_KNOWN and words[-1].text in LANDFORMS


def _is_town(words: tuple[Word, ...], *, placed: bool) -> bool:
    """Tell whether *words* begin with a town: 花街|镇, and 平安|镇 although 平安社区 names none."""
    for index, word in enumerate(words[1:], 1):
        if word.text in TOWNS:
            before = "".join(before.text for before in words[:index])
            named = (
                (placed or before in stop_words("named"))
                and index == 1
                and before not in KINDS_OF_TOWN
            )  # 兰陵县|新兴镇
            known = (
                named
                or before not in stop_words("generic")
                or before in lexicon.words("region_stop")
            )
            return known and len(before) > 1
    return False


@cache
def stop_words(use: str) -> frozenset[str]:
    """Return the words of the stop table with one *use*: break, generic, inside, unit, collective,
    named, praise or trade."""
    rows = lexicon.table("organization_stop")
    return frozenset(row["word"] for row in rows if row["use"] == use)


@cache
def closed() -> frozenset[str]:
    """Return the words that a coined name does not run over."""
    return stop_words("break") | LEADING | MEASURES


def ends_name(word: Word) -> bool:
    """Tell whether no coined name begins with *word*."""
    return word.text in closed() or word.text in ADMINISTRATIVE or word.flag in FUNCTION


def is_trimmed(core: list[Word]) -> bool:
    """Tell whether the first word cannot begin a name: a verb, or a description before a name."""
    first, rest = core[0], core[1:]
    if rest and NATION_WIDE.match(first.text + rest[0].text):
        return False
    if first.flag == "v" and first.text in stop_words("inside"):
        return bool(rest)
    long = len(first.text) > 1
    kept = bool(rest) and rest[0].text in PLACE_NOUNS | TOWNS | QUARTERS
    return long and first.text in stop_words("generic") and not kept


@cache
def closed_and_generic() -> frozenset[str]:
    """Return those and the words that alone name nobody."""
    return stop_words("break") | stop_words("generic") | MEASURES


@cache
def closed_but_above() -> frozenset[str]:
    """Return the words that even a name of two characters does not begin with: 新茂, 下姜."""
    return (stop_words("break") | MEASURES) - ABOVE


@cache
def kinds() -> frozenset[str]:
    """Return the words that tell a kind of firm and call none: 民营, but 好 as in 好邻居."""
    return stop_words("generic") - {"好"}
