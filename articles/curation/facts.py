"""What a reading found, as rows that could be: one proposal a fact, placed in the article's text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from articles import extraction
from articles.curation.anchoring import Anchor, anchor, locate
from articles.models import (
    Brand,
    BrandMention,
    Fact,
    Metric,
    Organization,
    OrganizationMention,
    RegionMention,
    ThemeEvidence,
)

Place = Callable[[extraction.Span], tuple[str, Anchor] | None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact that a reading proposes: ``key`` says of what, ``anchor`` where, ``values`` the rest."""

    model: type[Fact]
    part: str
    anchor: Anchor
    key: str
    confidence: float
    rule: str
    values: Mapping[str, Any] = field(default_factory=dict)
    span: extraction.Span | None = None  # in the reading, to tell whole and part

    @property
    def identity(self) -> tuple[str, int, int, str]:
        """What makes two facts of one kind the same fact."""
        return (self.part, self.anchor.start, self.anchor.end, self.key)

    @property
    def names(self) -> set[str]:
        """What the fact is about, by name and by row: either may have changed since a decision."""
        return {self.key, *(f"#{self.values[c]}" for c in ABOUT if c in self.values)}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that a reading's names and slugs stand for."""

    organizations: Mapping[str, Organization]
    brands: Mapping[str, Brand]
    themes: Mapping[str, int]  # slug to key
    indicators: Mapping[str, int]
    regions: frozenset[str]  # codes


ABOUT = ("organization_id", "brand_id")  # what people may rename


def names_of(fact: Fact) -> set[str]:
    """Return what *fact* is about, now and as the machine once read it, by name and by row."""
    if isinstance(fact, Metric):
        return {""}
    rows = {f"#{getattr(fact, column)}" for column in ABOUT if hasattr(fact, column)}
    if read := fact.machine_value:
        rows |= {read["key"], *(f"#{read[c[:-3]]}" for c in ABOUT if c[:-3] in read)}
    return {key_of(fact), *rows}


def key_of(fact: Fact) -> str:
    """Return what *fact* is about, by a name that outlives the row: the half of its identity."""
    match fact:
        case OrganizationMention():
            return f"{fact.organization.name}@{fact.organization.region_id or ''}"
        case BrandMention():
            return fact.brand.key
        case RegionMention():
            return fact.region_id
        case ThemeEvidence():
            return fact.theme.slug
        case _:
            return ""


def placer(old: Mapping[str, str], new: Mapping[str, str]) -> Place:
    """Return a function from a span in the parts *old* to its part and anchor in the parts *new*."""

    def place(span: extraction.Span) -> tuple[str, Anchor] | None:
        was = anchor(old[span.part], span.start, span.end)
        if new.get(span.part, "") == old[span.part]:
            return span.part, was
        return locate(new, span.part, was)

    return place


def proposals(found: extraction.Article, rows: Rows, place: Place) -> Iterator[Proposal]:
    """Yield every fact of *found* that has a place in the article's text."""
    yield from _organization_mentions(found, rows, place)
    yield from _brand_mentions(found, rows, place)
    yield from _region_mentions(found, rows, place)
    yield from _theme_evidence(found, rows, place)
    yield from _metrics(found, rows, place)


def _mention(
    model: type[Fact], key: str, mention: extraction.Mention, place: Place, **values: Any
) -> Iterator[Proposal]:
    if placed := place(mention.span):
        yield Proposal(model, *placed, key, mention.confidence, mention.rule, values)


def _organization_mentions(
    found: extraction.Article, rows: Rows, place: Place
) -> Iterator[Proposal]:
    for one in found.organizations:
        row = rows.organizations[one.name]
        key = f"{row.name}@{row.region_id or ''}"
        for mention in one.mentions:
            yield from _mention(
                OrganizationMention,
                key,
                mention,
                place,
                organization_id=row.pk,
                anaphora=mention.anaphora,
            )


def _brand_mentions(found: extraction.Article, rows: Rows, place: Place) -> Iterator[Proposal]:
    for one in found.brands:
        row = rows.brands[one.name]
        for mention in one.mentions:
            yield from _mention(BrandMention, row.key, mention, place, brand_id=row.pk)


def _region_mentions(found: extraction.Article, rows: Rows, place: Place) -> Iterator[Proposal]:
    for one in found.regions:
        if one.adcode in rows.regions:
            yield from _mention(
                RegionMention,
                one.adcode,
                one.mention,
                place,
                region_id=one.adcode,
                basis=one.basis.value,
            )


def _theme_evidence(found: extraction.Article, rows: Rows, place: Place) -> Iterator[Proposal]:
    for one in found.themes:
        for mention in one.evidence:
            yield from _mention(
                ThemeEvidence, one.slug, mention, place, theme_id=rows.themes[one.slug]
            )


def _metrics(found: extraction.Article, rows: Rows, place: Place) -> Iterator[Proposal]:
    home = found.region.adcode if found.region else ""
    for one in found.metrics:
        if placed := place(one.span):
            yield Proposal(
                Metric,
                *placed,
                "",
                one.confidence,
                one.rule,
                _metric_values(one, rows, home),
                one.span,
            )


def _metric_values(one: extraction.Metric, rows: Rows, home: str) -> dict[str, Any]:
    organization = rows.organizations.get(one.organization)
    region = organization.region_id if organization else None
    indicator = extraction.match_indicator(one.subject, one.action, one.unit, one.family)
    return {
        "value": one.value,
        "value_max": one.value_max,
        "unit": one.unit,
        "family": one.family.value,
        "qualifier": one.qualifier.value,
        "qualifier_text": one.qualifier_text,
        "subject": one.subject[:200],
        "action": one.action[:60],
        "year": one.year,
        "period": one.period[:60],
        "outcome": one.status.value,
        "arithmetic": one.check.value,
        "sentence": one.sentence,
        "organization_id": organization.pk if organization else None,
        "region_id": region or (home if home in rows.regions else None),
        "theme_id": rows.themes.get(one.theme),
        "indicator_id": rows.indicators.get(indicator),
    }
