"""Finds named bodies: hospitals, party bodies, agencies, villages, schools, enterprises.

A name is an ending (人民医院, 党支部, 社区) with what belongs before it; descriptions such as
各医院 and 公立医院 name nobody. A body gets its full name from the division that the text prints or,
behind a bare 市 or 县, from the home of the article. Names that only look alike stay apart.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from articles.extraction.lexicon import divisions
from articles.extraction.organizations.candidates import candidates
from articles.extraction.organizations.issuers import issuers
from articles.extraction.organizations.names import Candidate
from articles.extraction.organizations.registry import Registry
from articles.extraction.organizations.walking import Reading
from articles.extraction.types import Layout, Organization, Passage, RegionMention
from articles.extraction.vocabulary import OrganizationType

__all__ = ["find_organizations"]

PREPOSITIONS = frozenset("向从到对由和与在为")


def find_organizations(
    layout: Layout, home: str, regions: tuple[RegionMention, ...]
) -> tuple[Organization, ...]:
    """Return the named bodies of an article in order of appearance, each with all its mentions.

    *home* is the adcode of the article, "" if open; *regions* are the divisions that it names.
    """
    by_part = defaultdict(list)
    for region in regions:
        by_part[region.mention.span.part].append(region)
    readings = [
        (passage, Reading(passage.text, _within(passage, by_part[passage.part])))
        for passage in layout.passages()
    ]
    first = [(passage, found) for passage, reading in readings for found in candidates(reading)]
    found = _again(readings, first)
    registry = Registry(home or _only_line(regions))
    for passage, candidate in issuers(layout.imprint):
        registry.introduce(passage, candidate)
    swallowed = _swallowed(found)
    for passage, candidate in first:
        for named in (candidate, candidate.parent):
            if named is not None:
                registry.declare(passage, named)
    for passage, candidate in found:
        registry.add(passage, _grown(passage, candidate, swallowed))
    return registry.organizations()


def _only_line(regions: tuple[RegionMention, ...]) -> str:
    """Return the innermost division that an article names, if all that it names hold this one."""
    codes = {region.adcode for region in regions if region.adcode}
    inner = max(codes, key=lambda code: len(divisions.ancestors(code)), default="")
    return inner if all(divisions.is_within(inner, code) for code in codes) else ""


def _again(
    readings: list[tuple[Passage, Reading]], found: list[tuple[Passage, Candidate]]
) -> list[tuple[Passage, Candidate]]:
    """Return the names of all passages; abbreviations that one declares count in every other."""
    shorts = frozenset(
        named.short
        for _, candidate in found
        for named in (candidate, candidate.parent)
        if named is not None and named.short
    )
    if not shorts:
        return found
    again = []
    for passage, reading in readings:
        used = frozenset(short for short in shorts if short in passage.text)
        if used:
            again += [(passage, candidate) for candidate in candidates(reading, used)]
        else:
            again += [(where, candidate) for where, candidate in found if where is passage]
    return again


def _swallowed(found: list[tuple[Passage, Candidate]]) -> dict[str, str]:
    """Return the names that begin with what looks like a preposition: 海路社区 to 向.

    A name that the article writes at least twice, and every time with the same preposition before
    it, once of them at the head of a paragraph, is 向海路社区.
    """
    before = defaultdict(list)
    for passage, candidate in found:
        if candidate.type is OrganizationType.COMMUNITY and not candidate.place:
            start = candidate.start
            before[candidate.rest].append((passage.text[max(0, start - 1) : start], start == 1))
    return {
        name: leads[0][0]
        for name, leads in before.items()
        if len(leads) > 1
        and len({lead for lead, _ in leads}) == 1
        and leads[0][0] in PREPOSITIONS
        and any(first for _, first in leads)
    }


def _grown(passage: Passage, candidate: Candidate, swallowed: dict[str, str]) -> Candidate:
    """Return *candidate*, or its parent, with the preposition that belongs to its name."""
    if candidate.parent is not None:
        parent = _grown(passage, candidate.parent, swallowed)
        start = parent.start if candidate.start == candidate.parent.start else candidate.start
        return replace(candidate, start=start, parent=parent)
    lead = swallowed.get(candidate.rest)
    if not lead or passage.text[max(0, candidate.start - 1) : candidate.start] != lead:
        return candidate
    return replace(candidate, start=candidate.start - 1, rest=lead + candidate.rest)


def _within(
    passage: Passage, regions: list[RegionMention]
) -> dict[int, tuple[int, RegionMention]]:
    """Return the divisions named in *passage* as ``{end: (start, mention)}``, passage offsets."""
    found = {}
    for region in regions:
        start = region.mention.span.start - passage.start
        end = region.mention.span.end - passage.start
        if start >= 0 and end <= len(passage.text):
            found[end] = (start, region)
    return found
