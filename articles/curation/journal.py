"""A journal of changes to rows, from which they are taken back one by one, the last one first.

What somebody changed after an entry was written is not taken back with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypedDict, cast

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from articles.models.named import Named
from articles.models.naming import label

CHUNK = 500  # keys of one statement

Field = models.ForeignKey[Any, Any]
Values = dict[str, Any]


class Entry(TypedDict, total=False):
    """One change, as JSON: ``do`` is one of the verbs of :class:`Journal`."""

    do: str
    model: str
    column: str
    gone: Any  # the key that rows pointed at before, and the one they point at since
    heir: Any
    keys: list[Any]
    key: Any
    before: Values
    after: Values


class Journal:
    """Makes changes and notes them."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def move(self, field: Field, gone: models.Model, heir: models.Model) -> None:
        """Let every row whose *field* points at *gone* point at *heir*; rows at heir stay."""
        rows = field.model._base_manager.filter(**{field.attname: gone.pk})
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        if keys:
            _point(field, keys, gone.pk, heir.pk)
            self._note(
                field.model, do="move", column=field.name, gone=gone.pk, heir=heir.pk, keys=keys
            )

    def change(self, row: models.Model, **values: Any) -> None:
        """Set columns of *row*, foreign keys by their ``_id``, and those alone."""
        stored = _stored(row)
        before = {name: value for name, value in columns(stored).items() if name in values}
        for name, value in values.items():
            setattr(stored, name, value)
            setattr(row, name, value)
        after = {name: value for name, value in columns(stored).items() if name in values}
        if differing := [name for name in after if before[name] != after[name]]:
            stored.save(update_fields=differing)
            self._note(
                type(row),
                do="change",
                key=row.pk,
                before={name: before[name] for name in differing},
                after={name: after[name] for name in differing},
            )

    def drop(self, row: models.Model) -> None:
        """Delete *row*, to which nothing may point any more.

        Raises :exc:`RuntimeError` where something would go with it: a relation was forgotten.
        """
        before, key = columns(_stored(row)), row.pk
        _, went = row.delete()
        if sum(went.values()) != 1:
            raise RuntimeError(f"more than {row._meta.label} {key} would go: {went}")
        self._note(type(row), do="drop", key=key, before=before)

    def make(self, row: models.Model) -> None:
        """Store a new *row*."""
        row.save()
        self._note(type(row), do="make", key=row.pk, after=columns(row))

    def moved(self) -> Counter[str]:
        """Return how many rows were moved or had to go, by the Chinese name of their table."""
        found: Counter[str] = Counter()
        for entry in self.entries:
            if entry["do"] == "move":
                found[str(_model(entry)._meta.verbose_name)] += len(entry["keys"])
        return found

    def _note(self, model: type[models.Model], **entry: Any) -> None:
        self.entries.append(cast(Entry, {"model": model._meta.label_lower, **entry}))


def _stored(row: models.Model) -> models.Model:
    """Return *row* as it stands: earlier entries may have changed it in the database alone."""
    return type(row)._base_manager.get(pk=row.pk)


def columns(row: models.Model) -> Values:
    """Return the columns of *row* as JSON that :func:`_row` reads back to the microsecond."""
    return {field.attname: _plain(field, row) for field in row._meta.concrete_fields}


def _plain(field: models.Field[Any, Any], row: models.Model) -> Any:
    value = field.value_from_object(row)
    if (
        isinstance(field, models.JSONField)
        or value is None
        or isinstance(value, bool | int | float)
    ):
        return value
    return str(value) if isinstance(value, str) else field.value_to_string(row)


def _read(model: type[models.Model], values: Values) -> Values:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(v) for name, v in values.items() if name in fields}


def take_back(entries: Sequence[Entry]) -> list[str]:
    """Undo *entries*, the last one first; return sentences on what was changed since and stays.

    Raises :exc:`ValidationError` where a row cannot come back because its name is taken, and
    lets through what the database says of other conflicts.
    """
    undo: dict[str, Callable[[type[models.Model], Entry], Iterator[str]]] = {
        "move": _move_back,
        "change": _change_back,
        "drop": partial(_bring_back, there=set()),
        "make": _unmake,
    }
    told: list[str] = []
    for entry in reversed(entries):
        told += undo[entry["do"]](_model(entry), entry)
    return told


def articles(entries: Iterable[Entry]) -> set[int]:
    """Return the keys of the articles whose facts, or which themselves, *entries* speak of."""
    found: set[int] = set()
    for entry in entries:
        model = _model(entry)
        keys = entry.get("keys") or [entry["key"]]
        if model._meta.model_name == "article":
            found.update(keys)
        elif "article" in {field.name for field in model._meta.concrete_fields}:
            said = (entry.get("before") or {}).get("article_id")
            found |= {said} if said else set(_each(model, keys, "article"))
    return {key for key in found if key}


def rows_of(entries: Iterable[Entry], model: type[models.Model]) -> list[Any]:
    """Return the keys of the rows of *model* that *entries* dropped."""
    name = model._meta.label_lower
    return [e["key"] for e in entries if e["do"] == "drop" and e["model"] == name]


def _model(entry: Entry) -> type[models.Model]:
    return apps.get_model(entry["model"])


def _each(model: type[models.Model], keys: Sequence[Any], column: str) -> Iterator[Any]:
    for start in range(0, len(keys), CHUNK):
        rows = model._base_manager.filter(pk__in=keys[start : start + CHUNK])
        yield from rows.values_list(column, flat=True)


def _point(field: Field, keys: Sequence[Any], gone: Any, heir: Any) -> int:
    """Point those of the rows *keys* at *heir* that point at *gone*; return how many did."""
    done = 0
    for start in range(0, len(keys), CHUNK):
        some = {"pk__in": keys[start : start + CHUNK], field.attname: gone}
        done += field.model._base_manager.filter(**some).update(**{field.attname: heir})
    return done


def _move_back(model: type[models.Model], entry: Entry) -> Iterator[str]:
    field = cast(Field, model._meta.get_field(entry["column"]))
    keys = entry["keys"]
    if left := len(keys) - _point(field, keys, entry["heir"], entry["gone"]):
        yield f"{model._meta.verbose_name} {left} 条在合并之后另有改动或已不在，未动"


def _change_back(model: type[models.Model], entry: Entry) -> Iterator[str]:
    row = model._base_manager.filter(pk=entry["key"]).first()
    if row is None:
        yield f"{model._meta.verbose_name} 1 条在合并之后已不在，未动"
        return
    now, since = columns(row), []
    restored: Values = {}
    for name, value in entry["after"].items():
        if now[name] == value:
            restored[name] = entry["before"][name]
        else:
            since.append(label(model, name))
    if restored:
        for name, value in _read(model, restored).items():
            setattr(row, name, value)
        row.save(update_fields=list(restored))
    if since:
        yield f"{model._meta.verbose_name}“{row}”的{'、'.join(since)}在合并之后改过，保留现值"


def _bring_back(
    model: type[models.Model], entry: Entry, *, there: set[tuple[str, Any]]
) -> Iterator[str]:
    """Insert a row as it was; what it pointed at may be gone, then so is the pointer or the row.

    *there* holds rows that were found to be there.
    """
    values = dict(entry["before"])
    for field in model._meta.concrete_fields:
        key = values.get(field.attname)
        if not isinstance(field, models.ForeignKey) or key is None or _there(field, key, there):
            continue
        if not field.null:
            yield f"{model._meta.verbose_name} 1 条所在的{field.verbose_name}已不在，未恢复"
            return
        values[field.attname] = None
        yield f"{model._meta.verbose_name}的{field.verbose_name}已不在，恢复后留空"
    row = model(**_read(model, values))
    if isinstance(row, Named):
        try:
            row.validate_constraints()
        except ValidationError as error:
            raise ValidationError(
                f"“{row}”不能恢复：合并之后已另有同名的{model._meta.verbose_name}，请先改名或合并。"
            ) from error
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        yield f"{model._meta.verbose_name}“{row}”在合并之后已重新添加，保留现有的"
        return
    for field in model._meta.concrete_fields:
        if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
            then = _read(model, {field.attname: values[field.attname]})
            model._base_manager.filter(pk=row.pk).update(**then)


def _there(field: Field, key: Any, there: set[tuple[str, Any]]) -> bool:
    model = cast("type[models.Model]", field.related_model)
    target = (model._meta.label, key)
    if target not in there and model._base_manager.filter(pk=key).exists():
        there.add(target)
    return target in there


def _unmake(model: type[models.Model], entry: Entry) -> Iterator[str]:
    row = model._base_manager.filter(pk=entry["key"]).first()
    if row is None:
        return
    if columns(row) == entry["after"]:
        row.delete()
    else:
        yield f"{model._meta.verbose_name}“{row}”在合并之后改过，予以保留"
