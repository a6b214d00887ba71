"""Decisions in the queue: made on what is on the screen, written down, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from articles.curation import corrections, reports, review
from articles.curation.columns import refind_evidence
from articles.curation.exhibits import exhibit
from articles.curation.reconcile import reanchor
from articles.curation.writing import writing
from articles.extraction.vocabulary import Sector
from articles.models import (
    Article,
    Claim,
    Fact,
    Reason,
    Report,
    ReviewItem,
    Ruling,
    Verdict,
)
from articles.models.naming import label
from articles.signals import articles_changed

SIGNED = ("origin", "status", "machine_value", "reviewed_by", "reviewed_at")
GROUND = ("value", "basis", "evidence", "confidence")  # of a claim, besides
PLACED = {
    "part",
    "start",
    "end",
    "quote",
    "prefix",
    "suffix",
    "anchored",
}  # of a fact that was moved
EMPTY: Mapping[str, Any] = {"off_topic": False, "sector": Sector.OTHER.value}
LABEL = 60  # characters of what was judged that a record keeps


CHANGED = "此条内容刚刚有变，请看过再定。"
GONE = "此条已不在队列中：报道或事实已不存在。"


class Conflict(Exception):
    """The item is not to be decided by this person now; the message says why."""


class Stale(Conflict):
    """The item is open, but no longer what was on the screen: it must be looked at again."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says of an item: a ruling, why, and what is right instead."""

    ruling: Ruling
    reason: str = ""
    note: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)


@writing()
def decide(item: int, word: Word, *, stamp: str, by: AbstractBaseUser) -> Verdict:
    """Write down the decision on the item with this key; *stamp* is that of what was on the screen.

    Raises :exc:`Conflict` where the item is gone, decided or with somebody else, :exc:`Stale` where
    it has changed, and :exc:`ValidationError` where the values of *word* cannot be.
    """
    row = ReviewItem.objects.select_related("locked_by").filter(pk=item).first()
    shown = exhibit(row) if row else None
    if row is None or shown is None:
        raise Conflict(GONE)
    if why := refusal(row, by):
        raise Conflict(why)
    if shown.stamp != stamp:
        raise Stale(CHANGED)
    return write_down(shown.row, word, by=by)


def refusal(item: ReviewItem, by: AbstractBaseUser) -> str:
    """Return why *by* may not decide on *item* now, "" where nothing stands against it."""
    if item.done:
        return f"此条已由{_decider(item, by)}处理。"
    if item.locked_by and item.holder(timezone.now()) not in (None, by.pk):
        return f"此条正由{called(item.locked_by)}处理。"
    return ""


def called(user: AbstractBaseUser) -> str:
    """Return what colleagues call *user*."""
    name = user.get_full_name() if isinstance(user, AbstractUser) else ""
    return name or user.get_username()


def _decider(item: ReviewItem, by: AbstractBaseUser) -> str:
    """Return who has decided on *item*, as told to *by*."""
    last = Verdict.objects.standing().filter(kind=item.kind, target=item.target)
    verdict = last.select_related("by").first()
    user = verdict.by if verdict else None
    if user is None:
        subject = exhibit(item)
        user = getattr(subject.row, "reviewed_by", None) if subject else None
    if user is None:
        return "他人"
    return "您" if user.pk == by.pk else called(user)


@writing()
def pronounce(row: Fact | Claim, word: Word, *, by: AbstractBaseUser) -> None:
    """Carry out what *by* says of *row* on a page of its own, recorded like what the queue decides.

    Of what a person has added there is no record: no reading is judged.
    """
    stored = type(row)._default_manager.select_related("article").get(pk=row.pk)
    if isinstance(stored, Fact) and corrections.added_by_hand(stored):
        _carry_out(stored, word, by)
    else:
        write_down(stored, word, by=by)


def write_down(
    row: Fact | Claim | Report, word: Word, *, by: AbstractBaseUser, batch: UUID | None = None
) -> Verdict:
    """Carry out what *by* says of *row*, and keep the record; see :func:`decide`."""
    read = None if isinstance(row, Report) else row
    verdict = Verdict(
        kind=str(row._meta.model_name),
        target=row.pk,
        label=label_of(row),
        article=row.article,
        ruling=word.ruling,
        reason=word.reason,
        note=word.note,
        changed=sorted(word.changes),
        rule=read.rule if read else "",
        rules_version=read.rules_version if read else "",
        confidence=read.confidence if read else None,
        before=_before(row, word),
        by_id=by.pk,
        batch=batch,
    )
    with writing(by=by, reason=f"审核：{said(word)}"):
        _carry_out(row, word, by)
        verdict.decided_at = _signed_at(row)
        verdict.save(force_insert=True)
    return verdict


def said(word: Word) -> str:
    """Return what history says of a decision: 退回（范围不对：多了一字）."""
    reason = Reason(word.reason).label if word.reason else ""
    grounds = "：".join(filter(None, (reason, word.note)))
    return f"{word.ruling.label}（{grounds}）" if grounds else str(word.ruling.label)


def label_of(row: Fact | Claim | Report) -> str:
    """Return a few words by which people know what was judged."""
    if isinstance(row, Fact):
        return row.quote[:LABEL]
    if isinstance(row, Report):
        return row.message[:LABEL]
    return f"{label(Article, row.field)}（{row.article.headline[:LABEL]}）"


def _before(row: Fact | Claim | Report, word: Word) -> dict[str, Any]:
    """Return what undoing puts back: columns of the row and, of a claim, of its article."""
    if isinstance(row, Report):
        return {}
    if isinstance(row, Fact):
        place = PLACED if PLACED & word.changes.keys() else ()
        return {"row": kept(row, {*SIGNED, *word.changes, *place})}
    before = {"row": kept(row, (*SIGNED, *GROUND))}
    if word.ruling != Ruling.ACCEPTED:
        before["article"] = kept(row.article, _columns_of(row.field))
    return before


def _columns_of(column: str) -> tuple[str, ...]:
    return (column, "date_precision") if column == "published_on" else (column,)


def kept(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """Return columns of *row* as JSON, rows by their keys."""
    fields = [row._meta.get_field(name) for name in names]
    return {
        one.name: _json(one.value_from_object(row))
        for one in fields
        if isinstance(one, models.Field)
    }


def _json(value: Any) -> Any:
    return str(value) if isinstance(value, date | Decimal) else value


def put_back(row: models.Model, values: Mapping[str, Any]) -> None:
    """Set the columns of *row* to what :func:`kept` returned."""
    for name, value in values.items():
        column = row._meta.get_field(name)
        if isinstance(column, models.Field):
            setattr(row, column.attname, column.to_python(value))


def _carry_out(row: Fact | Claim | Report, word: Word, by: AbstractBaseUser) -> None:
    match row, word.ruling:
        case Report(), _:
            reports.close(row, by=by, answer=word.changes.get("answer") or _answer(word))
        case _, Ruling.ACCEPTED:
            corrections.confirm(row, by=by)
        case Claim(), Ruling.AMENDED:
            corrections.amend_article(row.article, by=by, changes=word.changes)
        case Claim(), _:
            nothing = {row.field: EMPTY.get(row.field)}
            corrections.amend_article(row.article, by=by, changes=nothing)
        case _, Ruling.AMENDED:
            corrections.amend(row, by=by, changes=word.changes)
        case _:
            corrections.reject(row, by=by)


def _answer(word: Word) -> str:
    """Return what a reader's report is answered with where nobody has typed an answer."""
    said = Reason(word.reason).label if word.reason else "属实"
    return "：".join(filter(None, (said, word.note)))


def _signed_at(row: Fact | Claim | Report) -> Any:
    """Return when the decision on *row* was signed: undone is only what nobody signed again."""
    column = "closed_at" if isinstance(row, Report) else "reviewed_at"
    return type(row)._default_manager.values_list(column, flat=True).get(pk=row.pk)


def last_of(user: int) -> Verdict | None:
    """Return the newest decision of *user* that stands."""
    mine = Verdict.objects.standing().filter(by=user)
    return mine.order_by("-decided_at", "-pk").first()


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of taking decisions back: those that were, and how many had to stay."""

    verdicts: tuple[Verdict, ...]
    stayed: int = 0


@writing()
def undo(verdict: Verdict, *, by: AbstractBaseUser) -> Undone:
    """Take back a decision of *by*, with its whole batch; what somebody has touched since stays."""
    standing = Verdict.objects.standing().filter(by=by.pk).order_by("-pk")
    chosen = (
        standing.filter(batch=verdict.batch) if verdict.batch else standing.filter(pk=verdict.pk)
    )
    found = list(chosen)
    with writing(by=by, reason=f"撤销审核：{verdict.get_ruling_display()}"):
        done = tuple(one for one in found if _undo(one, by))
    return Undone(done, len(found) - len(done))


def _undo(verdict: Verdict, by: AbstractBaseUser) -> bool:
    model = apps.get_model("articles", verdict.kind)
    row = model._default_manager.filter(pk=verdict.target).first()
    verdict.undone_at = timezone.now()
    if isinstance(row, Report) and row.closed_at == verdict.decided_at:
        reports.reopen(row)
    elif isinstance(row, Fact | Claim) and (row.reviewed_at, row.reviewed_by_id) == (
        verdict.decided_at,
        by.pk,
    ):
        if not _restore(row, verdict.before):
            return False
        if verdict.ruling != Ruling.ACCEPTED:
            articles_changed.send(sender=Article, pks=[row.article_id])
    else:
        return False
    verdict.save(update_fields=["undone_at"])
    return True


def _restore(row: Fact | Claim, before: Mapping[str, Any]) -> bool:
    """Put the columns of *row* back; tell whether its old values could be."""
    put_back(row, before["row"])
    try:
        row.validate_constraints()
    except ValidationError:
        return False  # its old place has been taken meanwhile
    row.save()
    if isinstance(row, Claim):
        _restore_article(row.article, before.get("article", {}))
    elif PLACED & before["row"].keys():
        reanchor([row], row.article.parts())  # the text may have changed meanwhile
    review.settle(row)
    return True


def _restore_article(article: Article, values: Mapping[str, Any]) -> None:
    put_back(article, values)
    article.full_clean()
    article.save(update_fields=[*values, "updated_at"])
    refind_evidence(article, article.parts())  # the text may have changed meanwhile
