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
from articles.curation.anchoring import Anchor, locate
from articles.curation.facts import Proposal, Rows, key_of, names_of, placer, proposals
from articles.extraction.version import rules_version
from articles.models import (
    Article,
    BrandMention,
    Departure,
    Fact,
    Left,
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

UNREAD = "重新识读后不再识出"

Identity = tuple[str, int, int, str]  # part, start, end, and what it is about


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a reading adds, removes or changes, in words that a person can check.

    ``row`` is what of it can be looked at before the change: the name of its model, and its key.
    """

    kind: str
    text: str
    detail: str = ""
    row: tuple[str, int] | None = None

    def __str__(self) -> str:
        return f"{self.kind}：{self.text}" + (f"（{self.detail}）" if self.detail else "")

    @classmethod
    def of(cls, row: Fact | Article, detail: str = "") -> Change:
        """Return the change of a stored row."""
        name = str(row._meta.model_name)
        return cls(str(row._meta.verbose_name), str(row), detail, (name, row.pk))


@dataclass(slots=True)
class Difference:
    """What a reading changed."""

    added: list[Change] = field(default_factory=list)
    removed: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    moved: list[Change] = field(default_factory=list)  # facts that went with their text
    lost: list[Change] = field(default_factory=list)  # decided facts without a place by it
    kept: int = 0
    by_people: int = 0  # facts that stayed because a person had decided on them

    @property
    def empty(self) -> bool:
        """Tell whether everything is as it was."""
        return not (self.added or self.removed or self.changed or self.moved or self.lost)


def reconcile_facts(
    article: Article, found: extraction.Article, rows: Rows, difference: Difference
) -> None:
    """Bring every fact of *article* to the state of *found*, decisions of people left alone."""
    parts = article.parts()
    place = placer(found.layout.parts(), parts)
    once: dict[tuple[type[Fact], Identity], Proposal] = {}
    for proposal in proposals(found, rows, place):
        # In a text that a person has edited, two places of the reading may have become one.
        once.setdefault((proposal.model, proposal.identity), proposal)
    offered = list(once.values())
    for model, joins in TARGETS.items():
        facts = model._default_manager.filter(article=article).order_by("pk")
        existing = list(facts.select_related(*joins) if joins else facts)  # no joins: not all
        reanchor(existing, parts)
        _merge(article, model, existing, [p for p in offered if p.model is model], difference)
    _link_parts(article, offered, found)


def reanchor(facts: Iterable[Fact], parts: dict[str, str]) -> None:
    """Find each fact again in the text of today; what has no place any more is marked so.

    Of two facts of one thing that come to stand at one place, the one that a person decided on
    keeps it, else the one that has not moved.
    """
    found = [(fact, locate(parts, fact.part, anchor_of(fact))) for fact in facts]
    found.sort(
        key=lambda pair: (not pair[0].decided, pair[1] != (pair[0].part, anchor_of(pair[0])))
    )
    taken: set[Identity] = set()
    moved: list[Fact] = []
    for fact, place in found:
        before = (_identity(fact), fact.prefix, fact.suffix, fact.anchored)
        if place is not None:
            fact.part, (fact.start, fact.end, _, fact.prefix, fact.suffix) = place
        fact.anchored = place is not None and _identity(fact) not in taken
        if fact.anchored:
            taken.add(_identity(fact))
        if before != (_identity(fact), fact.prefix, fact.suffix, fact.anchored):
            moved.append(fact)
    if moved:  # first out of each other's way: no two may stand at one place even for a moment
        rows = type(moved[0])._default_manager
        rows.filter(pk__in=[fact.pk for fact in moved]).update(anchored=False)
        rows.bulk_update(moved, ["part", "start", "end", "prefix", "suffix", "anchored"], 200)


def anchor_of(fact: Fact) -> Anchor:
    """Return where *fact* stands, or last stood, with its quote and surroundings."""
    return Anchor(fact.start, fact.end, fact.quote, fact.prefix, fact.suffix)


def _merge(
    article: Article,
    model: type[Fact],
    existing: list[Fact],
    offered: list[Proposal],
    difference: Difference,
) -> None:
    rows = {_identity(fact): fact for fact in existing if fact.anchored}
    decided = [fact for fact in existing if fact.decided]
    words = [_word(fact, article.parts()) for fact in decided]
    unclaimed = {fact.pk for fact in existing if not fact.decided}
    new: list[Proposal] = []
    for proposal in offered:
        fact = rows.get(proposal.identity)
        if fact is not None and not fact.decided:
            unclaimed.discard(fact.pk)
            _update(fact, proposal, difference)
        elif not any(word.settles(proposal) for word in words):
            new.append(proposal)
    difference.by_people += len(decided)
    gone = [fact for fact in existing if fact.pk in unclaimed]
    difference.removed += map(Change.of, gone)
    Departure.objects.note(model, (Left(f.pk, f.quote, article.pk) for f in gone), UNREAD)
    model._default_manager.filter(pk__in=unclaimed).delete()
    kind, home = str(model._meta.verbose_name), ("article", article.pk)
    difference.added += [Change(kind, p.anchor.quote, row=home) for p in new]
    model._default_manager.bulk_create(_row(article, p) for p in new)


def _identity(fact: Fact) -> Identity:
    return (fact.part, fact.start, fact.end, key_of(fact))


@dataclass(frozen=True, slots=True)
class _Word:
    """What a person's decision on a fact answers: the thing as it stands now or was once read."""

    names: set[str]
    places: list[tuple[str, int, int]]
    lost: set[tuple[str, str]]  # part and quote of what has no place any more

    def settles(self, proposal: Proposal) -> bool:
        """Tell whether *proposal* speaks of the same thing at characters of the same place."""
        if not self.names & proposal.names:
            return False
        part, start, end, _ = proposal.identity
        return (part, proposal.anchor.quote) in self.lost or any(
            part == name and a < end and start < b for name, a, b in self.places
        )


def _word(fact: Fact, parts: dict[str, str]) -> _Word:
    word = _Word(names_of(fact), [], set())
    if fact.anchored:
        word.places.append((fact.part, fact.start, fact.end))
    else:
        word.lost.add((fact.part, fact.quote))
    if read := fact.machine_value:
        was = Anchor(*(read[name] for name in Anchor._fields))
        if now := locate(parts, read["part"], was):
            word.places.append((now[0], now[1].start, now[1].end))
        else:
            word.lost.add((read["part"], read["quote"]))
    return word


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
    names = "、".join(label(type(fact), name) for name in differing)
    difference.changed.append(Change.of(fact, names))
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
