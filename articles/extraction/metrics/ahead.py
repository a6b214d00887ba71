"""The noun phrase that follows a figure: 142名|党务干部|接受培训."""

from __future__ import annotations

import re
from dataclasses import replace

from articles.extraction.metrics.clauses import Word, cut, people
from articles.extraction.metrics.phrases import (
    AGENT,
    AVERAGE,
    BARE,
    MAX_LENGTH,
    OPEN,
    Side,
    Subject,
    clean,
)
from articles.extraction.vocabulary import UnitFamily

_RATIO = re.compile(r"(?:率|比例|占比|比重|度|覆盖面)(?:[达为是超至到均]|提|增|上|高|$)")
_NOUN_FLAGS = ("n", "vn", "an", "b", "a", "j", "l", "i", "ns", "s", "eng", "g", "h", "k")
_ORDINAL = re.compile(r"[第一二三甲乙特首]")
_BENEFIT = re.compile(r"[为便惠利助护爱暖安]民")
_GRADE = re.compile(r"^[一二三四五甲乙]级(?:及以上|以上|甲等)?")
_NOUN_ENDS = frozenset("户村者员生班站队岗室")  # 脱贫|户, 联系|村
_MANNER = frozenset({"义务", "集体", "自发", "轮流", "带头", "自愿", "全程"})
_ENDS = (
    "机构",
    "单位",
    "站",
    "所",
    "部",
    "平台",
    "基地",
    "组织",
    "项目",
    "网点",
    "班",
    "率",
    "点",
)


def after(side: Side, back: Subject) -> str:
    """Return the noun phrase that begins what follows a figure, "" where none does."""
    text = AVERAGE.split(side.after[:MAX_LENGTH])[0]
    described = text.startswith("的")
    if described:
        side = replace(side, family=UnitFamily.PEOPLE)  # a verb ends 的受访居民 as it does 名居民
    if side.unit in BARE and not described and back.text and back.rule != "verb":
        return ""
    words = cut(text.removeprefix("的"))
    text = text.removeprefix("的")
    end = _phrase_end(words, text, side, back.rule == "verb")
    phrase = clean(text[:end])
    if not phrase:
        return _relative(words, text, side, back)
    if side.unit in ("名", "位", "户") and _RATIO.search(text[: end + 8]):
        return _persons(cut(phrase)) or phrase
    return phrase


def _phrase_end(words: list[Word], text: str, side: Side, expected: bool) -> int:
    """Return where the noun phrase that begins *words* ends, 0 where none begins.

    *expected* tells that a verb stands right before the figure, so that its object must follow.
    """
    grade = _GRADE.match(text)
    end = grade.end() if grade else 0
    for index, word in enumerate(words):
        if word.end <= end:
            continue
        if not _continues(words, index, bool(end), expected, side.family):
            break
        end = word.end
    return end


def _continues(
    words: list[Word], index: int, begun: bool, expected: bool, family: UnitFamily
) -> bool:
    """Tell whether the word at *index* belongs to the noun phrase before it."""
    word = words[index]
    following = words[index + 1] if index + 1 < len(words) else None
    noun_next = following is not None and _nominal(following)
    if word.text in ("、", "·"):
        return begun and noun_next
    if begun and (word.text == "中" or _acts(words, index, family)):
        return False
    if _BENEFIT.match(word.text):
        return True
    if word.kind in ("act", "lead", "adverb"):
        return False
    if word.text == "的":
        return begun and words[index - 1].flag[0] == "a" and noun_next
    if word.text[0] in OPEN:
        return not begun or family is not UnitFamily.PEOPLE
    if word.kind == "attribute":
        return not begun and following is not None
    if word.verbal or word.kind:
        return _verb_continues(words, index, begun, expected, family)
    if begun and word.text in _NOUN_ENDS:
        return True
    if word.flag == "a" and begun and following is None:
        return True  # jieba takes 清单 for an adjective
    if word.flag in ("a", "ad", "f", "t", "m", "q", "x", "zg", "ng"):
        return noun_next or (bool(_ORDINAL.match(word.text)) and following is not None)
    return _nominal(word)


def _acts(words: list[Word], index: int, family: UnitFamily) -> bool:
    """Tell whether persons or bodies just named do what the word at *index* says.

    党员|清理|垃圾, but not 企业|服务|中心: a body or a person at the end makes one name of it.
    """
    word, agent = words[index], words[index - 1].text
    if family not in (UnitFamily.PEOPLE, UnitFamily.BODIES) or index + 1 >= len(words):
        return False
    if agent in people() and word.text in _MANNER:
        return True
    if not (word.verbal or word.flag == "vn" or word.kind in ("act", "both")):
        return False
    following = words[index + 1].text
    named = following in people() or AGENT.search(following) or following.endswith(_ENDS)
    return not named and (agent in people() or bool(AGENT.search(agent)))


def _verb_continues(
    words: list[Word], index: int, begun: bool, expected: bool, family: UnitFamily
) -> bool:
    """Tell whether a word that may be a verb stands inside a noun phrase here."""
    word = words[index]
    following = words[index + 1] if index + 1 < len(words) else None
    noun_next = following is not None and _nominal(following)
    if not begun:
        if family in (UnitFamily.MONEY, UnitFamily.SHARE):
            return False
        known = bool(word.kind) or expected
        return noun_next and (known or (following is not None and following.text in people()))
    if word.verbal and family in (UnitFamily.PEOPLE, UnitFamily.BODIES) and word.kind != "noun":
        return noun_next and following is not None and following.text in people()
    return noun_next or not word.verbal


def _nominal(word: Word) -> bool:
    return word.flag.startswith(_NOUN_FLAGS) and word.kind not in ("act", "lead", "adverb")


def _relative(words: list[Word], text: str, side: Side, back: Subject) -> str:
    """Return the noun that a relative clause after the figure describes (63名具有职称的人才)."""
    if side.unit in BARE or side.family in (UnitFamily.MONEY, UnitFamily.SHARE):
        return ""
    for word in words:
        if word.text == "的":
            return after(Side("", text[word.end :], "个", UnitFamily.COUNT), back)
    return ""


def _persons(words: list[Word]) -> str:
    """Return *words* up to the last of the first row of person nouns, "" without any."""
    phrase = ""
    for index, word in enumerate(words):
        if word.text in people():
            end = index
            while end + 1 < len(words) and words[end + 1].text in people():
                end += 1
            return phrase + "".join(word.text for word in words[index : end + 1])
        phrase += word.text
    return ""


def verb_after(text: str, phrase: str) -> str:
    """Return the verb that follows a figure and its noun phrase, "" for none."""
    rest = text[len(phrase) :] if phrase and text.startswith(phrase) else text
    for word in cut(rest[:MAX_LENGTH]):
        if (
            len(word.text) > 1
            and word.kind != "adverb"
            and (word.kind in ("act", "both") or word.verbal)
        ):
            return word.text
    return ""
