"""Two rows become one: names, facts and addresses go over to the one kept, and may come back.

A merger is one run with one record (:class:`Merger`), which holds every change as a journal; for
thirty days it can be undone, later mergers of the same rows first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from articles.curation import absorbing, journal as journals
from articles.curation.journal import Journal
from articles.curation.reconcile import TARGETS, reanchor
from articles.curation.writing import writing
from articles.extraction import plain
from articles.models import (
    Apart,
    Article,
    ArticleStatus,
    Brand,
    Fact,
    MergeKind,
    Merger,
    Organization,
    OrganizationAlias,
    Origin,
    Theme,
)
from articles.models.merger import REVOCABLE
from articles.models.naming import slug, sort_key
from articles.signals import articles_changed

MOST = 8  # rows of one merger, the one kept included
Mergeable = Organization | Brand | Article | Theme
MODELS: Mapping[str, type[Mergeable]] = {
    MergeKind.ORGANIZATION: Organization,
    MergeKind.BRAND: Brand,
    MergeKind.ARTICLE: Article,
    MergeKind.THEME: Theme,
}
CHOSEN: Mapping[type[Mergeable], tuple[str, ...]] = {
    Organization: ("name", "type", "region", "parent"),
    Brand: ("name", "kind", "level", "owner", "parent", "region"),
    Article: (),
    Theme: (),
}
"""The columns whose values a person chooses among those of all rows."""


def merge(
    keep: Mergeable, drops: Sequence[Mergeable], fields: Mapping[str, Any], by: AbstractBaseUser
) -> Merger:
    """Make *drops* one with *keep*, which takes the values of *fields* (columns of ``CHOSEN``).

    Bodies, brands and themes go, and their addresses lead to the one kept; articles stay readable
    and are marked as the same report. Raises :exc:`ValidationError` where that cannot be.
    """
    if unknown := set(fields) - set(CHOSEN[type(keep)]):
        raise ValueError(f"columns that nobody may choose: {sorted(unknown)}")
    with writing(by=by, reason=f"合并：{'、'.join(map(str, drops))} → {keep}", creations=True):
        keep, rows = _fresh(keep, drops)
        journal = Journal()
        told = _named_in(keep, *rows)
        label, dropped = str(keep), [[row.pk, str(row)] for row in rows]
        _UNITED[type(keep)](journal, keep, rows, fields)
        merger = Merger.objects.create(
            kind=str(keep._meta.model_name),
            kept=keep.pk,
            label=str(keep) or label,
            dropped=dropped,
            moved=dict(journal.moved()),
            touched=_touched(keep, rows, journal),
            journal=journal.entries,
            merged_by_id=by.pk,
        )
        _forget_old()
        _announce(told | journals.articles(journal.entries))
    return merger


def _fresh(keep: Mergeable, drops: Sequence[Mergeable]) -> tuple[Mergeable, list[Any]]:
    """Return the rows as they stand now. Raises :exc:`ValidationError`."""
    model = type(keep)
    keys = [row.pk for row in drops]
    if not keys:
        raise ValidationError("请至少选择两条再合并。")
    if keep.pk in keys or len(set(keys)) < len(keys) or {type(r) for r in drops} != {model}:
        raise ValidationError("不能并入自身；合并的须是同一种类的不同条目。")
    if len(keys) >= MOST:
        raise ValidationError(f"一次最多合并 {MOST} 条。")
    stored: dict[int, Any] = model._default_manager.in_bulk([keep.pk, *keys])
    if gone := [row for row in (keep, *drops) if row.pk not in stored]:
        names = "、".join(f"“{row}”（编号 {row.pk}）" for row in gone)
        raise ValidationError(f"{names}已不存在，可能已被合并或不再有报道提及，请重新选择。")
    return stored[keep.pk], [stored[key] for key in keys]


def _unite_bodies(
    journal: Journal,
    keep: Organization,
    drops: Sequence[Organization],
    fields: Mapping[str, Any],
) -> None:
    former, others = Organization.objects.get(pk=keep.pk), absorbing.other_names(keep)
    _take_in(journal, keep, drops, fields)
    _keep_old_name(journal, keep, former, others)


def _unite_brands(
    journal: Journal, keep: Brand, drops: Sequence[Brand], fields: Mapping[str, Any]
) -> None:
    former = Brand.objects.get(pk=keep.pk)
    _take_in(journal, keep, drops, fields)
    if _home(keep) != _home(former):
        absorbing.forward_brand(journal, keep, former)


def _take_in(
    journal: Journal, keep: Organization | Brand, drops: Sequence[Any], fields: Mapping[str, Any]
) -> None:
    values = {name: fields.get(name, getattr(keep, name)) for name in CHOSEN[type(keep)]}
    values["parent"] = parent_after(keep, drops, values["parent"])
    for row in drops:
        absorbing.absorb(journal, keep, row)
    _set(journal, keep, values)


def _home(brand: Brand) -> tuple[str, int | None, str | None]:
    return brand.key, brand.owner_id, brand.region_id


def _keep_old_name(
    journal: Journal, keep: Organization, former: Organization, others: list[str]
) -> None:
    """Let the kept row be found where and as it was before; its own name is no other name."""
    for alias in OrganizationAlias.everything.filter(organization=keep, name=keep.name):
        journal.drop(alias)
    if keep.name != former.name:
        absorbing.add_alias(journal, keep, former.name)
    if (keep.name, keep.region_id) != (former.name, former.region_id):
        absorbing.forward_body(journal, keep, former, others)


def parent_after(keep: Any, drops: Sequence[Any], chosen: Any) -> Any:
    """Return what stands above the merged row; *chosen* may be one of those that go.

    Raises :exc:`ValidationError` where it would stand below itself.
    """
    inside = {keep.pk, *(row.pk for row in drops)}
    seen: set[int] = set()
    while chosen is not None and chosen.pk in inside and chosen.pk not in seen:
        seen.add(chosen.pk)
        chosen = chosen.parent
    if chosen is None or chosen.pk in seen:
        return None
    above, met = chosen, set[int]()
    while above is not None and above.pk not in met:
        if above.pk in inside:
            raise ValidationError(
                f"“{chosen}”在“{above}”之下，合并后不能作“{keep}”的上级，请另选上级。"
            )
        met.add(above.pk)
        above = above.parent
    return chosen


def _set(journal: Journal, keep: Organization | Brand, values: Mapping[str, Any]) -> None:
    """Give *keep* its values, a person's word from now on. Raises :exc:`ValidationError`."""
    now: dict[str, Any] = {
        f"{name}_id" if name in POINTERS else name: getattr(value, "pk", value)
        for name, value in values.items()
    }
    now |= {"slug": slug(now["name"]), "sort_key": sort_key(now["name"]), "origin": Origin.PERSON}
    if isinstance(keep, Brand):
        now["key"] = plain(now["name"])
    for name, value in now.items():
        setattr(keep, name, value)
    if twin := _twin(keep):
        raise ValidationError(
            f"已有另一个同名的{keep._meta.verbose_name}（编号 {twin.pk}），请一并合并或另选。"
        )
    keep.full_clean()
    stored = type(keep)._default_manager.get(pk=keep.pk)
    journal.change(stored, **now)


POINTERS = ("region", "parent", "owner")


def _twin(row: Organization | Brand) -> Organization | Brand | None:
    """Return another row that has the very name and place of *row*."""
    if isinstance(row, Organization):
        same = {"name": row.name, "region": row.region_id}
        return Organization.objects.filter(**same).exclude(pk=row.pk).first()
    home = {"owner": row.owner_id} if row.owner_id else {"owner": None, "region": row.region_id}
    return Brand.objects.filter(key=row.key, **home).exclude(pk=row.pk).first()


def _unite_themes(
    journal: Journal, keep: Theme, drops: Sequence[Theme], fields: Mapping[str, Any]
) -> None:
    """Merge themes; those that go keep a row, by which readings and old addresses know them."""
    for row in drops:
        absorbing.hand_over(journal, keep, row)
        journal.change(row, merged_into_id=keep.pk)


def _unite_articles(
    journal: Journal, keep: Article, drops: Sequence[Article], fields: Mapping[str, Any]
) -> None:
    """Mark articles as the same report as *keep*."""
    if keep.status != ArticleStatus.PUBLISHED:
        raise ValidationError(f"《{keep}》没有发布，不能代表其他几篇，请另选保留的报道。")
    if keep.duplicate_of_id and keep.duplicate_of_id not in {row.pk for row in drops}:
        raise ValidationError(f"《{keep}》本身已标为重复，请改选《{keep.duplicate_of}》保留。")
    journal.change(keep, duplicate_of_id=None)
    again = Article._meta.get_field("duplicate_of")
    for row in drops:
        journal.move(again, row, keep)
        journal.change(row, duplicate_of_id=keep.pk)


_UNITED: Mapping[type[Mergeable], Callable[[Journal, Any, Any, Mapping[str, Any]], None]] = {
    Organization: _unite_bodies,
    Brand: _unite_brands,
    Theme: _unite_themes,
    Article: _unite_articles,
}


def undo(merger: Merger, *, by: AbstractBaseUser) -> list[str]:
    """Take *merger* back; return sentences on what was changed since then and stays as it is.

    Raises :exc:`ValidationError`, and changes nothing, where it is too late or another merger or
    a new row of the same name stands in the way.
    """
    try:
        with writing(by=by, reason=f"撤销合并：{merger}", creations=True):
            merger = Merger.objects.get(pk=merger.pk)
            _check_revocable(merger)
            model = MODELS[merger.kind]
            told = _named_in(model(pk=merger.kept))
            kept = journals.take_back(merger.journal)
            _find_again(merger.journal)
            merger.undone_by_id, merger.undone_at = by.pk, timezone.now()
            merger.save(update_fields=["undone_by", "undone_at"])
            _announce(told | journals.articles(merger.journal))
    except IntegrityError as error:
        raise ValidationError("合并之后的改动与原状冲突，不能撤销；未作任何改动。") from error
    return kept


def _check_revocable(merger: Merger) -> None:
    if merger.undone_at:
        raise ValidationError("这次合并已经撤销过了。")
    if not merger.revocable:
        raise ValidationError(f"合并已超过 {REVOCABLE.days} 天，不能撤销。")
    if not MODELS[merger.kind]._default_manager.filter(pk=merger.kept).exists():
        if later := _later(merger):
            raise ValidationError(f"“{merger.label}”后来又合并过（{later}），请先撤销那一次。")
        raise ValidationError(f"保留的“{merger.label}”已不存在，不能撤销。")
    if later := _later(merger):
        raise ValidationError(f"同一条目后来又合并过（{later}），请先撤销那一次。")


def _later(merger: Merger) -> Merger | None:
    """Return the last merger after this one that stands and has to do with the same rows."""
    mine = set(merger.touched)
    later = Merger.objects.filter(pk__gt=merger.pk, undone_at=None).defer("journal")
    return next((other for other in later.order_by("-pk") if mine & set(other.touched)), None)


def _find_again(entries: Sequence[journals.Entry]) -> None:
    """Find the place of facts that came back, in articles whose text has changed meanwhile."""
    for model in TARGETS:
        keys = journals.rows_of(entries, model)
        rows = model._default_manager.filter(pk__in=keys, anchored=True)
        by_article: dict[int, list[Fact]] = {}
        for row in rows:
            by_article.setdefault(row.article_id, []).append(row)
        for key, found in by_article.items():
            parts = Article.objects.get(pk=key).parts()
            if any(parts.get(row.part, "")[row.start : row.end] != row.quote for row in found):
                reanchor(model._default_manager.filter(article=key).order_by("pk"), parts)


def _touched(keep: Mergeable, rows: Iterable[Mergeable], journal: Journal) -> list[str]:
    """Return every name (or article) that this changes: a later merger may build on it."""
    found = {f"{keep._meta.model_name}:{row.pk}" for row in (keep, *rows)}
    for entry in journal.entries:
        name = entry["model"].rpartition(".")[2]
        if name in (MergeKind.ORGANIZATION, MergeKind.BRAND):
            found |= {f"{name}:{key}" for key in entry.get("keys") or [entry["key"]]}
    return sorted(found)


def _named_in(*rows: Mergeable) -> set[int]:
    """Return the keys of the articles in which any of *rows* is named, or which they are."""
    found: set[int] = set()
    for row in rows:
        if isinstance(row, Article):
            found.add(row.pk)
            continue
        for field in absorbing.pointing(type(row)):
            of = {f.name for f in field.model._meta.concrete_fields}
            column = "pk" if field.model is Article else "article" if "article" in of else ""
            if column:
                pointing = field.model._base_manager.filter(**{field.attname: row.pk})
                found |= set(pointing.order_by().values_list(column, flat=True).distinct())
    return found


def _forget_old() -> None:
    """Drop the journals of mergers that nobody can take back any more."""
    late = Merger.objects.filter(merged_at__lt=timezone.now() - REVOCABLE)
    late.exclude(journal=[]).update(journal=[])


def keep_apart(one: Mergeable, other: Mergeable, *, by: AbstractBaseUser) -> None:
    """Remember that a person said of two rows that they are not the same."""
    first, second = sorted((one, other), key=lambda row: row.pk)
    if type(one) is not type(other) or first.pk == second.pk:
        raise ValidationError("请选择同一种类的两个不同条目。")
    with writing(by=by, reason="判定不是同一个"):
        Apart.objects.get_or_create(
            kind=one._meta.model_name,
            one=first.pk,
            other=second.pk,
            defaults={"names": f"{first} — {second}"[:620], "said_by_id": by.pk},
        )


def reconsider(pair: Apart, *, by: AbstractBaseUser) -> None:
    """Let a pair be proposed again."""
    with writing(by=by, reason="恢复重复提示"):
        pair.delete()


def _announce(pks: Iterable[int]) -> None:
    articles_changed.send(sender=Article, pks=sorted(set(pks)))
