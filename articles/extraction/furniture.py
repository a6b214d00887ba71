"""What a bulletin, a newspaper page or a web page prints around its articles.

Mastheads (党建简报 第17期), lists of readers (报：… 共印120份), running heads (日报 2024年1月18日 第3版)
and the buttons of a web page are taken out before any line is joined. What mastheads and running
heads say of the day and the issue is kept, for every article of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from articles.extraction import bylines, forms
from articles.extraction.bylines import PRINTED_DATE
from articles.extraction.pages import Line

MASTHEAD_LINES = 8  # a masthead is no longer
LINE_LENGTH = 60  # characters of a line of furniture
FOOT_LENGTH = 120  # characters of a line of a web page's foot

NUMERAL = r"[\d一二三四五六七八九十百〇零]{1,5}"
CHINESE_DATE = r"[一二][九〇○零][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
WEEKDAY = r"(?:星期|周)[一二三四五六日天]"
ISSUE = re.compile(
    rf"(?:(?:19|20)\d{{2}}\s*年?\s*[,，]?)?总?第\s*{NUMERAL}\s*期|期刊号[:：]?{NUMERAL}"
)
DATE = re.compile(rf"{PRINTED_DATE}|{CHINESE_DATE}|(?:19|20)\d{{2}}\s*年\s*\d{{1,2}}\s*月")
NAME = re.compile(
    r"[\u4e00-\u9fff“”·]{0,20}(?:简报|专报|快报|通报|要情|动态|信息|通讯|专刊|增刊|内参|交流|参考|月报|周报|快讯|情况反映|摘报)"
)
SPACED = re.compile(r"[\u4e00-\u9fff](?:\s{1,6}[\u4e00-\u9fff]){2,15}")
BODY = re.compile(
    r"[\u4e00-\u9fff（）()]{3,30}(?:部|委|局|处|科|室|院|会|组|中心|总支|支部|公司|集团|学校|大学|专班)"
    r"(?:主办|主编|编印|编发|印发|编)?"
)
NOTICE = re.compile(r"内部(?:资料|刊物|文件)|注意保[存密]|请勿外传|仅供参阅|编印|特刊|试刊")
TOKENS = re.compile(r"[\s（）()【】\[\]|｜·]+")

DISTRIBUTION = re.compile(
    r"(?:报|送|发|呈|抄送|抄报|主送|分送|报送|呈报|呈送|加发|发送)\s*[:：]\s*\S.*"
)
COPIES = re.compile(
    rf"[（(]?\s*(?:共|本期)?印(?:制|发)?\s*{NUMERAL}\s*份\s*[）)]?|.{{0,30}}\d日\s*印发?"
)

MEDIUM = re.compile(r"[\u4e00-\u9fff]{1,10}(?:报|周刊|日刊|导刊)")
SHEET = re.compile(r"第?\s*[A-Z]?(?:\d{1,3}|[一二三四五六七八九十]{1,2})\s*版")
PAPER_SECTION = re.compile(
    r"要闻|综合|时政|专版|专题|专刊|党建|评论|理论|文化|副刊|视点|聚焦|特刊|广告|国内|社会|民生|基层|[\u4e00-\u9fff]{2,4}新闻"
)
PAPER_NOTE = re.compile(
    r"农历.{2,8}|(?:责任编辑|责编|编辑|主编|美编|校对|版式|电话|热线|邮箱)\s*[:：]\s*\S{1,30}|总第\d{1,6}期"
)

STRONG = re.compile(
    r"打印(?:本页|此页|本文|文章)?|分享(?:到|至|本文)?|(?:加入)?收藏(?:本页|本文)?|关闭(?:窗口|本页|此页|页面)?"
    r"|返回(?:顶部|首页|列表|上页|上一页|目录)|字号|字体(?:大小)?|无障碍(?:浏览|阅读)|(?:网页|我要)纠错|设为首页|网站地图"
    r"|(?:发布|发表)(?:时间|日期)|[上下]一[版期]|版面(?:概览|导航)|标题导航|日期检索"
    r"|(?:浏览|阅读|点击|访问)(?:次数|量|数)?[:：]?\d*次?|(?:浏览|阅读|点击|访问)(?:次数|量|数)[:：]"
)
WEAK = re.compile(
    r"[大中小]|A[+-]?|T[+-]?|\d{1,7}次?|首页|尾页|上一页|下一页|正文|新浪|微信|微博|新浪微博|腾讯微博|QQ空间|QQ|朋友圈|抖音|复制链接|二维码|点赞|评论|转发|登录|注册"
    r"|第?[A-Z]?\d{1,3}版|[\u4e00-\u9fff]{2,4}新闻|要闻"
)
ITEMS = re.compile(r"[\s（）()【】\[\]［］|｜丨/·,，:：]+")
NEIGHBOUR = re.compile(
    r"[\[【]?\s*[上下]\s*一?\s*[篇条]\s*[\]】]?\s*[:：].*|(?:没有|暂无)[上下]一?[篇条].{0,4}"
)
CRUMBS = re.compile(r"(?:您|你)?(?:的|现在的|当前|所在)?(?:当前|所在)?位置(?:是)?\s*[:：].*")
ARROWS = re.compile(r"\s*(?:[>›»＞→]|-{1,2}>|&gt;){1,2}\s*|(?<=首页)\s*[|｜]\s*")
FOOT = re.compile(
    r".{0,40}(?:ICP备|公网安备|网站标识码|Copyright|COPYRIGHT|©|版权所有|技术支持\s*[:：]|建议使用.{0,20}浏览器).*"
    r"|扫一扫.{0,30}|(?:[\u4e00-\u9fff]{2,6}[:：]\s*)?https?://\S{1,100}(?:\s.{0,16})?"
    r"|\S{1,30}\.(?:jpe?g|png|gif|bmp)|.{0,10}另存二维码.{0,6}|标签\s*[:：].{1,40}"
    r"|[•·\s]{0,4}(?:索\s*引\s*号|发布机构|发文机关|发文字号|生成日期|成文日期|公开日期|公开方式|公开范围|公开时限|主题分类|体裁分类|有效性)"
    r"\s*[:：].{0,60}"
)
LINKS = re.compile(
    r"[【\[]?(?:相关(?:链接|阅读|新闻|文章|稿件|报道)|推荐阅读|延伸阅读|热门(?:文章|新闻|推荐)|大家[都最].{0,3}看|猜你喜欢|排行榜|.{1,4}排行榜?)[】\]]?\s*[:：]?"
)
BUTTONS = re.compile(
    r"\s*[\[【（(|｜]?\s*(?=(?:字号|字体|打印|分享|收藏|关闭|浏览|阅读|点击|访问))"
)


class Cleared(NamedTuple):
    """What is left of the lines, what was taken out, and what of it dates the whole file."""

    lines: tuple[Line, ...]
    furniture: tuple[Line, ...]
    imprint: str  # the dating lines, joined by "\n"


def clear(found: Sequence[Line]) -> Cleared:
    """Take everything that frames the articles out of *found*; a file of nothing else is kept."""
    parted = [piece for line in found for piece in _without_buttons(line)]
    masthead = _masthead(parted)
    taken = set(range(masthead)) | _distributed(parted) | _links(parted)
    dated = set(range(masthead))
    above: Line | None = None
    for number, line in enumerate(parted):
        if number in taken:
            continue
        beside = number > masthead and number - 1 in taken and _is_weak(line.text)
        if is_running_head(line.text):
            taken.add(number)
            dated.add(number)
        elif beside or (is_chrome(line.text) and not (above and _breaks_off(above.text))):
            taken.add(number)
        else:
            above = line
    kept = [
        replace(line, parted=number - 1 in taken)
        for number, line in enumerate(parted)
        if number not in taken
    ]
    if not kept:
        return Cleared(tuple(found), (), "")
    imprint = dict.fromkeys(parted[number].text for number in sorted(dated))
    return Cleared(
        tuple(kept), tuple(parted[number] for number in sorted(taken)), "\n".join(imprint)
    )


def is_running_head(text: str) -> bool:
    """Tell whether *text* is the head of a newspaper page: 某某日报 2024年1月18日 星期四 第3版.

    A date or a page number must stand beside something else of its kind, and nothing more.
    """
    if len(text) > LINE_LENGTH or not any(mark.isdigit() or mark in "版年" for mark in text):
        return False
    bare = re.sub(rf"({PRINTED_DATE})", r" \1 ", text)
    bare, dates = DATE.subn(" ", bare)
    bare, weekdays = re.subn(WEEKDAY, " ", bare)
    bare, sheets = SHEET.subn(" ", bare)
    if not dates and not sheets:
        return False
    words = [word for word in re.split(r"[\s|｜·/—-]+", bare) if word]
    media = sum(bool(MEDIUM.fullmatch(word.strip("《》"))) for word in words)
    if media > 1 or not all(_is_of_paper(word) for word in words):
        return False
    return (dates > 0) + (weekdays > 0) + (sheets > 0) + (media > 0) > 1


def _is_of_paper(word: str) -> bool:
    bare = word.strip("《》")
    return any(
        pattern.fullmatch(bare) for pattern in (MEDIUM, PAPER_SECTION, PAPER_NOTE)
    ) or not any(mark.isalnum() for mark in bare)


def is_chrome(text: str) -> bool:
    """Tell whether *text* is a button, a breadcrumb or the foot of a web page."""
    if len(text) > FOOT_LENGTH or "。" in text:
        return False
    if NEIGHBOUR.fullmatch(text) or CRUMBS.fullmatch(text) or FOOT.fullmatch(text):
        return True
    pieces = ARROWS.split(text)
    if len(pieces) > 1 and (pieces[0] == "首页" or pieces[-1] in ("正文", "内容")):
        return all(len(piece) <= forms.HEADING_LENGTH for piece in pieces)
    return _is_buttons(text)


def _is_buttons(text: str) -> bool:
    """Tell whether *text* is made of the buttons of a web page and nothing else."""
    items = [item for item in ITEMS.split(text) if item]
    strong = any(STRONG.fullmatch(item) for item in items)
    return strong and all(STRONG.fullmatch(item) or WEAK.fullmatch(item) for item in items)


def _is_weak(text: str) -> bool:
    """Tell whether *text* is a button where it stands beside others: 大, 微信, 首页."""
    items = [item for item in ITEMS.split(text) if item]
    return all(WEAK.fullmatch(item) and not item[0].isdigit() for item in items)


def _without_buttons(line: Line) -> list[Line]:
    """Return *line*, its buttons cut off where it is the imprint of a web page."""
    text = line.text
    if len(text) > 2 * FOOT_LENGTH or not bylines.LABELLED.match(text):
        return [line]
    for match in BUTTONS.finditer(text):
        if match.start() and _is_buttons(text[match.start() :]):
            head, tail = text[: match.start()].rstrip(), text[match.start() :].lstrip()
            return [
                Line(line.start, line.start + len(head), head, line.gap, line.indented),
                Line(line.end - len(tail), line.end, tail, 0, False),
            ]
    return [line]


def _breaks_off(text: str) -> bool:
    """Tell whether a line of running text ends within a sentence, where no page ends either."""
    long = len(text) > forms.BARE_HEADING and not bylines.LABELLED.match(text)
    return long and not forms.is_closed(text)


def _masthead(found: Sequence[Line]) -> int:
    """Return how many lines from the first on are the masthead of a bulletin."""
    kinds: set[str] = set()
    end = 0
    for line in found[:MASTHEAD_LINES]:
        if not forms.is_furniture(line.text):
            told = _kinds(line.text)
            if not told:
                break
            kinds |= told
        end += 1
    numbered = "issue" in kinds and len(kinds) > 1
    named = "name" in kinds and bool(kinds & {"date", "issue"})
    if not (numbered or named) or end == len(found):
        return 0
    title = found[end].text
    return end if len(title) <= LINE_LENGTH and not forms.is_closed(title) else 0


def _kinds(text: str) -> set[str]:
    """Return what a line of a masthead gives (name, issue, date, body), nothing for other lines."""
    if len(text) > LINE_LENGTH:
        return set()
    if SPACED.fullmatch(text):
        return {"name"}
    bare, dates = DATE.subn(" ", text)
    bare, issues = ISSUE.subn(" ", bare)
    kinds = {kind for kind, count in (("date", dates), ("issue", issues)) if count}
    for word in TOKENS.split(bare):
        if not word:
            continue
        if NAME.fullmatch(word):
            kinds.add("name")
        elif BODY.fullmatch(word) or bylines.is_organization(word):
            kinds.add("body")
        elif NOTICE.fullmatch(word) or re.fullmatch(WEEKDAY, word):
            kinds.add("notice")
        else:
            return set()
    return kinds


def _distributed(found: Sequence[Line]) -> set[int]:
    """Return the numbers of the lines that say who receives a bulletin, and in how many copies."""
    taken: set[int] = set()
    group: list[int] = []
    listed = 0
    for number, line in enumerate(found):
        told = DISTRIBUTION.fullmatch(line.text) or COPIES.fullmatch(line.text)
        inside = bool(group) and (forms.is_furniture(line.text) or _goes_on(found, number, group))
        if told or inside:
            group.append(number)
            listed += bool(told)
            continue
        if listed > 1:
            taken.update(group)
        group, listed = [], 0
    return taken | set(group) if listed else taken


def _goes_on(found: Sequence[Line], number: int, group: Sequence[int]) -> bool:
    """Tell whether line *number* is the rest of a list of receivers that a column's end broke."""
    last = found[group[-1]].text
    return (
        found[number].gap == 0
        and not forms.is_closed(last)
        and not COPIES.fullmatch(last)
        and len(found[number].text) <= LINE_LENGTH
    )


def _links(found: Sequence[Line]) -> set[int]:
    """Return the numbers of the lines of a list of links that ends the file."""
    for number, line in enumerate(found):
        if number and LINKS.fullmatch(line.text):
            rest = found[number:]
            if all(len(r.text) <= LINE_LENGTH and not forms.is_closed(r.text) for r in rest):
                return set(range(number, len(found)))
    return set()
