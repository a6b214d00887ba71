"""Where a name begins: from its ending leftwards, word by word, to what cannot be part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import accumulate

import jieba.posseg

from articles.extraction import lexicon
from articles.extraction.types import RegionMention

LONGEST = 24  # characters before the ending
LONGEST_UNKNOWN = 5  # characters of a name that jieba cuts to pieces
HAN = re.compile(r"[\u4e00-\u9fff]+")
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
    def words(self) -> list[Word]:
        """Return the words of the passage, which together are the whole of it.

        Only words of the dictionary: a guess would join what stands by chance together (新老).
        """
        cut = list(jieba.dt.cut(self.text, HMM=False))
        ends = accumulate(map(len, cut))
        return [
            Word(word, _flag_of(word), end - len(word))
            for word, end in zip(cut, ends, strict=True)
        ]

    @cached_property
    def _at(self) -> list[int]:
        return [index for index, word in enumerate(self.words) for _ in word.text]

    def in_division(self, position: int) -> bool:
        """Tell whether the name of a division runs up to *position* or over it."""
        return any(start < position <= end for end, (start, _) in self.regions.items())

    def word_before(self, position: int, limit: int = 0) -> Word | None:
        """Return the word that ends at *position*, cut off there and at *limit*."""
        if position <= limit:
            return None
        word = self.words[self._at[position - 1]]
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
            if word is None or not may_stand_in_name(word):
                break
            core.insert(0, _as_proper(word))
            position = word.start
        if (name := self._unknown_name(stop, limit)) is not None and name.start < position:
            if name.start in self.regions and self.regions[name.start][0] >= limit:
                return self._with_region(name.start, limit, [name])
            return Beginning(name.start, (name,))
        return _without_region(position, core)

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
        if not words or stop - start < 2 or any(_is_known(word) for word in words):
            return None
        inner = words[:-1] if len(words) == stop - start == 2 else words  # 清和, 永和
        closed = stop_words("break") | stop_words("generic") | MEASURES
        town = words[-1].text in {"镇", "乡"} and len(words) > 1
        if any(
            word.text in closed or ORDINAL.fullmatch(word.text)
            for word in inner[: -1 if town else None]
        ):
            return None
        return Word(self.text[start:stop], "nz", start)

    def _region_inside(self, position: int) -> list[int]:
        word = self.words[self._at[position - 1]] if position else None
        if word is None:
            return []
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


def _flag_of(word: str) -> str:
    """Return the part of speech of *word*: x for a mark, eng for a number or a Latin word.

    jieba's own tagging guesses at unknown words with a model that takes most of all time; a
    character that the dictionary does not know can only be part of a name here.
    """
    known: str | None = jieba.posseg.dt.word_tag_tab.get(word)
    if known is not None:
        return known
    return "nz" if HAN.fullmatch(word) else "eng" if word.isalnum() else "x"


def _is_known(word: Word) -> bool:
    """Tell whether *word* is an ordinary word of the dictionary, or the whole name of a person."""
    if len(word.text) > 2:
        return True
    listed = jieba.dt.FREQ.get(word.text, 0) > 0
    return len(word.text) == 2 and listed and not word.flag.startswith("nr")


def _as_proper(word: Word) -> Word:
    """Return *word* as a proper noun where the dictionary does not know it."""
    if len(word.text) < 2 or word.flag.startswith("v") or not HAN.fullmatch(word.text):
        return word
    if jieba.dt.FREQ.get(word.text, 0) > 0:
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
    return (
        long and first.text in stop_words("generic") and not (rest and rest[0].text in PLACE_NOUNS)
    )


def may_stand_in_name(word: Word) -> bool:
    """Tell whether a name may run over *word*."""
    if word.text in stop_words("inside") or ORDINAL.fullmatch(word.text):
        return True
    if word.text in stop_words("break") or word.text in MEASURES:
        return False
    if word.flag.startswith(("n", "vn", "vg", "zg")) or word.flag in NOUNS:
        return not word.text.isspace()
    return word.flag == "q"


def names_someone(words: tuple[Word, ...], *, placed: bool, loose: bool) -> bool:
    """Tell whether *words* before an ending are a name and no description.

    *placed*: a division stands before them; *loose*: ordinary nouns will do.
    """
    own = [word for word in words if word.text not in stop_words("generic")]
    length = sum(len(word.text) for word in own)
    if length < 2 and not (own and own[-1].text in PLACE_NOUNS and len(words) > 1):
        return False
    if placed or loose:
        return True
    if NATION_WIDE.match("".join(word.text for word in words)) and len(words) > 1:
        return True
    return any(word.flag in PROPER and not ORDINAL.fullmatch(word.text) for word in own)


@cache
def stop_words(use: str) -> frozenset[str]:
    """Return the words of the stop table with one *use*: break, generic or inside."""
    rows = lexicon.table("organization_stop")
    return frozenset(row["word"] for row in rows if row["use"] == use)
