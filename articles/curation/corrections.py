"""What a person may say of a fact, an article, a name: small verbs, each one transaction.

Every verb notes who spoke, closes the matching review item and announces the articles that show
the thing; no later reading changes what was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles.curation import likenesses, matching, review
from articles.curation.anchoring import anchor
from articles.curation.columns import EDITABLE, TEXT_COLUMNS, refind_evidence
from articles.curation.facts import key_of
from articles.curation.reconcile import TARGETS, reanchor
from articles.curation.writing import writing
from articles.extraction import plain
from articles.extraction.vocabulary import Basis, DatePrecision
from articles.models import (
    Article,
    ArticleStatus,
    Brand,
    Claim,
    Departure,
    Fact,
    Left,
    Organization,
    OrganizationAlias,
    Origin,
    Reviewed,
    ReviewItem,
    ReviewStatus,
    Source,
)
from articles.models.naming import slug, sort_key
from articles.models.tracking import note_rows
from articles.signals import articles_changed

PLACE = ("article", "part", "start", "end")
KEPT = {"id", "article", "reviewed_by", "reviewed_at", "machine_value", "origin", "status"}


@writing(reason="确认")
def confirm(fact: Fact | Claim, *, by: AbstractBaseUser) -> None:
    """Say that *fact*, or a claim, is right as it stands."""
    _decide(fact, ReviewStatus.CONFIRMED, by)


@writing(reason="退回")
def reject(fact: Fact, *, by: AbstractBaseUser) -> None:
    """Say that *fact* is wrong: readers no longer see it, no reading proposes it again."""
    _decide(fact, ReviewStatus.REJECTED, by)


@writing(reason="重新待审")
def reopen(fact: Fact | Claim, *, by: AbstractBaseUser) -> None:
    """Take a decision back: the fact waits again."""
    _decide(fact, ReviewStatus.PENDING, by)


def _decide(row: Fact | Claim, status: ReviewStatus, by: AbstractBaseUser) -> None:
    row.refresh_from_db()  # a reading may have moved it meanwhile
    hides_or_shows = ReviewStatus.REJECTED in (row.status, status)
    row.status = status
    _sign(row, by)
    row.save(update_fields=["status", "reviewed_by", "reviewed_at"])
    review.settle(row)
    if hides_or_shows:  # else readers find what they found before, and no index need be written
        _announce([row.article_id])


def _sign(row: Reviewed, by: AbstractBaseUser) -> None:
    row.reviewed_by_id = by.pk
    row.reviewed_at = timezone.now()


@writing(reason="更正")
def amend(fact: Fact, *, by: AbstractBaseUser, changes: Mapping[str, Any]) -> None:
    """Correct *fact*: set the columns of *changes*; what the machine had read is kept beside.

    Raises :exc:`ValidationError` where the place named does not lie in the article's text.
    """
    stored = type(fact)._default_manager.get(pk=fact.pk)
    if stored.machine_value is None and stored.origin == Origin.MACHINE:
        stored.machine_value = _snapshot(stored)
    for name, value in changes.items():
        setattr(stored, name, value)
    if set(changes) & set(PLACE):
        _anchor(stored)
    stored.origin, stored.status = Origin.PERSON, ReviewStatus.CONFIRMED
    _sign(stored, by)
    stored.full_clean(exclude=["reviewed_by"])
    stored.save()
    review.settle(stored)
    _announce([stored.article_id])


@writing(reason="补充")
def add(fact: Fact, *, by: AbstractBaseUser) -> None:
    """Store a fact that a person saw; its article, part, start and end are set.

    Raises :exc:`ValidationError` where the place named does not lie in the article's text.
    """
    _anchor(fact)
    fact.origin, fact.status, fact.confidence = Origin.PERSON, ReviewStatus.CONFIRMED, 1.0
    _sign(fact, by)
    fact.full_clean(exclude=["reviewed_by"])
    fact.save()
    _announce([fact.article_id])


def added_by_hand(fact: Fact) -> bool:
    """Tell whether *fact* is a person's own: no machine ever read it, none will propose it."""
    return fact.origin == Origin.PERSON and fact.machine_value is None


@writing(reason="删去")
def remove(fact: Fact, *, by: AbstractBaseUser | None = None) -> None:
    """Delete a fact that a person added; one that a machine read can only be rejected.

    Raises :exc:`ValidationError` for the latter: deleted, it would be proposed again.
    """
    if not added_by_hand(fact):
        raise ValidationError("机器识读的事实不能删除，请“退回”。")
    ReviewItem.objects.filter(kind=fact._meta.model_name, target=fact.pk).delete()
    fact.delete()
    _announce([fact.article_id])


def _snapshot(fact: Fact) -> dict[str, Any]:
    """Return what the machine read, as JSON: every column and, as ``key``, what it is about."""
    values = {
        field.name: field.value_to_string(fact)
        for field in fact._meta.concrete_fields
        if field.name not in KEPT
    }
    return {
        **values,
        "key": key_of(fact),
        "start": fact.start,
        "end": fact.end,
    }


def _anchor(fact: Fact) -> None:
    """Take quote and surroundings from the text, as stored now, at the fact's place."""
    text = Article.objects.get(pk=fact.article_id).part(fact.part)
    if not 0 <= fact.start < fact.end <= len(text):
        raise ValidationError(
            f"位置 {fact.start}–{fact.end} 不在“{fact.part}”的文字之内（共 {len(text)} 字）。"
        )
    _, _, fact.quote, fact.prefix, fact.suffix = anchor(text, fact.start, fact.end)
    fact.anchored = True


@writing(reason="更正报道")
def amend_article(
    article: Article, *, by: AbstractBaseUser, changes: Mapping[str, Any]
) -> list[Fact]:
    """Correct columns of *article*; return the facts that have lost their place by it.

    Columns are those of ``columns.EDITABLE``; each becomes a claim by a person, which every later
    reading leaves alone. Facts are found again in a changed text by their quotes.
    """
    if unknown := set(changes) - set(EDITABLE) - {"date_precision"}:
        raise ValueError(f"columns that nobody may edit: {sorted(unknown)}")
    stored = Article.objects.select_related("source").get(pk=article.pk)
    for name, value in changes.items():
        _claim(stored, name, value, by)
        setattr(stored, name, value)
    if stored.published_on is None:
        stored.date_precision = DatePrecision.UNKNOWN
    elif stored.date_precision == DatePrecision.UNKNOWN:
        stored.date_precision = DatePrecision.DAY
    stored.slug = slug(stored.headline)
    stored.full_clean()
    stored.save()
    likenesses.relate(stored)
    lost = refind_facts(stored) if set(changes) & set(TEXT_COLUMNS) else []
    _announce([stored.pk])
    return lost


def _claim(article: Article, name: str, value: Any, by: AbstractBaseUser) -> None:
    """Note that a person says so; what the machine had read is kept beside."""
    column = "published_on" if name == "date_precision" else name
    claim = article.claims.filter(field=column).first() or Claim(article=article, field=column)
    if claim.pk and claim.origin == Origin.MACHINE:
        claim.machine_value = claim.value
    elif not claim.pk:
        claim.machine_value = _json(getattr(article, name))
    if name != "date_precision":
        claim.value = _json(value)
    claim.basis, claim.evidence, claim.confidence = Basis.PERSON, [], 1.0
    claim.origin, claim.status = Origin.PERSON, ReviewStatus.CONFIRMED
    _sign(claim, by)
    claim.save()
    review.settle(claim)


def _json(value: Any) -> Any:
    if isinstance(value, date | Path):
        return str(value)
    return getattr(value, "slug", None) or getattr(value, "pk", value)


def refind_facts(article: Article) -> list[Fact]:
    """Find every fact again in the article's text; return those that lost their place by it."""
    parts = article.parts()
    refind_evidence(article, parts)
    lost: list[Fact] = []
    for model in TARGETS:
        facts = list(model._default_manager.filter(article=article))
        had_place = {fact.pk for fact in facts if fact.anchored}
        reanchor(facts, parts)
        lost += [fact for fact in facts if fact.pk in had_place and not fact.anchored]
    return lost


@writing(reason="更正图片说明")
def amend_captions(
    article: Article, *, by: AbstractBaseUser, captions: Iterable[tuple[str, str]]
) -> list[Fact]:
    """Set the captions of *article*, ``(text, credit)`` each; return the facts that lost their place."""
    rows = list(captions)
    _claim_rows(article, "captions", rows, by)
    note_rows(article, "captions", [(c.text, c.credit) for c in article.captions.all()], rows)
    article.captions.all().delete()
    for number, (text, credit) in enumerate(rows):
        article.captions.create(number=number, text=text, credit=credit)
    lost = refind_facts(Article.objects.get(pk=article.pk))
    _announce([article.pk])
    return lost


@writing(reason="更正署名")
def amend_bylines(
    article: Article, *, by: AbstractBaseUser, bylines: Iterable[tuple[str, str, bool]]
) -> None:
    """Set who signed *article*: ``(name, role, is_organization)`` each, in printed order."""
    rows = list(bylines)
    _claim_rows(article, "byline", rows, by)
    was = [(b.name, b.role, b.is_organization) for b in article.bylines.all()]
    note_rows(article, "bylines", was, rows)
    article.bylines.all().delete()
    for order, (name, role, is_organization) in enumerate(rows):
        article.bylines.create(order=order, name=name, role=role, is_organization=is_organization)
    _announce([article.pk])


def _claim_rows(
    article: Article, field: str, rows: Sequence[tuple[Any, ...]], by: AbstractBaseUser
) -> None:
    claim, _ = Claim.objects.get_or_create(
        article=article, field=field, defaults={"basis": Basis.PERSON}
    )
    claim.value, claim.basis = [list(row) for row in rows], Basis.PERSON
    claim.origin, claim.status = Origin.PERSON, ReviewStatus.CONFIRMED
    _sign(claim, by)
    claim.save()


@writing(reason="撤下")
def withdraw(article: Article, *, reason: str, by: AbstractBaseUser) -> None:
    """Take *article* off the public site; its address answers 410 with *reason*."""
    if not reason.strip():
        raise ValidationError("撤下报道须写明原因。")
    article.status, article.withdrawn_reason = ArticleStatus.WITHDRAWN, reason.strip()
    article.save(update_fields=["status", "withdrawn_reason", "updated_at"])
    _announce([article.pk])


@writing(reason="发布")
def publish(article: Article, *, by: AbstractBaseUser) -> None:
    """Put *article* on the public site (again)."""
    article.status, article.withdrawn_reason = ArticleStatus.PUBLISHED, ""
    article.save(update_fields=["status", "withdrawn_reason", "updated_at"])
    _announce([article.pk])


@writing(reason="编辑单位")
def save_organization(organization: Organization, *, by: AbstractBaseUser | None = None) -> None:
    """Store an organization as a person left it; an old name stays as an alias."""
    old = Organization.objects.filter(pk=organization.pk).first()
    organization.origin = Origin.PERSON
    organization.slug, organization.sort_key = slug(organization.name), sort_key(organization.name)
    organization.save()
    if old and old.name != organization.name:
        OrganizationAlias.everything.update_or_create(
            organization=organization,
            name=old.name,
            defaults={"origin": Origin.PERSON, "struck": False},
        )
    announce_organization(organization)


@writing(reason="编辑别名")
def amend_aliases(
    organization: Organization,
    *,
    by: AbstractBaseUser | None = None,
    add: Iterable[str] = (),
    drop: Iterable[str] = (),
) -> None:
    """Add and drop names by which *organization* goes; one that is there already is no error.

    A name that was dropped is struck out, so that no reading learns it again.
    """
    names = OrganizationAlias.everything.filter(organization=organization)
    names.filter(name__in=list(drop)).update(struck=True, origin=Origin.PERSON)
    for name in add:
        names.update_or_create(
            organization=organization,
            name=name,
            defaults={"origin": Origin.PERSON, "struck": False},
        )
    announce_organization(organization)


def announce_organization(organization: Organization) -> None:
    """Say that every article that names *organization* may look different."""
    _announce(matching.articles_naming([organization.pk]))


@writing(reason="编辑品牌")
def save_brand(brand: Brand, *, by: AbstractBaseUser | None = None) -> None:
    """Store a brand as a person left it."""
    brand.origin = Origin.PERSON
    brand.key = plain(brand.name)
    brand.slug, brand.sort_key = slug(brand.name), sort_key(brand.name)
    brand.save()
    _announce(brand.mentions.order_by().values_list("article", flat=True).distinct())


@writing(reason="删除来源文件")
def delete_source(
    source: Source,
    *,
    by: AbstractBaseUser | None = None,
    reason: str = "所在的来源文件已删除",
) -> None:
    """Remove a file with all that was read from it; the addresses of its articles say the *reason*.

    It is for managers, for what must not be kept (a wrong file, a right to be forgotten): bytes,
    text and decisions go, and no change of the history brings them back. The same file may be given
    again, and is read anew. What only readers should not see is withdrawn, which can be undone.
    """
    pks = list(source.articles.values_list("pk", flat=True))
    organizations = set(
        Organization.objects.filter(mentions__article__in=pks).values_list("pk", flat=True)
    )
    brands = set(Brand.objects.filter(mentions__article__in=pks).values_list("pk", flat=True))
    path = source.path
    left = source.articles.values_list("pk", "headline")
    Departure.objects.note(Article, (Left(*row) for row in left), reason)
    source.articles.all().delete()
    source.delete()
    matching.sweep(organizations, brands)
    _announce(pks)
    transaction.on_commit(partial(_drop_original, path, source.sha256))


@writing()
def _drop_original(path: Path, sha256: str) -> None:
    """Remove the bytes of a deleted source, unless the same file has come in again meanwhile."""
    if Source.objects.with_digest(sha256) is None:
        path.unlink(missing_ok=True)


def _announce(pks: Iterable[int]) -> None:
    articles_changed.send(sender=Article, pks=sorted(set(pks)))
