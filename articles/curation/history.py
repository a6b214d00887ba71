"""What entries of history say beside their own columns: values kept elsewhere, what belongs together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from articles.models import (
    Article,
    Brand,
    Claim,
    Entry,
    Fact,
    Indicator,
    Organization,
    OrganizationAlias,
    Theme,
)
from articles.models.acts import SPECS, from_json
from articles.signals import articles_changed

Changes = dict[str, tuple[Any, Any]]
"""Values before and after, by column."""


def tracked_models() -> list[type[models.Model]]:
    """Return the tables of which history is kept, by their names."""
    return sorted(SPECS, key=lambda model: str(model._meta.verbose_name))


def siblings(entry: Entry, model: type[models.Model]) -> models.QuerySet[Entry]:
    """Return the entries of the same act, in the same article, about rows of *model*."""
    kind = ContentType.objects.get_for_model(model)
    rows = Entry.objects.filter(act=entry.act, content_type=kind, article_key=entry.article_key)
    return rows.exclude(pk=entry.pk).order_by("pk")


def changes_of(entries: Collection[Entry]) -> dict[int, Changes]:
    """Return what each of *entries* says, by its key, long values kept elsewhere fetched. Two queries."""
    wanted = [entry for entry in entries if _refers(entry.changes or {})]
    kind = ContentType.objects.get_for_model(Article)
    heads = {
        (head.act, head.article_key): head.changes or {}
        for head in Entry.objects.filter(act__in={e.act for e in wanted}, content_type=kind)
    }
    return {
        entry.pk: {
            name: (
                _resolved(pair[0], heads.get((entry.act, entry.article_key), {})),
                _resolved(pair[1], heads.get((entry.act, entry.article_key), {})),
            )
            for name, pair in (entry.changes or {}).items()
        }
        for entry in entries
    }


def _refers(changes: Mapping[str, Any]) -> bool:
    return any(isinstance(v, dict) and "see" in v for pair in changes.values() for v in pair)


def _resolved(value: Any, head: Mapping[str, Any]) -> Any:
    if isinstance(value, dict) and "see" in value:
        column, side = value["see"]
        return head[column][side] if column in head else None
    return value


def row_of(entry: Entry) -> models.Model | None:
    """Return the row that *entry* is about, None where it is gone."""
    model = entry.content_type.model_class()
    if model is None or model not in SPECS:
        return None
    row: models.Model | None = model._base_manager.filter(pk=entry.object_pk).first()
    return row


def target_of(column: models.Field[Any, Any]) -> type[models.Model] | None:
    """Return the table that *column* leads to, None where it is no key."""
    if not isinstance(column, models.ForeignKey):
        return None
    return cast("type[models.Model]", column.related_model)


def values_to_set(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return *values*, JSON by column, as attributes and values of a row of *model*."""
    columns = SPECS[model].columns
    return {
        columns[n].attname: from_json(columns[n], v) for n, v in values.items() if n in columns
    }


def articles_showing(row: models.Model) -> Iterable[int]:
    """Return the keys of the articles whose pages show *row*."""
    match row:
        case Article():
            return [row.pk]
        case Fact() | Claim():
            return [row.article_id]
        case Organization():
            return _articles(Q(organizationmentions__organization=row))
        case OrganizationAlias():
            return _articles(Q(organizationmentions__organization=row.organization_id))
        case Brand():
            return _articles(Q(brandmentions__brand=row))
        case Theme():
            return _articles(Q(primary_theme=row))
        case Indicator():
            return _articles(Q(metrics__indicator=row))
        case _:
            return []


def announce(pks: Iterable[int]) -> None:
    """Say that these articles may look different."""
    articles_changed.send(sender=Article, pks=sorted(set(pks)))


def _articles(where: Q) -> Iterable[int]:
    return Article.objects.filter(where).order_by().values_list("pk", flat=True).distinct()
