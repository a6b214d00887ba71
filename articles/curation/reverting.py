"""Taking back one entry of history. What a person did is undone to the letter; what a machine did is
undone as a person's decision, which no later reading overrules."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models

from articles.curation import corrections, history, restoring
from articles.curation.columns import EDITABLE
from articles.curation.history import Changes
from articles.curation.writing import writing
from articles.models import (
    Article,
    ArticleStatus,
    Claim,
    Entry,
    Fact,
    OrganizationAlias,
    Origin,
    Region,
    Source,
)
from articles.models.acts import SPECS, current, stored_values

COLUMNS = tuple(name for name in EDITABLE if name != "captions")
MACHINE_ONLY = {"confidence", "rule", "rules_version", "machine_value", "evidence"}
GONE = "这条记录后来被删去了，请先撤销那次删去。"
FOLLOWS = "这是随文字改动而来的：撤销同一操作中对报道的改动，它就会一起恢复。"
SAME = "现在的内容与改动之前相同，没有可撤销的。"
LISTED = "地区来自产品的词表，不能在这里撤销。"
FILE_GONE = "来源文件已删除，请重新导入该文件。"


@dataclass(frozen=True, slots=True)
class Step:
    """A column that would be set: its value before the change, after it, and now (as JSON)."""

    column: str
    before: Any
    after: Any
    now: Any

    @property
    def conflict(self) -> bool:
        """Tell whether the value has changed since."""
        return bool(self.now != self.after and self.now != self.before)

    @property
    def idle(self) -> bool:
        """Tell whether the value is what it was before the change."""
        return bool(self.now == self.before)


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking an entry back would do: ``steps``, or why it cannot be done.

    ``does`` says it in words where the row as a whole comes or goes; ``state`` is a digest of the
    values of now, so that what was looked at is what is done.
    """

    entry: Entry
    steps: tuple[Step, ...] = ()
    does: str = ""
    refusal: str = ""

    @property
    def conflicts(self) -> bool:
        """Tell whether a value has changed since."""
        return any(step.conflict for step in self.steps)

    @property
    def state(self) -> str:
        """Return a digest of what stands now."""
        now = json.dumps([self.does, [[s.column, s.now] for s in self.steps]], sort_keys=True)
        return hashlib.sha256(now.encode()).hexdigest()[:16]


def plan(entry: Entry) -> Plan:
    """Return what taking *entry* back would do now."""
    model = entry.content_type.model_class()
    if model is None or model not in SPECS:
        return Plan(entry, refusal="这类记录不能撤销。")
    if reason := _refusal(entry, model):
        return Plan(entry, refusal=reason)
    row = history.row_of(entry)
    if entry.action == Entry.Kind.DELETE:
        return _plan_return(entry, row)
    if row is None:
        return Plan(entry, refusal=GONE)
    if entry.action == Entry.Kind.CREATE:
        return Plan(entry, does=_taking_away(entry, row))
    changes = history.changes_of([entry])[entry.pk]
    now = _now(row, changes)
    steps = tuple(Step(name, *pair, now[name]) for name, pair in changes.items() if name in now)
    if all(step.idle for step in steps):
        return Plan(entry, steps, refusal=SAME)
    return Plan(entry, steps)


def _refusal(entry: Entry, model: type[models.Model]) -> str:
    if model is Region:
        return LISTED
    if model is Claim and (entry.machine or history.siblings(entry, Article).exists()):
        return FOLLOWS
    if entry.follows:
        return FOLLOWS
    if model is Source and entry.action != Entry.Kind.UPDATE:
        return FILE_GONE if entry.action == Entry.Kind.DELETE else "请在来源文件页上删除。"
    return ""


def _plan_return(entry: Entry, row: models.Model | None) -> Plan:
    if row is not None:
        return Plan(entry, refusal=SAME)
    model = entry.content_type.model_class()
    there = Article.objects.filter(pk=entry.article_key).exists() if entry.article_key else True
    if model is Article or not there:
        return Plan(entry, refusal=FILE_GONE)
    changes = history.changes_of([entry])[entry.pk]
    steps = tuple(Step(name, before, None, None) for name, (before, _) in changes.items())
    return Plan(entry, steps, does="恢复这条记录")


def _taking_away(entry: Entry, row: models.Model) -> str:
    if isinstance(row, Article):
        return "撤下这篇报道"
    if entry.machine and isinstance(row, Fact):
        return "退回这条事实，今后的识读不再提出"
    if entry.machine and isinstance(row, OrganizationAlias):
        return "删去这个别名，今后的识读不再收录"
    return "删去这条记录"


def _now(row: models.Model, changes: Changes) -> dict[str, Any]:
    """Return the columns of *changes* as they stand now, captions and bylines as rows."""
    now = stored_values(row, [name for name in changes if name in SPECS[type(row)].columns])
    if isinstance(row, Article):
        now |= restoring.rows_now(row, changes)
    return now


def revert(
    entry: Entry, *, by: AbstractBaseUser, state: str = "", force: bool = False
) -> list[Fact]:
    """Take *entry* back; return the facts that have lost their place by it.

    Columns that have changed since are left as they are, unless *force*. Raises
    :exc:`ValidationError` where it cannot be done, or where *state*, that of the plan that the
    person looked at, is not that of now.
    """
    with writing(by=by, reason=f"撤销第 {entry.pk} 号改动", creations=True):
        if act := current():
            act.reverts = entry.pk
        now = plan(entry)
        if now.refusal:
            raise ValidationError(now.refusal)
        if state and state != now.state:
            raise ValidationError("您查看之后内容又有改动，请再看一次。")
        if entry.action == Entry.Kind.CREATE:
            _take_away(entry, by)
            return []
        if entry.action == Entry.Kind.DELETE:
            restoring.bring_back(entry, by=by)
            return []
        steps = [one for one in now.steps if not one.idle and (force or not one.conflict)]
        if not steps:
            raise ValidationError("这些栏目后来都改过了；确要恢复，请勾选“一并恢复”。")
        return _set_back(entry, {step.column: step.before for step in steps}, by)


def _take_away(entry: Entry, by: AbstractBaseUser) -> None:
    row = history.row_of(entry)
    if row is None:
        return
    shown = list(history.articles_showing(row))
    if isinstance(row, Article):
        corrections.withdraw(row, reason="撤销新增", by=by)
    elif entry.machine and isinstance(row, Fact):
        corrections.reject(row, by=by)
    elif entry.machine and isinstance(row, OrganizationAlias):
        corrections.amend_aliases(row.organization, by=by, drop=[row.name])
    else:
        restoring.remove(row)
    history.announce(shown)


def _set_back(entry: Entry, values: Mapping[str, Any], by: AbstractBaseUser) -> list[Fact]:
    row = history.row_of(entry)
    assert row is not None  # noqa: S101 -- the plan has seen it in this very transaction
    if isinstance(row, Article):
        if entry.machine:
            return _decide_article(row, values, by)
        return restoring.restore_article(entry, row, values)
    if entry.machine and isinstance(row, Fact):
        told = {n: v for n, v in values.items() if n not in MACHINE_ONLY}
        told = restoring.with_targets(type(row), told)
        corrections.amend(row, by=by, changes=history.values_to_set(type(row), told))
        return []
    if entry.machine and "origin" in SPECS[type(row)].columns:
        values = {**values, "origin": Origin.PERSON.value}
    restoring.restore(row, values)
    return []


def _decide_article(
    article: Article, values: Mapping[str, Any], by: AbstractBaseUser
) -> list[Fact]:
    """Let a person say of *article* what stood before a machine changed it."""
    lost: list[Fact] = []
    if "captions" in values:
        captions = [(text, credit) for text, credit in values["captions"]]
        lost += corrections.amend_captions(article, by=by, captions=captions)
    if "bylines" in values:
        bylines = [(name, role, body) for name, role, body in values["bylines"]]
        corrections.amend_bylines(article, by=by, bylines=bylines)
    columns = {n: v for n, v in values.items() if n in (*COLUMNS, "date_precision")}
    if columns:
        changes = restoring.python_values(Article, columns)
        lost += corrections.amend_article(article, by=by, changes=changes)
    if values.get("status") == ArticleStatus.WITHDRAWN:
        reason = str(values.get("withdrawn_reason") or article.withdrawn_reason)
        corrections.withdraw(article, reason=reason, by=by)
    elif "status" in values:
        corrections.publish(article, by=by)
    return lost
