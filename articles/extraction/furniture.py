"""What a bulletin, a newspaper page or a web page prints around its articles.

Mastheads (党建简报 第17期), lists of readers (报：… 共印120份), running heads (日报 2024年1月18日 第3版)
and the buttons of a web page are taken out before any line is joined. What mastheads and running
heads say of the day and the issue is kept, for every article of the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from articles.extraction import bylines, forms, journals
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
TITLE = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:党建|先锋|组工|党员|红旗|支部|党校|党旗)"
)  # of a magazine
NOTICE = re.compile(
    r"出版|印发|内部(?:资料|刊物|文件)|注意保[存密]|请勿外传|仅供参阅|编印|特刊|试刊"
)
TOKENS = re.compile(r"[\s（）()【】\[\]|｜·]+")

DISTRIBUTION = re.compile(
    r"(?:报|送|发|呈|抄送|抄报|主送|分送|报送|呈报|呈送|加发|发送)\s*[:：]\s*\S.*"
)
COPIES = re.compile(
    rf"[（(]?\s*(?:共|本期)?印(?:制|发)?\s*{NUMERAL}\s*份\s*[）)]?|.{{0,30}}\d日\s*印发?"
)

MEDIUM = re.compile(
    r"[\u4e00-\u9fff]{1,10}(?:(?<![简通汇专海举申预喜捷填上情快墙黑])报|周刊|日刊|导刊)(?:社|社出版|数字报|数字版|电子版)?"
)
SPACED_MEDIUM = re.compile(r"[\u4e00-\u9fff](?:\s{1,4}[\u4e00-\u9fff]){1,8}\s{1,4}[报刊]")
CUT_DATE = re.compile(
    r"(?<=\d年)/(?=\d{1,2}月/)|(?<=月)/(?=\d{1,2}日/)|(?<=日)/(?=第)"
)  # 2024年/5月/6日/第003版
SHEET = re.compile(
    r"第?\s*[A-Z]?(?:\d{1,3}|[一二三四五六七八九十]{1,2})\s*版(?:面)?|(?<![\w.])(?:0\d|[A-D]0?\d{1,2})(?![\w.])"
)
PAPER_SECTION = re.compile(
    r"要闻|综合|时政|专版|专题|专刊|评论|理论|文化|副刊|视点|聚焦|特刊|广告|国内|社会|民生|基层|乡村|教育|卫生|健康|法治|经济|企业"
    r"|(?:基层|机关|国企|高校)?党建|党群|[\u4e00-\u9fff]{2,4}新闻|[\u4e00-\u9fff]{2,4}(?:周刊|专刊|特刊|专版|专题|视窗)"
)
STAFF = "责任编辑|值班编辑|本版编辑|执行主编|值班主任|值班编委|责编|编辑|主编|美编|校对|版式|组版|审读|视觉|制图"
PAPER_NOTE = re.compile(
    rf"(?:农历)?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年\S{{0,8}}|农历\S{{2,8}}|(?:{STAFF}|电话|热线|邮箱)(?:\s*[:：]\s*\S{{1,30}})?"
    r"|总第\d{1,6}[期号]|第\d{3,6}[期号]|(?:今日|本期|共)\s*\d{1,3}\s*版|(?:国内统一)?(?:连续出版物号|刊号).{0,20}|CN\s?\d{2}-\d{4}|邮发代号.{0,12}"
    r"|[\u4e00-\u9fff]{4,20}(?:主管主办|主管|主办|承办)|零售.{0,10}|[A-Z]{4,12}(?: [A-Z]{2,12}){0,4}"
)
PAPER_STAFF = re.compile(rf"((?:{STAFF})\s*[:：]?)\s+(?=[\u4e00-\u9fff]{{2,4}}(?:\s|$))")
TELLING = ("date", "weekday", "sheet", "medium")  # two of these make a head
PAPER = (
    ("date", DATE),
    ("weekday", re.compile(WEEKDAY)),
    ("note", PAPER_NOTE),
    ("sheet", SHEET),
)
HEAD_KINDS = (*TELLING, "note")
UNKNOWN_SECTION = 6  # characters; a name no list knows may stand beside both date and page

STRONG = re.compile(
    r"打印(?:本页|此页|本文|文章)?|分享(?:到|至|本文)?|(?:加入)?收藏(?:本页|本文)?|关闭(?:窗口|本页|此页|页面)?"
    r"|返回(?:顶部|首页|列表|上页|上一页|目录)|字号|字体(?:大小)?|无障碍(?:浏览|阅读)|(?:网页|我要)纠错|设为首页|网站地图"
    r"|(?:发布|发表)(?:时间|日期)|[上下]一[版期篇条]|版面(?:概览|导航)|标题导航|日期检索"
    r"|(?:浏览|阅读|点击|访问)(?:次数|量|数)?[:：]?\d*次?|(?:浏览|阅读|点击|访问)(?:次数|量|数)[:：]"
)
WEAK = re.compile(
    r"[大中小]|A[+-]?|T[+-]?|\d{1,7}次?|首页|尾页|上一页|下一页|正文|新浪|微信|微博|新浪微博|腾讯微博|QQ空间|QQ|朋友圈|抖音|复制链接|二维码|点赞|评论|转发|登录|注册"
    r"|第?[A-Z]?\d{1,3}[A-Z]?版|[\u4e00-\u9fff]{2,4}新闻|要闻|综合|专版|社区|社会|民生|党建|理论|文化|时政"
)
ITEMS = re.compile(r"[\s（）()【】\[\]［］|｜丨/·•●,，:：]+")
NEIGHBOUR = re.compile(
    r"[\[【]?\s*[上下]\s*一?\s*[篇条]\s*[\]】]?\s*[:：].*|(?:没有|暂无)[上下]一?[篇条].{0,4}"
)
CRUMBS = re.compile(r"(?:您|你)?(?:的|现在的|当前|所在)?(?:当前|所在)?位置(?:是)?\s*[:：].*")
ARROWS = re.compile(r"\s*(?:[>›»＞→]|-{1,2}>|&gt;){1,2}\s*|(?<=首页)\s*[|｜]\s*")
FOOT = re.compile(
    r".{0,40}(?:ICP备|公网安备|网站标识码|Copyright|COPYRIGHT|©|版权所有|技术支持\s*[:：]|建议使用.{0,20}浏览器).*"
    r"|扫一扫.{0,30}|(?:[\u4e00-\u9fff]{2,6}[:：]\s*)?https?://\S{1,100}(?:\s.{0,16})?"
    r"|[\w\s()（）-]{1,30}\.(?:jpe?g|png|gif|bmp)|.{0,10}互联网.{0,8}举报(?:中心|电话).{0,20}|.{0,10}另存二维码.{0,6}|标签\s*[:：].{1,40}"
    r"|[•·\s]{0,4}(?:索\s*引\s*号|发布机构|发文机关|发文字号|生成日期|成文日期|公开日期|公开方式|公开范围|公开时限|主题分类|体裁分类|有效性)"
    r"\s*[:：].{0,60}"
)
LINKS = re.compile(
    r"[【\[]?(?:相关(?:链接|阅读|新闻|文章|稿件|报道)|推荐阅读|延伸阅读|热门(?:文章|新闻|推荐)|大家[都最].{0,3}看|猜你喜欢|排行榜|.{1,4}排行榜?)[】\]]?\s*[:：]?"
)
BUTTONS = re.compile(
    r"\s*[\[【（(|｜]?\s*(?=(?:字号|字体|打印|分享|收藏|关闭|浏览|阅读|点击|访问))"
)


class Head(NamedTuple):
    """A line of a masthead or running head that dates what stands below it, without its notes."""

    start: int
    text: str


class Cleared(NamedTuple):
    """What is left of the lines, what was taken out, and what of it dates the whole file."""

    lines: tuple[Line, ...]
    furniture: tuple[Line, ...]
    heads: tuple[Head, ...]

    @property
    def imprint(self) -> str:
        """All lines that date the file, one a line."""
        return imprint(self.heads, 0)


def imprint(heads: Sequence[Head], begin: int) -> str:
    """Return what *heads* say of the article that begins at *begin*, one a line.

    Of pages of several days only the last head above it speaks, of one day or issue all of them.
    """
    days = {
        tuple(re.findall(r"\d+", m.group())) for head in heads for m in DATE.finditer(head.text)
    }
    whole = {day for day in days if not any(day != other[: len(day)] == day for other in days)}
    if len(whole) > 1:
        dated = [head for head in heads if DATE.search(head.text)]
        heads = [head for head in dated if head.start < begin][-1:] or dated[:1]
    return "\n".join(dict.fromkeys(head.text for head in heads))


def turns(heads: Sequence[Head]) -> tuple[int, ...]:
    """Return the offsets of the heads of a page of another day or number than the one before."""
    pages = [(DATE.findall(head.text), SHEET.findall(head.text)) for head in heads]
    return tuple(
        head.start
        for head, page, above in zip(heads[1:], pages[1:], pages, strict=False)
        if page != above and all(page)
    )


def clear(found: Sequence[Line]) -> Cleared:
    """Take everything that frames the articles out of *found*; a file of nothing else is kept."""
    parted = [piece for line in found for piece in _without_buttons(line)]
    masthead = _masthead(parted)
    taken = set(range(masthead)) | _distributed(parted) | _links(parted)
    dated = set(range(masthead)) | journals.heads(parted)
    taken |= dated
    taken |= journals.running_titles(parted, taken)
    above: Line | None = None
    for number, line in enumerate(parted):
        if number in taken:
            continue
        button = number > masthead and number - 1 in taken and _is_weak(line.text)
        if is_running_head(line.text):
            taken.add(number)
            dated.add(number)
        elif button or (is_chrome(line.text) and not (above and _breaks_off(above.text))):
            taken.add(number)
        else:
            above = line
    heads = _heads(parted, dated - set(range(masthead)))
    taken |= heads
    dated |= heads
    kept = [
        replace(line, parted=number - 1 in taken)
        for number, line in enumerate(parted)
        if number not in taken
    ]
    if not kept:
        return Cleared(tuple(found), (), ())
    printed = tuple(
        Head(parted[n].start, PAPER_NOTE.sub(" ", CUT_DATE.sub("", parted[n].text)))
        for n in sorted(dated)
    )
    return Cleared(tuple(kept), tuple(parted[number] for number in sorted(taken)), printed)


def is_running_head(text: str) -> bool:
    """Tell whether *text* is the head of a newspaper page: 某某日报 2024年1月18日 星期四 第3版.

    A date or a page number must stand beside something else of its kind, and nothing more.
    """
    if len(text) > LINE_LENGTH or not any(mark.isdigit() or mark in "版年" for mark in text):
        return False
    told = _of_paper(text)
    if (not told["date"] and not told["sheet"]) or told["medium"] > 1:
        return False
    known = told["date"] and told["sheet"]
    if told["other"] > (1 if known else 0):
        return False
    return sum(told[kind] > 0 for kind in TELLING) > 1


def _heads(found: Sequence[Line], known: set[int]) -> set[int]:
    """Return the numbers of the lines that stand together as the head of a newspaper page.

    Each tells a date, a medium, a page or a note and nothing else; *known* are heads by themselves.
    """
    heads: set[int] = set()
    for number, line in enumerate(found):
        if number in heads or len(line.text) > LINE_LENGTH:
            continue
        if number not in known and not DATE.search(line.text):
            continue
        run, kinds = [number], _pure_kinds(line.text)
        for step in (-1, 1) if kinds or number in known else ():
            near = number + step
            while 0 <= near < len(found) and (told := _pure_kinds(found[near].text)):
                run.append(near)
                kinds |= told
                near += step
        if number in known or len(kinds & set(TELLING)) > 1:
            heads.update(run)
    return heads


def _pure_kinds(text: str) -> set[str]:
    """Return what the line *text* tells of a page, nothing where it tells anything else."""
    if len(text) > LINE_LENGTH or forms.is_closed(text):
        return set()
    told = _of_paper(text)
    kinds = {kind for kind, count in told.items() if count}
    return kinds if kinds & set(HEAD_KINDS) and "other" not in kinds else set()


def _of_paper(text: str) -> Counter[str]:
    """Count what the words of *text* tell of a newspaper page: date, weekday, section …"""
    told: Counter[str] = Counter()
    bare = SPACED_MEDIUM.sub(lambda match: "".join(match.group().split()), CUT_DATE.sub("", text))
    bare = PAPER_STAFF.sub(r"\1：", bare).replace("：：", "：")
    bare = re.sub(rf"({PRINTED_DATE})", r" \1 ", bare)
    for kind, pattern in PAPER:
        bare, told[kind] = pattern.subn(" ", bare)
    for word in re.split(r"[\s|｜·/—■□●()（）:：-]+", bare):
        name = word.strip("《》")
        if MEDIUM.fullmatch(name):
            told["medium"] += 1
        elif PAPER_SECTION.fullmatch(name):
            told["section"] += 1
        elif name.isdecimal() and len(name) < 3 and told["date"] and told["medium"]:
            told["sheet"] += 1
        elif any(mark.isalnum() for mark in name):
            named = bylines.is_name(name) and name[0] != "党"
            unknown = len(name) <= UNKNOWN_SECTION and not named
            told["other"] += 1 if unknown and forms.HAN.match(name) else 2
    return told


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
        elif TITLE.fullmatch(word):
            kinds.add("title")
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
