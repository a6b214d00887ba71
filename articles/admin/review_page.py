"""What stands around an item of the queue: filters with their counts, progress, and plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import ForeignKey, Model

from articles.admin.claims import in_words as value_in_words
from articles.admin.desk import NOTHING
from articles.admin.places import column_label, part_label
from articles.curation import alike, queue, verdicts
from articles.curation.exhibits import Exhibit
from articles.curation.queue import AGES, BANDS, NOWHERE, Counts, Slice
from articles.curation.verdicts import Word
from articles.extraction.vocabulary import ArithmeticCheck
from articles.models import (
    BrandMention,
    Claim,
    Metric,
    OrganizationMention,
    Region,
    RegionMention,
    Report,
    ReviewKind,
    Verdict,
)
from articles.models.naming import label
from articles.outputs.numbers import quantity
from articles.outputs.rules import rule_label

HEADLINE = 24  # characters of a headline in the list


class Option(NamedTuple):
    """A value of a filter: its name, how much waits, where it leads, whether it is in force."""

    name: str
    waiting: int
    query: str
    active: bool


class Facet(NamedTuple):
    """A filter with its values; ``whole`` lifts it."""

    title: str
    options: list[Option]
    whole: str
    active: bool


def panel(user: AbstractBaseUser, chosen: Slice) -> dict[str, Any]:
    """Return the filters, the progress of the day, and what can be done with the last decision."""
    counts = queue.counts(chosen)
    last = verdicts.last_of(user.pk)
    return {
        "chosen": chosen.query(),
        "narrowed": chosen != Slice(),
        "facets": list(_facets(chosen, counts)),
        "today": queue.done_today(user.pk),
        "remaining": counts.total,
        "last": last,
        "repeatable": alike.repeatable(last) if last else [],
        "is_nav_sidebar_enabled": False,
    }


def _facets(chosen: Slice, counts: Counts) -> Iterable[Facet]:
    def facet(title: str, name: str, values: Mapping[Any, tuple[str, int]]) -> Facet:
        now = getattr(chosen, name)
        options = [
            Option(label, n, chosen.query(**{name: value}) or "?", now == value)
            for value, (label, n) in values.items()
            if n or now == value
        ]
        return Facet(title, options, chosen.query(**{name: empty[name]}) or "?", bool(now))

    empty = {"kind": "", "band": "", "province": "", "age": "", "article": None}
    kinds = {one.value: (one.label, counts.kinds[one.value]) for one in ReviewKind}
    yield facet("种类", "kind", kinds)
    bands = {key: (one.label, counts.bands[key]) for key, one in BANDS.items()}
    yield facet("把握", "band", bands)
    yield facet("地区", "province", _provinces(counts))
    ages = {key: (one.label, counts.ages[key]) for key, one in AGES.items()}
    yield facet("等候", "age", ages)
    articles = {pk: (headline[:HEADLINE], n) for pk, headline, n in counts.articles}
    yield facet("报道", "article", articles)


def _provinces(counts: Counts) -> dict[str, tuple[str, int]]:
    found = {
        one.prefix: (one.short, counts.provinces[one.prefix]) for one in Region.objects.provinces()
    }
    return {**found, NOWHERE: ("未定", counts.provinces[NOWHERE])}


class Line(NamedTuple):
    """What an item says, under its name."""

    name: str
    value: str


def in_words(shown: Exhibit) -> list[Line]:
    """Return what is to be judged, in words, and why it is thought so."""
    return [line for line in (*_thing(shown), *_ground(shown)) if line.value]


def _thing(shown: Exhibit) -> list[Line]:
    match shown.row:
        case OrganizationMention() as row:
            body = row.organization
            near = f"（{body.region}）" if body.region else ""
            return [Line("单位", f"{body.name}{near}"), Line("代称", "是" if row.anaphora else "")]
        case BrandMention() as row:
            owner = row.brand.owner
            return [Line("品牌", row.brand.name), Line("所属单位", str(owner or ""))]
        case RegionMention() as row:
            return [Line("地区", row.region.name)]
        case Metric() as row:
            figure = quantity(row.value, row.value_max, row.qualifier)
            return [Line("数据", f"{figure} {row.unit}"), Line("所说", row.said)]
        case Claim() as row:
            return [Line(column_label(row.field), value_in_words(row))]
        case Report() as row:
            return [
                Line("读者说", row.message),
                Line("所指", row.quote),
                Line("联系", row.contact),
            ]
        case _:
            return []


def _ground(shown: Exhibit) -> list[Line]:
    row = shown.row
    if isinstance(row, Report):
        return []
    basis = row.get_basis_display() if isinstance(row, Claim | RegionMention) else ""
    doubtful = isinstance(row, Metric) and row.arithmetic == ArithmeticCheck.DOUBTFUL
    return [
        Line("依据", basis),
        Line("验算", "不符" if doubtful else ""),
        Line("把握", f"{row.confidence:.0%}"),
        Line("规则", rule_label(row.rule)),
        Line("所在", "、".join(dict.fromkeys(part_label(one.part) for one in shown.passages))),
    ]


class Change(NamedTuple):
    """A column that a decision sets, with its value before and after."""

    name: str
    before: str
    after: str


def changes_in_words(verdict: Verdict, word: Word) -> list[Change]:
    """Return what carrying *verdict* over would set, from what to what."""
    claimed = verdict.kind == ReviewKind.CLAIM
    model = apps.get_model("articles", "Article" if claimed else verdict.kind)
    before = verdict.before.get("article" if claimed else "row", {})
    return [
        Change(label(model, name), _held(model, name, before.get(name)), _said(value))
        for name, value in word.changes.items()
    ]


def _held(model: type[Model], name: str, value: Any) -> str:
    """Return what a column held, a row that is noted by its key by its name."""
    field = model._meta.get_field(name)
    if isinstance(field, ForeignKey) and value is not None:
        rows = field.remote_field.model._default_manager
        return _said(rows.filter(pk=value).first() or value)
    return _said(value)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return NOTHING if value in (None, "") else str(value)
