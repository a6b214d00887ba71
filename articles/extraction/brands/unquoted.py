"""Undertakings that the text names without quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.extraction import lexicon
from articles.extraction.brands.findings import Finding
from articles.extraction.brands.policy import Policy
from articles.extraction.brands.quotes import plain
from articles.extraction.vocabulary import BrandKind, BrandLevel

HAN = r"[\u4e00-\u9fff·]"
HAN_CHARACTER = re.compile(HAN)
# The last of these before a name is where the name begins.
VERBS = re.compile(
    r"开展|推进|推行|实施|深化|落实|组织|启动|参与|举办|打造|创新|构建|建立|探索|试点|推出|抓好|抓实"
    r"|聚焦|围绕|依托|结合|通过|继续|持续|积极|深入|扎实|大力|全面|常态化|系列|专题|实行|采取|开启|做好"
    r"|了|以|的|及|还|并|为(?![民农企老])|将(?!来)|把(?!关)|在(?!职|校|岗)|等(?!级)|和(?![谐睦美])|与(?!民)"
)
ENDING = re.compile(
    r"(?P<kind>行动(?![力者师学计上措指体系队])"
    r"|工程(?![力者师学计上措指体系队局处院款量]|项目|建设|总?公司|监理|施工|质量|进度|现场|机械))"
)
ACTIVITY = re.compile(r"活动(?![室中日现场])")
LIVELY = re.compile(
    r"进(?:社区|医院|校园|企业|农村|机关|家庭|网格|课堂|万家|基层|军营|乡村|单位|村|园区)$"
    r"|送\w{1,3}(?:上门|下乡|进\w+)$|送\w上门$|行$|建功$|助廉|倡廉|大(?:走访|调研|讨论|比武|练兵|提升|排查)$"
    r"|(?:争优|创优|争先|亮身份|结对帮扶)$"
)
PLAIN_ACTIVITY = re.compile(r"(?:执|进|同|举|流|银|发|可|运|推|旅)行$|惠民|公益|主题党日")
CELEBRATION = re.compile(r"(?:庆祝|纪念)[^，,。；、“”\s]{4,20}?周年(?:系列)?(?:活动|征文)")
ONE_AND_MANY = re.compile(rf"\d\+(?:\d\+)?N{HAN}{{2,8}}?(?:体系|矩阵|模式|机制)")
VERSION = re.compile(r"\d\.0(?![版\d亿万千百元吨米%倍个])")
MECHANISM = re.compile(
    rf"(?:推行|试点|探索|创新|首创|推广)(?:建立)?(?P<name>{HAN}{{4,14}}?(?:工作机制|工作制度|工作制))"
)
NEW_METHOD = re.compile(rf"创新(?:开展|推行|实施|推出|打造|设立)(?P<name>{HAN}{{4,8}})[，,。；]")
METHOD = re.compile(
    rf"(?:推行|创新|总结|探索|形成|推广|实行|运用|提炼)(?:出|了)?(?P<name>{HAN}{{3,12}}?(?:工作法|字诀))"
)
# 创建春晖党建品牌: a name of its own, and no praise or description before the word.
BRAND = re.compile(
    r"(?:打造|创建|培育|形成|推出|叫响|擦亮|塑造|创树|树立|做优|做强)(?:了|出|以)?"
    rf"(?P<name>{HAN}{{4,10}}?)(?:党建|服务|党建服务|志愿服务|文化|廉洁)品牌"
)
NO_BRAND = re.compile(
    r"[一二两三多各新全每该本其有为的了和与及等式型级县市省区镇村]|特色|系列|优秀|优质|知名|支部|自己|个性|鲜明|示范|亮点|"
    r"行业|单位|医院|公司|系统|基层|党委|机关|社区|响亮|过硬|品质|精品|金牌|红色|子品牌|独特|服务|廉洁|文化|党建|融合|先进|优良"
)
NO_METHOD = re.compile(r"志愿服务|活动|工作$|方式$|载体$|机制$|思路$|形式$|的")


def unquoted(text: str, policy: Policy) -> Iterator[Finding]:
    """Yield the undertakings named without quotes in *text*, quoted strings left aside."""
    yield from _policies(text, policy)
    yield from _ending_in_kind(text)
    yield from _activities(text)
    yield from _versions(text)
    for pattern, kind, level in PATTERNS:
        for match in pattern.finditer(text):
            group = "name" if "name" in pattern.groupindex else 0
            start = _begin(text, *match.span(group)) if group else match.start()
            name = text[start : match.end(group)]
            refused = {NEW_METHOD: NO_METHOD, BRAND: NO_BRAND}.get(pattern)
            if refused and refused.search(name):
                continue
            yield Finding(start, start + len(name), name, kind, level, "brand.unquoted", 0.6)


PATTERNS = (
    (BRAND, BrandKind.BRAND, BrandLevel.UNIT),
    (CELEBRATION, BrandKind.ACTIVITY, BrandLevel.PROGRAMME),
    (ONE_AND_MANY, BrandKind.OTHER, BrandLevel.PROGRAMME),
    (MECHANISM, BrandKind.MECHANISM, BrandLevel.PROGRAMME),
    (NEW_METHOD, BrandKind.METHOD, BrandLevel.UNIT),
    (METHOD, BrandKind.METHOD, BrandLevel.UNIT),
)


def _policies(text: str, policy: Policy) -> Iterator[Finding]:
    for match in policy.bare.finditer(text):
        name = match.group()
        kind = policy.rules[plain(name)].kind
        if kind is not None:
            yield Finding(*match.span(), name, kind, BrandLevel.PROGRAMME, "brand.policy", 0.95)


def _ending_in_kind(text: str) -> Iterator[Finding]:
    for first, match in _names_before(text, ENDING, 3, 18):
        start = _begin(text, first, match.end())
        name = text[start : match.end()]
        core = name[:-2]
        counted = text[start - 1 : start].isdigit()  # 110千伏输变电工程
        if len(core) < 4 or counted or _ends_generic(name):
            continue
        kind = BrandKind.PROJECT if match["kind"] == "工程" else BrandKind.CAMPAIGN
        yield Finding(start, match.end(), name, kind, BrandLevel.PROGRAMME, "brand.unquoted", 0.6)


def _activities(text: str) -> Iterator[Finding]:
    for first, match in _names_before(text, ACTIVITY, 4, 14):
        start = _begin(text, first, match.start())
        name = text[start : match.start()]
        if len(name) < 4 or not LIVELY.search(name) or PLAIN_ACTIVITY.search(name):
            continue
        kind, level = BrandKind.ACTIVITY, BrandLevel.PROGRAMME
        yield Finding(start, start + len(name), name, kind, level, "brand.unquoted", 0.6)


def _versions(text: str) -> Iterator[Finding]:
    for first, match in _names_before(text, VERSION, 3, 14):
        start = _begin(text, first, match.end())
        kind, level = BrandKind.MECHANISM, BrandLevel.PROGRAMME
        name = text[start : match.end()]
        yield Finding(start, match.end(), name, kind, level, "brand.unquoted", 0.6)


def _names_before(
    text: str, ending: re.Pattern[str], least: int, most: int
) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield each *ending* with where the *least* to *most* Chinese characters before it begin.

    Looked for from the end, because a name may begin anywhere; none reaches into the one before.
    """
    floor = 0
    for match in ending.finditer(text):
        start, limit = match.start(), max(floor, match.start() - most)
        while start > limit and HAN_CHARACTER.match(text, start - 1):
            start -= 1
        if match.start() - start >= least:
            floor = match.end()
            yield start, match


def _begin(text: str, start: int, end: int) -> int:
    """Return where the name that ends at *end* begins: behind the last verb or particle."""
    begin = start
    for match in VERBS.finditer(text, start, end - 3):
        begin = match.end()
    return begin


def _ends_generic(name: str) -> bool:
    """Tell whether only a generic word says what *name* is: 志愿服务行动, 电梯加装民生工程."""
    rows = lexicon.table("undertaking_stop")
    return any(
        name.endswith(row["word"]) and (row["use"] == "head" or len(name) - len(row["word"]) < 3)
        for row in rows
    )
