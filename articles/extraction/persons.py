"""Finds persons: those who sign, and those whom the text names with an office.

A name in the text is a known surname with one or two characters behind an office or station
(书记, 院长, 志愿者). A mark or a verb of saying closes it; without one it is a name where the word
cutter takes it for one. A word of the dictionary is no name. Who speaks, or is given an age, needs no
office; names of other peoples (阿依努尔, 才让多杰) are spelt with characters of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, takewhile

from articles.extraction import forms, lexicon
from articles.extraction.introduced import introduced
from articles.extraction.lexicon.cutting import cut
from articles.extraction.lexicon.given import likeness
from articles.extraction.lexicon.phrases import Heads, heads, occurrences
from articles.extraction.lexicon.tagging import tags
from articles.extraction.types import Layout, Person

COMMON_SURNAMES = 150  # how many of the list, which goes by frequency, may follow a mere station
ROLE_LENGTH = 40  # characters of a role at most
WINDOW = 8  # characters that are cut into words where a name may stand
PREDICATES = ("v", "d", "p", "t", "c")  # jieba's parts of speech behind a name
NAMELIKE = 1.0  # likeness of given characters that need no mark behind them
NAMELIKE_SHORT = 2.0  # and of a single one where nothing shows that someone acts
PARTICLES = frozenset("着了过得")  # 挥着: the character before is a verb
NAME_FLAGS = ("nr", "ns", "nz", "nt", "x")
NOT_GIVEN = re.compile(
    r"[某等的了在是和与为将把被也也还又就不]|[说称]$|先生|女士|大爷|大妈|大姐|阿姨|奶奶|爷爷|师傅|书记|主任"
)
NO_GIVEN_END = frozenset("证县市区街路镇乡村站队部会员院厂心化性式型子们期间时点所局处组班校")
FUNCTION = frozenset("和于从向对由将把任时曾都同及与是有在用以为等能应要该全党")
RARELY_FUNCTION = frozenset(
    "于任时曾应全党和向"
)  # of these, surnames behind an office all the same
EVIDENT = 3.0  # likeness of the two given characters that tells them from a function word
MARK = r"[，。；：、！？,.;:!?（(“”)）\s]|$"
SAYING = "说|高兴|激动|感激|兴奋|开心|称赞|赞叹|补充|回答|笑着|算了|表示|介绍|指出|认为|告诉|强调|坦言|感慨|回忆|透露|看到|提出|宣布|宣读|致辞|讲话|讲授|动情"
DOING = (
    "在|为|等|和|与|同|向|就|以|对|从|作|率|主持|出席|带领|带头|带着|参加|深入|走访|走进|来到|前往|一行"
    "|带队|现场|到|赴|陪同|代表|担任|荣获|获|被|的|是|上|还|也|正|曾|牵头|亲自|第一时间|主动|组织|围绕|结合|通过|先后"
    "|上门|背着|拿着|捧着|每[天周月年]|第一个|热心|自费|连夜|巡[街逻]|坚持|报名|团队|攻关|家[里中的]|夫妇|夫妻|父子|母女"
    "|把|当|做|回|返|入[党伍]|已经?|刚|便|总[是会]|一[边直大早]|牵头|驻|捐|教|帮|今年|去年|当年|近日|评价|作了|认领|值守|驾驶|驱车|冒着|顶着|二话"
)
# 导诊员, 创业者: any word of this form is a station before an evident name.
STAFF = re.compile(
    r"[\u4e00-\u9fff](?!人)[\u4e00-\u9fff](?P<kind>[员师匠手工户家者])(?=[\u4e00-\u9fff]{3})"
)
AGE = r"[，,（(]\d{2}岁|[，,][男女][，,]"
FOREIGN = (  # how names of other peoples are spelt; no word of work is written with these alone
    "阿艾安巴白宝毕布才仓查次达丹旦德丁都额尔恩尕噶嘎格根古哈海罕合呼吉加江杰金卡凯克库拉兰朗勒里丽莉力"
    "隆鲁仑洛玛买满曼蒙米木穆那纳娜乃尼努帕普齐其奇恰切青琼曲热仁日荣茹萨赛桑色沙珊什斯顺朔苏素索塔台泰"
    "唐特提图吐顿班艰赤托娃娅旺维乌西希夏雅亚央扬依伊衣音尤玉云再泽扎占朝哲珍芝珠卓孜增森昂登措姆吾拜龙瓦让堆"
)
FOREIGN_NAME = re.compile(
    rf"[\u4e00-\u9fff]{{2,8}}[·•][\u4e00-\u9fff]{{2,8}}?(?={MARK}|{SAYING}|{DOING})|[{FOREIGN}]{{3,8}}"
    "|(?:丹增|扎西|次仁|卓玛|达瓦|尼玛|旺堆|拉姆|央金|格桑|平措|多吉|索朗|巴桑|白玛|德吉|仁青|才让|高娃|图雅|斯琴)"
)
UNMARKED = 4  # characters of such a name that no mark needs to close
WORDLIKE = frozenset(
    "包解关安高严方万白单明平成路连满常"
)  # 包片, 关爱, 高兴: two characters are a word
AGED = re.compile(rf"[\u4e00-\u9fff]{{2,4}}(?:{AGE})")
TOLD = re.compile(rf"(?:{SAYING})|{AGE}")
SPEAKER = re.compile(r"(?:^|(?<=[”。！？，,：:\n])|(?<=岁的))(?=[\u4e00-\u9fff]{2,4})")
TURN = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,4})[：:]")
BETWEEN = re.compile(r"[）)”]?[ \u3000]?(?:同志)?")  # 局长（社区第一书记）陈某某, “最美医生”周某某
ROLE_STOP = re.compile(
    r"[的了由是请让为出]|在(?![职校岗])|与(?!会)|选派|任命|[见找遇看]到|采访|慰问|邀请|陪同|包括|涌现|来自|其中|目前|记者|当天|随后"
)


def find_persons(layout: Layout) -> tuple[Person, ...]:
    """Return the authors and then the persons of the text, each name once with its first role.

    The role is as printed, with the body that it belongs to; ``where`` is byline or body.
    """
    persons = {
        author.name: Person(author.name, author.role, "byline") for author in layout.authors
    }
    for passage in layout.passages():
        if passage.part == "byline" or passage.part.startswith("credit"):
            continue
        for name, role in _named_with_office(passage.text):
            persons.setdefault(name, Person(name, role, "body"))
        for name in _speakers(passage.text):
            if not any(name.endswith(known) for known in persons):
                persons[name] = Person(name, "", "body")
        for name in introduced(passage.text):
            persons.setdefault(name, Person(name, "", "body"))
    for name in _interviewed(layout):
        persons.setdefault(name, Person(name, "", "body"))
    return tuple(persons.values())


def _interviewed(layout: Layout) -> list[str]:
    """Return the names with which several paragraphs begin, as the answers of an interview do."""
    turns = [TURN.match(passage.text) for passage in layout.running_text()]
    counted = Counter(match["name"] for match in turns if match)
    return [
        name
        for name, count in counted.items()
        if count > 1
        and name[0] in _surnames()[0]
        and not forms.is_common_word(name)
        and (likeness(name[1:]) >= NAMELIKE or name in layout.headline + layout.subheadline)
    ]


@cache
def _titles() -> Mapping[str, bool]:
    """Return whether each title is a mere station, before which fewer words are names."""
    return {row["title"]: row["use"] == "station" for row in lexicon.table("person_titles")}


@cache
def _title_heads() -> Heads:
    return heads(_titles())


@cache
def _ending(*, station: bool) -> re.Pattern[str]:
    return re.compile(f"{MARK}|{SAYING}" if station else f"{MARK}|{SAYING}|{DOING}")


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Return all surnames, and those common enough to follow a mere station."""
    listed = [row["word"] for row in lexicon.table("surnames")]
    return frozenset(listed) - FUNCTION, frozenset(listed[:COMMON_SURNAMES]) - FUNCTION


def _named_with_office(text: str) -> Iterator[tuple[str, str]]:
    floor = 0  # where the last name ends: the next role does not reach over it
    for end, station, listed in _offices(text):
        names = list(_names_from(text, end, station=station))
        if not listed:
            least = NAMELIKE if text[end - 1] == "员" else EVIDENT
            names = [(at, name) for at, name in names if _is_evident(name, least)]
        if not names or (station and _is_parted(text, end)):
            continue
        role = _role(text, end, floor)
        for start, name in names:
            yield name, role
            floor = start + len(name)


def _offices(text: str) -> list[tuple[int, bool, bool]]:
    """Return where offices and stations end, whether each is a station, and whether it is listed."""
    found = {
        end: (end, _titles()[text[start:end]], True)
        for start, end in occurrences(text, _title_heads())
    }
    for match in STAFF.finditer(text):
        found.setdefault(match.end(), (match.end(), True, False))
    return sorted(found.values())


def _is_evident(name: str, least: float) -> bool:
    return len(name) > 2 and likeness(name[-2:]) >= least


def _names_from(text: str, end: int, *, station: bool) -> Iterator[tuple[int, str]]:
    """Yield the names listed behind the title that ends at *end*, with where they begin."""
    between = BETWEEN.match(text, end)
    start = between.end() if between else end
    if text.startswith("的", start):  # 担任第一书记的夏文娟
        name = _name_at(text, start + 1, station=False)
        if name and _is_evident(name, EVIDENT):
            yield start + 1, name
        return
    while (name := _name_at(text, start, station=station)) is not None:
        yield start, name
        start += len(name)
        if text[start : start + 1] not in {"、", "和"}:
            break
        start += 1


def _is_parted(text: str, end: int) -> bool:
    """Tell whether the word at *end* began within the title before it: 输变电工|程现场."""
    return forms.word_crosses(text[max(0, end - WINDOW) : end], text[end : end + WINDOW])


def _speakers(text: str) -> Iterator[str]:
    """Yield those who are named without an office because they speak, or are given an age."""
    for match in SPEAKER.finditer(text):
        told = any(TOLD.match(text, match.end() + length) for length in (3, 4))
        if not told and not FOREIGN_NAME.match(text, match.end()):
            continue
        name = _name_at(text, match.end(), station=not AGED.match(text, match.end()))
        if name is not None and len(name) > 2 and TOLD.match(text, match.end() + len(name)):
            yield name


def _foreign_at(text: str, start: int) -> str | None:
    """Return the name of another people at ``text[start:]``, or None: it must end like a name."""
    match = FOREIGN_NAME.match(text, start)
    if match is None or not (len(match.group()) >= UNMARKED or _acts(text, match.end())):
        return None
    return None if forms.is_common_word(match.group()) else match.group()


def _name_at(text: str, start: int, *, station: bool) -> str | None:
    """Return the name of a person at ``text[start:]``, or None; the longer reading first."""
    if (foreign := _foreign_at(text, start)) is not None:
        return foreign
    known = _surnames()[station]
    double = text[start : start + 2] in _surnames()[0]
    rare = station and text[start : start + 1] in _surnames()[0]
    if rare and likeness(text[start + 1 : start + 3]) >= EVIDENT:
        known = _surnames()[0]
    if not double and text[start : start + 1] not in known:
        rarely = text[start : start + 1] in RARELY_FUNCTION
        return _rarely_named(text, start) if rarely else None
    words = cut(text[start : start + WINDOW])
    word = words[0]
    for length in (4, 3) if double else (3, 2):
        name = text[start : start + length]
        if len(name) < length:
            continue
        if (
            not _ending(station=station).match(text, start + length)
            and not (
                _looks_given(name)
                and _stands_alone(words, name, acting=_acts(text, start + length))
            )
            and not (
                len(name) > 2
                and _looks_given(name)
                and (_acts(text, start + length) or _predicated(words, name))
            )
        ):
            continue
        given = name[2:] if double else name[1:]
        wordlike = len(name) == 2 and name[0] in WORDLIKE
        if wordlike and (station or likeness(given) < 0):
            continue
        if (
            not NOT_GIVEN.search(given)
            and not _is_word(name, word)
            and re.fullmatch(r"[\u4e00-\u9fff]+", given)
        ):
            return name
    return None


def _stands_alone(words: Sequence[str], name: str, *, acting: bool) -> bool:
    """Tell whether *name*, which begins the row of *words*, needs no mark behind it.

    The dictionary has it as a name, or its characters look like one and the next word is parted
    from them (陈|俊|杰|驻村). Where someone acts behind it, *acting*, less likeness will do.
    """
    if words[0] == name:
        return tags().get(name, "") == "nr"
    given = name[1:]
    if len(words[0]) > 1 or len(name) not in accumulate(map(len, words[:-1])):
        return False
    following = words[len(list(takewhile(len(name).__ge__, accumulate(map(len, words)))))]
    if following[0] in PARTICLES or (len(given) > 1 and _is_ordinary(given)):
        return False
    least = NAMELIKE if len(given) > 1 or acting else NAMELIKE_SHORT
    return likeness(given) >= least


def _predicated(words: Sequence[str], name: str) -> bool:
    """Tell whether *name* looks like one, and a verb or adverb stands behind it (魏长河|回|村)."""
    given, ends = name[1:], list(accumulate(map(len, words)))
    if len(name) not in ends[:-1] or likeness(given) < NAMELIKE or _is_ordinary(given):
        return False
    following = words[ends.index(len(name)) + 1]
    return following[0] not in PARTICLES and tags().get(following, "").startswith(PREDICATES)


def _is_ordinary(word: str) -> bool:
    """Tell whether *word* is a common one that hardly stands in names: 现场, but not 长河."""
    return forms.is_common_word(word) and tags()[word] != "nr" and likeness(word) < EVIDENT


def _rarely_named(text: str, start: int) -> str | None:
    """Return the name whose surname is mostly another word (任建华, 于海涛), or None."""
    name, given = text[start : start + 3], text[start + 1 : start + 3]
    if len(given) < 2 or _is_ordinary(given):
        return None
    joins = name[:1] in "和向" and given[:1] in _surnames()[0]  # 书记和|王建国
    evident = likeness(given) >= EVIDENT and not joins and not NOT_GIVEN.search(given)
    acts = _acts(text, start + 3) or _predicated(cut(text[start : start + WINDOW]), name)
    return name if evident and acts else None


def _acts(text: str, position: int) -> bool:
    """Tell whether what someone does stands at *position*, so that a name may end there."""
    return bool(_ending(station=False).match(text, position))


def _looks_given(name: str) -> bool:
    """Tell whether *name* needs no mark behind it: jieba calls 康复 and 安全感 names as well."""
    listed = name in tags()
    common = len(name) > 2 and forms.is_common_word(name[:2])
    return name[-1] not in NO_GIVEN_END and not (listed and len(name) == 2) and not common


def _is_word(name: str, first: str) -> bool:
    """Tell whether *name* is an ordinary word, or the text has one there: 高度, 党员, 金点子.

    *first* is the word that begins at the name in the text: 高志 is one, but not in 高志远说.
    """
    beginning = first if len(first) > 1 else name[:1]
    return any(
        not tags().get(word, "nr").startswith(NAME_FLAGS)
        for word in {name, beginning} - {name[:1]}
    )


def _role(text: str, end: int, floor: int) -> str:
    """Return the office that ends at *end* as printed, with the offices listed before it.

    It begins at *floor* at the earliest.
    """
    begin = min(max(floor, end - ROLE_LENGTH), end)
    marks = [
        match.end()
        for match in re.finditer(r"[，。；：！？,.;:!?“”（()）《》\s]", text[begin:end])
    ]
    begin += marks[-1] if marks else 0
    pieces = text[begin:end].lstrip("和与及").split("、")
    first = len(pieces) - 1
    while first and _titles_end(pieces[first - 1]):
        first -= 1
    role = "、".join(pieces[first:])
    stops = [match.end() for match in ROLE_STOP.finditer(role)]
    return role[stops[-1] :] if stops and stops[-1] < len(role) else role


def _titles_end(piece: str) -> bool:
    return piece.endswith(tuple(_titles()))
