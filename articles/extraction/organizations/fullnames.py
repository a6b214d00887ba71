"""Full names that only the whole article tells: of villages, of branches and of parts of a group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from articles.extraction.lexicon import divisions
from articles.extraction.organizations.entries import GROUP, Entry
from articles.extraction.organizations.suffixes import PARTY_TYPES
from articles.extraction.vocabulary import OrganizationType

Entries = Mapping[tuple[str, str], Entry]

TOWN = re.compile(r".{2,5}?(?:街道|镇|乡)(?=.{2,}(?:社区|村)$)")
QUARTER = "社区"
TRIBUNAL, COURT = "法庭", "人民法院"
HOT_LINE = re.compile(r"\d{3,5}\D{2,6}中心")
PLANT = re.compile(r"(?<!有限)(?:公司|(?<!煤)矿|厂)$")
BRANCHES = ("分公司", "支公司", "支行", "分行")
LONGEST_PLANT = 9  # characters of the name of a plant of a group


def complete(entries: Entries, acting: Sequence[Entry]) -> None:
    """Give the bodies of an article the full names that follow from one another."""
    main = _main(acting)
    for (adcode, rest), entry in list(entries.items()):
        if entry.parent is not None:
            continue
        if entry.type is OrganizationType.COMMUNITY:
            _shorten(entries, entry, TOWN.sub("", rest))
        elif main is not None and main is not entry and main not in entry.line():
            if adcode and entry.type is main.type and (stem := _sibling(main, rest)):
                rename(entries, entry, stem + entry.name)
            elif not adcode and _is_part(main, entry, acting):
                _adopt(entries, entry, main, rest)


def rename(entries: Entries, entry: Entry, name: str) -> None:
    """Give *entry* its full *name*, and its parts theirs."""
    known, entry.name = entry.name, name
    for part in _parts(entries, entry):
        if part.name.startswith(known):
            rename(entries, part, name + part.name.removeprefix(known))


def _parts(entries: Entries, entry: Entry) -> Iterator[Entry]:
    return (part for part in entries.values() if part.parent is entry)


def _adopt(entries: Entries, entry: Entry, parent: Entry, rest: str) -> None:
    rename(entries, entry, parent.name + rest)
    entry.parent = parent


def _main(acting: Sequence[Entry]) -> Entry | None:
    """Return the body that acts oftenest, of equals the first; None if none acts twice."""
    bodies = [entry.body for entry in acting if entry.body.type not in PARTY_TYPES]
    counted = Counter(map(id, bodies)).most_common(1)
    if not counted or counted[0][1] < 2:
        return None
    return next(body for body in bodies if id(body) == counted[0][0])


def _shorten(entries: Entries, entry: Entry, bare: str) -> None:
    """Name a community, and the party bodies of a village, without the places above them.

    A party body that the text prints with all of them keeps them.
    """
    known = entry.name
    if known == bare or _is_ambiguous(entries, entry, bare):
        return
    if bare.endswith(QUARTER):
        rename(entries, entry, bare)
        return
    for part in list(_parts(entries, entry)):
        printed = any(known in mention.text for mention in part.mentions)
        if part.type in PARTY_TYPES and not (printed and TOWN.search(known)):
            rename(entries, part, bare + part.name.removeprefix(known))


def _is_ambiguous(entries: Entries, entry: Entry, bare: str) -> bool:
    """Tell whether another community of the article bears the same bare name."""
    return any(
        other is not entry
        and other.type is entry.type
        and other.adcode != entry.adcode
        and other.name.endswith(bare)
        for other in entries.values()
    )


def _sibling(main: Entry, rest: str) -> str:
    """Return the firm of which *main* is one branch and *rest*, behind its place, another."""
    kind = next((kind for kind in BRANCHES if main.name.endswith(kind)), "")
    if not kind or rest not in BRANCHES:
        return ""
    stem = main.name.removesuffix(kind)
    places = divisions.name_of(main.adcode), divisions.short_name(main.adcode)
    own = next((stem.removesuffix(name) for name in places if name and stem.endswith(name)), "")
    return own if len(own) > 1 else ""


def _is_part(main: Entry, entry: Entry, acting: Sequence[Entry]) -> bool:
    """Tell whether *entry*, which nothing places, is a part of *main*."""
    if entry.name.endswith(TRIBUNAL) and main.name.endswith(COURT):
        return True
    if HOT_LINE.fullmatch(entry.name):
        return main.type is OrganizationType.GOVERNMENT
    plant = entry.type is main.type is OrganizationType.COMPANY and GROUP in main.name
    short = len(entry.name) <= LONGEST_PLANT and PLANT.search(entry.name)
    return bool(plant and short) and any(one.body is entry for one in acting)
