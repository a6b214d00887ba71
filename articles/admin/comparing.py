"""What the page shows on which several rows become one: columns to choose from, and the effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Count
from django.http import QueryDict

from articles.curation.absorbing import outlook, pointing
from articles.curation.merging import CHOSEN, MODELS, MOST
from articles.extraction import plain
from articles.keys import key_of, keys_of
from articles.models import Article, Brand, Fact, MergeKind, Organization, Origin, Theme
from articles.models.naming import label

CONFIRMED = 50  # rows that move without a word typed in
WORD = "合并"
SAMPLE = 10
HEAVY = ("body", "references", "abstract", "affiliation")


@dataclass(frozen=True, slots=True)
class Cell:
    """The value of one row in one column of the comparison."""

    key: int
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One column of the table in all rows; ``name`` is "" where there is nothing to choose."""

    name: str
    label: str
    cells: Sequence[Cell]

    @property
    def same(self) -> bool:
        """Tell whether all rows have the same value."""
        return len({cell.text for cell in self.cells}) == 1


@dataclass(frozen=True)
class Effect:
    """What a merger would do: rows that move or become one, by table; articles that it touches."""

    moved: Mapping[str, int]
    joined: Mapping[str, int]
    facts: int
    articles: int
    sample: Sequence[Fact]

    @property
    def total(self) -> int:
        """How many rows are concerned."""
        return sum(self.moved.values()) + sum(self.joined.values())

    @property
    def weighty(self) -> bool:
        """Tell whether a word must be typed in."""
        return self.total > CONFIRMED


@dataclass(frozen=True)
class Comparison:
    """Rows side by side: which is kept, and whose value each column takes."""

    kind: str
    rows: Sequence[Any]
    keep: Any
    picks: Mapping[str, int]
    missing: Sequence[str] = ()

    @classmethod
    def parse(cls, kind: str, query: QueryDict) -> Comparison:
        """Read ``key`` (several), ``keep`` and ``pick-COLUMN``; what is wrong gets a default."""
        keys = keys_of(query.getlist("key"))[: MOST + 1]
        known = cls.known(kind, keys)
        rows = [known[key] for key in keys if key in known]
        keep = known.get(key_of(query.get("keep", ""))) or _likeliest(rows)
        picks = {}
        for name in CHOSEN[MODELS[kind]] if keep else ():
            chosen = known.get(key_of(query.get(f"pick-{name}", "")))
            row = chosen or (keep if name == "name" else _filled(rows, keep, name))
            picks[name] = row.pk
        missing = [str(key) for key in keys if key not in known]
        return cls(kind, rows, keep, picks, missing)

    @staticmethod
    def known(kind: str, keys: Iterable[int]) -> dict[int, Any]:
        """Return the rows with these *keys* by key, with what tells them apart."""
        return _rows(kind).in_bulk(keys)

    @property
    def drops(self) -> list[Any]:
        """The rows that go."""
        return [row for row in self.rows if row.pk != self.keep.pk]

    @property
    def fields(self) -> dict[str, Any]:
        """The chosen values by column, as :func:`articles.curation.merging.merge` takes them."""
        by_key = {row.pk: row for row in self.rows}
        return {name: getattr(by_key[key], name) for name, key in self.picks.items()}

    @property
    def lines(self) -> list[Line]:
        """The columns to choose from, then what else tells the rows apart."""
        model = MODELS[self.kind]
        chosen = [
            Line(
                name,
                label(model, name),
                [Cell(r.pk, _shown(r, name), r.pk == self.picks[name]) for r in self.rows],
            )
            for name in self.picks
        ]
        return chosen + [
            Line("", label, [Cell(row.pk, text(row), False) for row in self.rows])
            for label, text in TOLD[self.kind]
        ]

    @cached_property
    def effect(self) -> Effect:
        """What would happen. A few queries for each row that goes."""
        if self.kind == MergeKind.ARTICLE:
            return Effect({}, {}, 0, len(self.drops), ())
        moved, joined = Counter[str](), Counter[str]()
        for row in self.drops:
            found = outlook(self.keep, row)
            moved, joined = moved + found[0], joined + found[1]
        keys = [row.pk for row in self.drops]
        touched: set[int] = set()
        facts, sample = 0, list[Fact]()
        for field in pointing(MODELS[self.kind]):
            rows = field.model._base_manager.filter(**{f"{field.attname}__in": keys})
            if issubclass(field.model, Fact):
                touched.update(rows.values_list("article", flat=True).distinct())
                facts += rows.count()
                light = [f"article__{name}" for name in HEAVY]
                listed: Any = rows.select_related("article").defer(*light).order_by("pk")
                sample += listed[: SAMPLE - len(sample)]
            elif field.model is Article:
                touched.update(rows.values_list("pk", flat=True))
        return Effect(dict(moved), dict(joined), facts, len(touched), sample)

    @property
    def seen(self) -> str:
        """What the person has before their eyes: sent with the order, so that nothing else is done."""
        picks = ",".join(f"{name}={key}" for name, key in sorted(self.picks.items()))
        keys = ",".join(str(row.pk) for row in self.rows)
        return f"{keys}|{self.keep.pk}|{picks}|{self.effect.total}"

    @property
    def brands(self) -> list[str]:
        """Names of brands that would be merged with their owners: of one name, of two of the rows."""
        if self.kind != MergeKind.ORGANIZATION:
            return []
        owned = Counter[str]()
        names = dict[str, str]()
        for row in self.rows:
            for brand in row.brands.all():
                key = plain(brand.name)
                owned[key] += 1
                names.setdefault(key, brand.name)
        return [names[key] for key, n in owned.items() if n > 1]


def _rows(kind: str) -> models.QuerySet[Any]:
    """Return the rows of *kind* with what tells them apart and how many reports there are."""
    match kind:
        case MergeKind.ARTICLE:
            articles = Article.objects.select_related("region", "source")
            return articles.defer("source__text", *HEAVY)
        case MergeKind.THEME:
            return Theme.objects.annotate(article_count=Count("articles"))
        case MergeKind.BRAND:
            brands = Brand.objects.with_counts().select_related("region", "owner", "parent")
            return brands.prefetch_related("children")
    organizations = Organization.objects.with_counts().select_related("region", "parent")
    return organizations.prefetch_related("brands", "aliases")


def _likeliest(rows: Sequence[Any]) -> Any:
    """Return the row that is kept unless told otherwise: a person's, the most named, the oldest."""

    def worth(row: Any) -> tuple[bool, int, int]:
        by_person = getattr(row, "origin", "") == Origin.PERSON
        return by_person, getattr(row, "article_count", 0), -row.pk

    return max(rows, key=worth, default=None)


def _filled(rows: Sequence[Any], keep: Any, name: str) -> Any:
    """Return the row whose value is taken: that of the kept one, another's where it has none."""
    if getattr(keep, name):
        return keep
    inside = {row.pk for row in rows}
    for row in rows:
        value = getattr(row, name)
        if value and not (name == "parent" and value.pk in inside):
            return row
    return keep


def _shown(row: Any, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else getattr(row, name) or "—")


def _aliases(row: Organization) -> str:
    return "、".join(alias.name for alias in row.aliases.all()[:SAMPLE]) or "—"


TOLD: Mapping[str, Sequence[tuple[str, Any]]] = {
    MergeKind.ORGANIZATION: (
        ("又称", _aliases),
        ("报道", lambda row: f"{row.article_count} 篇"),
        ("品牌", lambda row: f"{len(row.brands.all())} 个"),
        ("来历", lambda row: row.get_origin_display()),
    ),
    MergeKind.BRAND: (
        ("报道", lambda row: f"{row.article_count} 篇"),
        ("下级品牌", lambda row: f"{len(row.children.all())} 个"),
        ("来历", lambda row: row.get_origin_display()),
    ),
    MergeKind.ARTICLE: (
        ("刊物", lambda row: row.publication or "—"),
        ("刊发日期", lambda row: str(row.published_on or "—")),
        ("地区", lambda row: str(row.region or "—")),
        ("来源文件", lambda row: row.source.name),
        ("状态", lambda row: row.get_status_display()),
    ),
    MergeKind.THEME: (
        ("类别", lambda row: row.group or "—"),
        ("定义", lambda row: row.definition or "—"),
        ("报道", lambda row: f"{row.article_count} 篇"),
    ),
}
