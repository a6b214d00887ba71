"""When a figure holds: its year and period as printed, and whether it is a result or a target."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.extraction.vocabulary import MetricStatus

# 2022年7月至2023年2月: the second date is no date of its own.
_UNSPANNED = re.compile(
    r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:[至到—–~～-]{1,2})\d{4}年\d{1,2}月(?:\d{1,2}日)?"
)
REACH = 300  # characters; further back no time expression governs, and the work stays linear

_PERIOD = re.compile(
    r"(?:19|20)\d{2}年(?:[—–~－-]{1,2}|[至到])(?:19|20)\d{2}年(?:底|末|间|期间)?"
    r"|截至(?:目前|今年|\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日|底|末)?"
    r"|(?:近|过去|最近)[一二两三四五六七八九十几\d]{1,3}年来?|近年来"
    r"|(?:(?:19|20)\d{2}[—–~－至-]{1,2})?(?:19|20)\d{2}年(?:度|以来|底前?|初|末|上半年|下半年|\d{1,2}月(?:\d{1,2}日|以来|底)?)?"
    r"|[今去]年(?!(?:已经?|刚|快|年)?满?\d{1,3}[周岁]|[已刚]?是)(?:以来|上半年|下半年|底前?|初|\d{1,2}月(?:\d{1,2}日)?(?:份以来|以来)?)?|上年度?|年内|年底前"
    r"|\d{1,2}月(?:[上中下]旬|份)|目前|如今|现已"
    r"|(?<![\d去今明前近同第])(?:一年(?![来级])|每年|年均|[一二三四五六七八九十两多几\d]{1,2}年来)"
    r"|[\u4e00-\u9fff]{2,8}期间|[\u4e00-\u9fff]{2,12}以来"
)
_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")
_RELATIVE = {"今年": 0, "去年": -1, "上年": -1}
_NOW = re.compile(r"现有|现在|目前|如今|现已|现共")
_COMPARISON = re.compile(r"(?:[比较与同跟]|相比|[高低]于|超过?|好于)$")  # 与去年相比, 高于去年
_ORIGIN = re.compile(r"[于自从由]$")
_SINCE = re.compile(r"起(?![草步])|开始|至今|到现在|以后")  # 去年3月起，累计…
_PLAN = re.compile(
    r"(?<!行动)(?<!发展)(?<!工作)计划(?=[在到于用投新建完实引再今明年内\d])|力争|拟(?=[投建新引用在])|预计|有望|争取(?=[在到用完实年])"
    r"|正在(?:争创|创建|筹建|申报|推进)|目标[是为]|规划建设|将(?=新|建设|建成|投入|实现|达|完成|开展|打造|继续|再|于|在|力争|引进|培育|带动)|年底前|\d{4}年底前"
)
_DONE = re.compile(r"已经?|累计|现有|截至目前|目前")


@dataclass(frozen=True, slots=True)
class Timing:
    """The year that the text states for a figure, the words that state it, and its status."""

    year: int | None
    period: str
    status: MetricStatus


def timing(sentence: str, start: int, reference_year: int | None) -> Timing:
    """Return when the figure at ``sentence[start]`` holds; *reference_year* is that of 今年.

    Only the last 300 characters before the figure are looked at.
    """
    head = sentence[max(0, start - REACH) : start]
    period, year = "", None
    for match in _PERIOD.finditer(_UNSPANNED.sub(_blank, head)):
        attributive = head.startswith("的", match.end())
        if attributive and match.end() + 1 < len(head):
            continue  # 2020年的474人: the year of that figure alone
        before = head[: match.start()]
        if _ORIGIN.search(before) and not attributive:
            continue  # 成立于2016年
        if _COMPARISON.search(before):
            continue  # 比上年提高
        if match[0].endswith("期间") and period and before.endswith(period):
            period += match[0]  # 2021年汛期期间
            continue
        if attributive and before.endswith("是"):
            continue  # 是去年的1.8倍
        listed = before.endswith("、") and period  # 2022年、2023年分别
        open_ended = listed or _SINCE.match(head, match.end())
        year = None if open_ended else _year(match[0], reference_year)
        period = f"{period}、{match[0]}" if listed else match[0]
        if _NOW.search(head, match.end()):
            period, year = "", None  # 2016年建成，现有党员25人
    return Timing(year, period, _status(head))


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


def leading_year(paragraph: str, start: int) -> int | None:
    """Return the year that opens *paragraph* and alone governs its first 300 characters, or None."""
    if start > REACH:
        return None
    match = re.match(r"((?:19|20)\d{2})年度?[，,]", paragraph)
    if not match or _PERIOD.search(paragraph, match.end(), start):
        return None
    return int(match[1])


def _year(period: str, reference_year: int | None) -> int | None:
    if period.endswith(("以来", "来")):
        return None
    years = _YEAR.findall(period)
    if len(years) == 1 and not re.search(r"\d{4}[—–~－至-]", period):
        return int(years[0])
    named = period.removeprefix("截至")[:2]
    if reference_year and named in _RELATIVE:
        return reference_year + _RELATIVE[named]
    return None


def _status(head: str) -> MetricStatus:
    plans = [match.end() for match in _PLAN.finditer(head)]
    if not plans or _DONE.search(head, plans[-1]):
        return MetricStatus.ACHIEVED
    return MetricStatus.PLANNED
