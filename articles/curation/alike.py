"""The same decision for all that is alike: what else a machine read just so and nobody has judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count
from django.utils import timezone

from articles.curation.exhibits import Exhibit, exhibit
from articles.curation.verdicts import Word, kept, put_back, write_down
from articles.curation.writing import writing
from articles.models import (
    Claim,
    Fact,
    Origin,
    Report,
    ReviewItem,
    ReviewStatus,
    Ruling,
    Verdict,
)
from articles.signals import many_changes

MOST = 200  # items of one sweep: a person looks over no more, and nobody waits long
SAMPLE = 10  # of them shown

SAME_QUOTE, SAME_RULE = "quote", "rule"
LIKE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "organizationmention": {
        SAME_QUOTE: ("organization", "quote"),
        SAME_RULE: ("organization", "rule"),
    },
    "brandmention": {SAME_QUOTE: ("brand", "quote"), SAME_RULE: ("brand", "rule")},
    "regionmention": {SAME_QUOTE: ("region", "quote"), SAME_RULE: ("region", "rule", "basis")},
    "metric": {
        SAME_QUOTE: ("value", "value_max", "unit", "subject", "quote"),
        SAME_RULE: ("value", "value_max", "unit", "rule"),
    },
    "claim": {SAME_RULE: ("field", "rule", "value")},
}
"""Columns in which rows of a kind agree that are alike: the thing, and the words or the rule."""

NAMES = {SAME_QUOTE: "短语与所指相同", SAME_RULE: "规则与所指相同"}


@dataclass(frozen=True, slots=True)
class Group:
    """What is like a row in one way: how many wait (at most ``MOST``), how many were confirmed."""

    key: str
    waiting: int
    confirmed: int = 0

    @property
    def name(self) -> str:
        """In what they are alike."""
        return NAMES[self.key]


@dataclass(frozen=True, slots=True)
class Sweep:
    """The items to which a decision would be carried over, and a stamp of which these are."""

    verdict: Verdict
    key: str
    word: Word
    items: tuple[ReviewItem, ...]

    @property
    def stamp(self) -> str:
        """Equal as long as the same items wait in the same state."""
        seen = " ".join(f"{item.pk}.{item.version}" for item in self.items)
        return sha256(seen.encode()).hexdigest()[:32]

    def sample(self) -> list[Exhibit]:
        """Return the first few as they would be shown."""
        shown = (exhibit(item) for item in self.items[:SAMPLE])
        return [one for one in shown if one is not None]


@dataclass(frozen=True, slots=True)
class Swept:
    """What came of a sweep: how many were decided, and why others were passed over."""

    done: int
    passed: Counter[str]


def _rows(row: Fact | Claim, key: str) -> models.QuerySet[Any] | None:
    """Return the other rows like *row*, None where that cannot be told."""
    names = LIKE[str(row._meta.model_name)].get(key, ())
    same = kept(row, names)
    if not names or same.get("rule") == "" or same.get("value", 0) is None:
        return None
    rows = type(row)._default_manager.filter(origin=Origin.MACHINE, **same)  # None: IS NULL
    return rows.exclude(pk=row.pk).order_by()


def groups(row: Fact | Claim | Report) -> list[Group]:
    """Return what is like *row* as it stands. One query for each way of being alike."""
    if isinstance(row, Report):
        return []
    found = []
    for key in LIKE[str(row._meta.model_name)]:
        rows = _rows(row, key)
        if rows is not None:
            n = dict(rows.values_list("status").annotate(n=Count("pk")))
            waiting = min(MOST, n.get(ReviewStatus.PENDING, 0))
            found.append(Group(key, waiting, n.get(ReviewStatus.CONFIRMED, 0)))
    return [one for one in found if one.waiting or one.confirmed]


def repeatable(verdict: Verdict) -> list[Group]:
    """Return what is like the row of *verdict* as it was read, so far as it waits."""
    row = _as_read(verdict)
    return [one for one in groups(row) if one.waiting] if row else []


def _as_read(verdict: Verdict) -> Fact | Claim | None:
    """Return the row of *verdict* with the values on which it was decided; never to be saved."""
    model = apps.get_model("articles", verdict.kind)
    row = model._default_manager.filter(pk=verdict.target).first()
    if not isinstance(row, Fact | Claim) or row.reviewed_at != verdict.decided_at:
        return None
    before = verdict.before["row"]
    names = ("value",) if isinstance(row, Claim) else verdict.changed
    put_back(row, {name: before[name] for name in names})
    return row


def sweep(verdict: Verdict, key: str) -> Sweep | None:
    """Return what *verdict* would be carried over to; None where it has been overtaken."""
    row = _as_read(verdict)
    rows = _rows(row, key) if row else None
    if rows is None:
        return None
    pending = rows.filter(status=ReviewStatus.PENDING).order_by("pk")
    keys = list(pending.values_list("pk", flat=True)[:MOST])
    items = ReviewItem.objects.filter(kind=verdict.kind, target__in=keys, done=False)
    word = Word(Ruling(verdict.ruling), verdict.reason, verdict.note, _changes(verdict))
    return Sweep(verdict, key, word, tuple(items.order_by("pk")))


def _changes(verdict: Verdict) -> dict[str, Any]:
    """Return the values that a person set, as they stand now."""
    if not verdict.changed:
        return {}
    model = apps.get_model("articles", verdict.kind)
    row = model._default_manager.get(pk=verdict.target)
    holder = row.article if isinstance(row, Claim) else row
    return {name: getattr(holder, name) for name in verdict.changed}


def carry_over(verdict: Verdict, key: str, *, stamp: str, by: AbstractBaseUser) -> Swept | None:
    """Carry *verdict* over to all that is alike, as one batch that one undoing takes back.

    None where that is no longer what the preview with this *stamp* named. What somebody else has
    on the screen, or what cannot be so, is passed over with the reason.
    """
    with many_changes(), writing():
        found = sweep(verdict, key)
        if found is None or found.stamp != stamp:
            return None
        batch, done, passed = uuid4(), 0, Counter[str]()
        for item in found.items:
            if item.holder(timezone.now()) not in (None, by.pk):
                passed["他人正在处理"] += 1
                continue
            shown = exhibit(item)
            if shown is None:
                continue
            try:
                write_down(shown.row, found.word, by=by, batch=batch)
            except ValidationError as error:
                passed["；".join(error.messages)] += 1
            else:
                done += 1
        return Swept(done, passed)
