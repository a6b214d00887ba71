"""The columns of an article that a reading fills, and the claims that say on what ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from articles import extraction
from articles.curation.anchoring import Anchor, locate
from articles.curation.facts import placer
from articles.extraction.version import rules_version
from articles.extraction.vocabulary import Basis, DatePrecision
from articles.models import (
    Article,
    Byline,
    Caption,
    Claim,
    Origin,
    Region,
    ReviewStatus,
    Source,
    Theme,
)
from articles.models.naming import label
from articles.models.tracking import note_rows

TEXT_COLUMNS = (
    "kicker", "headline", "subheadline", "byline", "affiliation", "abstract", "keywords", "doi",
    "references", "body",
)  # fmt: skip
# What people wrote in these goes with the characters around it when borders move.
CARRIED = ("headline", "subheadline", "affiliation", "abstract", "body")
CLAIMED = ("region", "primary_theme", "published_on", "off_topic", "sector")
EDITABLE = (*TEXT_COLUMNS, *CLAIMED, "kind", "publication", "issue", "page", "captions")


@dataclass(frozen=True, slots=True)
class Word:
    """The text that a person gave a column, with who (by key) and when."""

    text: str
    by: int | None
    at: datetime | None


Carried = Mapping[str, Word | None]  # by column; None: nobody has a word on what stands there now


@dataclass(frozen=True, slots=True)
class Ground:
    """A value that a reading gives for a column: as JSON, with what speaks for it."""

    value: Any
    basis: Basis
    evidence: tuple[extraction.Span, ...] = ()
    confidence: float = 1.0
    rule: str = ""


def decided_columns(article: Article) -> frozenset[str]:
    """Return the columns on which a person has spoken."""
    if article._state.adding:
        return frozenset()
    return frozenset(claim.field for claim in article.claims.all() if claim.decided)


def fill(article: Article, found: extraction.Article, carried: Carried) -> list[str]:
    """Set every column of *article* that no person decided; return the labels of what changed.

    Columns of *carried* are set to the text that a person gave what now stands there, or else to
    what was read. The row is not saved: a new one must first get its key.
    """
    held = decided_columns(article) - set(carried)
    values = {**_texts(found), **_judgements(article.source, found)}
    values |= {name: word.text for name, word in carried.items() if word}
    changed = []
    for name, value in values.items():
        if _claimed_as(name) in held:
            continue
        if getattr(article, name) != value:
            changed.append(label(Article, name))
            setattr(article, name, value)
    return changed


def sign(article: Article, found: extraction.Article, carried: Carried) -> None:
    """Let the claims of *article* say of the columns in *carried* whose word they are."""
    read = _texts(found)
    for name, word in carried.items():
        claim = article.claims.filter(field=name).first()
        if word is None:
            if claim:
                claim.delete()
            continue
        claim = claim or Claim(article=article, field=name)
        claim.value, claim.machine_value = word.text, read[name]
        claim.basis, claim.evidence, claim.confidence = Basis.PERSON, [], 1.0
        claim.origin, claim.status = Origin.PERSON, ReviewStatus.CONFIRMED
        claim.reviewed_by_id, claim.reviewed_at = word.by, word.at
        claim.save()


def _claimed_as(attribute: str) -> str:
    """Return the column whose claim decides over *attribute*."""
    return "published_on" if attribute == "date_precision" else attribute.removesuffix("_id")


def _texts(found: extraction.Article) -> dict[str, Any]:
    layout = found.layout
    return {
        "kind": layout.kind.value,
        "kicker": list(layout.kicker),
        "headline": layout.headline[:300],
        "subheadline": layout.subheadline[:300],
        "byline": layout.byline,
        "affiliation": layout.affiliation,
        "abstract": layout.abstract,
        "keywords": list(layout.keywords),
        "doi": layout.doi[:200],
        "references": [asdict(r) | {"authors": list(r.authors)} for r in layout.references],
        "body": layout.body,
        "misprints": [{"text": m.text, "suggestion": m.suggestion} for m in found.misprints],
    }


def _judgements(source: Source, found: extraction.Article) -> dict[str, Any]:
    published_on, precision = _date(source, found.publication)
    return {
        "region_id": _region(found),
        "primary_theme": Theme.objects.filter(slug=found.primary_theme).first(),
        "off_topic": found.off_topic,
        "sector": found.sector.value,
        "publication": source.publication,
        "issue": found.publication.issue[:40] if found.publication else "",
        "page": source.page or (found.publication.page[:40] if found.publication else ""),
        "published_on": published_on,
        "date_precision": precision,
    }


def _region(found: extraction.Article) -> str | None:
    adcode = found.region.adcode if found.region else ""
    return adcode if adcode and Region.objects.filter(pk=adcode).exists() else None


def _date(source: Source, stated: extraction.Publication | None) -> tuple[date | None, str]:
    """Return the date that the importer typed in, else the one that the text states."""
    if source.published_on:
        return source.published_on, source.date_precision
    if stated is None or stated.year is None:
        return None, DatePrecision.UNKNOWN.value
    month = date(stated.year, stated.month or 1, 1)
    try:
        return month.replace(day=stated.day or 1), stated.precision.value
    except ValueError:  # 2月30日 is a misprint: the month is all that can be held
        return month, DatePrecision.MONTH.value


def write_claims(article: Article, found: extraction.Article) -> list[str]:
    """Write the machine's ground for each judged column; a person's claim stands.

    Return the labels of what changed.
    """
    known = {claim.field: claim for claim in article.claims.all()}
    grounds = _grounds(article, found)
    place = placer(found.layout.parts(), article.parts())
    changed = []
    new: list[Claim] = []
    for name, ground in grounds.items():
        claim = known.get(name) or Claim(article=article, field=name)
        if claim.decided:
            continue
        values: dict[str, Any] = {
            "value": ground.value,
            "basis": ground.basis.value,
            "evidence": [
                {"part": placed[0], **placed[1]._asdict()}
                for span in ground.evidence
                if (placed := place(span))
            ],
            "confidence": ground.confidence,
            "rule": ground.rule,
        }
        if claim._state.adding or any(getattr(claim, k) != v for k, v in values.items()):
            for key, value in values.items():
                setattr(claim, key, value)
            claim.rules_version = rules_version()
            if claim._state.adding:
                new.append(claim)
            else:
                claim.save()
            changed.append(f"{label(Article, name)}依据")
    Claim.objects.bulk_create(new)
    for claim in known.values():
        if claim.field not in grounds and not claim.decided:
            changed.append(f"{label(Article, claim.field)}依据")
            claim.delete()
    return changed


def refind_evidence(article: Article, parts: Mapping[str, str]) -> None:
    """Find the words that speak for each claim again in an edited text; drop those that are gone."""
    for claim in article.claims.exclude(evidence=[]):
        places = (
            locate(parts, one["part"], Anchor(*(one[name] for name in Anchor._fields)))
            for one in claim.evidence
        )
        now = [{"part": part, **there._asdict()} for part, there in filter(None, places)]
        if now != claim.evidence:
            claim.evidence = now
            claim.save(update_fields=["evidence"])


def _grounds(article: Article, found: extraction.Article) -> Mapping[str, Ground]:
    """Return the ground of each judged column that the reading has a value for."""
    grounds = {"sector": Ground(found.sector.value, Basis.INFERRED)}
    if found.off_topic:
        grounds["off_topic"] = Ground(True, Basis.INFERRED, confidence=0.7)
    if found.region and found.region.adcode:
        verdict = found.region
        grounds["region"] = Ground(
            verdict.adcode, verdict.basis, verdict.evidence, verdict.confidence, verdict.rule
        )
    if found.themes:
        best = found.themes[0]
        grounds["primary_theme"] = Ground(
            found.primary_theme, Basis.INFERRED, tuple(m.span for m in best.evidence[:8]), 0.8
        )
    if article.source.published_on:
        grounds["published_on"] = Ground(str(article.source.published_on), Basis.PERSON)
    elif found.publication and found.publication.year:
        grounds["published_on"] = Ground(str(article.published_on), found.publication.basis)
    return grounds


def write_captions(article: Article, found: extraction.Article) -> list[str]:
    """Make the captions those of the reading, unless a person has changed them; return what changed."""
    if "captions" in decided_columns(article):
        return []
    wanted = [(c.text, c.credit[:100]) for c in found.layout.captions]
    stored = [(c.text, c.credit) for c in article.captions.all()]
    if stored == wanted:
        return []
    if stored:
        note_rows(article, "captions", stored, wanted)
        article.captions.all().delete()
    Caption.objects.bulk_create(
        Caption(article=article, number=number, text=text, credit=credit)
        for number, (text, credit) in enumerate(wanted)
    )
    return [str(Caption._meta.verbose_name)]


def write_bylines(article: Article, found: extraction.Article) -> list[str]:
    """Make the signatures those of the reading, unless a person has changed the byline; return what changed."""
    if "byline" in decided_columns(article):
        return []
    layout = found.layout
    wanted = [(author.name[:60], author.role[:60], False) for author in layout.authors]
    wanted += [(name[:60], "", True) for name in layout.byline_organizations]
    stored = [(b.name, b.role, b.is_organization) for b in article.bylines.all()]
    if stored == wanted:
        return []
    if stored:
        note_rows(article, "bylines", stored, wanted)
        article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, order=order, name=name, role=role, is_organization=body)
        for order, (name, role, body) in enumerate(wanted)
    )
    return [str(Byline._meta.verbose_name)]
