"""What a journal prints above and between its pages: its title with the issue, 作者等：题名."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.extraction import bylines, forms
from articles.extraction.pages import Line

HEAD_LENGTH = 90  # characters; a foreign title may stand beside the Chinese one
TOP = 2  # lines; a head stands among the first of a file
NUMERAL = r"[\d一二三四五六七八九十〇零]{1,4}"
ISSUE = re.compile(
    rf"(?:19|20)\d{{2}}\s*年\s*[,，]?\s*第?\s*{NUMERAL}\s*期(?:\s*[（(]?\s*总第?\s*{NUMERAL}\s*期\s*[）)]?)?"
    rf"|第\s*{NUMERAL}\s*卷\s*[,，]?\s*(?:总?第\s*)?{NUMERAL}\s*期"
    r"|(?:19|20)\d{2}\s*(?:年|[.．·/])\s*\d{1,2}\s*月?\s*(?:刊|[（(]?[上中下](?:半月|旬)?刊?[）)]?)(?=\s|$)"
    r"|(?:19|20)\d{2}\s*[.．·]\s*\d{1,2}(?=\s|$)"
)
VOLUME = re.compile(  # 第15卷第4期, and the month of an issue
    rf"第?\s*{NUMERAL}\s*卷(?:\s*[,，]?\s*(?:总?第\s*)?{NUMERAL}\s*期)?|总?第\s*{NUMERAL}\s*期(?![\u4e00-\u9fff])|(?:19|20)\d{{2}}\s*年\s*\d{{1,2}}\s*月"
)
PAGED = re.compile(
    r"^\s*[·•—–-]?\s*\d{1,4}\s*[·•—–-]?\s{2,}|\s{2,}[·•—–-]?\s*\d{1,4}\s*[·•—–-]?\s*$"
)
FOREIGN = re.compile(r"[A-Za-z0-9\s.,:&'’()（）《》|｜·/—–-]+")
NAME = re.compile(r"(?!第)[\u4e00-\u9fff]{2,12}")
SHORT_TITLE = re.compile(r"[^：:。]{2,14}[：:]\s*(?=\S)")  # 作者等：题名


def is_head(text: str) -> bool:
    """Tell whether *text* gives the title and the issue of a journal and nothing else.

    >>> is_head("基层党建研究　Party Studies　2024年第3期"), is_head("2024年第3期主题党日")
    (True, False)
    """
    if len(text) > HEAD_LENGTH or not any(mark in text for mark in "期.．·/旬半刊"):
        return False
    match = ISSUE.search(text)
    if match is None:
        return False
    left, right = VOLUME.sub(" ", text[: match.start()]), VOLUME.sub(" ", text[match.end() :])
    if forms.HAN.match(left[-1:]) or forms.HAN.match(right[:1]):
        return False
    return bool(NAME.fullmatch(FOREIGN.sub("", f"{left} {right}")))


def heads(found: Sequence[Line]) -> set[int]:
    """Return the numbers of the lines that are heads: on top of the file, or with a page number."""
    return {
        number
        for number, line in enumerate(found)
        if is_head(line.text)
        and (PAGED.search(line.text) or _is_on_top(found, number) or _turns(found, number))
    }


def _is_on_top(found: Sequence[Line], number: int) -> bool:
    """Tell whether a head stands above the headline; an imprint there may sign the article."""
    return number < TOP and not bylines.is_imprint(found[number].text)


def running_titles(found: Sequence[Line], taken: set[int]) -> set[int]:
    """Return the numbers of the lines that repeat the headline where a page turns.

    The authors may stand before it; *taken* are lines that are known to frame the text.
    """
    turning = [
        number
        for number in range(TOP, len(found))
        if number - 1 in taken or number + 1 in taken or _turns(found, number)
    ]
    if not turning:
        return set()
    printed = {line.text for line in found[: turning[0]]}
    return {number for number in turning if _repeats(found[number].text, printed)}


def _repeats(text: str, printed: set[str]) -> bool:
    if forms.is_closed(text) or len(text) <= forms.SHORTEST_HEADING:
        return False
    match = SHORT_TITLE.match(text)
    return bool(match) and text[match.end() :] in printed if match else text in printed


def _turns(found: Sequence[Line], number: int) -> bool:
    """Tell whether a page number stands directly above or below line *number*."""
    near = (*found[max(0, number - 1) : number], *found[number + 1 : number + 2])
    return any(_is_page_number(line.text) for line in near)


def _is_page_number(text: str) -> bool:
    short = len(text) <= forms.HEADING_LENGTH  # most lines are not, and looking at each costs
    return short and any(mark.isdigit() for mark in text) and forms.is_furniture(text)
