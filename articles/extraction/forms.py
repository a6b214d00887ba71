"""What a line looks like in print: open or closed, marked, labelled, page furniture.

Everything here speaks of one line alone; what it becomes beside its neighbours is decided by
``reading`` and the modules above it. All patterns are linear: a bounded class, never a star in a
star.
"""

from __future__ import annotations

import re

from articles.extraction.lexicon.cutting import cut, frequencies

COMMON = 300  # occurrences in jieba's corpus; a word so common is no person's name
HEADING_LENGTH = 40  # characters; longer lines are running text
BARE_HEADING = 32  # characters of a heading that nothing marks
END_MARKS = frozenset("。！？!?…")
CLOSERS = "”’」』）)》】〕\"'"
PAIRS = (
    ("“", "”"),
    ("‘", "’"),
    ("《", "》"),
    ("（", "）"),
    ("(", ")"),
    ("「", "」"),
    ("【", "】"),
)
SHORTEST_HEADING = 4  # characters; what is shorter is a fragment, unless it is one of these
SHORT_HEADINGS = frozenset(
    ["引言", "前言", "导语", "导言", "绪论", "结语", "结论", "小结", "启示", "序"]
)
ASKS_FOR_MORE = frozenset(",，、；;：:“‘《（(「『【〔+＋/／·")
FUNCTION_WORDS = frozenset("将把让到的和与及在以为被向从由并或而是使于对")
NEVER_FIRST = frozenset(",，。、；;：:！？!?…”’》）)」』】〕%％.·")
NEVER_FIRST_WORDS = ("的", "了", "着", "们", "等", "地", "之一")
HAN = re.compile(r"[\u3400-\u9fff]")

SENTENCE_START = re.compile(  # a title never begins like this
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|近日|日前|本报讯"
    r"|(?:近年来|近些年|[去今]年以来|今年|同时|此外|目前|截至目前|其中|下一步|据悉|据了解|一年来|如今|为此|随后)[,，]"
)
HASH = re.compile(r"(?P<marks>#{1,6})\s+(?=\S)")
DECK = re.compile(r"(?:—{1,3}|－{2,3}|–{2,3}|-{2,3}|―{1,3}|─{2,3})\s*(?=[^\s—－–―─-])")
NUMBERS = "一二三四五六七八九十百"
NUMBERED = (  # what begins a numbered heading, and its rank: the smaller, the higher
    (re.compile(rf"第[{NUMBERS}\d]{{1,3}}[章节部分编]{{1,2}}[\s、:：]*"), 0),
    (re.compile(rf"[{NUMBERS}]{{1,3}}[、.．]\s*"), 1),
    (re.compile(rf"[（(]\s*[{NUMBERS}]{{1,3}}\s*[）)]\s*"), 2),
    (re.compile(r"\d{1,2}\s*(?:[、．]|\.(?!\d))\s*"), 3),
    (re.compile(r"\d{1,2}\s{1,2}(?=[\u4e00-\u9fff]{2})(?![个名人家次项余多万年月日件场])"), 3),
    (re.compile(r"\d{1,2}(?:\.\d{1,2}){1,2}\s{1,2}(?=[\u4e00-\u9fff])"), 4),
    (re.compile(r"[（(]\s*\d{1,2}\s*[）)]\s*"), 4),
)
# 表1　三年对比, but not the sentence 表1 所列
TABLE = r"(?:附?表|图)\s{0,2}[\d一二三四五六七八九十]{1,2}(?:[-.—]\d{1,2})?[\s、:：.．]{1,3}(?=\S)(?![所显可列是为的示])"
LIST_ITEM = re.compile(
    rf"{TABLE}|[{NUMBERS}][是要]|第[{NUMBERS}]{{1,2}}[,，]|[①-⑳]|其[{NUMBERS}][,，]"
)

SPEAKER = re.compile(
    r"(?P<name>[\u4e00-\u9fff·]{1,8}|[QA])(?:[（(][^（）()]{1,12}[）)])?\s*[:：]\s*(?=\S)"
)
ASKING = frozenset(
    ["记者", "问", "主持人", "本报记者", "笔者", "提问", "采访者", "Q", "编者", "本刊记者"]
)

LABELS = (
    (r"摘\s*要|内\s*容\s*摘\s*要|内容提要|提\s*要", "abstract"),
    (r"关\s*键\s*[词字]|主\s*题\s*词", "keywords"),
    (r"DOI|doi", "doi"),
    (r"参\s*考\s*文\s*献|注\s*释|引用文献", "references"),
    (r"作\s*者\s*单\s*位|单\s*位", "affiliation"),
    (r"作\s*者\s*简\s*介", "biography"),
    (
        r"中图分类号|分类号|文献标[识志]码|文章编号|收稿日期|修回日期|基金项目|课题项目"
        r"|Abstract|ABSTRACT|Key\s*words|Keywords|KEYWORDS",
        "other",
    ),
)
LABEL = re.compile(
    r"(?P<open>[\[【〔（(［]\s*)?(?:"
    + "|".join(f"(?P<{name}>{words})" for words, name in LABELS)
    + r")(?P<close>\s*[\]】〕）)］])?(?P<colon>\s*[:：])?\s*"
)
DOI = re.compile(r"10\.\d{4,9}/[^\s，。；,;]+")

PAGE_FURNITURE = (
    re.compile(r"[—\-–·\s]*\d{1,4}[—\-–·\s]*"),
    re.compile(r"第\s*\d{1,4}\s*页(?:[\s,，/]*共\s*\d{1,4}\s*页)?"),
    re.compile(r"\d{1,4}\s*/\s*\d{1,4}"),
    re.compile(r"第?\s*[A-Z]?\d{1,3}\s*版(?:[\s·:：]{1,3}[\u4e00-\u9fff]{2,6})?"),
    re.compile(
        r"[\[［【（(]\s*(?:责任)?(?:编辑|责编|校对|审核)\s*[:：][^\]］】）)]{1,20}[\]］】）)]"
    ),
    re.compile(r"[（(]?\s*(?:上接|下转|紧接)第?.{1,12}[）)]?"),
    re.compile(r"扫.{0,6}二维码.{0,20}|.{0,10}版权所有.{0,20}"),
)
WORD = re.compile(r"\w")
REMARK = re.compile(r"(?<=[。！？!?…”])\s*[（(][^（）()。]{1,50}[）)]$")  # 。（记者 张三）


def is_closed(text: str) -> bool:
    """Tell whether a sentence ends with *text*; closing quotes, brackets and remarks do not count.

    >>> is_closed("写下新的“党建故事”。"), is_closed("有序推进“医共体”")
    (True, False)
    """
    remarked = text.endswith(("）", ")"))
    bare = (REMARK.sub("", text[-60:]) if remarked else text).rstrip(CLOSERS)
    if not bare:
        return False
    return bare[-1] in END_MARKS or (bare[-1] == "." and bool(HAN.match(bare[-2:-1])))


def asks_for_more(text: str) -> bool:
    """Tell whether *text* cannot be the end of anything, by its last mark, word or open pair."""
    if not text or is_closed(text):
        return False
    if text[-1] in ASKS_FOR_MORE:
        return True
    if text[-1] in FUNCTION_WORDS and cut(text[-8:])[-1] in FUNCTION_WORDS:
        return True
    if any(text.count(opening) > text.count(closing) for opening, closing in PAIRS):
        return True
    return any(mark in text for mark in "。；;")


def is_clausal(text: str) -> bool:
    """Tell whether *text* is a sentence without its end: long, and of three clauses or more."""
    return len(text) > BARE_HEADING and len(re.findall(r"[,，]", text)) > 1


def is_fragment(text: str) -> bool:
    """Tell whether *text* is too short to stand alone in a body."""
    bare = "".join(text.split())
    return len(bare) < SHORTEST_HEADING and bare not in SHORT_HEADINGS


def cannot_start(text: str) -> bool:
    """Tell whether *text* must continue what stands before it."""
    if not text.startswith(NEVER_FIRST_WORDS):
        return text[:1] in NEVER_FIRST
    return cut(text[:8])[0] in NEVER_FIRST_WORDS


def word_crosses(left: str, right: str) -> bool:
    """Tell whether a word of the dictionary, a number or a Latin word runs over the border.

    >>> word_crosses("推进品牌IP化建设。白", "山市开展"), word_crosses("开新局", "结对共建")
    (True, False)
    """
    last, first = left[-1:], right[:1]
    if not (last.isalnum() and first.isalnum()):
        return False
    if last.isdigit() and (first.isdigit() or first in "个名人家次项余多万亿年月日件场"):
        return True
    head, tail = left[-12:], right[:12]
    place = 0
    for word in cut(head + tail):
        place += len(word)
        if place >= len(head):
            return place > len(head)
    return False


def phrase_crosses(left: str, right: str, text: str) -> bool:
    """Tell whether the two characters on each side of the border stand together in *text* too."""
    phrase = left[-2:] + right[:2]
    return (
        len(phrase) == 4 and all(HAN.match(character) for character in phrase) and phrase in text
    )


def is_common_word(text: str) -> bool:
    """Tell whether *text* is a common word of the language (方法, 时代)."""
    return frequencies().get(text, 0) >= COMMON


def numbered(text: str) -> tuple[int, int] | None:
    """Return ``(length of the mark, rank)`` where *text* begins like a numbered heading."""
    for pattern, level in NUMBERED:
        if (match := pattern.match(text)) and match.end() < len(text):
            return match.end(), level
    return None


def begins_item(text: str) -> bool:
    """Tell whether *text* begins like a heading or an item of a list, so never goes on with another."""
    return bool(numbered(text) or LIST_ITEM.match(text))


def is_furniture(text: str) -> bool:
    """Tell whether *text* is a page number, a rule or a turn-over line."""
    if not WORD.search(text):
        return not cannot_start(text)
    return len(text) <= 40 and any(pattern.fullmatch(text) for pattern in PAGE_FURNITURE)


def label_at(text: str, position: int) -> re.Match[str] | None:
    """Return the label (摘要, DOI …) that stands at *position*, if it is printed as one."""
    match = LABEL.match(text, position)
    if match is None:
        return None
    framed = (match["open"] and match["close"]) or match["colon"]
    alone = match.end() == len(text) and match.start() == 0
    if framed or alone or (match["doi"] and DOI.match(text, match.end())):
        return match
    return None


def latin(left: str, right: str) -> bool:
    """Tell whether two Latin words meet, which need a space where Chinese needs none."""
    return (
        left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii() and right[:1].isalpha()
    )
