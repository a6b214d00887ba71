"""Whether two names speak of one body: the short and the full name of a firm, a village, a branch."""

from __future__ import annotations

import re

from articles.extraction.lexicon import divisions

FIRMS = ("集团", "公司", "事务所", "合作社", "银行", "矿")
LONGEST_FIRM_ENDING = 8  # characters: 集团股份有限公司
BARE_FIRM = re.compile(r"(?:集团|股份|控股)*(?:有限)?(?:责任)?(?:公司)?")
BRANCH_FIRM = re.compile(r"[分支子]公司$")
NUMBER = re.compile(r"[一二三四五六七八九十]+")
SHORTEST_NAME, LONG_NAME = 2, 8  # characters before 公司, and of a full name
LEGAL = "有限公司"
RESEARCH, ACADEMY = "科学研究院", "科学院"
BANK = "银行"
BRANCH_OF_BANK = re.compile(r"银行.*[支分]行$")


def is_branch(rest: str, known: str, key: tuple[str, str], name: str) -> bool:
    """Tell whether the branch *known*, *rest* behind its firm, is the one of *key* and *name*."""
    own = name.split(BANK)[0] if BANK in name else ""
    kind = key[1].rpartition(BANK)[2]
    places = (divisions.name_of(key[0]), divisions.short_name(key[0]))
    return known.startswith(own) and any(place and rest == place + kind for place in places)


def may_be_one(key: tuple[str, str], name: str, other: tuple[str, str], known: str) -> bool:
    """Tell whether *name* and *known* may be the short and the full name of one body."""
    if key[0] and other[0] and key[0] != other[0]:
        return False
    ends = BRANCH_OF_BANK.search(name), BRANCH_OF_BANK.search(known)
    if key[0] and key[0] == other[0] and all(ends) and name.split(BANK)[0] == known.split(BANK)[0]:
        return name[-2:] == known[-2:]
    if is_firm_short(name, known) or is_firm_short(known, name):
        return True
    if key[0] == other[0] and name.replace(RESEARCH, ACADEMY) == known.replace(RESEARCH, ACADEMY):
        return True  # 市农科院
    if name.endswith(LEGAL) and (_is_short_form(name, known) or _is_short_form(known, name)):
        return True
    if not key[0]:
        return _is_short_form(name, known)
    return not other[0] and (
        _is_short_form(known, name)
        or _is_short_form(other[1], name)
        or _is_short_form(key[1], known)
    )


def _is_short_form(short: str, full: str) -> bool:
    """Tell whether *full* is *short* behind a division or a town: 石柱镇|箐口村."""
    lead = full.removesuffix(short)
    if lead == full:
        return False
    return lead.endswith((*"省市县区州旗盟镇乡道街", "集团", "公司", "大学", "学院"))


def is_firm_short(short: str, full: str) -> bool:
    """Tell whether a firm called *full* is *short* for short: 宏达集团, 江苏宏达纺织集团有限公司.

    The short name has the first two characters of the full one, or is only the first and another, a place left out, no other
    character, and every number of it; both end alike.
    """
    if BANK in short and BANK in full and not _is_one_bank(short, full):
        return False
    ending = next((kind for kind in FIRMS if short.endswith(kind)), "")
    told_whole = full.endswith((ending, LEGAL)) and ending in full[-LONGEST_FIRM_ENDING:]
    if not ending or not told_whole or BRANCH_FIRM.search(full):
        return BARE_FIRM.fullmatch(full.removeprefix(short)) is not None and full != short
    name = short[: -len(ending)]
    _, within, rest_of_full = full.partition(name)
    told = bool(within) and len(name) >= SHORTEST_NAME and full.endswith(LEGAL)
    if told and BARE_FIRM.fullmatch(rest_of_full):
        return True  # 精机公司, 浙江田中精机股份有限公司
    start = full.find(name[:2])
    if start < 0 and len(name) == SHORTEST_NAME and len(full) >= LONG_NAME:
        start = full.find(name[0])  # 欢矿公司
    if len(name) < SHORTEST_NAME or start < 0:
        return False
    if not (start == 0 or divisions.leading(full)[0] == start):
        return False
    rest = iter(full[start:])
    return all(character in rest for character in short) and (
        NUMBER.findall(short) == NUMBER.findall(full)
    )


def _is_one_bank(short: str, full: str) -> bool:
    """Tell whether both names speak of one bank: 中国银行 is no short form of 中国农业银行."""
    own, other = (name.split(BANK)[0].removeprefix("中国") for name in (short, full))
    return bool(own) == bool(other)
