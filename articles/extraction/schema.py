"""An article as plain data: what ``manage.py extract --json`` prints and the gold score reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from articles.extraction import markup, regions
from articles.extraction.types import (
    Article,
    Brand,
    Layout,
    Metric,
    Organization,
    Publication,
    Span,
)
from articles.extraction.vocabulary import BrandKind, BrandLevel

Json = dict[str, Any]
SENTENCE_END = re.compile(r"[。！？!?][”’」』）)]*|\n")


def to_json(article: Article, source: str) -> Json:
    """Return *article* of the file named *source* as JSON values; what is unknown is null.

    Metrics carry the number of their paragraph and offsets in it; those of headlines, captions and
    other parts outside the paragraphs are left out.
    """
    layout = article.layout
    return {
        "source": source,
        "ordinal": article.ordinal,
        "kind": layout.kind.value,
        **_parts(layout),
        "published": _published(article.publication),
        "mentioned_years": list(article.mentioned_years),
        "region": _region(article.region.adcode if article.region else ""),
        "mentioned_regions": _mentioned_regions(article),
        "organizations": [_organization(organization) for organization in article.organizations],
        "brands": [_brand(layout, brand) for brand in article.brands if _is_brand(brand)],
        "programmes": [
            {"name": brand.name, "kind": brand.kind.value}
            for brand in article.brands
            if brand.kind is not BrandKind.BRAND
        ],
        "metrics": list(_metrics(article)),
        "themes": [theme.slug for theme in article.themes],
        "primary_theme": article.primary_theme or None,
        "persons": [{"name": p.name, "role": p.role, "where": p.where} for p in article.persons],
        "suspected_errors": [
            {"text": m.text, "suggested": m.suggestion} for m in article.misprints
        ],
    }


def _parts(layout: Layout) -> Json:
    """Return the printed parts of an article."""
    return {
        "headline": layout.headline,
        "kicker": list(layout.kicker),
        "subheadline": layout.subheadline or None,
        "authors": [author.name for author in layout.authors],
        "byline_orgs": list(layout.byline_organizations),
        "roles": [{"name": a.name, "role": a.role} for a in layout.authors if a.role],
        "affiliation": layout.affiliation or None,
        "abstract": layout.abstract or None,
        "keywords": list(layout.keywords),
        "doi": layout.doi or None,
        "references": [reference.text for reference in layout.references],
        "sections": _sections(layout.body),
        "paragraphs": [block.text for block in markup.paragraphs(layout.body)],
        "captions": [{"text": c.text, "credit": c.credit} for c in layout.captions],
    }


def _sections(body: str) -> list[Json]:
    """Return the headings of *body*, each with the number of the paragraph after it."""
    sections: list[Json] = []
    paragraphs = 0
    for block in markup.blocks(body):
        if block.level:
            sections.append(
                {"level": block.level, "heading": block.text, "first_paragraph": paragraphs}
            )
        else:
            paragraphs += 1
    return sections


def _published(found: Publication | None) -> Json | None:
    if found is None:
        return None
    return {
        "year": found.year,
        "month": found.month,
        "issue": found.issue or None,
        "page": found.page or None,
        "issn": found.issn or None,
        "basis": found.basis.value,
    }


def _region(adcode: str) -> Json | None:
    return {"adcode": adcode, **regions.lineage(adcode)} if adcode else None


def _mentioned_regions(article: Article) -> list[Json]:
    """Return each form under which a division is named, once."""
    named = dict.fromkeys((region.mention.text, region.adcode) for region in article.regions)
    return [{"text": text, "adcode": adcode} for text, adcode in named]


def _organization(found: Organization) -> Json:
    return {
        "name": found.name,
        "mentions": list(dict.fromkeys(m.text for m in found.mentions if not m.anaphora)),
        "anaphora": list(dict.fromkeys(m.text for m in found.mentions if m.anaphora)),
        "type": found.type.value,
        "adcode": found.adcode or None,
        "parent": found.parent or None,
    }


def _is_brand(found: Brand) -> bool:
    """Tell whether *found* is a brand or a named work method that one unit has for its own."""
    own_method = found.kind is BrandKind.METHOD and found.level is not BrandLevel.PROGRAMME
    return found.kind is BrandKind.BRAND or own_method


def _brand(layout: Layout, found: Brand) -> Json:
    return {
        "name": found.name,
        "owner": found.owner or None,
        "level": found.level.value,
        "parent": found.parent or None,
        "evidence": _sentence(layout, found.mentions[0].span) if found.mentions else None,
    }


def _sentence(layout: Layout, span: Span) -> str:
    """Return the sentence that holds *span*."""
    text = layout.parts()[span.part]
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= span.start), default=0)
    end = min((end for end in ends if end >= span.end), default=len(text))
    return text[start:end].strip()


def _metrics(article: Article) -> Iterator[Json]:
    """Yield the quantities of the paragraphs."""
    for metric in article.metrics:
        place = None
        if metric.span.part == "body":
            place = markup.in_paragraph(article.layout.body, metric.span.start)
        if place is not None:
            yield _metric(metric, *place)


def _metric(metric: Metric, paragraph: int, start: int) -> Json:
    return {
        "text": metric.text,
        "value": _number(metric.value),
        "value_max": None if metric.value_max is None else _number(metric.value_max),
        "unit": metric.unit,
        "qualifier": metric.qualifier_text or None,
        "subject": metric.subject or None,
        "action": metric.action or None,
        "year": metric.year,
        "organization": metric.organization or None,
        "theme": metric.theme or None,
        "paragraph": paragraph,
        "start": start,
        "end": start + metric.span.end - metric.span.start,
        "sentence": metric.sentence,
    }


def _number(value: Decimal) -> int | float:
    """Return *value* as a JSON number, whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)
