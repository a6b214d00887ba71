"""Putting rows back as history has them, and all that follows from it: places, queue, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from articles.curation import corrections, history, likenesses, review
from articles.curation.anchoring import CONTEXT, Anchor, locate
from articles.extraction import plain
from articles.models import (
    Article,
    Brand,
    Byline,
    Caption,
    Claim,
    Departure,
    Entry,
    Fact,
    Left,
    Organization,
    OrganizationAlias,
    Reviewed,
    ReviewItem,
    ReviewStatus,
)
from articles.models.acts import SPECS, Values, as_json, stored_values
from articles.models.naming import slug, sort_key
from articles.models.tracking import note_rows

ROWS = {"captions": ("text", "credit"), "bylines": ("name", "role", "is_organization")}
NAMES = (OrganizationAlias,)  # what goes with its owner
BY_CLAIM = {"bylines": "byline", "date_precision": "published_on"}


def rows_now(article: Article, names: Iterable[str]) -> Values:
    """Return the captions and bylines of *article*, as far as they are among *names*, as lists."""
    return {
        name: as_json(list(getattr(article, name).values_list(*ROWS[name])))
        for name in names
        if name in ROWS
    }


def python_values(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return *values*, JSON by column, as a person would give them: rows for keys."""
    found: dict[str, Any] = {}
    for name, value in with_targets(model, values).items():
        column = SPECS[model].columns[name]
        if value is not None and (target := history.target_of(column)):
            found[name] = target._base_manager.get(pk=value)
        else:
            found[name] = column.to_python(value) if value is not None else None
    return found


def restore(row: models.Model, values: Mapping[str, Any]) -> None:
    """Set the columns of *row* to *values* (JSON), and see to what hangs on them."""
    shown = set(history.articles_showing(row))
    told = with_targets(type(row), values)
    for name, value in history.values_to_set(type(row), told).items():
        setattr(row, name, value)
    _settle(row)
    row.full_clean(exclude=["reviewed_by"])
    row.save()
    if isinstance(row, Fact | Claim):
        review.settle(row)
    history.announce(shown | set(history.articles_showing(row)))


def _settle(row: models.Model) -> None:
    """Bring what follows from other columns up to them; find the place of a fact."""
    if isinstance(row, Organization | Brand):
        row.slug, row.sort_key = slug(row.name), sort_key(row.name)
    if isinstance(row, Brand):
        row.key = plain(row.name)
    if isinstance(row, Fact) and row.anchored:
        parts = Article.objects.get(pk=row.article_id).parts()
        was = Anchor(row.start, row.end, row.quote, row.prefix[-CONTEXT:], row.suffix)
        place = locate(parts, row.part, was)
        if place is None:
            raise ValidationError(f"报道中已没有“{row.quote}”这一处，不能恢复到那里。")
        row.part, (row.start, row.end, _, row.prefix, row.suffix) = place


def restore_article(entry: Entry, article: Article, values: Mapping[str, Any]) -> list[Fact]:
    """Undo what a person made of *article* in the act of *entry*, its claims included.

    Return the facts that have lost their place by it.
    """
    stored = Article.objects.select_related("source").get(pk=article.pk)
    columns = {name: value for name, value in values.items() if name not in ROWS}
    told = with_targets(Article, columns)
    for name, value in history.values_to_set(Article, told).items():
        setattr(stored, name, value)
    stored.slug = slug(stored.headline)
    stored.full_clean()
    stored.save()
    for name in ROWS:
        if name in values:
            _restore_rows(stored, name, values[name])
    fields = {BY_CLAIM.get(name, name) for name in values}
    claims = list(history.siblings(entry, Claim))
    changes = history.changes_of(claims)
    for one in claims:
        if one.object_repr in fields or set(one.changes or {}) <= {"evidence"}:
            _restore_claim(one, changes[one.pk])
    likenesses.relate(stored)
    lost = corrections.refind_facts(Article.objects.get(pk=stored.pk))
    history.announce([stored.pk])
    return lost


def _restore_rows(article: Article, name: str, rows: list[list[Any]]) -> None:
    note_rows(article, name, rows_now(article, [name])[name], rows)
    getattr(article, name).all().delete()
    for number, values in enumerate(rows):
        columns = dict(zip(ROWS[name], values, strict=True))
        if name == "captions":
            Caption.objects.create(article=article, number=number, **columns)
        else:
            Byline.objects.create(article=article, order=number, **columns)


def _restore_claim(entry: Entry, changes: history.Changes) -> None:
    """Undo what the act made of one claim, unless it was changed since."""
    claim = history.row_of(entry)
    if claim is None:
        if entry.action == Entry.Kind.DELETE:
            bring_back(entry)
        return
    now = stored_values(claim, list(changes))
    if any(now[name] != after for name, (_, after) in changes.items()):
        return
    if entry.action == Entry.Kind.CREATE:
        remove(claim)
    else:
        restore(claim, {name: before for name, (before, _) in changes.items()})


def with_targets(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return *values* with every key leading somewhere: what was removed is brought back, or left out.

    Raises :exc:`ValidationError` where a row must have what is gone.
    """
    told = dict(values)
    for name, value in values.items():
        column = SPECS[model].columns[name]
        target = history.target_of(column)
        if target is None or value is None:
            continue
        if target._base_manager.filter(pk=value).exists() or _revived(target, value):
            continue
        if not column.null:
            raise ValidationError(f"所属的{target._meta.verbose_name}已不存在。")
        told[name] = None
    return told


def _revived(model: type[models.Model], key: Any) -> bool:
    """Bring back the row of *model* with this *key*, if a machine or person has removed it."""
    if model not in SPECS or issubclass(model, Fact | Article):
        return False
    kind = ContentType.objects.get_for_model(model)
    removals = Entry.objects.filter(content_type=kind, action=Entry.Kind.DELETE)
    if last := removals.filter(object_pk=str(key)).first():
        bring_back(last)
    return last is not None


def bring_back(entry: Entry, *, by: AbstractBaseUser | None = None) -> None:
    """Store the row that *entry* tells the removal of, under its old key.

    A fact that a machine had removed is confirmed by the person *by* who asks, so that it stays.
    """
    model: type[models.Model] = entry.content_type.model_class() or Entry
    changes = history.changes_of([entry])[entry.pk]
    told = with_targets(model, {name: before for name, (before, _) in changes.items()})
    key: Any = model._meta.pk.to_python(entry.object_pk)
    row: models.Model = model(pk=key, **history.values_to_set(model, told))
    if isinstance(row, Fact) and entry.machine and by is not None:
        row.status, row.reviewed_by_id = ReviewStatus.CONFIRMED, by.pk
        row.reviewed_at = timezone.now()
    _settle(row)
    row.full_clean(exclude=["reviewed_by"])
    row.save(force_insert=True)
    Departure.objects.filter(kind=str(model._meta.model_name), key=key).delete()
    if isinstance(row, Organization):
        _bring_names_back(entry)
    if isinstance(row, Fact | Claim):
        review.enqueue(Article.objects.get(pk=row.article_id))
    history.announce(history.articles_showing(row))


def _bring_names_back(entry: Entry) -> None:
    """Bring back the aliases that went with the organization of *entry*."""
    kind = ContentType.objects.get_for_model(OrganizationAlias)
    for name in Entry.objects.filter(act=entry.act, content_type=kind, action=Entry.Kind.DELETE):
        owner = (name.changes or {}).get("organization", [None])[0]
        if str(owner) == entry.object_pk and history.row_of(name) is None:
            bring_back(name)


def remove(row: models.Model) -> None:
    """Remove a row that a person had added. Raises :exc:`ValidationError` where others stand on it."""
    for relation in row._meta.related_objects:
        others = cast("type[models.Model]", relation.related_model)
        if isinstance(row, Fact | Claim) or issubclass(others, NAMES):
            continue
        if others._base_manager.filter(**{relation.field.name: row.pk}).exists():
            raise ValidationError(f"已有{others._meta.verbose_name}用到“{row}”，不能删去。")
    kind = str(row._meta.model_name)
    if isinstance(row, Reviewed):
        ReviewItem.objects.filter(kind=kind, target=row.pk).delete()
    if isinstance(row, Organization | Brand) and row.pk:
        Departure.objects.note(type(row), [Left(row.pk, row.name)], "新增已撤销")
    row.delete()
