"""Entries of history in the words of the desk."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from articles.curation.history import Changes, changes_of, target_of
from articles.keys import keys_of
from articles.models import Article, Claim, Entry, Region, Theme
from articles.models.acts import SPECS
from articles.models.naming import label
from articles.outputs.exports import Cell, Table

NOTHING = "（空）"
ROWS = {"captions": "图片说明", "bylines": "署名"}
MINOR = frozenset(  # said last: what goes with every decision
    {"origin", "status", "confidence", "rule", "rules_version", "machine_value", "reviewed_by",
     "reviewed_at", "prefix", "suffix", "anchored", "article", "part", "start", "end"}
)  # fmt: skip
UNSAID = frozenset({"", "None"})
LONG = 60  # characters from which only what differs is shown
AROUND = 12  # characters shown on each side of what differs
MOST = 300  # characters of what differs in a list
CHUNK = 500
COLUMNS = (
    "编号", "时间", "操作者", "方式", "动作", "种类", "对象", "对象编号", "报道编号", "栏目",
    "原来", "改成", "缘由", "规则版本", "批次", "操作",
)  # fmt: skip

Names = Mapping[type[models.Model], Mapping[str, str]]
"""What rows are called, by table and key."""


@dataclass(frozen=True, slots=True)
class Line:
    """A column with its value before and after, as readers of the desk say it."""

    column: str
    label: str
    before: str
    after: str

    @property
    def cut(self) -> tuple[str, str, str, str]:
        """What stands before, the old, the new, and what stands after: of long texts what differs."""
        old, new = self.before, self.after
        if max(len(old), len(new)) <= LONG or NOTHING in (old, new):
            return "", old, new, ""
        start = _common(old, new)
        end = _common(old[start:][::-1], new[start:][::-1])
        lead, tail = old[max(0, start - AROUND) : start], old[len(old) - end :][:AROUND]
        lead = f"……{lead}" if start > AROUND else lead
        tail = f"{tail}……" if end > AROUND else tail
        return lead, old[start : len(old) - end], new[start : len(new) - end], tail

    @property
    def brief(self) -> tuple[str, str, str, str]:
        """The same, cut to what a list has room for."""
        lead, old, new, tail = self.cut
        return lead, _short(old), _short(new), tail


@dataclass(frozen=True, slots=True)
class Told:
    """An entry with what it says: its table, what the row is called, who, and the columns."""

    entry: Entry
    kind: str
    name: str
    who: str
    lines: tuple[Line, ...]


def tell(entries: Sequence[Entry]) -> list[Told]:
    """Return *entries* in words. A fixed number of queries, however many they are.

    Their actors and content types must have been fetched with them.
    """
    changes = changes_of(entries)
    names = _names(entries, changes)
    return [
        Told(
            entry,
            str(model._meta.verbose_name) if (model := _model(entry)) else "—",
            called(entry),
            who(entry),
            tuple(lines(entry, changes[entry.pk], names)),
        )
        for entry in entries
    ]


def lines(entry: Entry, changes: Changes, names: Names | None = None) -> Iterator[Line]:
    """Yield the columns of *entry*; *changes* may be others than its own, as of a preview."""
    model = _model(entry)
    known = _names([entry], {entry.pk: changes}) if names is None else names
    if model is None:
        return
    for name, (before, after) in sorted(changes.items(), key=lambda one: one[0] in MINOR):
        line = Line(
            name,
            ROWS.get(name) or label(model, name),
            _say(entry, model, name, before, known),
            _say(entry, model, name, after, known),
        )
        if line.before != line.after:
            yield line


def called(entry: Entry) -> str:
    """Return what the row of *entry* was called."""
    if _model(entry) is Claim:
        column = entry.object_repr
        return ROWS.get(column) or label(Article, column)
    return entry.object_repr


def who(entry: Entry) -> str:
    """Return who did it: a person by name, or the machine and who had it run."""
    told = entry.additional_data or {}
    if entry.machine:
        return f"机器（{told['by']}发起）" if "by" in told else "机器"
    user = entry.actor
    full = user.get_full_name() if isinstance(user, AbstractUser) else ""
    return full or (user.get_username() if user else str(told.get("by", "已删除的用户")))


def table(title: str, found: models.QuerySet[Entry]) -> Table:
    """Return *found* as a table to take away, one row a column that changed."""
    return Table(title, COLUMNS, _rows(found))


def _rows(found: models.QuerySet[Entry]) -> Iterator[tuple[Cell, ...]]:
    entries = found.select_related("actor", "content_type")
    chunk: list[Entry] = []
    for entry in entries.iterator(CHUNK):
        chunk.append(entry)
        if len(chunk) == CHUNK:
            yield from _cells(chunk)
            chunk = []
    yield from _cells(chunk)


def _cells(entries: Sequence[Entry]) -> Iterator[tuple[Cell, ...]]:
    for told in tell(entries):
        entry = told.entry
        about: tuple[Cell, ...] = (
            entry.pk,
            timezone.localtime(entry.timestamp).strftime("%Y-%m-%d %H:%M:%S"),
            told.who,
            "机器" if entry.machine else "人工",
            entry.get_action_display(),
            told.kind,
            told.name,
            entry.object_pk,
            entry.article_key,
        )
        rules = str((entry.additional_data or {}).get("rules", ""))
        after: tuple[Cell, ...] = (entry.reason, rules, entry.cid, entry.act)
        for line in told.lines or (Line("", "", "", ""),):
            yield (*about, line.label, line.before, line.after, *after)


def _model(entry: Entry) -> type[models.Model] | None:
    model = entry.content_type.model_class()
    return model if model in SPECS else None


def _names(entries: Iterable[Entry], changes: Mapping[int, Changes]) -> Names:
    """Return what the rows that *changes* speak of are called now. One query a table."""
    wanted: dict[type[models.Model], set[str]] = defaultdict(set)
    for entry in entries:
        if (model := _model(entry)) is None:
            continue
        for name, pair in changes[entry.pk].items():
            target = _target(entry, model, name)
            wanted[target or model] |= {str(v) for v in pair if target and v is not None}
    return {model: _called(model, keys) for model, keys in wanted.items() if keys}


def _called(model: type[models.Model], keys: set[str]) -> dict[str, str]:
    rows = model._base_manager
    if model is Theme:
        slugs = dict(rows.filter(slug__in=keys).values_list("slug", "name"))
        numbers = keys_of(keys)
        return slugs | {
            str(k): n for k, n in rows.filter(pk__in=numbers).values_list("pk", "name")
        }
    if model in SPECS:
        found = rows.filter(pk__in=keys).values_list("pk", SPECS[model].label)
        return {str(key): str(name) for key, name in found}
    name = getattr(model, "USERNAME_FIELD", "pk")
    return {str(k): str(n) for k, n in rows.filter(pk__in=keys).values_list("pk", name)}


def _target(entry: Entry, model: type[models.Model], name: str) -> type[models.Model] | None:
    """Return the table that the column *name* leads to, as the value of a claim may."""
    if model is Claim and name in ("value", "machine_value"):
        return {"region": Region, "primary_theme": Theme}.get(entry.object_repr)
    column = SPECS[model].columns.get(name)
    return target_of(column) if column else None


def _say(entry: Entry, model: type[models.Model], name: str, value: Any, names: Names) -> str:
    if value is None or value in ("", [], {}):
        return NOTHING
    if target := _target(entry, model, name):
        return names.get(target, {}).get(str(value)) or f"第 {value} 号（已不存在）"
    if isinstance(value, bool):
        return "是" if value else "否"
    column = SPECS[model].columns.get(name)
    if column is not None and column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DateTimeField):
        moment = datetime.fromisoformat(value)
        return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S")
    if model is Claim and name == "field":
        return called(entry)
    if isinstance(value, dict):
        return _reading(model, value)
    return _list(value) if isinstance(value, list) else str(value)


def _reading(model: type[models.Model], value: dict[str, Any]) -> str:
    """Return what a machine had read of a fact, in words, without what goes with every reading."""
    columns = SPECS[model].columns
    return "；".join(
        f"{label(model, name)} {said}"
        for name, said in value.items()
        if name in columns and name not in MINOR and str(said) not in UNSAID
    )


def _list(value: list[Any]) -> str:
    """Return a list in words."""
    if all(isinstance(one, str) for one in value):
        return "；".join(value)
    if all(isinstance(one, list) for one in value):
        return "；".join("，".join(str(v) for v in row if v not in ("", False)) for row in value)
    return json.dumps(value, ensure_ascii=False)


def _common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _short(text: str) -> str:
    return text if len(text) <= MOST else f"{text[:MOST]}……"
