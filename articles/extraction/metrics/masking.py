"""Which characters of a text hold figures that count nothing: dates, ordinals, slogans, titles.

Every pattern begins at a character that few texts repeat, or bounds what it repeats, so that the
work grows with the length of the text and no faster.
"""

from __future__ import annotations

import re

_D = r"[0-9０-９]"
_TO = r"(?:\s?[-—–~～至到、和]{1,2}\s?)"
_YEAR = rf"(?<!{_D})(?:19|20){_D}{{2}}(?!{_D})"

_PATTERNS = (
    # Years, days, clock times. A number of years is an age or a term, a result only as an average.
    rf"{_YEAR}{_TO}{_YEAR}(?:年度?|学年)?",
    rf"(?<![{_D[1:-1]}.])(?<!平均年龄)(?<!平均年龄[为达仅约])(?<!寿命)(?<!寿命[为达])"
    rf"{_D}{{1,4}}\s?[余多几]?\s?(?:年|周岁|岁|周年|世纪)",
    rf"{_YEAR}(?:[./-]{_D}{{1,2}}){{1,2}}(?!{_D})",
    rf"(?<!{_D}){_D}{{1,2}}(?:{_TO}{_D}{{1,2}})?月(?:份|{_D}{{1,2}}[日号])?(?:{_TO}(?:{_D}{{1,2}}月)?{_D}{{1,2}}[日号])?",
    rf"(?<!{_D}){_D}{{1,2}}[日号]?{_TO}{_D}{{1,2}}[日号]|(?<!{_D}){_D}{{1,2}}[日号](?!楼)",
    rf"(?<!{_D}){_D}{{1,2}}[:：]{_D}{{2}}(?!{_D})|(?<!{_D}){_D}{{1,2}}[时点](?!位)(?:{_D}{{1,2}}分)?",
    # Ordinals, also in lists, ranks and house numbers.
    rf"第\s?{_D}{{1,6}}(?:[、至到—\-和]{_D}{{1,6}}){{0,8}}",
    rf"{_D}{{1,4}}(?:号楼|号院|[栋幢座号]){_D}{{1,4}}(?:单元|室|层|楼)?",
    rf"{_D}{{1,4}}(?:强|届|级|等奖|版|号)",
    # Formulas and symbols: 1+N, 1+1>2, 7×24小时, COVID-19, “1”.
    rf"[{_D[1:-1]}NnXx]{{1,4}}\s?[个项支]?\s?[+＋×]\s?[{_D[1:-1]}NnXx]{{1,4}}(?:小时)?(?:\s?[>＞=＝+＋×]\s?[{_D[1:-1]}NnXx]{{1,4}}){{0,6}}",
    rf"(?<!{_D})24小时|(?<!{_D})365天|[最后]{{2}}{_D}{{1,3}}(?:公里|米)",
    rf"(?<!{_D}){_D}{{1,3}}\s?(?:分钟|公里)[\u4e00-\u9fff]{{0,6}}圈",
    # Identifiers.
    r"\b10\.[0-9]{4,9}/[^\s，。；]{1,200}|https?://[^\s，。；]{1,300}|(?<![A-Za-z0-9_.])[A-Za-z0-9_.]{1,64}@[\w.]{1,64}",
    r"〔[0-9]{4}〕\s?[0-9]{1,5}号?|[（(]20[0-9]{2}[)）]\s?[0-9]{1,5}号",
    # Works and documents are named, not counted.
    r"《[^《》]{1,80}》",
)
_MASK = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
_QUOTES = re.compile(r"“[^“”]*+”|‘[^‘’]*+’|「[^「」]*+」|\"[^\"]*+\"")
_PROSE = re.compile(r"[，,。；;！？!?：:]")
_REFERENCE = re.compile(r"\s*\[[0-9]{1,3}\]|[^\[]{0,300}\[(?:J|M|D|N|C|R|S|P|EB/OL|J/OL|N/OL)\]")
SLOGAN_LENGTH = 12


def masked(text: str) -> bytearray:
    """Return one byte a character of *text*: 1 where a figure there is no quantity."""
    mask = bytearray(len(text))
    if _REFERENCE.match(text):
        return bytearray(b"\x01" * len(text))
    for match in _MASK.finditer(text):
        mask[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    for start, end in slogans(text):
        mask[start:end] = b"\x01" * (end - start)
    return mask


def slogans(text: str) -> list[tuple[int, int]]:
    """Return the spans of quoted names and slogans: short, and no clause within.

    >>> slogans("打造“1+N”体系，他说：“今年收入5万元，比去年多。”")
    [(2, 7)]
    """
    return [
        match.span()
        for match in _QUOTES.finditer(text)
        if len(match[0]) <= SLOGAN_LENGTH + 2 and not _PROSE.search(match[0])
    ]
