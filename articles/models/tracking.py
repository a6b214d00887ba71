"""Changes of tracked rows, noticed where they happen: ``save``, ``delete``, ``update``, ``bulk_*``.

Within one act (one writing transaction) only what came of it counts: a number that was moved out of
the way and back is no change. ``articles.curation.writing`` opens acts; a change outside of any is
an act of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from django.db import models
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from articles.models.acts import (
    SPECS,
    Act,
    Called,
    Spec,
    Touched,
    Values,
    as_json,
    current,
    plain_value,
    stored_values,
    watched,
)
from articles.models.recording import BATCH, record

M = TypeVar("M", bound=models.Model)
Row = TypeVar("Row", bound=models.Model, covariant=True)
BEFORE = "_before_writing"


def tracked(
    *, label: str, article: str = "", bulky: Collection[str] = (), derived: Collection[str] = ()
) -> Callable[[type[M]], type[M]]:
    """Return a decorator that has history kept of a table; ``derived`` columns follow from others."""

    def follow(model: type[M]) -> type[M]:
        left_out = {*derived, str(model._meta.pk.name)} if model._meta.pk else set(derived)
        columns = {f.name: f for f in model._meta.concrete_fields if f.name not in left_out}
        SPECS[model] = Spec(label, article, frozenset(bulky), columns)
        pre_save.connect(_before_save, sender=model)
        post_save.connect(_after_save, sender=model)
        pre_delete.connect(_before_delete, sender=model)
        post_delete.connect(_after_delete, sender=model)
        return model

    return follow


class TrackedQuerySet(models.QuerySet[Row]):
    """A query set whose changes of many rows at once are noticed, as those of one row are."""

    def update(self, **values: Any) -> int:
        """Change the rows, and note from what to what. Two more queries."""
        columns = watched(self.model, values)
        if not columns:
            return super().update(**values)
        was = _stored(self, columns)
        count = super().update(**values)
        every = cast("models.QuerySet[models.Model]", self.model._base_manager.using(self.db))
        keys = list(was)
        for start in range(0, len(keys), BATCH):
            now = _stored(every.filter(pk__in=keys[start : start + BATCH]), columns)
            for pk, (called, after) in now.items():
                _note(self.model, pk, called, was[pk][1], after)
        return count

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        """Store new rows, and note that they are new."""
        made = super().bulk_create(objs, *args, **options)
        for row in made:
            if row.pk is not None:
                _note_new(row)
        return made


def note_rows(article: models.Model, name: str, was: list[Any], now: list[Any]) -> None:
    """Note that the rows *name* of an article (captions, bylines), kept as a whole, are others now."""
    pair: tuple[Values, Values] = ({name: as_json(was)}, {name: as_json(now)})
    _note(type(article), article.pk, _called(article), *pair)


def _stored(rows: models.QuerySet[Any], names: list[str]) -> dict[Any, tuple[Called, Values]]:
    """Return how *rows* are called and their columns *names*, by key. One query."""
    spec = SPECS[rows.model]
    fields = [spec.columns[name] for name in names]
    wanted = ["pk", spec.label, spec.article or "pk", *(one.attname for one in fields)]
    found: dict[Any, tuple[Called, Values]] = {}
    for pk, label, article, *values in rows.order_by().values_list(*wanted):
        now = {one.name: plain_value(one, v) for one, v in zip(fields, values, strict=True)}
        found[pk] = ((str(label), article if spec.article else None), now)
    return found


def _before_save(
    sender: type[models.Model],
    instance: models.Model,
    raw: bool,
    update_fields: Collection[str] | None,
    **kwargs: Any,
) -> None:
    """Keep what is stored of a row that is about to be saved."""
    instance.__dict__.pop(BEFORE, None)
    if raw or instance._state.adding or instance.pk is None:
        return
    names = watched(sender, update_fields) if update_fields is not None else []
    names = names if update_fields is not None else list(SPECS[sender].columns)
    if not names or _is_new(sender, instance.pk):
        return
    row = sender._base_manager.filter(pk=instance.pk)
    if found := _stored(row, names).get(instance.pk):
        instance.__dict__[BEFORE] = found[1]


def _after_save(
    sender: type[models.Model], instance: models.Model, created: bool, raw: bool, **kwargs: Any
) -> None:
    if raw:
        return
    if created:
        _note_new(instance)
    elif was := instance.__dict__.pop(BEFORE, None):
        now = stored_values(instance, was)
        _note(sender, instance.pk, _called(instance), was, now)
    elif (act := current()) and act.tells_creations and _is_new(sender, instance.pk):
        known = act.known(sender, instance.pk)
        if known is not None:
            act.touch(known).after |= stored_values(instance)


def _before_delete(
    sender: type[models.Model], instance: models.Model, origin: Any, **kwargs: Any
) -> None:
    """Keep what is stored of a row that is about to go; what goes with others is fresh anyhow."""
    columns = SPECS[sender].columns
    if origin is instance:
        found = _stored(sender._base_manager.filter(pk=instance.pk), list(columns))
        instance.__dict__[BEFORE] = found[instance.pk][1] if instance.pk in found else {}
    else:
        instance.__dict__[BEFORE] = stored_values(instance)


def _after_delete(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    was = instance.__dict__.pop(BEFORE, {})
    with _act_of_now() as act:
        row = act.touch(
            Touched(sender, instance.pk, _called(instance), existed=True, exists=False)
        )
        row.exists = False
        row.before = was | row.before
        row.after = dict.fromkeys(row.before)


def _called(row: models.Model) -> Called:
    spec = SPECS[type(row)]
    article = getattr(row, spec.article) if spec.article else None
    return str(getattr(row, spec.label)), article


def _is_new(model: type[models.Model], pk: Any) -> bool:
    act = current()
    row = act.known(model, pk) if act else None
    return row is not None and not row.existed


def _note_new(row: models.Model) -> None:
    with _act_of_now() as act:
        new = Touched(type(row), row.pk, _called(row), existed=False, exists=True)
        known = act.touch(new)
        known.exists = True
        if known.existed or act.tells_creations:  # known: it was removed in this very act
            known.after = stored_values(row)


def _note(model: type[models.Model], pk: Any, called: Called, was: Values, now: Values) -> None:
    with _act_of_now() as act:
        row = act.touch(Touched(model, pk, called, existed=True, exists=True))
        if row.existed or act.tells_creations:
            for name, value in now.items():
                row.before.setdefault(name, was[name] if row.existed else None)
                row.after[name] = value


@contextmanager
def _act_of_now() -> Iterator[Act]:
    """Give the act in which we are; outside of any, one that ends at once."""
    if (act := current()) is not None:
        yield act
        return
    act = Act()
    yield act
    record(act)
