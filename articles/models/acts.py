"""What a table keeps of itself in history, and the act in which rows change."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

Values = dict[str, Any]  # by column, as JSON
Called = tuple[str, int | None]  # by which name an entry calls a row, and the key of its article


@dataclass(frozen=True, slots=True)
class Spec:
    """What history keeps of a table.

    ``label`` is the column by which a row is called, ``article`` the one that leads to its article;
    ``bulky`` columns are left out where a row is new or goes with all it stood in.
    """

    label: str
    article: str
    bulky: frozenset[str]
    columns: dict[str, models.Field[Any, Any]]


SPECS: dict[type[models.Model], Spec] = {}


@dataclass(slots=True)
class Touched:
    """A row in an act: whether it was there before and is there now, and its columns as JSON."""

    model: type[models.Model]
    pk: Any
    called: Called
    existed: bool
    exists: bool
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)

    def copy(self) -> Touched:
        """Return another one that may change by itself."""
        return replace(self, before=dict(self.before), after=dict(self.after))

    def differences(self) -> dict[str, list[Any]]:
        """Return, by column, the values before and after where they differ."""
        pairs = {name: [self.before.get(name), value] for name, value in self.after.items()}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


Key = tuple[type[models.Model], Any]


@dataclass(slots=True)
class Act:
    """Who does what they are about to do, and why; what it made of which rows so far.

    ``machine`` is set where rules decide and not ``actor``, who then only had them run;
    ``creations`` says whether rows that are new are told one by one, None: those of people.
    """

    actor: int | None = None
    name: str = ""
    reason: str = ""
    run: str = ""
    rules: str = ""
    machine: bool = False
    creations: bool | None = None
    reverts: int | None = None  # the entry that is taken back
    layers: list[dict[Key, Touched]] = field(default_factory=lambda: [{}])

    @property
    def tells_creations(self) -> bool:
        """Tell whether new rows get entries of their own."""
        if self.creations is None:
            return self.actor is not None and not self.machine
        return self.creations

    def known(self, model: type[models.Model], pk: Any) -> Touched | None:
        """Return what came of a row so far."""
        return next((r for one in reversed(self.layers) if (r := one.get((model, pk)))), None)

    def touch(self, fresh: Touched) -> Touched:
        """Return what came of a row so far, to be changed: *fresh* if it was not touched yet."""
        top, key = self.layers[-1], (fresh.model, fresh.pk)
        if key not in top:
            known = self.known(*key)
            top[key] = known.copy() if known else fresh
        return top[key]

    @contextmanager
    def part(self) -> Iterator[None]:
        """Forget what is noted inside if it fails: its savepoint takes it back."""
        self.layers.append({})
        try:
            yield
        except BaseException:
            self.layers.pop()
            raise
        self.layers[-2].update(self.layers.pop())


_act: ContextVar[Act | None] = ContextVar("act", default=None)


def current() -> Act | None:
    """Return the act in which we are, None outside of any."""
    return _act.get()


@contextmanager
def acting(act: Act) -> Iterator[None]:
    """Let every change inside belong to *act*."""
    token = _act.set(act)
    try:
        yield
    finally:
        _act.reset(token)


def stored_values(row: models.Model, columns: Collection[str] = ()) -> Values:
    """Return the tracked columns of *row* (or these of them) as JSON, as its instance holds them."""
    fields = SPECS[type(row)].columns
    return {name: to_json(fields[name], row) for name in columns or fields}


def to_json(column: models.Field[Any, Any], row: models.Model) -> Any:
    """Return the value of *column* of *row* as JSON."""
    return plain_value(column, getattr(row, column.attname))


def from_json(column: models.Field[Any, Any], value: Any) -> Any:
    """Return the value of *column* that :func:`to_json` made *value* of; keys stay keys."""
    if isinstance(column, models.ForeignKey):
        column = column.target_field
    return column.to_python(value)


def plain_value(column: models.Field[Any, Any], value: Any) -> Any:
    """Return *value* of *column* as JSON, the same for what was typed in and for what is stored."""
    if isinstance(column, models.JSONField):
        return as_json(value)
    value = from_json(column, value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def as_json(value: Any) -> Any:
    """Return *value* as JSON reads it back."""
    if isinstance(value, list | tuple | dict):
        return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
    return value


def watched(model: type[models.Model], names: Iterable[str]) -> list[str]:
    """Return which of the columns *names*, keys by either of their names, history keeps."""
    columns = SPECS[model].columns
    named = {model._meta.get_field(name).name for name in names}
    return [name for name in columns if name in named]
