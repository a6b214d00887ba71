"""Where a name begins: from its ending leftwards, word by word, to what cannot be part of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from articles.extraction.lexicon.cutting import cut
from articles.extraction.organizations.names import Beginning
from articles.extraction.organizations.words import (
    ADMINISTRATIVE,
    DEEDS,
    ENTERING,
    FUNCTION,
    HAN,
    LEADING,
    MEASURES,
    NAMING,
    NATION_WIDE,
    NATIONAL,
    ORDINAL,
    PROPER,
    TOWNS,
    Word,
    as_proper,
    closed,
    closed_and_generic,
    closed_but_above,
    ends_name,
    flag_of,
    is_coined,
    is_known,
    is_rare,
    is_trimmed,
    kinds,
    may_stand_in_name,
    names_someone,
    stop_words,
)
from articles.extraction.types import RegionMention

LONGEST = 24  # characters before the ending
LONGEST_UNKNOWN = 8  # characters of a name that jieba cuts to pieces
LONGEST_COINED = 3  # characters of a coined name
LEAGUE = "团"
ALL_OF = frozenset("我全本各该")
BRACKETS = frozenset("（）()")
COINING = frozenset("富美兴强惠爱聚融创联建")  # verbs that begin names of firms
JOINT = "之"  # of a coined name
RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9+#&._%\-]+|[^\u4e00-\u9fffA-Za-z0-9+#&._%\-]")
COUNTED = re.compile(r"[\d一二三四五六七八九十百千万两几数多首每各这那某该整]$")
BUILDERS = frozenset(
    ("铁建", "交建", "路建", "电建", "水建", "冶建", "化建", "煤建", "安建", "港建")
)
LONGEST_TOWN = 4  # characters before 镇
KINDS_OF_TOWN = frozenset("乡城村集")  # 城|镇
COUNTING = frozenset("各全所的个等和与及两数多该本此某辖")  # in no name of a town
TOWN_PARTS = frozenset("级村里上")


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
            word = Word(text, flag_of(text), start)
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
            word = self._bracketed(position, limit)
            word = word or self.word_before(position, max([limit, *self._region_inside(position)]))
            if word is not None and self.text[max(limit, position - 2) : position] in BUILDERS:
                word = Word(self.text[position - 2 : position], "j", position - 2)
            if word is None or not self._goes_on(word, core):
                break
            core.insert(0, as_proper(word))
            position = word.start
        if core and (lead := self._first_character(core, limit)) is not None:
            position, core[:0] = lead.start, [lead]
        if core and (town := self._town(core[0], limit)) is not None:
            position, core[:1] = town.start, [town]
            if position in self.regions and self.regions[position][0] >= limit:
                return self._with_region(position, limit, core)
        if core and (lead := self._coined_lead(core, limit)) is not None:
            position, core[:0] = lead.start, [lead]
        if (name := self._unknown_name(stop, limit)) is not None and name.start < position:
            if name.start in self.regions and self.regions[name.start][0] >= limit:
                return self._with_region(name.start, limit, [name])
            return Beginning(name.start, (name,))
        return _without_region(position, core)

    def _bracketed(self, position: int, limit: int) -> Word | None:
        """Return the place in brackets that ends at *position*: 富通集团|（嘉善）|通信技术公司."""
        if self.text[position - 1 : position] not in BRACKETS or position - 1 not in self.regions:
            return None
        start = self.regions[position - 1][0] - 1
        opens = start >= limit and self.text[start] in BRACKETS
        return Word(self.text[start:position], "nz", start) if opens else None

    def _town(self, first: Word, limit: int) -> Word | None:
        """Return the whole name of the town of which *first* is but the end: 织里|镇, 扶|罗|镇."""
        index = self.text.find("镇", first.start, first.start + 3)
        index = index if index >= 0 else self.text.find("乡", first.start, first.start + 3)
        if index < 0 or index - first.start > 1 or self.text[index + 1 : index + 2] in TOWN_PARTS:
            return None
        name = self._unknown_name(index, limit) or self._behind_county(index, limit)
        if name is None and index > first.start:
            name = self.word_before(first.start, limit)
            closed = MEASURES | LEADING
            counted = name is not None and name.flag == "m" and len(name.text) == 2  # 八里|湾|镇
            if name is None or name.text in closed or name.flag in FUNCTION:
                return None
            if len(name.text) > 1 and not counted:
                return None
        if name is None or name.start >= first.start or index - name.start > LONGEST_TOWN:
            return None
        if name.text[-1] in TOWNS or not HAN.fullmatch(name.text):
            return None
        return Word(self.text[name.start : first.end], "nz", name.start)

    def _behind_county(self, stop: int, limit: int) -> Word | None:
        """Return what fills the room between a division and 镇, whatever it means: 尤溪县|联合|镇."""
        for start in range(stop - 1, max(limit, stop - LONGEST_TOWN) - 1, -1):
            if not HAN.match(self.text[start]) or self.text[start] in COUNTING:
                return None
            if start in self.regions:
                return Word(self.text[start:stop], "nz", start)
        return None

    def _first_character(self, core: list[Word], limit: int) -> Word | None:
        """Return the first character of a name where the dictionary has a verb: 松|阳坪|村."""
        if core[0].flag not in PROPER or len(core[0].text) == 1:
            return None
        word = self.word_before(core[0].start, limit)
        if word is None or len(word.text) > 1 or word.flag != "v":
            return None
        if word.text in closed() or word.text in ENTERING | DEEDS:
            return None
        before = self.text[max(0, word.start - 1) : word.start]
        earlier = self.word_before(word.start, limit)
        done = earlier is not None and len(earlier.text) > 1 and earlier.flag == "v"  # 走访|松…
        opens = not HAN.match(before) or word.start in self.regions or done
        return Word(word.text, "nz", word.start) if opens else None

    def _coined_lead(self, core: list[Word], limit: int) -> Word | None:
        """Return what a coined name begins with before words that are known: 胖东来|商贸, 绿之|源.

        Single characters that fill the room from a mark on are no words of a sentence.
        """
        stop = core[0].start
        start = stop
        while start > limit and HAN.match(self.text[start - 1]) and stop - start <= LONGEST_COINED:
            start -= 1
            if start in self.regions:
                break  # 嘉善|善通
        if not 2 <= stop - start <= LONGEST_COINED:
            return None
        words = self.words_in(start, stop)
        if any(len(word.text) > 1 for word in words):
            return None
        if words[-1].text == JOINT:
            words.pop()
        generic = sum(word.text in stop_words("generic") for word in words)
        if 2 * generic > len(words) or any(map(ends_name, words)):
            return None
        return Word(self.text[start:stop], "nz", start)

    def _goes_on(self, word: Word, core: list[Word]) -> bool:
        """Tell whether a name runs over *word*; 月 is a measure in 3月, and none in 月河."""
        if core and word.text in TOWNS and self.text[word.start - 1 : word.start] in ALL_OF:
            return False  # 我|镇|周北村
        if len(core) == 1 and len(word.text) == len(core[0].text) == 1:
            coined = word.text not in stop_words("break") and word.flag not in FUNCTION
            if coined and self._begins_at(word.start):
                return bool(HAN.match(word.text))  # 虎门镇|怀|德|社区
        if not core and word.start in self.regions and len(word.text) == 2 and is_rare(word):
            return True  # 徐汇区|启新|小学
        whole = self._word_over(word.start)
        if not core and whole.end > word.end and whole.flag.startswith("n"):
            return word.text not in ENTERING and bool(HAN.fullmatch(word.text))  # 官|地矿
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
        return all(map(may_stand_in_name, words)) or is_coined(words)

    def _unknown_name(self, stop: int, limit: int) -> Word | None:
        """Return the short name before *stop* that jieba cuts to pieces: 清|和|街道, 章庄|铺|镇.

        It fills the room from a mark, a division, a body, a verb or a preposition up to *stop*, and
        no word in it is known.
        """
        words = self._room(stop, limit)
        if not words or stop - words[0].start > LONGEST_UNKNOWN:
            return None
        start = words[0].start
        if is_coined(words):
            return Word(self.text[start:stop], "nz", start)
        town_ahead = self._is_town_ahead(words, stop)
        if stop - start < 2 or (any(map(is_known, words)) and not town_ahead):
            return None
        pair = len(words) == stop - start == 2
        inner = words[:-1] if pair else words  # 清和, 永和
        ending = closed_and_generic()
        if len(words) == 2 and len(inner) == 1 and words[-1].text not in ending:
            ending = closed_but_above()  # 新茂, 下姜
        opens = start in self.regions or not HAN.match(self.text[max(0, start - 1) : start])
        firm = len(words) == stop - start == 2 and self.text[stop : stop + 1] not in "村社"
        coining = words[0] if opens and firm and words[0].text in COINING else None  # 富通|集团
        town = words[-1].text in TOWNS and len(words) > 1
        numbered = len(words) > 2 and bool(ORDINAL.fullmatch(words[-1].text))  # 平煤八|矿
        last = self._word_over(stop - 1)
        cut_off = len(words) > 1 and last.end > stop and last.flag.startswith("n")  # 官|地矿
        if any(
            (word.text in ending and word is not coining) or ORDINAL.fullmatch(word.text)
            for word in inner[: -1 if not pair and (town or numbered or cut_off) else None]
        ):
            return None
        return Word(self.text[start:stop], "nz", start)

    def _is_town_ahead(self, words: list[Word], stop: int) -> bool:
        """Tell whether *words* fill the room between a mark or a county and 镇: 桃源县|茶庵铺|镇."""
        if self.text[stop : stop + 1] not in TOWNS or stop - words[0].start > LONGEST_TOWN:
            return False
        if self.text[stop + 1 : stop + 2] in TOWN_PARTS or words[-1].text in KINDS_OF_TOWN:
            return False
        start = words[0].start
        return start in self.regions or start == 0 or not HAN.match(self.text[start - 1])

    def _room(self, stop: int, limit: int) -> list[Word]:
        """Return the words before *stop* as far as a name that nobody knows could reach."""
        words: list[Word] = []
        position = stop
        while (
            position > limit
            and position not in self.regions
            and HAN.match(self.text[position - 1])
        ):
            word = self.word_before(position, max([limit, *self._region_inside(position)]))
            if word is None or (len(word.text) > 1 and not may_stand_in_name(word)):
                break
            words.insert(0, word)
            position = word.start
            if stop - position > LONGEST_UNKNOWN:
                break
        for index in range(len(words) - 1, -1, -1):
            if words[index].text in LEADING and stop - words[index].end > 1:
                return words[index + 1 :]
            if words[index].text in LEADING and (index == 0 or words[index].text not in NAMING):
                return []
        return words

    def with_coined(self, begin: Beginning, limit: int) -> Beginning:
        """Return *begin* with what a firm is called besides its field: 好邻居|商贸有限公司.

        The name reaches to a mark or a word that no name runs over, and begins with no verb.
        """
        words: list[Word] = []
        position = begin.start
        while begin.start - position < LONGEST_UNKNOWN:
            word = self.word_before(position, max([limit, *self._region_inside(position)]))
            if (
                word is None
                or word.text in closed()
                or word.flag[0] in "pcuxdm"
                or position in self.regions
            ):
                break
            words.insert(0, word)
            position = word.start
        if not words or words[0].flag.startswith("v") or words[0].text in kinds():
            return begin
        name = Word(self.text[position : begin.start], "nz", position)
        return Beginning(position, (name, *begin.core))

    def trade_name(self, stop: int, limit: int) -> int:
        """Return where the name of a firm begins that has a division at *stop*, *stop* if none."""
        begin = self.beginning(stop, limit)
        if begin.region is not None or begin.prefix or not begin.core:
            return stop
        known = begin.core[-1].text in stop_words("trade")
        proper = begin.core[0].flag in PROPER and len(begin.core[0].text) > 1
        proper = proper or bool(NATION_WIDE.match(self.text[begin.start : stop]))
        own = names_someone(begin.core, placed=False, loose=True)
        return begin.start if own and (known or proper) else stop

    def is_listed(self, start: int, ending: int, end: int) -> bool:
        """Tell whether the dictionary has ``text[start:end]`` for a body: 哈尔滨工业大学."""
        word = self._word_over(start)
        return start + 1 < ending and (word.start, word.end, word.flag) == (start, end, "nt")

    def listed_start(self, start: int, end: int) -> int:
        """Return where the dictionary begins the body that ends at *end*: 武汉协和医院; else *start*."""
        word = self._word_over(start)
        return word.start if word.end == end and word.flag == "nt" else start

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
        before = self.word_before(start, limit)
        if before is not None and before.text == LEAGUE:
            start -= 1  # 团灵璧县委
        return Beginning(start, tuple(core), region, place_start)


def _without_region(position: int, core: list[Word]) -> Beginning:
    if len(core) > 1 and len(core[0].text) == 1 and core[1].text in ADMINISTRATIVE:
        core[:2] = [Word(core[0].text + core[1].text, "ns", core[0].start)]  # 浦市|支行
    for index in range(len(core) - 1, -1, -1):
        if core[index].text in ADMINISTRATIVE:
            kept = tuple(core[index + 1 :])
            return Beginning(core[index].start, kept, prefix=core[index].text)
    while core and is_trimmed(core):
        position = core.pop(0).end
    return Beginning(position, tuple(core))
