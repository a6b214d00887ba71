"""New readings against what people decided: the one place where they meet.

An equal fact keeps its row; untouched machine facts that are gone are removed; what a person
confirmed, rejected, changed or added stays, found again by its quote or marked as having lost its
place; a value that a person rejected or changed away is not proposed again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from articles import extraction
from articles.curation.anchoring import Anchor, find
from articles.curation.facts import Proposal, Rows, key_of, placer, proposals
from articles.extraction.version import rules_version
from articles.models import (
    Article,
    BrandMention,
    Fact,
    Metric,
    OrganizationMention,
    Origin,
    RegionMention,
    ReviewStatus,
    ThemeEvidence,
)
from articles.models.naming import label

# Facts with what their identity needs, each model with the join that fetches it.
TARGETS: dict[type[Fact], tuple[str, ...]] = {
    OrganizationMention: ("organization",),
    BrandMention: ("brand",),
    RegionMention: (),
    ThemeEvidence: ("theme",),
    Metric: (),
}


@dataclass(slots=True)
class Difference:
    """What a reading changed, in words that a person can check."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: int = 0
    by_people: int = 0  # facts that stayed because a person had decided on them

    @property
    def empty(self) -> bool:
        """Tell whether everything is as it was."""
        return not (self.added or self.removed or self.changed)


def reconcile_facts(
    article: Article, found: extraction.Article, rows: Rows, difference: Difference
) -> None:
    """Bring every fact of *article* to the state of *found*, decisions of people left alone."""
    parts = article.parts()
    place = placer(found.layout.parts(), parts)
    offered = list(proposals(found, rows, place))
    for model, joins in TARGETS.items():
        existing = list(
            model._default_manager.filter(article=article).select_related(*joins).order_by("pk")
        )
        reanchor(existing, parts)
        _merge(article, model, existing, [p for p in offered if p.model is model], difference)
    _link_parts(article, offered, found)


def reanchor(facts: Iterable[Fact], parts: dict[str, str]) -> None:
    """Find each fact again in the text of today; what has no place any more is marked so."""
    for fact in facts:
        text = parts.get(fact.part, "")
        now = find(text, Anchor(fact.start, fact.end, fact.quote, fact.prefix, fact.suffix))
        before = (fact.start, fact.end, fact.prefix, fact.suffix, fact.anchored)
        if now is not None:
            fact.start, fact.end, _, fact.prefix, fact.suffix = now
        fact.anchored = now is not None
        if before != (fact.start, fact.end, fact.prefix, fact.suffix, fact.anchored):
            fact.save(update_fields=["start", "end", "prefix", "suffix", "anchored"])


def _merge(
    article: Article,
    model: type[Fact],
    existing: list[Fact],
    offered: list[Proposal],
    difference: Difference,
) -> None:
    rows = {_identity(fact): fact for fact in existing if fact.anchored}
    decided = [fact for fact in existing if fact.decided]
    unclaimed = {fact.pk for fact in existing if not fact.decided}
    new: dict[tuple[str, int, int, str], Proposal] = {}
    for proposal in offered:
        fact = rows.get(proposal.identity)
        if fact is not None and not fact.decided:
            unclaimed.discard(fact.pk)
            _update(fact, proposal, difference)
        elif not any(_settles(fact, proposal) for fact in decided):
            new.setdefault(proposal.identity, proposal)
    difference.by_people += len(decided)
    gone = [fact for fact in existing if fact.pk in unclaimed]
    difference.removed += [f"{model._meta.verbose_name}：{fact.quote}" for fact in gone]
    model._default_manager.filter(pk__in=unclaimed).delete()
    difference.added += [f"{model._meta.verbose_name}：{p.anchor.quote}" for p in new.values()]
    model._default_manager.bulk_create(_row(article, p) for p in new.values())


def _identity(fact: Fact) -> tuple[str, int, int, str]:
    return (fact.part, fact.start, fact.end, key_of(fact))


def _settles(fact: Fact, proposal: Proposal) -> bool:
    """Tell whether a person's decision on *fact* already answers *proposal*.

    It does if both speak of the same thing at overlapping characters: the thing as it stands now,
    or as the machine once read it. A fact that lost its place is compared by its quote.
    """
    keys = {key_of(fact)}
    if fact.machine_value:
        keys.add(fact.machine_value["key"])
    if proposal.key not in keys or fact.part != proposal.part:
        return False
    if not fact.anchored:
        return fact.quote == proposal.anchor.quote
    spans = [(fact.start, fact.end)]
    if fact.machine_value and fact.machine_value["quote"] == proposal.anchor.quote:
        shift = fact.start - fact.machine_value["new_start"]
        spans.append((fact.machine_value["start"] + shift, fact.machine_value["end"] + shift))
    start, end = proposal.anchor.start, proposal.anchor.end
    return any(a < end and start < b for a, b in spans)


def _update(fact: Fact, proposal: Proposal, difference: Difference) -> None:
    """Give a machine's fact today's values; its row and key stay."""
    values: dict[str, Any] = {
        **proposal.values,
        "confidence": proposal.confidence,
        "rule": proposal.rule,
    }
    differing = [name for name, value in values.items() if getattr(fact, name) != value]
    if not differing:
        difference.kept += 1
        return
    difference.changed.append(
        f"{fact._meta.verbose_name}：{fact.quote}（{'、'.join(label(type(fact), n) for n in differing)}）"
    )
    for name in differing:
        setattr(fact, name, values[name])
    fact.rules_version = rules_version()
    fact.save(update_fields=[*differing, "rules_version"])


def _row(article: Article, proposal: Proposal) -> Fact:
    return proposal.model(
        article=article,
        part=proposal.part,
        start=proposal.anchor.start,
        end=proposal.anchor.end,
        quote=proposal.anchor.quote,
        prefix=proposal.anchor.prefix,
        suffix=proposal.anchor.suffix,
        confidence=proposal.confidence,
        rule=proposal.rule,
        rules_version=rules_version(),
        origin=Origin.MACHINE,
        status=ReviewStatus.PENDING,
        **proposal.values,
    )


def _link_parts(article: Article, offered: list[Proposal], found: extraction.Article) -> None:
    """Point each undecided part (其中) at its whole, once both have rows."""
    wholes = {one.span: one.part_of for one in found.metrics}
    anchors = {p.span: p for p in offered if p.model is Metric and p.span}
    rows = {(m.part, m.start, m.end): m for m in article.metrics.all() if m.anchored}

    def row_of(span: extraction.Span | None) -> Metric | None:
        proposal = anchors.get(span) if span else None
        return rows.get(proposal.identity[:3]) if proposal else None

    for span, whole_span in wholes.items():
        metric, whole = row_of(span), row_of(whole_span)
        if metric is None or metric.decided or metric == whole:
            continue
        if metric.part_of_id != (whole.pk if whole else None):
            metric.part_of = whole
            metric.save(update_fields=["part_of"])
