"""When an article was published, as far as it says so, and the years that it speaks of."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from articles.extraction import markup, numbers
from articles.extraction.types import Layout, Publication
from articles.extraction.vocabulary import DatePrecision

ISSN = re.compile(r"issn\.?\s*(?P<issn>\d{4}-\d{3}[\dXx])", re.IGNORECASE)
ISSUE_IN_DOI = re.compile(r"\.(?P<year>(?:19|20)\d{2})\.(?P<issue>\d{1,2})\.\d{1,5}")
DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*(?:年|[-/.])\s*(?P<month>\d{1,2})\s*(?:(?:月|[-/.])\s*(?P<day>\d{1,2})(?!\d)|月)"
)
ISSUE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s*(?:年?\s*[,，]?第|年)\s*(?P<issue>[\d一二三四五六七八九十百]{1,5})\s*期"
)
BARE_ISSUE = re.compile(r"(?<!总)第\s*(?P<issue>[\d一二三四五六七八九十百]{1,5})\s*期")
HAN_DATE = re.compile(
    r"(?P<year>[一二][九〇○零][一二三四五六七八九〇○零]{2})年(?P<month>[一二三四五六七八九十]{1,2})月"
    r"(?P<day>[一二三四五六七八九十]{1,3})日"
)
COMPACT = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)(?=\s*(?:期|第))"
)  # 20240506期
PAGE = re.compile(r"第?\s*[A-Z]?0?(?P<page>\d{1,3})\s*版")
WIRE_DATE = re.compile(r"[^。]{0,12}(?=(?:19|20)\d{2}年\d{1,2}月\d{1,2}日[电讯])")
YEAR = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?=\s*年|\s*[-—–~～至到]{1,2}\s*(?:19|20)\d{2}\s*年)"
)
CHINESE_YEAR = re.compile(r"[一二][九〇○零][一二三四五六七八九〇○零]{2}(?=年)")
DIGITS = str.maketrans("一二三四五六七八九〇○零", "123456789000")


def find_publication(layout: Layout) -> Publication | None:
    """Return date and issue that DOI, byline or wire line state; None where none of them does."""
    if layout.doi and (found := _from_doi(layout.doi)):
        return found
    for printed in (layout.byline, layout.imprint):
        if found := _from_imprint(printed):
            return found
    first = next((block.text for block in markup.blocks(layout.body)), "")
    if match := WIRE_DATE.match(first):
        return _from_imprint(first[match.end() : match.end() + 14])
    return None


def _from_doi(doi: str) -> Publication | None:
    """Return year and issue of a DOI made of ISSN, year, issue and number."""
    match = ISSUE_IN_DOI.search(doi)
    if match is None:
        return None
    issn = ISSN.search(doi)
    return Publication(
        year=int(match["year"]),
        issue=str(int(match["issue"])),
        issn=issn["issn"].upper() if issn else "",
        precision=DatePrecision.YEAR,
    )


def _from_imprint(text: str) -> Publication | None:
    """Return what lines such as 《党建》2024年第5期, 第17期 2024年5月6日 or 2024-06-18 第3版 say.

    An issue without a year says nothing; with the date of its masthead it says which one it is.
    Of a day that no calendar has (2月30日) the month alone is held, a month that is none (13月) is no
    date.
    """
    page = PAGE.search(text)
    printed = page["page"] if page else ""
    bare = COMPACT.sub(r"\1-\2-\3 ", HAN_DATE.sub(_in_digits, text))
    yearly = ISSUE.search(bare)
    numbered = yearly or BARE_ISSUE.search(bare)
    issue = _number(numbered["issue"]) if numbered else ""
    match = DATE.search(bare)
    if match is None or not 1 <= int(match["month"]) <= 12:
        if yearly is None:
            return None
        year = int(yearly["year"])
        return Publication(year=year, issue=issue, page=printed, precision=DatePrecision.YEAR)
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"] or 0)
    there_is = 1 <= day <= monthrange(year, month)[1]
    return Publication(
        year=year,
        month=month,
        day=day if there_is else None,
        issue=issue,
        page=printed,
        precision=DatePrecision.DAY if there_is else DatePrecision.MONTH,
    )


def _number(printed: str) -> str:
    """Return the number of an issue in digits: 十七 and 017 are 17."""
    whole = int(printed) if printed.isdecimal() else numbers.parse_han(printed)
    return printed if whole is None else str(whole)


def _in_digits(match: re.Match[str]) -> str:
    """Return a date printed in Chinese numerals (二〇二四年五月六日) in digits."""
    year = match["year"].translate(DIGITS)
    return f"{year}年{_number(match['month'])}月{_number(match['day'])}日"


def mentioned_years(layout: Layout) -> tuple[int, ...]:
    """Return the years that the prose names, in ascending order.

    References and the byline do not count: their years say when something was printed.
    """
    return tuple(sorted(set(_years(layout))))


def _years(layout: Layout) -> Iterator[int]:
    for passage in layout.passages():
        if passage.part == "byline":
            continue
        yield from (int(match["year"]) for match in YEAR.finditer(passage.text))
        for match in CHINESE_YEAR.finditer(passage.text):
            yield int(match.group().translate(DIGITS))
