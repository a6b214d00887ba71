"""Who signs an article: names, roles and bodies in lines such as ``记者 章芳敏 通讯员 金国栋``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from articles.extraction import forms, lexicon
from articles.extraction.lexicon import divisions
from articles.extraction.signing import BETWEEN, closed_up, is_name, tokens
from articles.extraction.types import Author

BULLETS = "■□◎●▲○◇◆★☆▶►◤◥△▼▽"
MARK = re.compile(rf"[{BULLETS}]\s*")
LINE_LENGTH = 60  # characters; a longer line is no byline
ROLES = (
    "特约记者|特派记者|见习记者|实习记者|首席记者|[全融]媒体?记者|特约评论员|评论员|实习生|记者|特约通讯员|通讯员|特约撰稿人|撰稿人|信息员|投稿人"
    "|责任编辑|值班编辑|责编|编辑|审核人|审核|审签|[一二三初复终]审|复核|核稿|签发|监制|统筹|策划|校对|作者|供稿人|供稿单位|供稿|撰稿|撰文"
    "|供图|摄影|摄像|制图|图片|美编|版式|整理|口述人|口述|文字|文/图|图/文|文图|图文|文|执笔人|执笔|采写|采访人|采访|记录人|记录|主讲人|讲述人|讲述|执笔成员|课题组成员|审读|发布者|发布人|上传者|录入员"
    "|本版编辑|执行编辑|执行主编|值班主任|值班编委|视觉设计|值班总监|本期责编|本期编辑|刊发审核|排版设计|副主编|总监制|总策划|主编|编审|编校|编委|视觉|视频|设计|排版|组版|出品|二校|三校|终校|初校|责校|编发|推送|运营|海报"
    "|新媒体编辑|责任校对|责任印制|责任审核|内容审核|信息审核|图文编辑|文字编辑|图片编辑|执行责编|副总编辑|责任编审|版面编辑|投诉电话|责任美编|联系人|总编辑|副总编|审定|审稿|编务|编排|签审|监审|核发|会签|录入|打印|打字|值班|技术|后期|播音|配音|主播|剪辑|插画|题字|编导|总编|社长|审校|核校|印制"
    "|信息来源|文章来源|稿件来源|来源|稿源"
)
MEDIUM = (
    r"(?:[\u4e00-\u9fff]{2,8}[-—·/])?(?:(?:本报|本刊|本网|本台|新华社|交汇点|融媒|《[^《》]{2,12}》"
    r"|[\u4e00-\u9fff]{2,8}(?:日报|晚报|时报|新闻网|社|网|融媒体?(?:中心)?|广电|台|客户端|频道|在线|周刊|杂志))"
    r"(?:驻[\u4e00-\u9fff]{2,6}?(?=记者))?)?"
)
ROLE = re.compile(
    rf"{MEDIUM}(?P<role>{ROLES}|图(?=\s*[:：/／丨｜|│]))(?:\s*[:：/／丨｜|│]\s*|\s+|(?=[\u4e00-\u9fff]))"
)
PRINTED_ROLE = re.compile(
    rf"{MEDIUM}(?:{ROLES})"
    r"(?:(?P<framed>\s*[:：/／丨｜|│])|\s+\S|(?=[\u4e00-\u9fff]{2,4}(?:\s|$|[、,，])))"
)
# Signs a comment without a name: 本报评论员, 本刊编辑部.
NOBODY = re.compile(
    rf"{MEDIUM}(?:特约|特邀)?评论员(?:文章)?|本[报刊网](?:编辑部|记者|通讯员|课题组|编者)"
)
UNSIGNED = frozenset(
    [
        "联系人",
        "审定",
        "审稿",
        "编务",
        "编排",
        "责任校对",
        "责任印制",
        "责任审核",
        "内容审核",
        "信息审核",
        "签审",
        "监审",
        "核发",
        "会签",
        "录入",
        "打印",
        "打字",
        "值班",
        "图文编辑",
        "文字编辑",
        "图片编辑",
        "新媒体编辑",
        "执行责编",
        "技术",
        "后期",
        "播音",
        "配音",
        "主播",
        "剪辑",
        "插画",
        "题字",
        "编导",
        "总编辑",
        "副总编辑",
        "总编",
        "副总编",
        "社长",
        "审校",
        "核校",
        "责任编审",
        "版面编辑",
        "投诉电话",
        "印制",
        "责任美编",
        "本版编辑",
        "执行编辑",
        "执行主编",
        "副主编",
        "主编",
        "编审",
        "编校",
        "值班主任",
        "值班编委",
        "编委",
        "视觉设计",
        "视觉",
        "视频",
        "设计",
        "排版",
        "组版",
        "总监制",
        "总策划",
        "出品",
        "二校",
        "三校",
        "终校",
        "初校",
        "责校",
        "值班总监",
        "本期责编",
        "本期编辑",
        "编发",
        "推送",
        "刊发审核",
        "运营",
        "排版设计",
        "海报",
        "责任编辑",
        "值班编辑",
        "责编",
        "编辑",
        "审核人",
        "审核",
        "审签",
        "一审",
        "二审",
        "三审",
        "初审",
        "复审",
        "终审",
        "审读",
        "复核",
        "核稿",
        "签发",
        "监制",
        "统筹",
        "策划",
        "校对",
        "供图",
        "摄影",
        "摄像",
        "制图",
        "图片",
        "图",
        "美编",
        "版式",
        "发布者",
        "发布人",
        "上传者",
        "录入员",
    ]
)
SOURCES = frozenset({"来源", "稿源", "信息来源", "文章来源", "稿件来源", "供稿单位"})
# Within brackets at the end of a report a body needs no place before it: (客户部 张三).
OFFICE_OF = re.compile(
    r"[\u4e00-\u9fff]{0,12}(?:部|处|科|室|办|局|支部|党委|总支|支行|分行|中心|站|所|院|校|委|组|队|公司|厂|段|会)"
)
LISTED = re.compile(r"^\s*\d{0,2}\s*[.．、]?\s*")
ORGANIZATION = re.compile(r"[\u4e00-\u9fffA-Za-z0-9（）()·]{4,40}")
NAMED = re.compile(
    r"中共|[\u4e00-\u9fff]{0,8}?(?:省|市|县|区|州|盟|旗|镇|乡|村|街道|学校|大学|学院|医院|集团|公司|银行|局)|中国"
)
BODIES = (
    "医院",
    "集团",
    "公司",
    "大学",
    "学院",
    "银行",
    "学校",
    "中学",
    "小学",
    "党校",
    "报社",
    "日报",
)
CHINESE_DATE = r"[一二][九〇○零][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
PRINTED_DATE = r"\d{4}\s*(?:年|[-/.])\s*\d{1,2}\s*(?:月|[-/.])\s*\d{1,2}\s*日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
STAMP = r"(?:发布|发表|发稿|发文|更新|录入|上传|创建|成文|出版|编发|印发|刊发|见报)?(?:时间|日期)|发布于|发表于|原载于?|刊于|刊载于"
ISSUER = "发布者|发布人|发布单位|发布机构"
AFTER_DATE = r"[\s|｜丨/（(【\[]|[\u4e00-\u9fff]{2,3}$|星期|周[一二三四五六日]|第|来源|稿源|作者|编辑|责编|浏览|阅读|点击"
LABELLED = re.compile(
    rf"[\[【（(•●·\s]*(?:{STAMP}|{ISSUER}|信息来源|文章来源|稿件来源|来源|稿源|作者)\s*[:：]|{PRINTED_DATE}\s"
)
DATED = re.compile(rf"(?:{STAMP})\s*[:：]?\s*{PRINTED_DATE}(?!\d)")
IMPRINT = re.compile(
    rf"(?:(?:(?:{ISSUER})\s*[:：]\s*[^\s:：，。]{{1,20}}?)?\s*(?:{STAMP})?\s*[:：]?\s*(?:{PRINTED_DATE}|{CHINESE_DATE})(?!\d)(?=$|{AFTER_DATE})|\d{{8}}\s*期|《[^《》]{{2,20}}》\s*[（(]?\d{{4}}\s*年|第?\s*[A-Z]?\d{{1,3}}\s*版(?![本面权式])"
    r"|[^\d。！？，,]{0,16}\d{4}\s*年?\s*第?\s*\d{1,2}\s*期)"
    r"(?:[^。！？]{0,50})"
)
SIGNED = re.compile(
    rf"[（(]\s*(?P<inner>[^（）()。！？]{{2,{LINE_LENGTH}}})\s*[）)]"
    rf"|[【［\[]\s*(?P<framed>[^【】［］\[\]。！？]{{2,{LINE_LENGTH}}})\s*[】］\]]"
)
OFFICE = re.compile(
    r"[\u4e00-\u9fff]{0,30}(?:书记|部长|主任|院长|局长|处长|科长|校长|镇长|乡长|县长|区长|市长|主席|会长|秘书长"
    r"|经理|董事长|教授|研究员|讲师|干事|委员|队员)"
)
PICTURED = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,4}(?:摄影|摄|供图)(?=$|[\s、，,；;）)])"
)
FRAMED_ROLE = re.compile(
    rf"^作者(?:单位|简介)?\s*(?:系|为|[:：])|(?<![\u4e00-\u9fff])(?:{ROLES})\s*[:：]"
)


class Byline(NamedTuple):
    """What a byline says."""

    authors: tuple[Author, ...]
    organizations: tuple[str, ...]


@cache
def _suffixes() -> tuple[str, ...]:
    return tuple(sorted(lexicon.words("byline_suffixes"), key=len, reverse=True))


def is_organization(token: str) -> bool:
    """Tell whether *token* can be the name of a body that signs: 中共鹤岗市委组织部.

    A place, 中共 or a word such as 集团 must show that it is a name: 建强基层党支部 is a slogan.
    """
    if not ORGANIZATION.fullmatch(token) or not token.rstrip("）)").endswith(_suffixes()):
        return False
    return bool(NAMED.match(token)) or token.endswith(BODIES)


def is_imprint(text: str) -> bool:
    """Tell whether the line *text* says when and where the article was printed."""
    if len(text) > LINE_LENGTH or any(mark in text for mark in "。！？"):
        return False
    return bool(IMPRINT.fullmatch(text) or (LABELLED.match(text) and DATED.search(text)))


def is_byline(text: str) -> bool:
    """Tell whether the line *text* is a byline by its form alone, wherever it stands."""
    if len(text) > LINE_LENGTH or any(mark in text for mark in "。！？“"):
        return False
    mark = MARK.match(text)
    bare = closed_up(text[mark.end() :] if mark else text)
    if is_imprint(bare) or NOBODY.fullmatch(bare):
        return True
    if signed := SIGNED.fullmatch(bare):
        inner = signed["inner"] or signed["framed"]
        role = FRAMED_ROLE.search(inner) or PRINTED_ROLE.match(inner)
        if signed["framed"]:
            return role is not None and bool(parse([inner]).authors)
        return bool(role) or is_bare(inner) or _is_signature(inner) or is_imprint(inner.strip())
    bare = bare.lstrip("•· ")
    if match := PRINTED_ROLE.match(bare):
        found = parse([bare])
        return bool(found.authors or found.organizations or match["framed"])
    return (bool(mark) and is_bare(bare)) or _is_roll(bare)


def _is_roll(text: str) -> bool:
    """Tell whether *text* is a row of names and bodies with a role among them: 张三 本报记者 李四."""
    found = [_role_and_word(word, "") for word in tokens(text)]
    if len(found) < 2 or not any(role for role, _word in found):
        return False
    named = any(is_name(word) for _role, word in found)
    return named and all(not w or is_name(w) or is_organization(w) for _role, w in found)


def _is_signature(inner: str) -> bool:
    """Tell whether brackets hold a name with a role or an office: 张三 文/图, 客户部 张三."""
    found = [_role_and_word(word, "") for word in tokens(inner)]
    words = [word for _role, word in found if word]
    told = any(role for role, _word in found) or len(words) > 1
    named = told and any(is_name(word) for word in words)
    return named and all(is_name(word) or OFFICE_OF.fullmatch(word) for word in words)


def is_bare(text: str) -> bool:
    """Tell whether *text* is made of names and bodies only, as a line under a headline is.

    An office (某某村党支部书记) may stand there too, beside the name of who holds it.
    """
    if len(text) > 2 * LINE_LENGTH or "。" in text:
        return False
    words = tokens(text)
    if not 0 < len(words) <= 10 or (len(words) == 1 and forms.is_common_word(words[0])):
        return False
    named = any(is_name(word) for word in words)
    return all(
        is_name(word) or is_organization(word) or (named and _stands_beside(word))
        for word in words
    )


def _stands_beside(word: str) -> bool:
    """Tell whether *word* may stand beside a name: an office, a place, a part of a body."""
    if OFFICE.fullmatch(word) or len(word) == divisions.leading(word)[0]:
        return True
    return bool(NAMED.match(word) and OFFICE_OF.fullmatch(word))


def is_affiliation(text: str) -> bool:
    """Tell whether *text* is a body in brackets, as papers print it: (白山市中心医院,吉林 白山 134300)."""
    if text[:1] not in "（(" or text[-1:] not in "）)" or len(text) > 2 * LINE_LENGTH:
        return False
    return is_organization(BETWEEN.split(LISTED.sub("", text[1:-1]))[0])


def parse(lines: Iterable[str]) -> Byline:
    """Return the authors and signing bodies of byline *lines*.

    Editors and photographers are no authors; a role holds until the next one is printed.

    >>> parse(["记者 章芳敏 通讯员 金国栋"]).authors
    (Author(name='章芳敏', role='记者'), Author(name='金国栋', role='通讯员'))
    """
    authors: list[Author] = []
    organizations: list[str] = []
    for line in lines:
        role = ""
        bare = line[match.end() :] if (match := MARK.match(line)) else line
        for token in tokens(re.sub(PRINTED_DATE, " ", PICTURED.sub(" ", bare))):
            role, word = _role_and_word(token, role)
            if role in UNSIGNED or not word:
                continue
            if role not in SOURCES and is_name(word):
                authors.append(Author(word, role))
            elif is_organization(word):
                organizations.append(word)
            elif OFFICE.fullmatch(word):
                role = word
    return Byline(tuple(dict.fromkeys(authors)), tuple(dict.fromkeys(organizations)))


def _role_and_word(token: str, role: str) -> tuple[str, str]:
    """Return the role that holds at *token* and what the token names beside it."""
    match = ROLE.match(token + " ")
    if match is None:
        return role, token.split("：")[-1].split(":")[-1]
    word = token[match.end() :].lstrip(":：")
    if word and not (is_name(word) or is_organization(word)):
        return (match["role"], "") if ":" in token or "：" in token else (role, token)
    return match["role"], word
