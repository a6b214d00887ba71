"""Departments and branches of bodies by their place in a name: 掘进三队, 机电系教师, 圆通|人民路站点."""

from __future__ import annotations

import re

from articles.extraction.organizations.walking import COUNTED, Reading
from articles.extraction.organizations.words import (
    FUNCTION,
    HAN,
    MEASURES,
    MEMBERS,
    Word,
    stop_words,
)

LONGEST_SITE = 20  # characters of a work site behind its firm
LONGEST_UNIT = 8  # characters of a department behind its body
LONGEST_SUB_UNIT = 12  # characters of the name of a department
SUB_UNIT = re.compile(
    r"(?:[系科室处队所站厂班段]|站点|商圈|居民区|楼宇|街区|[采工][一二三四五六]?区|部|中心|车间|学院|分局|团队|小组|营林区|作业区"
    r"|市场|小区|园区|大厦|广场|隧道|大桥|标段)$"
)
DEPARTMENT = re.compile(  # by itself: 门诊|党支部
    r"(?<![^，。；：、！？,;:!?\n “])"
    r"(?:门诊|急诊|后勤|医技|医务|护理|药剂|检验|影像|行政|财务|物资|综合|基建|保卫|教务|技术|营销|信息|生产|运维"
    r"|燃料|检修|运行|热控|电气|维护|调度|采购|仓储|设备|质检|安监|环保|化验|研发|工程|经营|客服|审计|科研|学工"
    r"|语文|数学|英语|文科|理科|高一|高二|高三){1,3}$"
)
TEAM = "团队"
SHORTEST_TEAM = 5  # characters; 科研团队 is a kind, 机器人团队 a name
SITE = re.compile(r"[\u4e00-\u9fff\d]+")


def sub_unit(reading: Reading, stop: int) -> int | None:
    """Return where the name of a department begins that ends at *stop*: 掘进三队, 机电系教师."""
    office = DEPARTMENT.search(reading.text, max(0, stop - LONGEST_SUB_UNIT), stop)
    if office:
        return office.start()
    members = MEMBERS.search(reading.text, max(0, stop - 3), stop)
    end = members.start() if members else stop
    if not members and not SUB_UNIT.search(reading.text, max(0, end - 3), end):
        return None
    start = end
    while start > 0 and HAN.match(reading.text[start - 1]) and end - start <= LONGEST_SUB_UNIT:
        start -= 1
    words = reading.words_in(start, end)
    last = next((i for i in range(len(words), 0, -1) if _ends_before(words[i - 1])), 0)
    if last == 1 < len(words) and len(words[0].text) == len(words[1].text) == 1:
        last = int(words[0].flag in FUNCTION)  # 美|团|城北站
    name = "".join(word.text for word in words[last:])
    generic = stop_words("generic")
    own = [word for word in words[last:] if word.text not in generic]
    counted = last and (words[last - 1].text in MEASURES or COUNTED.search(words[last - 1].text))
    digit = not last and reading.text[max(0, start - 1) : start].isdigit()
    if counted or digit or len(name) > LONGEST_SUB_UNIT or not own:
        return None
    team = words[-1].text == TEAM and len(name) >= SHORTEST_TEAM and words[-2].text not in generic
    collective = not team and words[-1].text in stop_words("collective")
    if collective or name in stop_words("unit") or len(name) < 2 or name[0] in "该本我全各":
        return None
    return end - len(name)


def is_unit(reading: Reading, start: int, stop: int) -> bool:
    """Tell whether ``text[start:stop]`` is a department of what ends there: 执勤二队."""
    if not 1 < stop - start <= LONGEST_UNIT or not SUB_UNIT.search(reading.text, start, stop):
        return False
    words = reading.words_in(start, stop)
    name = reading.text[start:stop]
    closed = stop_words("break") | MEASURES
    if name in stop_words("unit") or words[-1].text in stop_words("collective"):
        return False
    return bool(HAN.fullmatch(name)) and not any(word.text in closed for word in words)


def is_site(reading: Reading, start: int, stop: int) -> bool:
    """Tell whether ``text[start:stop]`` may be a work site: 滇中引水大理1段4标|项目部."""
    if not 1 < stop - start <= LONGEST_SITE or not SITE.fullmatch(reading.text, start, stop):
        return False
    return not any(word.text in stop_words("break") for word in reading.words_in(start, stop))


def is_firm(reading: Reading, start: int, stop: int) -> bool:
    """Tell whether ``text[start:stop]`` is a branch of a firm of its own: 圆通|人民路站点."""
    words = reading.words_in(start, stop)
    trade = any(word.text in stop_words("trade") for word in words)
    first = words[0]
    named = len(words) > 1 and len(first.text) > 1 and first.flag in {"ns", "nz", "nt"}
    proper = named and words[-1].text[-1] not in "站所班队室科处部区道桥段局组"
    return (
        trade
        or proper
        or any(start <= low and high <= stop for high, (low, _) in reading.regions.items())
    )


def _ends_before(word: Word) -> bool:
    """Tell whether the name of a department cannot run over *word*."""
    return word.text in stop_words("break") or word.text in {"、", "个", "支", "名"}
