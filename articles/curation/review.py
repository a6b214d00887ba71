"""What a person should look at: the queue follows the facts."""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce
from itertools import takewhile
from operator import or_
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from articles.extraction.vocabulary import ArithmeticCheck, Basis
from articles.models import (
    Article,
    Brand,
    BrandMention,
    Claim,
    Fact,
    Metric,
    Origin,
    Report,
    Reviewed,
    ReviewItem,
    ReviewKind,
    ReviewStatus,
    Verdict,
)

MODELS: dict[ReviewKind, str] = {
    ReviewKind.ORGANIZATION: "organizationmentions",
    ReviewKind.BRAND: "brandmentions",
    ReviewKind.METRIC: "metrics",
    ReviewKind.REGION: "regionmentions",
    ReviewKind.CLAIM: "claims",
}
HEAD = 2  # characters that the names of look-alikes begin with alike, so that few are compared
REPORTED = 80  # the risk of what a reader says is wrong


class State(NamedTuple):
    """What the queue copies from a fact or claim."""

    risk: int
    done: bool
    confidence: int


def enqueue(article: Article) -> None:
    """Make the queue of *article* equal to its facts: open what is pending, close the rest."""
    facts = article.review_items.exclude(kind=ReviewKind.REPORT)  # what readers say stands
    known = {(item.kind, item.target): item for item in facts}
    wanted = _wanted(article)
    article.review_items.filter(
        pk__in=[item.pk for key, item in known.items() if key not in wanted]
    ).delete()
    ReviewItem.objects.bulk_create(
        ReviewItem(
            kind=kind,
            target=target,
            article=article,
            province=(article.region_id or "")[:2],
            **state._asdict(),
        )
        for (kind, target), state in wanted.items()
        if (kind, target) not in known
    )
    changed = []
    for key, item in known.items():
        if key in wanted and (item.risk, item.done, item.confidence) != wanted[key]:
            item.risk, item.done, item.confidence = wanted[key]
            item.version += 1
            changed.append(item)
    ReviewItem.objects.bulk_update(changed, ["risk", "done", "confidence", "version"])
    _note_province(article.pk, article.region_id)


def _wanted(article: Article) -> dict[tuple[str, int], State]:
    rows = {kind: list(getattr(article, name).all()) for kind, name in MODELS.items()}
    named = {row.brand_id for row in rows[ReviewKind.BRAND] if not row.decided}
    doubtful = resembling(named) if named else set()
    return {
        (kind.value, row.pk): State(
            risk(row, resembles=getattr(row, "brand_id", None) in doubtful),
            row.decided,
            _percent(row.confidence),
        )
        for kind, found in rows.items()
        for row in found
    }


def _percent(confidence: float) -> int:
    return round(100 * max(0.0, min(1.0, confidence)))


def _note_province(article: int, region: str | None) -> None:
    """Copy the province of an article to what waits of it."""
    province = (region or "")[:2]
    items = ReviewItem.objects.filter(article=article)
    items.exclude(province=province).update(province=province)


def settle(row: Reviewed) -> None:
    """Note in the queue that a person has decided on *row*, which is a fact or a claim."""
    _close(str(row._meta.model_name), row.pk, done=row.decided)
    _note_verdicts(row)
    if isinstance(row, Claim) and row.field == "region":
        _note_province(row.article_id, row.value)


def _note_verdicts(row: Reviewed) -> None:
    """Let one record of a decision on *row* stand, that of the word which holds now, if there is one.

    So each fact counts once in the rates of errors, however often, and wherever, it was decided.
    """
    said = Verdict.objects.filter(kind=row._meta.model_name, target=row.pk)
    holds = Q(decided_at=row.reviewed_at) if row.decided and row.reviewed_at else Q(pk=None)
    said.standing().exclude(holds).update(undone_at=timezone.now())
    said.filter(holds, undone_at__isnull=False).update(undone_at=None)


def settle_report(report: Report) -> None:
    """Note in the queue whether *report* still wants an answer."""
    _close(ReviewKind.REPORT, report.pk, done=report.closed_at is not None)


def _close(kind: str, target: int, *, done: bool) -> None:
    """Close or reopen an item; whoever had it on the screen holds it no longer."""
    ReviewItem.objects.filter(kind=kind, target=target).update(
        done=done, version=F("version") + 1, locked_by=None, locked_at=None
    )


def file_report(report: Report) -> None:
    """Put a reader's *report* into the queue."""
    ReviewItem.objects.create(
        kind=ReviewKind.REPORT,
        target=report.pk,
        article=report.article,
        risk=REPORTED,
        province=(report.article.region_id or "")[:2],
    )


def risk(row: Fact | Claim, *, resembles: bool = False) -> int:
    """Return how badly *row* wants a look, 0 to 100: unsure, inferred, or failing arithmetic.

    *resembles* says that it names a new brand that looks like another one.
    """
    danger = round(60 * (1 - max(0.0, min(1.0, row.confidence))))
    if isinstance(row, Metric) and row.arithmetic == ArithmeticCheck.DOUBTFUL:
        danger += 40
    if getattr(row, "basis", "") == Basis.INFERRED:
        danger += 30
    if isinstance(row, Claim) and row.field == "off_topic" and row.value:
        danger += 30
    if resembles:
        danger += 30
    return min(danger, 100)


def resembling(brands: Collection[int]) -> set[int]:
    """Return those of *brands* that are new and look like another one. Two queries at most.

    New is what no person has edited or confirmed; alike are names of which one begins with the
    other, or that differ in one character: 红心向党 and 红心永向党, or one name with two owners.
    """
    confirmed = BrandMention.objects.filter(brand=OuterRef("pk"), status=ReviewStatus.CONFIRMED)
    new = Brand.objects.filter(~Exists(confirmed), pk__in=brands, origin=Origin.MACHINE)
    names = dict(new.values_list("pk", "key"))
    heads = {key[:HEAD] for key in names.values() if key}
    if not heads:
        return set()
    near = reduce(or_, (Q(key__startswith=head) for head in heads))
    others = list(Brand.objects.filter(near).order_by().values_list("pk", "key"))
    return {
        pk
        for pk, key in names.items()
        if any(other != pk and alike(key, name) for other, name in others)
    }


def alike(one: str, other: str) -> bool:
    """Tell whether two names look alike: one begins with the other, or a single character differs.

    >>> alike("红心向党", "红心永向党"), alike("红心向党", "红心向党工程"), alike("红心", "红旗渠")
    (True, True, False)
    """
    if one.startswith(other) or other.startswith(one):
        return True
    head = _agreeing(one, other)
    tail = _agreeing(one[head:][::-1], other[head:][::-1])
    return max(len(one), len(other)) - head - tail <= 1


def _agreeing(one: str, other: str) -> int:
    """Return with how many equal characters both begin."""
    return sum(1 for _ in takewhile(bool, map(str.__eq__, one, other)))
