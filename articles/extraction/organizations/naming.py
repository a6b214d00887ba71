"""The full name of a body from the words that the text prints for it."""

from __future__ import annotations

import re

from articles.extraction.lexicon import divisions

# Where the bare prefix of a division leads, by the number of digits of its code that count.
LEVELS = {"省": 2, "市": 4, "州": 4, "县": 6, "区": 6, "旗": 6}
SHORTENED = frozenset("州县")  # of a name that says 自治州 or 自治县
ABBREVIATED_HOSPITAL = re.compile(r"第?(?P<number>[一二三四五六七八九])(?:医院|医|院)")
PARTY_OFFICE = re.compile(r"委(?:[^员]{2,8}(?:部|办|室|工委|局)|[^员]{2,14}工作委员会)?|委党校")


def place(prefix: str, home: str) -> tuple[str, str]:
    """Return ``(adcode, name)`` of the division that a bare *prefix* means in a report from *home*.

    A county-level city calls itself 市, and so does the district of a larger city when it speaks
    of that city. Both are "" where *home* does not tell.
    """
    digits = LEVELS.get(prefix, 0)
    if not home or not digits:
        return "", ""
    for adcode in reversed(divisions.ancestors(home)):
        name = divisions.name_of(adcode)
        if name.endswith(prefix) and not (prefix == "区" and name.endswith("自治区")):
            return adcode, name
    return "", ""


def printed_place(text: str, adcode: str) -> str:
    """Return the place of a name as canonical names have it: without the province.

    Nor has a county, or a city of its level, the larger city that it lies in; a district has.

    >>> printed_place("山西省晋中市", "140700"), printed_place("浙江省金华市永康市", "330784")
    ('晋中市', '永康市')
    """
    if text[-1:] in SHORTENED and text == divisions.short_name(adcode) + text[-1]:
        return divisions.name_of(adcode)  # 大理州
    city = divisions.name_of(adcode)
    if city.endswith(("市", "县", "旗")) and text.endswith((f"市{city}", f"州{city}")):
        return city
    province = divisions.name_of(f"{adcode[:2]}0000") if adcode else ""
    for lead in (province, divisions.short_name(f"{adcode[:2]}0000") if province else ""):
        if lead and text.startswith(lead) and len(text) > len(lead) + 1:
            return text[len(lead) :]
    return text


def party_name(place_name: str, rest: str) -> str:
    """Return a name with the 中共 that party offices of a division carry.

    >>> party_name("鹤岗市", "委组织部")
    '中共鹤岗市委组织部'
    """
    lead = "中共" if place_name and PARTY_OFFICE.fullmatch(rest) else ""
    return f"{lead}{place_name}{rest}"
