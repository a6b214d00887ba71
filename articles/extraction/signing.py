"""The words of a line that signs: names as they are printed, with blanks, roles and marks."""

from __future__ import annotations

import re
from functools import cache

from articles.extraction import lexicon
from articles.extraction.lexicon import divisions
from articles.extraction.vocabulary import RegionLevel

# Words after a name that say what it gave, or that there are more.
COURTESY = frozenset({"供稿", "供图", "提供", "整理", "报道", "摄影报道", "等", "发自"})
BETWEEN = re.compile(r"[\s、,，;；|｜丨│/／*＊（）()\[\]［］【】•●]+")
# 张三/文, 张三 口述: the role stands behind the name, and is read as if it stood before it.
ROLE_BEHIND = re.compile(
    r"(?<![\u4e00-\u9fff:：/／])(?P<name>[\u4e00-\u9fff]{2,4})(?:\s*[/／]\s*(?P<role>文字|文|图片|图|摄影|摄|口述|整理)"
    r"|\s+(?P<word>口述|采写|撰文|撰稿|整理))(?=$|[\s、,，；;）)])"
)
BOTH = re.compile(r"文\s*[/／丨｜|]\s*[图摄](?![:：/／])|图\s*[/／丨｜|]\s*文")
PICTURE = re.compile(r"(?<![\u4e00-\u9fff/／])(?:图片?|摄)\s*[:：/／|｜]\s*(?=[\u4e00-\u9fff])")
DEPARTMENT = re.compile(
    r"[党团支分总工][办委行会部]|[党支]部"
)  # as short as a name, and beginning like one
# Labels that a web page runs together: 发布者：某某发布时间：2024-05-06浏览次数：12
RUN_TOGETHER = re.compile(
    r"(?<=[\u4e00-\u9fff\d])(?=(?:发布时间|发布日期|发布者|发布人|作者|来源|浏览次数|阅读次数|点击数|点击量|审核|编辑|责编|供稿|字号)\s*[:：])"
)
AFTER_NAME = re.compile(r"[\d*＊①-⑨]{1,3}$")
# 王　乐　李 莉 莉: a row of single characters, and words for a role that are spaced likewise.
SPACED_NAMES = re.compile(
    r"(?<![\u4e00-\u9fff/／])[\u4e00-\u9fff](?:[ \u3000]{1,4}(?![摄图])[\u4e00-\u9fff])+(?![\u4e00-\u9fff:：])"
)
SPACED_ROLE = re.compile(
    r"(?<![\u4e00-\u9fff])(?:通[ \u3000]+讯[ \u3000]+员|记[ \u3000]+者|作[ \u3000]+者|摄[ \u3000]+影|编[ \u3000]+辑)(?=[\s:：])"
)
BLANKS = re.compile(r"[ \u3000]+")
NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,8}·[\u4e00-\u9fff]{2,8}")
GIVEN = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})(?:摄影报道|采写|口述|供稿|供图|提供|整理|撰稿|撰文|报道|摄影|拍摄|摄)$"
)
AUTHOR_IS = re.compile(r"^作者(?:单位)?(?:系|为)")


def is_name(token: str) -> bool:
    """Tell whether *token* can be a person's name: a known surname and one to three characters.

    >>> is_name("欧阳修远"), is_name("商丘市"), is_name("江苏")
    (True, False, False)
    """
    if not NAME.fullmatch(token) or DEPARTMENT.fullmatch(token) or token in _places():
        return False
    if "·" in token or (len(token) == 4 and {token[:2], token[2:]} <= _tibetan()):
        return True
    double = token[:2] in _surnames() and 3 <= len(token) <= 4
    return double or (token[0] in _surnames() and len(token) <= 3)


@cache
def _surnames() -> frozenset[str]:
    return lexicon.words("surnames")


@cache
def _tibetan() -> frozenset[str]:
    return lexicon.words("tibetan_names")


@cache
def _places() -> frozenset[str]:
    """Return the names of divisions that look like a person's: 江苏, 安阳县."""
    provinces = (d for d in divisions.divisions().values() if d.level is RegionLevel.PROVINCE)
    return frozenset(divisions.full_names()) | {division.short for division in provinces}


def closed_up(text: str) -> str:
    """Return *text* with words for a role printed with blanks (记 者) closed up."""
    return SPACED_ROLE.sub(lambda match: BLANKS.sub("", match[0]), text)


def tokens(text: str) -> list[str]:
    """Return the words of a byline, names printed with a space (王　乐) closed up."""
    bare = AUTHOR_IS.sub("", closed_up(text).strip("（()）【】 \u3000"))
    closed = SPACED_NAMES.sub(_names, BOTH.sub("图文", bare))
    closed = PICTURE.sub("摄影：", closed)
    closed = ROLE_BEHIND.sub(_role_before, RUN_TOGETHER.sub(" ", closed))
    words = (GIVEN.sub("", AFTER_NAME.sub("", word)) for word in BETWEEN.split(closed))
    return [word for word in words if word.strip("*＊0123456789") and word not in COURTESY]


def _names(match: re.Match[str]) -> str:
    """Return a row of single characters as names of two, or of three where the row asks for it."""
    row, names = BLANKS.sub("", match[0]), list[str]()
    while row:
        rest = len(row) - 2
        longer = rest == 1 or (rest % 2 == 1 and row[2] not in _surnames())
        names.append(row[: 3 if longer else 2])
        row = row[len(names[-1]) :]
    return " ".join(names)


def _role_before(match: re.Match[str]) -> str:
    role = match["role"] or match["word"]
    return f"{'摄影' if role == '摄' else role}：{match['name']}"
