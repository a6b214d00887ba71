"""Where a name begins: from its ending leftwards, word by word, to what cannot be part of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import takewhile

from articles.extraction import lexicon
from articles.extraction.lexicon.cutting import cut, frequencies
from articles.extraction.lexicon.tagging import tags
from articles.extraction.types import RegionMention

LONGEST = 24  # characters before the ending
LONGEST_UNKNOWN = 8  # characters of a name that jieba cuts to pieces
TOWNS = frozenset("镇乡")
FUNCTION = ("p", "c", "u", "uj", "ul", "d", "y", "f", "q")
QUARTERS = frozenset("东西南北")  # 平安西社区
COUNTED = re.compile(r"[\d一二三四五六七八九十百千万两几数多首每各这那某该整]$")
LONGEST_SUB_UNIT = 12  # characters of the name of a department
MEMBERS = re.compile(r"(?:教师|教工|职工|学生|本科生|研究生|离退休|退休)$")
SUB_UNIT = re.compile(r"(?:[系科室处队所站厂班]|站点|[采工][一二三四五六]?区|部|中心|车间|学院)$")
HAN = re.compile(r"[\u4e00-\u9fff]+")
RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9+#&._%\-]+|[^\u4e00-\u9fffA-Za-z0-9+#&._%\-]")
ADMINISTRATIVE = frozenset("市县区省州旗")
NATIONAL = ("国家税务总局", "武警", "中共", "国网", "中国", "国家", "共青团", "中央")
ORDINAL = re.compile(r"第?[一二三四五六七八九十]{1,3}|第\d{1,3}")
NATION_WIDE = re.compile(r"中[国央铁建交石冶车核电煤远信化]|国[家网能电药投]|武警")
NOUNS = ("n", "s", "j", "b", "g", "eng", "a", "z", "f")
PROPER = ("nr", "ns", "nt", "nz", "nrt", "g", "zg", "vg", "ng", "ag", "eng", "b", "j")
PLACE_NOUNS = frozenset("路街巷里桥门湾园苑庄坊塘山河湖岭坪岗弄道堂楼")
MEASURES = frozenset("个家支名位项条所间座处批种类次场级届期年月日户块片")


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


@dataclass(frozen=True, slots=True)
class Beginning:
    """What stands before an ending: the place, a bare 市 or 县, and the words of the name."""

    start: int
    core: tuple[Word, ...]
    region: RegionMention | None = None
    place_start: int = 0  # of the first division, behind 中共 or 国网
    prefix: str = ""


class Reading:
    """A passage cut into words, with the divisions that it names."""

    def __init__(self, text: str, regions: dict[int, tuple[int, RegionMention]]) -> None:
        """Take the passage and its divisions as ``{end: (start, mention)}``."""
        self.text = text
        self.regions = regions

    @cached_property
    def _words(self) -> dict[int, Word]:
        """Return the words of the runs that were asked for, each under all its places."""
        return {}

    @cached_property
    def _runs(self) -> list[int]:
        """Return where every run begins of characters that a word may be made of."""
        return [match.start() for match in RUN.finditer(self.text)]

    def _word_over(self, position: int) -> Word:
        """Return the word that holds ``text[position]``.

        Only words of the dictionary: a guess would join what stands by chance together (新老).
        Runs between marks are cut when they are first asked for; most hold no name.
        """
        word = self._words.get(position)
        if word is None:
            start = self._runs[bisect_right(self._runs, position) - 1]
            self._cut(start)
            word = self._words[position]
        return word

    def _cut(self, start: int) -> None:
        match = RUN.match(self.text, start)
        for text in cut(match.group() if match else ""):
            word = Word(text, _flag_of(text), start)
            self._words.update(dict.fromkeys(range(start, word.end), word))
            start = word.end

    def in_division(self, position: int) -> bool:
        """Tell whether the name of a division runs up to *position* or over it."""
        return any(start < position <= end for end, (start, _) in self.regions.items())

    def word_before(self, position: int, limit: int = 0) -> Word | None:
        """Return the word that ends at *position*, cut off there and at *limit*."""
        if position <= limit:
            return None
        word = self._word_over(position - 1)
        start = max(word.start, limit)
        return Word(self.text[start:position], word.flag, start)

    def words_in(self, start: int, end: int) -> list[Word]:
        """Return the words of ``text[start:end]``, cut off at both ends."""
        found: list[Word] = []
        while (word := self.word_before(end, start)) is not None:
            found.append(word)
            end = word.start
        return found[::-1]

    def beginning(self, stop: int, limit: int) -> Beginning:
        """Return what belongs before the ending at *stop*, not reaching over *limit*."""
        position, core = stop, list[Word]()
        while stop - position <= LONGEST:
            if position in self.regions and self.regions[position][0] >= limit:
                return self._with_region(position, limit, core)
            word = self.word_before(position, max([limit, *self._region_inside(position)]))
            if word is None or not self._goes_on(word, core):
                break
            core.insert(0, _as_proper(word))
            position = word.start
        if (name := self._unknown_name(stop, limit)) is not None and name.start < position:
            if name.start in self.regions and self.regions[name.start][0] >= limit:
                return self._with_region(name.start, limit, [name])
            return Beginning(name.start, (name,))
        return _without_region(position, core)

    def _goes_on(self, word: Word, core: list[Word]) -> bool:
        """Tell whether a name runs over *word*; 月 is a measure in 3月, and none in 月河."""
        if len(core) == 1 and len(word.text) == len(core[0].text) == 1:
            coined = word.text not in stop_words("break") and word.flag not in FUNCTION
            if coined and self._begins_at(word.start):
                return bool(HAN.match(word.text))  # 虎门镇|怀|德|社区
        if word.text not in MEASURES or not core:
            return may_stand_in_name(word)
        counted = self.word_before(word.start)
        return counted is None or (not COUNTED.search(counted.text) and counted.flag != "m")

    def _begins_at(self, position: int) -> bool:
        """Tell whether a division or a town ends at *position*."""
        return position in self.regions or self.text[max(0, position - 1) : position] in TOWNS

    def joins(self, start: int, end: int) -> bool:
        """Tell whether ``text[start:end]`` may stand inside a name."""
        words = self.words_in(start, end)
        return all(map(may_stand_in_name, words)) or _is_coined(words)

    def _unknown_name(self, stop: int, limit: int) -> Word | None:
        """Return the short name before *stop* that jieba cuts to pieces: 清|和|街道, 章庄|铺|镇.

        It fills the room from a mark, a division or a body up to *stop*, and no word in it is known.
        """
        start = stop
        while start > limit and HAN.match(self.text[start - 1]) and start not in self.regions:
            start -= 1
            if stop - start > LONGEST_UNKNOWN:
                return None
        words = self.words_in(start, stop)
        if _is_coined(words):
            return Word(self.text[start:stop], "nz", start)
        if not words or stop - start < 2 or any(_is_known(word) for word in words):
            return None
        inner = words[:-1] if len(words) == stop - start == 2 else words  # 清和, 永和
        closed = stop_words("break") | stop_words("generic") | MEASURES
        town = words[-1].text in TOWNS and len(words) > 1
        numbered = len(words) > 2 and bool(ORDINAL.fullmatch(words[-1].text))  # 平煤八|矿
        if any(
            word.text in closed or ORDINAL.fullmatch(word.text)
            for word in inner[: -1 if town or numbered else None]
        ):
            return None
        return Word(self.text[start:stop], "nz", start)

    def trade_name(self, stop: int, limit: int) -> int:
        """Return where the name of a firm begins that has a division at *stop*, *stop* if none."""
        begin = self.beginning(stop, limit)
        if begin.region is not None or begin.prefix or not begin.core:
            return stop
        known = begin.core[-1].text in stop_words("trade")
        proper = begin.core[0].flag in PROPER and len(begin.core[0].text) > 1
        own = names_someone(begin.core, placed=False, loose=True)
        return begin.start if own and (known or proper) else stop

    def sub_unit(self, stop: int) -> int | None:
        """Return where the name of a department begins that ends at *stop*: 掘进三队, 机电系教师."""
        members = MEMBERS.search(self.text, max(0, stop - 3), stop)
        end = members.start() if members else stop
        if not SUB_UNIT.search(self.text, max(0, end - 2), end):
            return None
        start = end
        while start > 0 and HAN.match(self.text[start - 1]) and end - start <= LONGEST_SUB_UNIT:
            start -= 1
        words = self.words_in(start, end)
        last = next((i for i in range(len(words), 0, -1) if _ends_before(words[i - 1])), 0)
        if last == 1 < len(words) and len(words[0].text) == len(words[1].text) == 1:
            last = int(words[0].flag in FUNCTION)  # 美|团|城北站
        name = "".join(word.text for word in words[last:])
        own = [word for word in words[last:] if word.text not in stop_words("generic")]
        counted = last and (
            words[last - 1].text in MEASURES or COUNTED.search(words[last - 1].text)
        )
        digit = not last and self.text[max(0, start - 1) : start].isdigit()
        if counted or digit or len(name) > LONGEST_SUB_UNIT or not own:
            return None
        collective = words[-1].text in stop_words("collective")
        if collective or name in stop_words("unit") or len(name) < 2 or name[0] in "该本我全各":
            return None
        return end - len(name)

    def is_firm(self, start: int, stop: int) -> bool:
        """Tell whether ``text[start:stop]`` is a branch of a firm of its own: 圆通|人民路站点."""
        words = self.words_in(start, stop)
        trade = any(word.text in stop_words("trade") for word in words)
        return trade or any(
            start <= low and high <= stop for high, (low, _) in self.regions.items()
        )

    def _region_inside(self, position: int) -> list[int]:
        if not position:
            return []
        word = self._word_over(position - 1)
        return [end for end in range(word.start + 1, position) if end in self.regions]

    def _with_region(self, end: int, limit: int, core: list[Word]) -> Beginning:
        start, region = self.regions[end]
        while start in self.regions and self.regions[start][0] >= limit:
            start = self.regions[start][0]
        place_start = start
        for lead in NATIONAL:
            if self.text.startswith(lead, start - len(lead)) and start - len(lead) >= limit:
                start -= len(lead)
                break
        return Beginning(start, tuple(core), region, place_start)


@lru_cache(maxsize=20_000)
def _flag_of(word: str) -> str:
    """Return the part of speech of *word*: x for a mark, eng for a number or a Latin word.

    jieba's own tagging guesses at unknown words with a model that takes most of all time; a
    character that the dictionary does not know can only be part of a name here.
    """
    known: str | None = tags().get(word)
    if known is not None:
        return known
    return "nz" if HAN.fullmatch(word) else "eng" if word.isalnum() else "x"


def _ends_before(word: Word) -> bool:
    """Tell whether the name of a department cannot run over *word*."""
    return word.text in stop_words("break") or word.text in {"、", "个", "支", "名"}


def _is_coined(words: list[Word]) -> bool:
    """Tell whether *words* are a coined name and what is made or done under it: 余|吾|煤业."""
    coined = list(takewhile(lambda word: len(word.text) == 1, words))
    closed = stop_words("break") | stop_words("generic") | MEASURES
    kind = words[len(coined) :]
    if len(coined) != 2 or not 1 <= len(kind) <= 2:
        return False
    if any(word.text in closed or word.flag in FUNCTION for word in coined):
        return False
    return all(map(may_stand_in_name, kind))


def _is_known(word: Word) -> bool:
    """Tell whether *word* is an ordinary word of the dictionary, or the whole name of a person."""
    if len(word.text) > 2:
        return True
    listed = frequencies().get(word.text, 0) > 0
    return len(word.text) == 2 and listed and not word.flag.startswith("nr")


def _as_proper(word: Word) -> Word:
    """Return *word* as a proper noun where the dictionary does not know it."""
    if len(word.text) < 2 or word.flag.startswith("v") or not HAN.fullmatch(word.text):
        return word
    if frequencies().get(word.text, 0) > 0:
        return word
    return replace(word, flag="nz")


def _without_region(position: int, core: list[Word]) -> Beginning:
    for index in range(len(core) - 1, -1, -1):
        if core[index].text in ADMINISTRATIVE:
            kept = tuple(core[index + 1 :])
            return Beginning(core[index].start, kept, prefix=core[index].text)
    while core and _is_trimmed(core):
        position = core.pop(0).end
    return Beginning(position, tuple(core))


def _is_trimmed(core: list[Word]) -> bool:
    """Tell whether the first word cannot begin a name: a verb, or a description before a name."""
    first, rest = core[0], core[1:]
    if rest and NATION_WIDE.match(first.text + rest[0].text):
        return False
    if first.flag == "v" and first.text in stop_words("inside"):
        return bool(rest)
    long = len(first.text) > 1
    kept = bool(rest) and rest[0].text in PLACE_NOUNS | TOWNS | QUARTERS
    return long and first.text in stop_words("generic") and not kept


def may_stand_in_name(word: Word) -> bool:
    """Tell whether a name may run over *word*."""
    if word.text in stop_words("inside") or ORDINAL.fullmatch(word.text):
        return True
    if word.text in stop_words("break") or word.text in MEASURES:
        return False
    if word.flag.startswith(("n", "vn", "vg", "zg")) or word.flag in NOUNS:
        return not word.text.isspace()
    if word.flag == "l":  # set phrases: 国有资本, 自来水, but 各街道
        return not word.text.startswith(("各", "全", "为", "以", "有", "无", "不"))
    return word.flag == "q"


def names_someone(words: tuple[Word, ...], *, placed: bool, loose: bool) -> bool:
    """Tell whether *words* before an ending are a name and no description.

    *placed*: a division stands before them; *loose*: ordinary nouns will do.
    """
    own = [word for word in words if word.text not in stop_words("generic")]
    length = sum(len(word.text) for word in own)
    if _is_town(words):
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


def _is_town(words: tuple[Word, ...]) -> bool:
    """Tell whether *words* begin with a town: 花街|镇, and 平安|镇 although 平安社区 names none."""
    for index, word in enumerate(words[1:], 1):
        if word.text in TOWNS:
            before = "".join(before.text for before in words[:index])
            known = before not in stop_words("generic") or before in lexicon.words("region_stop")
            return known and len(before) > 1
    return False


@cache
def stop_words(use: str) -> frozenset[str]:
    """Return the words of the stop table with one *use*: break, generic, inside, unit, collective or trade."""
    rows = lexicon.table("organization_stop")
    return frozenset(row["word"] for row in rows if row["use"] == use)
