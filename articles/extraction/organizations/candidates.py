"""Names of bodies in one passage: endings, their beginnings, and bodies within bodies."""

from __future__ import annotations

import re
from dataclasses import replace

from articles.extraction.lexicon import divisions
from articles.extraction.lexicon.tagging import tags
from articles.extraction.organizations.endings import ACCOUNT, ANAPHOR, endings
from articles.extraction.organizations.names import CLAUSE_START, DECLARED, Beginning, Candidate
from articles.extraction.organizations.parts import HEADS, headed, joins, part, region_gap
from articles.extraction.organizations.suffixes import OFFICES, PARTY_TYPES, Suffix, suffixes
from articles.extraction.organizations.walking import LEAGUE, Reading
from articles.extraction.organizations.words import (
    ADMINISTRATIVE,
    HAN,
    NATIONAL,
    ORDINAL,
    Word,
    names_someone,
    stop_words,
)
from articles.extraction.vocabulary import OrganizationType

STREET = "街道"
SEATS = (STREET, "镇", "乡")
ACADEMIES = frozenset({"学院", "大学"})
SHORT_PLACED = frozenset({"中学", "高中", "学院", "幼儿园"})  # 镇海|中学, 石棉县|幼儿园
ROADS = frozenset("路街桥门湖山河园")  # 人民路街道, 新华桥街道
BANK = "银行"
VOUCHED = ("社区", "村")
VOUCHING = re.compile(r"党委|党总支|党支部|居委会|村委会|党群服务中心|位于|辖区|地处|现有")
LIMITED = ("有限公司", "有限责任公司")
SHORTEST_LIMITED = 4  # characters; 茶业有限公司 is a kind, 好邻居商贸有限公司 a name
SHORTEST_COOPERATIVE = 3  # characters; 果蔬专业合作社 is a kind, 双城小杂粮专业合作社 a name
QUOTES = frozenset('“”‘’「」《》"')
HONOUR_LEAD, AWARD_LEAD = 5, 14  # characters before the name of an honour
NATION_WIDE_LEAD = re.compile(r"(?:全[国省市县区]|(?:国家|省|市|县|区)级)(?:首批|十佳)?[“‘「]?$")
COUNTED_LEAD = re.compile(r"[\d两几多余数百千][个家所][“‘「]$")  # 建成20个“友好社区”
AWARDED = re.compile(r"获|评[为选定上]?|授予|授牌|命名|认定|入选|创[建成]|称号|荣膺|当选|挂牌")
LENDERS = frozenset(
    {OrganizationType.COMPANY, OrganizationType.COMMUNITY, OrganizationType.SCHOOL}
)
FOUNDED = ("合作社", "联合社", "公司", "农场")  # what a village founds
KINDS_OF_TOWN = ("乡", "城", "村", "集")
LONGEST_FIELD = 8  # characters of one field of a college: 马克思主义理论
ACTING = frozenset("：:把将以")  # behind a town that acts
LONGEST_TOWN = 6  # characters before 镇
TOWN = re.compile(
    r"(?:(?<![乡城村集重小古特强坐冰各全该])镇|(?<![城家老下返水侨故山还入同异他外各全该])乡)"
    r"(?![级村里镇长上街贤土间情愁亲音野下外区压静痛定守])"
)
LISTING = ("、", "和", "与")
NUMBERED_NAME = re.compile(r"第[一二三四五六七八九十]{1,3}[^第]*$")


def candidates(reading: Reading, shorts: frozenset[str] = frozenset()) -> list[Candidate]:
    """Return the names of bodies in a passage in reading order, parents before their parts.

    *shorts* are the abbreviations that the article declares for a body.
    """
    found: list[Candidate] = []
    reach = 0
    for start, end, readings in endings(reading, shorts):
        if start < reach:
            continue
        before = found[-1] if found else None
        made = None if readings else _without_ending(reading, start, end, before)
        if readings and readings[0].role == "whole":
            made = _whole(reading, start, end, readings[0])
        for suffix in readings:
            made = made or _absorbed(reading, start, end, suffix, before)
            made = made or _longer(reading, start, end, suffix, before)
            made = made or _named(reading, start, end, suffix, before)
        if made is not None:
            declared = DECLARED.match(reading.text, made.end)
            reach = declared.end() if declared else made.end
            _append(found, replace(made, short=declared["short"]) if declared else made)
    return _towns(reading, found)


def _whole(reading: Reading, start: int, end: int, suffix: Suffix) -> Candidate:
    """Return a body known by name, with the division right before it: 武汉|协和医院."""
    listed = reading.listed_start(start, end)
    if listed < start:
        return Candidate(listed, end, suffix.type, reading.text[listed:end])
    if suffix.full.endswith(BANK) and start in reading.regions and suffix.full != suffix.text:
        return _branch_of_bank(reading, start, end, suffix)
    if suffix.type is OrganizationType.COMPANY or start not in reading.regions:
        return Candidate(start, end, suffix.type, suffix.full)
    place_start, region = reading.regions[start]
    place = reading.text[place_start:start]
    return Candidate(place_start, end, suffix.type, suffix.full, place=place, region=region)


def _branch_of_bank(reading: Reading, start: int, end: int, suffix: Suffix) -> Candidate:
    """Return the branch of a bank that a county is said to have: 泸溪|农行."""
    place_start, region = reading.regions[start]
    kind = "分行" if region.adcode.endswith("00") else "支行"
    place = reading.text[place_start:start]
    return Candidate(
        place_start, end, suffix.type, kind, lead=suffix.full, place=place, region=region
    )


def _without_ending(
    reading: Reading, start: int, end: int, before: Candidate | None
) -> Candidate | None:
    """Return what has no ending: an anaphor (该院), the account of an agency, an abbreviation."""
    text = reading.text[start:end]
    if ANAPHOR.fullmatch(text):
        return Candidate(start, end, OrganizationType.OTHER, "", head=text[1:], anaphor=True)
    region = region_gap(reading, start + 2, end)
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
    if gap and not (suffix.text.endswith("公司") and joins(reading, start, gap)):
        return None
    if suffix.role not in {"core", "own"} or suffix.type is not before.type:
        return None
    if suffix.type is not OrganizationType.COMPANY:
        return None
    return replace(before, end=end, rest=before.rest + gap + suffix.full)


def _towns(reading: Reading, found: list[Candidate]) -> list[Candidate]:
    """Return *found* with the towns that act in the passage: 城关镇|组织党员清淤."""
    towns = []
    for match in TOWN.finditer(reading.text):
        start, end = match.span()
        limit = max((made.end for made in found if made.start < end), default=0)
        if limit > start or any(made.start == end for made in found):
            continue
        begin = reading.beginning(start, limit)
        own = sum(len(word.text) for word in begin.core if word.text not in stop_words("generic"))
        acts = tags().get(reading.text[end : end + 2], "")[:1] in ("v", "p")
        acts = acts or reading.text[end : end + 1] in ACTING or end == len(reading.text)
        acts = acts and "村" not in reading.text[end : end + 5]
        if not acts or begin.prefix or not 1 < own <= LONGEST_TOWN:
            continue
        if not _opens(reading.text, begin.start):
            continue
        lead = begin.core[0].start
        place = reading.text[begin.place_start : lead] if begin.region else ""
        towns.append(
            Candidate(
                begin.start,
                end,
                OrganizationType.GOVERNMENT,
                reading.text[lead:end],
                place=place,
                region=begin.region,
            )
        )
    return sorted([*found, *towns], key=lambda made: (made.start, made.depth)) if towns else found


def _opens(text: str, start: int) -> bool:
    return start == 0 or (text[start - 1] in CLAUSE_START and not HAN.match(text[start - 1]))


def _absorbed(
    reading: Reading, start: int, end: int, suffix: Suffix, before: Candidate | None
) -> Candidate | None:
    """Return the body to which *before* lends its name: 星火村|小学, 茅坪村|茶叶专业合作社."""
    if before is None or before.end > start or before.parent or before.anaphor or before.alias:
        return None
    lends = before.type in LENDERS
    if not lends or suffix.role in {"unit", "whole"} or suffix.type is before.type:
        return None
    gap = reading.text[before.end : start]
    if gap and not (suffix.text.endswith(FOUNDED) and joins(reading, start, gap)):
        return None
    return replace(before, end=end, type=suffix.type, rest=before.rest + gap + suffix.full)


def _append(found: list[Candidate], made: Candidate) -> None:
    if found and made.parent is None and made.start == found[-1].start:
        found.pop()  # it has grown: 长庆油田|公司
    elif found and made.parent is found[-1] and made.type not in PARTY_TYPES:
        found.pop()  # 长春中医药大学 only lends its name to its hospital
    found.append(made)


def _named(
    reading: Reading, start: int, end: int, suffix: Suffix, before: Candidate | None
) -> Candidate | None:
    inner = part(reading, start, end, suffix, before)
    if inner is not None or suffix.role == "unit":
        return inner
    limit = before.end if before else 0
    begin = reading.beginning(start, limit)
    if suffix.text.endswith("学院") and not (begin.region or begin.prefix):
        begin = _two_fields(reading, begin, limit)
    if suffix.text.endswith(LIMITED) and not (begin.region or begin.prefix):
        begin = reading.with_coined(begin, limit)
    if _is_honour(reading, begin, end):
        return None
    placed = begin.region is not None or bool(begin.prefix)
    if (ordinary := _ordinary(reading, begin, start, end, suffix, before)) is not None:
        return ordinary
    if not _is_name(begin, suffix, placed) and not reading.is_listed(begin.start, start, end):
        kind = next((kind for kind in SEATS if suffix.text.startswith(kind)), "")
        if not kind or suffix.type not in PARTY_TYPES:
            return None
        bare = suffix.text.removeprefix(kind)
        return headed(reading, start + len(kind), end, Suffix(bare, suffix.type, "unit", bare))
    core = reading.text[begin.core[0].start : start] if begin.core else ""
    if (listed := _next_of_list(reading, begin, core + suffix.full, before)) is not None:
        return replace(listed, end=end, type=suffix.type)
    place = reading.text[begin.place_start : start - len(core)] if begin.region else ""
    if begin.region is None and before is not None and begin.start == before.end:
        begin = replace(begin, region=before.region, place_start=begin.start)  # 街道|社区
        place = before.place if before.rest.endswith(STREET) else ""
    if before is not None and not placed and _is_firm_of_firm(before, begin, suffix):
        return replace(before, end=end, rest=before.rest + core + suffix.full)
    if suffix.type is OrganizationType.COMPANY and begin.region is not None:
        start_of_lead = reading.trade_name(begin.start, before.end if before else 0)
        begin = replace(begin, start=start_of_lead)  # 中国移动|永康分公司
    lead = reading.text[begin.start : begin.place_start] if begin.region else ""
    if lead == LEAGUE and suffix.text == "委":
        lead = "共青团"
    return Candidate(
        begin.start,
        end,
        OrganizationType.ASSOCIATION if lead == "共青团" else suffix.type,
        core + suffix.full,
        lead=lead,
        place=place,
        region=begin.region,
        prefix=begin.prefix,
    )


def _ordinary(
    reading: Reading,
    begin: Beginning,
    start: int,
    end: int,
    suffix: Suffix,
    before: Candidate | None,
) -> Candidate | None:
    """Return a community called by a word of praise, where a body of it vouches for the name: 幸福社区|党委.

    What it is called there, it is called everywhere in the article.
    """
    text = reading.text
    if suffix.text not in VOUCHED or text[start - 2 : start] not in stop_words("praise"):
        return None
    word = reading.word_before(start, before.end if before else 0)
    if word is None or word.start != start - 2:
        return None
    first = word.start
    behind_town = before is not None and before.end == first and before.rest.endswith(SEATS)
    opens = first == 0 or (text[first - 1] in CLAUSE_START and text[first - 1] not in QUOTES)
    if not (behind_town or (opens and VOUCHING.match(text, end))):
        return None
    region = before.region if before is not None and behind_town else None
    name = text[first:end]
    return Candidate(first, end, suffix.type, name, region=region, short=name)


def _two_fields(reading: Reading, begin: Beginning, limit: int) -> Beginning:
    """Return *begin* with the first of two fields of a college: 材料科学|与|工程|学院."""
    joint = begin.start - 1
    if not begin.core or joint <= limit or reading.text[joint] not in "与和":
        return begin
    first = reading.beginning(joint, limit)
    length = sum(len(word.text) for word in first.core)
    if not 1 < length <= LONGEST_FIELD or first.core[-1].text in stop_words("generic"):
        return begin
    return replace(first, core=(*first.core, Word(reading.text[joint], "c", joint), *begin.core))


def _next_of_list(
    reading: Reading, begin: Beginning, name: str, before: Candidate | None
) -> Candidate | None:
    """Return *before* under the next number: 汉源县第一幼儿园、第二幼儿园 are of one county."""
    number = NUMBERED_NAME.search(before.rest) if before and not before.parent else None
    if before is None or number is None or not NUMBERED_NAME.match(name):
        return None
    if begin.region or begin.prefix or reading.text[before.end : begin.start] not in LISTING:
        return None
    return replace(before, start=begin.start, rest=before.rest[: number.start()] + name)


def _is_firm_of_firm(before: Candidate, begin: Beginning, suffix: Suffix) -> bool:
    """Tell whether a firm is named behind its group: 潞阳集团|余吾煤业有限责任公司."""
    firms = before.type is OrganizationType.COMPANY is suffix.type
    return firms and before.end == begin.start and not before.alias and not before.anaphor


def _is_honour(reading: Reading, begin: Beginning, end: int) -> bool:
    """Tell whether what looks like a name is a title given: 全国“书香校园示范学校”."""
    text = reading.text
    if begin.region is not None and begin.core == ():
        return False
    before = max(0, begin.start - HONOUR_LEAD), begin.start
    if NATION_WIDE_LEAD.search(text, *before) or COUNTED_LEAD.search(text, *before):
        return True
    quoted = (
        text[max(0, begin.start - 1) : begin.start] in QUOTES and text[end : end + 1] in QUOTES
    )
    return bool(quoted and AWARDED.search(text, max(0, begin.start - AWARD_LEAD), begin.start))


def _is_name(begin: Beginning, suffix: Suffix, placed: bool) -> bool:
    if suffix.text in OFFICES and (begin.region is None or begin.core):
        return False
    if suffix.role == "sector":  # 快递行业党委
        return not begin.core and suffix.text[:2] not in stop_words("break")
    if suffix.role == "own" and placed:
        generic = stop_words("generic")
        return not begin.core or any(word.text not in generic for word in begin.core)
    if suffix.role == "own" and suffix.type in {
        OrganizationType.GOVERNMENT,
        OrganizationType.PARTY_COMMITTEE,
    }:
        seat = bool(begin.core) and begin.core[0].text in divisions.short_names()
        return seat and suffix.type is OrganizationType.GOVERNMENT  # 义乌|海关
    if suffix.text in SHORT_PLACED and begin.region is not None and not begin.core:
        short = begin.region.mention.text[-1] not in ADMINISTRATIVE
        return short or suffix.text == "幼儿园"
    if suffix.text in ACADEMIES and begin.region is not None and begin.core:
        return True  # 广东科技学院
    if suffix.role == "sited" and not placed:
        return False
    loose = suffix.role == "loose" or suffix.type is OrganizationType.SCHOOL
    town = suffix.text.startswith(("镇", "乡")) and len(suffix.text) > 1  # 曲子|镇党委
    if town and begin.core and begin.core[-1].text.endswith(KINDS_OF_TOWN):  # 各乡|镇党委
        return False
    road = suffix.text.startswith(STREET) and begin.core[-1:] and begin.core[-1].text[-1] in ROADS
    numbered = suffix.type is OrganizationType.SCHOOL and NUMBERED_NAME.match(suffix.text)
    if numbered or (suffix.type is OrganizationType.SCHOOL and _is_numbered(begin.core)):
        return True  # 第三|中学
    own = [word for word in begin.core if word.text not in stop_words("generic")]
    length = sum(len(word.text) for word in own)
    legal = suffix.text.endswith(LIMITED) and len(own) > 1 and length >= SHORTEST_LIMITED
    loose = loose or town or bool(road) or legal or suffix.text.startswith("集团")
    if suffix.text.endswith("合作社") and len(own) > 1:
        loose = loose or length > SHORTEST_COOPERATIVE
    if suffix.role == "own" and begin.core and begin.core[0].text in divisions.short_names():
        return True  # 昆明|机场
    return names_someone(begin.core, placed=placed, loose=loose)


def _is_numbered(core: tuple[Word, ...]) -> bool:
    return (
        len(core) == 1 and core[0].text.startswith("第") and bool(ORDINAL.fullmatch(core[0].text))
    )
