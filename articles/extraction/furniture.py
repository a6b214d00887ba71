"""What a bulletin, a newspaper page or a web page prints around its articles.

Mastheads (党建简报 第17期), lists of readers (报：… 共印120份), running heads (日报 2024年1月18日 第3版)
and the buttons of a web page are taken out before any line is joined. What mastheads and running
heads say of the day and the issue is kept, for every article of the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from articles.extraction import bylines, chrome, forms, journals, labels, signing
from articles.extraction.bylines import PRINTED_DATE
from articles.extraction.pages import Line

MASTHEAD_LINES = 8  # a masthead is no longer
LINE_LENGTH = 60  # characters of a line of furniture

NUMERAL = r"[\d一二三四五六七八九十百〇零]{1,5}"
CHINESE_DATE = r"[一二][九〇○零][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
WEEKDAY = r"(?:星期|周)[一二三四五六日天]"
ISSUE = re.compile(
    rf"(?:(?:19|20)\d{{2}}\s*年?\s*[,，]?)?总?第\s*{NUMERAL}\s*期|期刊号[:：]?{NUMERAL}"
    rf"|[〔\[［（(](?:19|20)\d{{2}}[〕\]］）)]\s*第?\s*{NUMERAL}\s*[期号]"
)
DATE = re.compile(rf"{PRINTED_DATE}|{CHINESE_DATE}|(?:19|20)\d{{2}}\s*年\s*\d{{1,2}}\s*月")
NAME = re.compile(
    r"[\u4e00-\u9fff“”·]{0,30}(?:简[报讯]|专报|快报|通报|要情|动态|信息|通讯|专刊|增刊|内参|交流|参考|月报|周报|快讯|情况反映|摘报)"
)
SPACED = re.compile(r"[\u4e00-\u9fff](?:\s{1,6}[\u4e00-\u9fff]){2,15}")
BODY = re.compile(
    r"[\u4e00-\u9fff（）()]{3,30}(?:部|委|局|处|科|室|办|院|会|组|中心|总支|支部|公司|集团|学校|大学|专班|社|行|街道|镇)"
    r"(?:主办|主编|编印|编发|印发|编)?"
)
ISSUING = re.compile(r"(?:主办|主编|编印|编发|印发|编|承办|协办)$")
TITLE = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:党建|先锋|组工|党员|红旗|支部|党校|党旗)"
)  # of a magazine
NOTICE = re.compile(
    r"出版|印发|内部(?:资料|刊物|文件)|注意保[存密]|请勿外传|仅供参阅|编印|特刊|试刊"
)
LATIN = re.compile(r"[A-Za-z]+")
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
    r"|[\u4e00-\u9fff]{0,4}党建|党群|[\u4e00-\u9fff]{2,4}新闻|[\u4e00-\u9fff]{2,4}(?:周刊|专刊|特刊|专版|专题|视窗)"
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
    parted = [piece for line in found for piece in chrome.without_buttons(line)]
    masthead = _masthead(parted)
    taken = set(range(masthead)) | _distributed(parted) | chrome.links(parted) | chrome.top(parted)
    dated = set(range(masthead)) | journals.heads(parted)
    taken |= dated
    taken |= journals.running_titles(parted, taken)
    above: Line | None = None
    for number, line in enumerate(parted):
        if number in taken:
            continue
        button = number > masthead and number - 1 in taken and chrome.is_weak(line.text)
        if is_running_head(line.text):
            taken.add(number)
            dated.add(number)
        elif button or (chrome.is_chrome(line.text) and not (above and _breaks_off(above.text))):
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
            beside = list(_beside(found, number, step))
            run += beside
            kinds = kinds.union(*(_pure_kinds(found[near].text) for near in beside))
        if number in known or len(kinds & set(TELLING)) > 1:
            heads.update(run)
    return heads


def _beside(found: Sequence[Line], number: int, step: int) -> Iterator[int]:
    """Yield the lines next to head *number* that are of it, too: above it for a *step* of -1.

    The name of a section is, on top of the file, between two others, or directly below a head.
    """
    sections: list[int] = []
    near = number + step
    while 0 <= near < len(found):
        if _pure_kinds(found[near].text):
            yield from (*sections, near)
            sections = []
        elif not sections and PAPER_SECTION.fullmatch(found[near].text):
            sections = [near]
        else:
            break
        near += step
    tight = step > 0 and len(sections) == 1 and not found[sections[0]].gap
    if near < 0 or tight:
        yield from sections


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
        elif name.isdecimal() and len(name) < 3 and told["date"]:
            told["number"] += 1
        elif any(mark.isalnum() for mark in name):
            named = signing.is_name(name) and name[0] != "党"
            unknown = len(name) <= UNKNOWN_SECTION and not named
            told["other"] += 1 if unknown and forms.HAN.match(name) else 2
    numbered = told["medium"] or told["weekday"] or told["section"]
    told["sheet" if numbered else "other"] += told.pop("number", 0) * (1 if numbered else 2)
    return told


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
            if not told or (end and _is_label(line.text, told, kinds)):
                break
            kinds |= told
        end += 1
    numbered = "issue" in kinds and len(kinds) > 1
    named = "name" in kinds and bool(kinds & {"date", "issue"})
    if not (numbered or named) or end == len(found):
        return 0
    title = found[end].text
    return end if len(title) <= LINE_LENGTH and not forms.is_closed(title) else 0


def _is_label(text: str, told: set[str], above: set[str]) -> bool:
    """Tell whether *text*, below what a masthead tells *above*, heads the first article instead.

    So does the name of a column (工作动态) or of a body that issues nothing.
    """
    if told == {"name"}:
        return "issue" in above and bool(above & {"name", "body"}) and labels.is_label(text)
    return told == {"body"} and {"body", "issue", "date"} <= above and not ISSUING.search(text)


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
        elif NOTICE.fullmatch(word) or re.fullmatch(WEEKDAY, word) or LATIN.fullmatch(word):
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
