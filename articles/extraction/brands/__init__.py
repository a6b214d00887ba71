"""Finds brands, work methods and the named undertakings of party building.

Most names stand in quotes, and so do slogans, honours and figures of speech: what stands around
the quotes tells them apart. A name keeps its printed form; places that differ in dots, commas and
spaces alone name one thing, and names that are only alike stay apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from articles.extraction.brands.findings import Finding
from articles.extraction.brands.policy import KINDS, Policy, policy_with
from articles.extraction.brands.quotes import Quote, plain, quotes
from articles.extraction.brands.unquoted import unquoted
from articles.extraction.brands.verdicts import HONOURS, judge, right_cue
from articles.extraction.types import Brand, Layout, Mention, Passage, PolicyRule
from articles.extraction.vocabulary import BrandKind, BrandLevel

__all__ = ["find_brands"]

NUMBERED = re.compile(
    r"(?P<name>[一二三四五六七八九十\d]{1,2}[大项个](?P<kind>工程|行动|计划|活动|机制))"
)
STEPS = re.compile(r"(?P<name>[一二三四五六七八九十][步字](?:工作)?[法诀])")
NUMBERED_NAME = re.compile(r"[一二三四五六七八九十\d]{1,2}[大项](?:工程|行动|计划|活动)")
PART = re.compile(r"[^、,，]+")


@dataclass(slots=True)
class _Growing:
    """A brand while its places are collected."""

    first: Finding
    kind: BrandKind
    level: BrandLevel
    parent: str
    mentions: list[Mention] = field(default_factory=list)


def find_brands(
    layout: Layout, policy: Mapping[str, PolicyRule] | None = None
) -> tuple[Brand, ...]:
    """Return the brands, work methods and undertakings of an article in order of appearance.

    *policy* are rules for terms of party and state that go before those of the project; what the
    text calls a brand is one whatever they say.

    ``level`` is system or unit for what is a brand or a named work method, and programme for
    every other undertaking. Owners are left to :mod:`articles.extraction.linking`.
    """
    growing: dict[str, _Growing] = {}
    known = policy_with(policy or {})
    found = [(passage, _findings(passage, known)) for passage in layout.passages()]
    for passage, findings in found:
        for finding in findings:
            _collect(growing, passage, finding)
    repeated = [brand for brand in growing.values() if len(brand.first.name) > 3]
    repeated.sort(key=lambda brand: -len(brand.first.name))
    for passage, findings in found:
        _collect_repeats(repeated, passage, findings)
    return tuple(_finished(brand) for brand in growing.values())


def _findings(passage: Passage, policy: Policy) -> list[Finding]:
    found: list[Finding] = []
    for quote in quotes(passage.text):
        found += _of_quote(passage.text, quote, policy)
    taken = _cover(len(passage.text), ((finding.start, finding.end) for finding in found))
    for finding in unquoted(passage.text, policy):
        if not policy.is_set_phrase(finding.name) and not any(taken[finding.start : finding.end]):
            found.append(finding)
            taken[finding.start : finding.end] = b"\x01" * (finding.end - finding.start)
    found = _with_examples(passage.text, found)
    return sorted(found, key=lambda finding: (finding.start, -finding.end))


def _cover(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """Return one byte a character, 1 where a span covers it."""
    covered = bytearray(length)
    for start, end in spans:
        covered[start:end] = b"\x01" * (end - start)
    return covered


def _of_quote(text: str, quote: Quote, policy: Policy) -> Iterator[Finding]:
    """Yield what a quote names: itself, or a numbered whole with its parts."""
    behind = quote.end + 1
    parts = list(PART.finditer(quote.text))
    steps = STEPS.match(text, behind)
    if steps and len(parts) > 1:
        for place in (quote.start, quote.end), steps.span():
            yield _programme(place, steps["name"], BrandKind.METHOD, "brand.steps")
        return
    listed = NUMBERED.match(quote.tail)
    if listed and not quote.in_title:
        kind = KINDS.get(listed["kind"], BrandKind.OTHER)
        for part in parts:
            place = quote.start + part.start(), quote.start + part.end()
            yield _programme(place, part.group(), kind, "brand.part", listed["name"])
        if whole := NUMBERED.match(text, behind):
            yield _programme(whole.span(), whole["name"], kind, "brand.numbered")
        return
    verdict = judge(quote, policy)
    if verdict is not None:
        kind, level = verdict.kind, verdict.level
        place = quote.start, quote.end
        yield Finding(*place, quote.text, kind, level, verdict.rule, verdict.confidence)


def _programme(
    place: tuple[int, int], name: str, kind: BrandKind, rule: str, parent: str = ""
) -> Finding:
    return Finding(*place, name, kind, BrandLevel.PROGRAMME, rule, 0.9, parent)


def _with_examples(text: str, found: list[Finding]) -> list[Finding]:
    """Make what stands before 等“十大行动” a part of it."""
    wholes = {
        finding.start: finding.name for finding in found if NUMBERED_NAME.fullmatch(finding.name)
    }
    return [
        Finding(
            finding.start,
            finding.end,
            finding.name,
            finding.kind,
            finding.level,
            finding.rule,
            finding.confidence,
            finding.parent or wholes.get(finding.end + 2, "")
            if text.startswith("等“", finding.end)
            else finding.parent,
        )
        for finding in found
    ]


def _collect(growing: dict[str, _Growing], passage: Passage, finding: Finding) -> None:
    key = plain(finding.name)
    brand = growing.get(key)
    if brand is None:
        brand = growing[key] = _Growing(finding, finding.kind, finding.level, finding.parent)
    elif _weight(finding.kind) > _weight(brand.kind):
        brand.kind, brand.level = finding.kind, finding.level
    elif finding.level is BrandLevel.SYSTEM and brand.kind is BrandKind.BRAND:
        brand.level = finding.level
    brand.parent = brand.parent or finding.parent
    brand.mentions.append(
        Mention(
            passage.span(finding.start, finding.end),
            passage.text[finding.start : finding.end],
            finding.rule,
            finding.confidence,
        )
    )


def _weight(kind: BrandKind) -> int:
    """Return how much a kind says: a place that calls it a brand outdoes one that is vague."""
    return {BrandKind.BRAND: 3, BrandKind.METHOD: 2, BrandKind.OTHER: 0}.get(kind, 1)


def _collect_repeats(
    brands: Sequence[_Growing], passage: Passage, findings: Sequence[Finding]
) -> None:
    """Add the places where one of *brands* stands without what told it the first time."""
    taken = _cover(len(passage.text), ((finding.start, finding.end) for finding in findings))
    again = [
        (brand, start)
        for brand in brands
        for start in _uncovered(passage.text, brand.first.name, taken)
    ]
    if not again:
        return
    honoured = {
        quote.start
        for quote in quotes(passage.text)
        if HONOURS.search(quote.lead) or right_cue(quote) == "no"
    }
    for brand, start in again:
        if start not in honoured:
            name = brand.first.name
            span = passage.span(start, start + len(name))
            brand.mentions.append(Mention(span, name, "brand.again", 0.8))


def _uncovered(text: str, name: str, taken: bytearray) -> Iterator[int]:
    """Yield where *name* stands in *text* on characters that are not *taken* yet, and take them."""
    start = text.find(name)
    while start != -1:
        end = start + len(name)
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * len(name)
            yield start
        start = text.find(name, end)


def _finished(brand: _Growing) -> Brand:
    order = sorted(brand.mentions, key=lambda mention: mention.rule == "brand.again")
    return Brand(brand.first.name, brand.kind, brand.level, "", brand.parent, tuple(order))
