"""Bodies within bodies: branches, colleges, departments, 院党委."""

from __future__ import annotations

import re

from articles.extraction.organizations.departments import is_firm, is_site, is_unit, sub_unit
from articles.extraction.organizations.names import CLAUSE_START, DECLARATION, DECLARED, Candidate
from articles.extraction.organizations.suffixes import PARTY_TYPES, Suffix
from articles.extraction.organizations.walking import Reading
from articles.extraction.organizations.words import ADMINISTRATIVE, MEMBERS, ORDINAL, stop_words
from articles.extraction.types import RegionMention
from articles.extraction.vocabulary import OrganizationType

LONGEST_GAP = 10  # characters between a body and a part of it: 心血管内科|党支部
DEEPEST = 4  # bodies within bodies
HEADS = (
    "集团公司",
    "分公司",
    "项目部",
    "项目",
    "律师事务所",
    "律所",
    "协会",
    "商会",
    "学会",
    "农商银行",
    "农商行",
    "支行",
    "分行",
    "医院",
    "学院",
    "学校",
    "集团",
    "公司",
    "社区",
    "街道",
    "合作社",
    "林场",
    "农场",
    "企业",
    "院",
    "局",
    "校",
    "村",
    "厂",
    "矿",
    "行",
    "站",
    "段",
    "所",
    "园",
    "镇",
    "乡",
)
OURS = frozenset(("我们", "咱们", "咱"))
INSTITUTES = frozenset({"研究所", "研究院", "分院", "研究中心", "实验室"})
LONGEST_LENT = 6  # characters of the name of a hospital of a university: 孙逸仙纪念
PIECE = re.compile(r"[^与和 ]+")  # 文学与文化传播|学院


def part(
    reading: Reading, start: int, end: int, suffix: Suffix, before: Candidate | None
) -> Candidate | None:
    """Return the body within a body that ends here, or None."""
    near = before is not None and start - before.end <= LONGEST_GAP + DECLARATION
    if before is not None and near and before.depth < DEEPEST:
        gap = DECLARED.sub("", reading.text[before.end : start], count=1)
        region = region_gap(reading, before.end, start)
        teaching = _is_teaching(before, gap, suffix)
        fits = region is not None or suffix.role == "unit" or teaching
        branch = region is not None and not before.anaphor and not before.prefix
        if gap in ADMINISTRATIVE and before.type is OrganizationType.COMPANY is suffix.type:
            return Candidate(  # 人保财险|县支公司
                before.start,
                end,
                suffix.type,
                suffix.full,
                prefix=gap,
                parent=before,
                depth=before.depth + 1,
            )
        site = suffix.text.startswith("项目") and is_site(reading, before.end, start)
        of_unit = suffix.type in PARTY_TYPES and is_unit(reading, before.end, start)
        if fits and (branch or of_unit or site or joins(reading, start, gap, teaching=teaching)):
            rest = gap.replace(" ", "") + suffix.full
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
        return headed(reading, start, end, suffix)
    return None


def joins(reading: Reading, start: int, gap: str, *, teaching: bool = False) -> bool:
    """Tell whether *gap*, which ends at *start*, may lie between a body and the end of a part of it.

    Colleges join two fields: 文学与文化传播|学院.
    """
    if len(gap) > LONGEST_GAP:
        return False
    if gap in stop_words("generic") or gap.startswith(("与", "和")):
        return False
    if members := MEMBERS.search(gap):  # 学生|党支部
        start, gap = start - len(members.group()), gap[: members.start()]
    pieces = PIECE.finditer(gap) if teaching else [re.fullmatch(r".*", gap)]
    return all(
        reading.joins(start - len(gap) + piece.start(), start - len(gap) + piece.end())
        for piece in pieces
        if piece
    )


def _is_teaching(before: Candidate, gap: str, suffix: Suffix) -> bool:
    """Tell whether *suffix* ends a school, hospital or institute of the school or academy *before*."""
    if before.rest.endswith(("科学院", "农科院", "中科院", "大学")) and suffix.text in INSTITUTES:
        return True
    if before.type is not OrganizationType.SCHOOL:
        return False
    if suffix.type is OrganizationType.HOSPITAL:
        of_university = before.rest.endswith("大学") and len(gap) <= LONGEST_LENT
        return of_university or not gap or gap.startswith(("第", "附属"))
    if suffix.text.endswith("学院"):
        return before.rest.endswith(("大学", "学院", "学校"))
    return gap.startswith("附属")


def region_gap(reading: Reading, start: int, end: int) -> RegionMention | None:
    """Return the division that fills ``text[start:end]``, or None."""
    if end in reading.regions and reading.regions[end][0] == start:
        return reading.regions[end][1]
    return None


def headed(reading: Reading, start: int, end: int, suffix: Suffix) -> Candidate | None:
    """Return a party body whose parent is only meant: 院党委, 局直属机关党委, 第九党支部."""
    text = reading.text
    word = reading.word_before(start)
    if word is not None and ORDINAL.fullmatch(word.text) and word.text.startswith("第"):
        members = MEMBERS.search(text, max(0, word.start - 3), word.start)
        unit = sub_unit(reading, word.start)
        begin = unit if unit is not None else members.start() if members else word.start
        return Candidate(begin, end, suffix.type, text[begin:start] + suffix.full, head="*")
    for head in HEADS:
        begin = start - len(head)
        if begin < 0 or text[begin:start] != head:
            continue
        previous = reading.word_before(begin)
        if previous is None or previous.text[-1] in CLAUSE_START or previous.text in OURS:
            return Candidate(begin, end, suffix.type, suffix.full, head=head)
        break
    unit = sub_unit(reading, start)
    if unit is None or suffix.type not in PARTY_TYPES:
        return None
    if not is_firm(reading, unit, start):
        return Candidate(unit, end, suffix.type, text[unit:start] + suffix.full, head="*")
    name = text[unit:start]
    kind = OrganizationType.COMPANY if name[-1] in "站厂店" else OrganizationType.OTHER
    body = Candidate(unit, start, kind, name, short=name)
    return Candidate(unit, end, suffix.type, suffix.full, parent=body, depth=1)
