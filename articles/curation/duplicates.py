"""Likely duplicates among names and articles, for a person to judge: each pair with its reason.

Only rows that share something exact are ever compared (a region and what their names come to
without the place, an alias, a reading, a parent), so that the work grows with the number of rows
and not with that of pairs. Names that differ in a number or in what kind of house it is (第一 and
第二, 中医 and 中心) are never proposed, nor is one name in two cities.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from articles.curation.matching import RELATIVE
from articles.extraction import likeness
from articles.models import (
    Apart,
    ArticleStatus,
    Brand,
    MergeKind,
    Organization,
    OrganizationAlias,
    Region,
)
from articles.models.likeness import Likeness

CROWD = 12  # rows that share one trait; what more share tells nothing
SHORTEST = 3  # characters of a name without its place
MARKS = re.compile(r"[\W_]+")
# What tells apart two houses of otherwise one name.
TELLING = re.compile(
    "[零〇一二三四五六七八九十百千两0-9甲乙丙丁]+|中西医|中医|中心|人民|妇幼|妇产|儿童|老年|肿瘤|口腔|眼科|骨科|"
    "精神|传染|疾病|康复|附属|分院|分局|分部|分公司|直属|机关|支部|总支|支队|大队|中队|[东西南北新老旧]|小学|中学|大学|学院|幼儿"
)
ENDINGS = re.compile("(?:党建)?(?:服务)?(?:品牌|工程|行动|项目|工作法|计划)$")


class Proposal(NamedTuple):
    """Two rows that may be one, the smaller key first; ``weight`` 0 to 100 says how likely."""

    one: int
    other: int
    reason: str
    weight: int


class Entry(NamedTuple):
    """What is compared of an organization or a brand.

    ``core`` is its name without place, marks and width; ``place`` where it is at home: the region
    of a body, the owner of a brand; ``above`` what stands above it; ``reading`` its pinyin.
    """

    key: int
    name: str
    core: str
    place: Hashable
    above: int | None
    kind: str
    reading: str


Pairs = Iterator[tuple[Entry, Entry, str, int]]


def proposals(kind: str) -> list[Proposal]:
    """Return what may be the same among rows of *kind*, the likeliest first, without the pairs of
    which a person said that they are not. A fixed number of queries.
    """
    said = Apart.objects.pairs(kind)
    best: dict[tuple[int, int], Proposal] = {}
    for one in FINDERS[kind]():
        pair = (one.one, one.other)
        if pair not in said and (pair not in best or best[pair].weight < one.weight):
            best[pair] = one
    return sorted(best.values(), key=lambda found: (-found.weight, found.one, found.other))


def organizations() -> Iterator[Proposal]:
    """Yield bodies that may be the same. Three queries."""
    places = dict(Region.objects.values_list("code", "name"))
    columns = ("pk", "name", "region", "parent", "type", "sort_key")
    entries = [
        Entry(pk, folded(name), core(name, region, places), region, parent, kind, reading)
        for pk, name, region, parent, kind, reading in Organization.objects.order_by(
            "pk"
        ).values_list(*columns)
    ]
    names = [(e.key, e.name) for e in entries]
    names += [
        (pk, folded(n)) for pk, n in OrganizationAlias.objects.values_list("organization", "name")
    ]
    placed = [e for e in entries if e.place]
    yield from _judged(_same_core(placed, "地名"), related=True)
    yield from _judged(_same_name_elsewhere(entries, places), related=True)
    yield from _judged(_same_alias(placed, names))
    yield from _judged(_same_reading(placed))
    reason = "一个名称包含另一个，上级单位相同"  # what is added at the end is a part of the house
    yield from _judged(_contained(placed, _among_siblings, reason, also_begins=False))
    yield from _judged(_abbreviated(placed))


def brands() -> Iterator[Proposal]:
    """Yield brands that may be the same. Two queries."""
    found = Organization.objects.values_list("pk", "region", "parent")
    bodies = {pk: (region, parent) for pk, region, parent in found}
    columns = ("pk", "name", "region", "owner", "parent", "kind", "sort_key")
    entries, homes = [], {}
    rows = Brand.objects.order_by("pk").values_list(*columns)
    for pk, name, region, owner, parent, kind, reading in rows:
        plain = folded(name)
        bare = ENDINGS.sub("", plain)
        home = ("owner", owner) if owner else ("region", region)
        short = bare if len(bare) >= SHORTEST else plain
        entries.append(Entry(pk, plain, short, home, parent, kind, reading))
        homes[pk] = _Home(owner, *bodies.get(owner or 0, (region, None)))
    yield from _judged(_same_core(entries, "“品牌”“工程”等字"))
    yield from _judged(_same_reading(entries))
    yield from _judged(_same_brand_elsewhere(entries, homes))
    reason = "一个名称包含另一个，所属单位相同"
    yield from _judged(_contained(entries, lambda e: e.place, reason, also_begins=True))


class _Home(NamedTuple):
    """Where a brand is at home: who owns it, in which region, and who stands above the owner."""

    owner: int | None
    region: str | None
    above: int | None


def articles() -> Iterator[Proposal]:
    """Yield reports that share most of their text, as far as readers see both. One query."""
    shown = {
        f"{side}__{column}": value
        for side in ("article", "other")
        for column, value in (("status", ArticleStatus.PUBLISHED), ("duplicate_of", None))
    }
    pairs = Likeness.objects.filter(**shown).order_by()
    for one, other, overlap, contained in pairs.values_list(
        "article", "other", "overlap", "contained"
    ):
        if overlap >= likeness.SAME:
            yield Proposal(one, other, f"文字重合 {overlap:.0%}", round(100 * overlap))
        else:
            reason = f"较短一篇有 {contained:.0%} 的文字见于另一篇"
            yield Proposal(one, other, reason, round(50 * contained))


FINDERS: dict[str, Callable[[], Iterator[Proposal]]] = {
    MergeKind.ORGANIZATION: organizations,
    MergeKind.BRAND: brands,
    MergeKind.ARTICLE: articles,
}


def folded(name: str) -> str:
    """Return *name* without marks and spaces, width and case.

    >>> folded("白山市中心医院（总院）"), folded("“１＋Ｎ”·卫民")
    ('白山市中心医院总院', '1n卫民')
    """
    return MARKS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def core(name: str, region: str | None, places: dict[str, str]) -> str:
    """Return what a body at *region* is called once its places are left out.

    >>> places = {"220000": "吉林省", "220600": "白山市"}
    >>> core("吉林省白山市中心医院", "220600", places), core("市中心医院", "220600", places)
    ('中心医院', '中心医院')
    """
    rest = folded(name).removeprefix("中共")
    for code in _lineage(region) if region else ():
        full = places.get(code, "")
        for place in (full, full[:-1]) if len(full) > 2 else (full,):
            if place and rest.startswith(place) and len(rest) - len(place) >= SHORTEST:
                rest = rest[len(place) :]
                break
    return rest[1:] if RELATIVE.match(rest) and len(rest) > SHORTEST else rest


def _lineage(code: str) -> tuple[str, ...]:
    """Return the codes of the province, the prefecture and the division itself, as far as it goes."""
    return tuple(dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code)))


def _judged(pairs: Pairs, *, related: bool = False) -> Iterator[Proposal]:
    """Yield those of *pairs* whose names may be one; without *related* only such of which none
    stands above the other.
    """
    for a, b, reason, weight in pairs:
        one, other = sorted((a, b), key=lambda entry: entry.key)
        if one.key == other.key or (
            not related and (one.above == other.key or other.above == one.key)
        ):
            continue
        if _telling(one) == _telling(other):
            yield Proposal(one.key, other.key, reason, weight)


def _telling(entry: Entry) -> list[str]:
    return sorted(TELLING.findall(entry.core))


def _blocks(
    entries: Iterable[Entry], trait: Callable[[Entry], Hashable | None]
) -> Iterator[list[Entry]]:
    """Yield the entries that share a trait, unless they are too many for it to mean anything."""
    found: defaultdict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        if (key := trait(entry)) is not None:
            found[key].append(entry)
    yield from (block for block in found.values() if 1 < len(block) <= CROWD)


def _same_core(entries: list[Entry], left_out: str) -> Pairs:
    for block in _blocks(entries, lambda e: (e.place, e.core)):
        for a, b in combinations(block, 2):
            if a.name == b.name:
                yield a, b, "名称只差标点或全半角", 98
            else:
                yield a, b, f"去掉{left_out}后同名", 90


def _same_name_elsewhere(entries: list[Entry], places: dict[str, str]) -> Pairs:
    """Yield bodies of one name, of which one has no region or that of a division above."""
    for block in _blocks(entries, lambda e: e.name):
        nowhere = [e for e in block if not e.place]
        somewhere = [e for e in block if e.place]
        if len(somewhere) == 1:
            for entry in nowhere:
                yield entry, somewhere[0], "同名，其一地区未定", 85
        for a, b in combinations(somewhere, 2):
            lower, upper = sorted((a, b), key=lambda e: str(e.place).rstrip("0"), reverse=True)
            named = places.get(str(upper.place), "")
            if upper.place in _lineage(str(lower.place)) and named and a.name.startswith(named):
                yield a, b, "同名，地区一为另一的上级", 80


def _same_alias(entries: list[Entry], names: list[tuple[int, str]]) -> Pairs:
    by_key = {e.key: e for e in entries}
    called: defaultdict[tuple[Hashable, str], dict[int, Entry]] = defaultdict(dict)
    for key, name in names:
        if (entry := by_key.get(key)) and len(name) >= SHORTEST:
            called[entry.place, name][key] = entry
    for (_, name), block in called.items():
        if 1 < len(block) <= CROWD:
            for a, b in combinations(block.values(), 2):
                yield a, b, f"都称“{name}”", 75


def _same_reading(entries: list[Entry]) -> Pairs:
    for block in _blocks(entries, lambda e: (e.place, e.reading)):
        for a, b in combinations(block, 2):
            yield a, b, "读音相同，只差用字", 70


def _contained(
    entries: list[Entry],
    home: Callable[[Entry], Hashable | None],
    reason: str,
    *,
    also_begins: bool,
) -> Pairs:
    """Yield entries of one home of which one name ends, or *also_begins*, with the other."""
    known = {(place, e.core): e for e in entries if (place := home(e)) is not None}
    for entry in entries:
        if (place := home(entry)) is None:
            continue
        text = entry.core
        for cut in range(1, len(text) - SHORTEST + 1):
            for part in (text[cut:], text[:-cut]) if also_begins else (text[cut:],):
                if other := known.get((place, part)):
                    yield entry, other, reason, 60


def _among_siblings(entry: Entry) -> Hashable | None:
    return (entry.place, entry.above, entry.kind) if entry.above else None


def _abbreviated(entries: list[Entry]) -> Pairs:
    """Yield bodies of one region and type of which one name leaves out characters of the other."""

    def ends(entry: Entry) -> Hashable:
        return entry.place, entry.kind, entry.core[0], entry.core[-1]

    for block in _blocks((e for e in entries if len(e.core) >= SHORTEST), ends):
        for a, b in combinations(block, 2):
            short, long = sorted((a.core, b.core), key=len)
            if len(short) < len(long) and _within(short, long):
                yield a, b, "一个像是另一个的简称", 50


def _within(short: str, long: str) -> bool:
    """Tell whether *short* is *long* with characters left out."""
    rest = iter(long)
    return all(character in rest for character in short)


def _same_brand_elsewhere(entries: list[Entry], homes: dict[int, _Home]) -> Pairs:
    """Yield brands of one name of which one has no owner, or whose owners stand one above the other."""
    for block in _blocks(entries, lambda e: e.name):
        for a, b in combinations(block, 2):
            mine, yours = homes[a.key], homes[b.key]
            if mine.owner and yours.owner:
                if mine.above == yours.owner or yours.above == mine.owner:
                    yield a, b, "同名，所属单位为上下级", 65
            elif (mine.owner or yours.owner) and mine.region and mine.region == yours.region:
                yield a, b, "同名，其一未写明单位", 85
