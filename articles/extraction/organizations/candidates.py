"""Names of bodies in one passage: endings, their beginnings, and bodies within bodies."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from articles.extraction.organizations.suffixes import (
    OFFICES,
    PARTY_TYPES,
    Suffix,
    pattern,
    suffixes,
)
from articles.extraction.organizations.walking import (
    MEMBERS,
    NATIONAL,
    ORDINAL,
    Beginning,
    Reading,
    names_someone,
    stop_words,
)
from articles.extraction.types import RegionMention
from articles.extraction.vocabulary import OrganizationType

LONGEST_GAP = 10  # characters between a body and a part of it: 心血管内科|党支部
DECLARATION = 20  # characters of (以下简称…) in between
STREET = "街道"
DEEPEST = 4  # bodies within bodies
DECLARED = re.compile(
    r"[(（](?:以下)?(?:简称|下称)[:：为]?[“\"‘']?(?P<short>[^()（）“”\"‘’']{2,12})[”\"’']?[)）]"
)
ANAPHOR = re.compile(
    r"(?:该|我|本|全)(?:医院|院|局|集团|公司|校|村|社区|支部|党支部|党委|党总支|中心|企业|街道|厂|矿|站|合作社|行|所(?![有属在谓以需能])|协会)"
    r"(?![士长业民家部子])"
)
HEADS = (
    "集团公司",
    "医院",
    "学院",
    "学校",
    "集团",
    "公司",
    "社区",
    "街道",
    "合作社",
    "企业",
    "院",
    "局",
    "校",
    "村",
    "厂",
    "矿",
    "行",
    "站",
)
CLAUSE_START = frozenset("，。；：、！？,;:!?\n “‘（(《由在经以把将对为从向")
WORKING_COMMITTEE = re.compile(
    r"委(?![员会托派任])[\u4e00-\u9fff]{2,14}?(?:工作委员会|工委)"
)  # 委教育工作委员会
ACADEMIES = frozenset({"学院", "大学"})
ROADS = frozenset("路街桥门湖山河园")  # 人民路街道, 新华桥街道
SHORTEST_COOPERATIVE = 3  # characters; 果蔬专业合作社 is a kind, 双城小杂粮专业合作社 a name
QUOTES = frozenset('“”‘’「」《》"')
HONOUR_LEAD, AWARD_LEAD = 5, 14  # characters before the name of an honour
NATION_WIDE_LEAD = re.compile(r"(?:全[国省市县区]|(?:国家|省|市|县|区)级)(?:首批|十佳)?[“‘「]?$")
AWARDED = re.compile(r"获|评[为选定上]?|授予|授牌|命名|认定|入选|创[建成]|称号|荣膺|当选|挂牌")
SHORT_HOSPITAL = re.compile(
    r"(?<=[市县区省州])第?[一二三四五六七八九](?:医|院)(?![院生药疗师务科士校])"
)
ACCOUNT = re.compile(
    r"(?:健康|平安|文明|清廉|学习|法治|最美|清风)(?P<place>[\u4e00-\u9fff]{2,4}?)(?=”?[、和]?[^。，,；;]{0,12}(?:公众号|新媒体|客户端|视频号|抖音号|融媒))"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name in a passage: ``text[start:end]``, ``rest`` the name behind its division.

    A part of another body has that body as *parent*; a body that the text means without naming it
    (该院党委, 集团党委) leaves the parent to its *head*.
    """

    start: int
    end: int
    type: OrganizationType
    rest: str
    lead: str = ""
    place: str = ""
    region: RegionMention | None = None
    prefix: str = ""
    parent: Candidate | None = None
    head: str = ""
    anaphor: bool = False
    short: str = ""  # the abbreviation that the text declares behind the name
    alias: bool = False  # rest is an abbreviation that the text declares elsewhere
    depth: int = 0  # how many bodies it is a part of


def candidates(reading: Reading, shorts: frozenset[str] = frozenset()) -> list[Candidate]:
    """Return the names of bodies in a passage in reading order, parents before their parts.

    *shorts* are the abbreviations that the article declares for a body.
    """
    found: list[Candidate] = []
    reach = 0
    for start, end, readings in _endings(reading, shorts):
        if start < reach:
            continue
        before = found[-1] if found else None
        made = None if readings else _without_ending(reading, start, end, before)
        for suffix in readings:
            made = made or _longer(reading, start, end, suffix, before)
            made = made or _named(reading, start, end, suffix, before)
        if made is not None:
            declared = DECLARED.match(reading.text, made.end)
            reach = declared.end() if declared else made.end
            _append(found, replace(made, short=declared["short"]) if declared else made)
    return found


def _endings(
    reading: Reading, shorts: frozenset[str]
) -> list[tuple[int, int, tuple[Suffix, ...]]]:
    text = reading.text
    ends = [(*match.span(), suffixes()[match.group()]) for match in pattern().finditer(text)]
    hospital = Suffix("", OrganizationType.HOSPITAL, "own", "")
    for match in SHORT_HOSPITAL.finditer(text):
        ends.append((*match.span(), (Suffix(match.group(), hospital.type, "own", match.group()),)))
    for match in WORKING_COMMITTEE.finditer(text):
        suffix = Suffix(match.group(), OrganizationType.PARTY_COMMITTEE, "own", match.group())
        ends.append((*match.span(), (suffix,)))
    for unended in (ANAPHOR, ACCOUNT, *map(re.compile, map(re.escape, sorted(shorts)))):
        ends += [(*match.span(), ()) for match in unended.finditer(text)]
    return sorted(ends, key=lambda row: (row[0], -row[1], bool(row[2])))


def _without_ending(
    reading: Reading, start: int, end: int, before: Candidate | None
) -> Candidate | None:
    """Return what has no ending: an anaphor (该院), the account of an agency, an abbreviation."""
    text = reading.text[start:end]
    if ANAPHOR.fullmatch(text):
        return Candidate(start, end, OrganizationType.OTHER, "", head=text[1:], anaphor=True)
    region = _region_gap(reading, start + 2, end)
    if region is not None and ACCOUNT.match(reading.text, start):
        return Candidate(start, end, OrganizationType.MEDIA, text, region=region)
    return None if before and before.end == start else _abbreviation(reading, start, end)


def _abbreviation(reading: Reading, start: int, end: int) -> Candidate | None:
    """Return a declared abbreviation, unless it is the end of a longer name."""
    text = reading.text
    word = reading.word_before(start)
    if reading.in_division(start) or (word is not None and word.text in NATIONAL):
        return None
    kind = text[start:end] in suffixes() or text[start:end] in HEADS  # （以下简称“公司”）
    if kind and word is not None and word.text[-1] not in CLAUSE_START:
        return None
    return Candidate(start, end, OrganizationType.OTHER, text[start:end], alias=True)


def _longer(
    reading: Reading, start: int, end: int, suffix: Suffix, before: Candidate | None
) -> Candidate | None:
    """Return *before* with one more ending of its kind: 长庆油田|公司, 重工|机械|有限公司."""
    if before is None or before.anaphor or before.alias or before.end > start:
        return None
    gap = reading.text[before.end : start]
    if gap and not (suffix.text.endswith("公司") and _joins(reading, start, gap)):
        return None
    if suffix.role not in {"core", "own"} or suffix.type is not before.type:
        return None
    if suffix.type is not OrganizationType.COMPANY:
        return None
    return replace(before, end=end, rest=before.rest + gap + suffix.full)


def _append(found: list[Candidate], made: Candidate) -> None:
    if found and made.parent is None and made.start == found[-1].start:
        found.pop()  # it has grown: 长庆油田|公司
    elif found and made.parent is found[-1] and made.type not in PARTY_TYPES:
        found.pop()  # 长春中医药大学 only lends its name to its hospital
    found.append(made)


def _named(
    reading: Reading, start: int, end: int, suffix: Suffix, before: Candidate | None
) -> Candidate | None:
    part = _part(reading, start, end, suffix, before)
    if part is not None or suffix.role == "unit":
        return part
    begin = reading.beginning(start, before.end if before else 0)
    if _is_honour(reading, begin, end):
        return None
    placed = begin.region is not None or bool(begin.prefix)
    if not _is_name(begin, suffix, placed):
        bare = suffix.text.removeprefix(STREET)
        if bare == suffix.text or suffix.type not in PARTY_TYPES:
            return None
        return _headed(reading, start + len(STREET), end, Suffix(bare, suffix.type, "unit", bare))
    core = reading.text[begin.core[0].start : start] if begin.core else ""
    if begin.region is None and before is not None and begin.start == before.end:
        begin = replace(begin, region=before.region, place_start=begin.start)  # 街道|社区
    if before is not None and not placed and _is_firm_of_firm(before, begin, suffix):
        return replace(before, end=end, rest=before.rest + core + suffix.full)
    if suffix.type is OrganizationType.COMPANY and begin.region is not None:
        start_of_lead = reading.trade_name(begin.start, before.end if before else 0)
        begin = replace(begin, start=start_of_lead)  # 中国移动|永康分公司
    lead = reading.text[begin.start : begin.place_start] if begin.region else ""
    return Candidate(
        begin.start,
        end,
        OrganizationType.ASSOCIATION if lead == "共青团" else suffix.type,
        core + suffix.full,
        lead="" if lead == "中共" else lead,
        place=reading.text[begin.place_start : start - len(core)] if begin.region else "",
        region=begin.region,
        prefix=begin.prefix,
    )


def _is_firm_of_firm(before: Candidate, begin: Beginning, suffix: Suffix) -> bool:
    """Tell whether a firm is named behind its group: 潞阳集团|余吾煤业有限责任公司."""
    firms = before.type is OrganizationType.COMPANY is suffix.type
    return firms and before.end == begin.start and not before.alias and not before.anaphor


def _is_honour(reading: Reading, begin: Beginning, end: int) -> bool:
    """Tell whether what looks like a name is a title given: 全国“书香校园示范学校”."""
    text = reading.text
    if begin.region is not None and begin.core == ():
        return False
    if NATION_WIDE_LEAD.search(text, max(0, begin.start - HONOUR_LEAD), begin.start):
        return True
    quoted = (
        text[max(0, begin.start - 1) : begin.start] in QUOTES and text[end : end + 1] in QUOTES
    )
    return bool(quoted and AWARDED.search(text, max(0, begin.start - AWARD_LEAD), begin.start))


def _is_name(begin: Beginning, suffix: Suffix, placed: bool) -> bool:
    if suffix.text in OFFICES and (begin.region is None or begin.core):
        return False
    if suffix.role == "own" and placed:
        generic = stop_words("generic")
        return not begin.core or any(word.text not in generic for word in begin.core)
    if suffix.role == "own" and suffix.type in {
        OrganizationType.GOVERNMENT,
        OrganizationType.PARTY_COMMITTEE,
    }:
        return False
    if suffix.text in ACADEMIES and begin.region is not None and begin.core:
        return True  # 广东科技学院
    if suffix.role == "sited" and not placed:
        return False
    loose = suffix.role == "loose" or suffix.type is OrganizationType.SCHOOL
    town = suffix.text.startswith(("镇", "乡")) and len(suffix.text) > 1  # 曲子|镇党委
    road = suffix.text.startswith(STREET) and begin.core[-1:] and begin.core[-1].text[-1] in ROADS
    loose = loose or town or bool(road)
    own = [word for word in begin.core if word.text not in stop_words("generic")]
    if suffix.text.endswith("合作社") and len(own) > 1:
        loose = loose or sum(len(word.text) for word in own) > SHORTEST_COOPERATIVE
    return names_someone(begin.core, placed=placed, loose=loose)


def _part(
    reading: Reading, start: int, end: int, suffix: Suffix, before: Candidate | None
) -> Candidate | None:
    """Return the body within a body that ends here, or None."""
    near = before is not None and start - before.end <= LONGEST_GAP + DECLARATION
    if before is not None and near and before.depth < DEEPEST:
        gap = DECLARED.sub("", reading.text[before.end : start], count=1)
        region = _region_gap(reading, before.end, start)
        fits = region is not None or suffix.role == "unit" or _is_teaching(before, gap, suffix)
        branch = region is not None and not before.anaphor and not before.prefix
        if fits and (branch or _joins(reading, start, gap)):
            rest = gap + suffix.full
            return Candidate(
                before.start,
                end,
                suffix.type,
                rest,
                region=region,
                parent=before,
                depth=before.depth + 1,
            )
    if suffix.role == "unit" and suffix.type in PARTY_TYPES:
        return _headed(reading, start, end, suffix)
    return None


def _joins(reading: Reading, start: int, gap: str) -> bool:
    if len(gap) > LONGEST_GAP:
        return False
    return gap not in stop_words("generic") and reading.joins(start - len(gap), start)


def _is_teaching(before: Candidate, gap: str, suffix: Suffix) -> bool:
    if before.type is not OrganizationType.SCHOOL:
        return False
    if suffix.type is OrganizationType.HOSPITAL:
        return not gap or gap.startswith(("第", "附属"))
    if suffix.text == "学院":
        return before.rest.endswith(("大学", "学院", "学校"))
    return gap.startswith("附属")


def _region_gap(reading: Reading, start: int, end: int) -> RegionMention | None:
    if end in reading.regions and reading.regions[end][0] == start:
        return reading.regions[end][1]
    return None


def _headed(reading: Reading, start: int, end: int, suffix: Suffix) -> Candidate | None:
    """Return a party body whose parent is only meant: 院党委, 局直属机关党委, 第九党支部."""
    text = reading.text
    word = reading.word_before(start)
    if word is not None and ORDINAL.fullmatch(word.text) and word.text.startswith("第"):
        members = MEMBERS.search(text, max(0, word.start - 3), word.start)
        begin = members.start() if members else word.start
        return Candidate(begin, end, suffix.type, text[begin:start] + suffix.full, head="*")
    for head in HEADS:
        begin = start - len(head)
        if begin < 0 or text[begin:start] != head:
            continue
        previous = reading.word_before(begin)
        if previous is None or previous.text[-1] in CLAUSE_START:
            return Candidate(begin, end, suffix.type, suffix.full, head=head)
        break
    unit = reading.sub_unit(start)
    if unit is None or suffix.type not in PARTY_TYPES:
        return None
    head = "" if reading.is_firm(unit, start) else "*"
    return Candidate(unit, end, suffix.type, text[unit:start] + suffix.full, head=head)
