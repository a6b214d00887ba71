"""Facets: the values by which a list can be narrowed, each with what it would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from django.db.models import CharField, Count, F, Q, QuerySet, Value as Constant
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, ExtractYear
from django.template.loader import render_to_string

from articles import revision
from articles.filters import MOST, NAMES, BrowseFilter, Value, lineage
from articles.models import Region
from articles.models.article import ArticleQuerySet
from articles.models.labels import names

FIRST = 8  # choices that show at once
AT_ONCE = 32  # choices of a long facet that a page brings along
LONG = ("organization", "brand", "publication")  # facets that grow with the archive

Link = Callable[[BrowseFilter], str]
"""The address of the list that a filter gives."""

Counts = Mapping[str, int]
"""How many articles each value would leave, by value."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet. ``query`` leads to the list with it alone in its facet or, where it is
    chosen, to the list without it; ``more`` to the list with it besides those chosen, "" where
    that would change nothing.
    """

    value: str
    label: str
    count: int
    query: str
    active: bool = False
    more: str = ""
    depth: int = 0  # below so many others


@dataclass(frozen=True, slots=True)
class Facet:
    """The values by which a list can be narrowed, as far as the page brings them along."""

    key: str
    name: str
    choices: Sequence[Choice]
    left_out: int = 0  # values that the page does not bring along
    all: str = ""  # the address of all values, where any is left out
    opened: int = FIRST

    @property
    def first(self) -> Sequence[Choice]:
        """The choices that show at once."""
        return self.choices[: self.opened]

    @property
    def more(self) -> Sequence[Choice]:
        """The choices behind 更多."""
        return self.choices[self.opened :]

    @property
    def size(self) -> int:
        """How many values there are in all."""
        return len(self.choices) + self.left_out

    def narrows(self, total: int) -> bool:
        """Tell whether any choice gives another list than the one of *total* that stands here."""
        return any(choice.active or choice.count != total for choice in self.choices)


@dataclass(frozen=True)
class Offer:
    """What the facet ``key`` offers beside a list: ``counts`` for the list that ``browse`` and
    ``link`` lead to. ``known`` are names of values that need not be looked up.
    """

    key: str
    counts: Counts
    browse: BrowseFilter
    link: Link
    known: Mapping[str, str] = field(default_factory=dict)

    def facet(self, names: Mapping[str, str]) -> Facet:
        """Return the facet; *names* are those of its ``unnamed`` values.

        What is chosen stands first, then the most frequent, years from the latest; of regions,
        the provinces, with the branches of those chosen opened.
        """
        if self.key == "region":
            return self._regions()
        left_out = len(self.ordered) - len(self.shown)
        opened = max(len(self.chosen), FIRST)
        choices = self.choices(self.shown, names)
        return Facet(self.key, NAMES[self.key], choices, left_out, opened=opened)

    @property
    def chosen(self) -> dict[str, str]:
        """The values chosen, with their names."""
        return dict(self.browse.chosen.get(self.key, ()))

    @cached_property
    def ordered(self) -> list[str]:
        """All values in the order in which they are offered."""
        rest = self.counts.keys() - self.chosen.keys()
        if self.key == "year":
            return [*sorted(self.chosen, reverse=True), *sorted(rest, reverse=True)]
        return [*self.chosen, *self._frequent(rest)]

    @property
    def shown(self) -> list[str]:
        """The values that a page brings along."""
        return self.ordered[:AT_ONCE] if self.key in LONG else self.ordered

    def unnamed(self, values: Iterable[str]) -> list[str]:
        """Return those of *values* whose names are not known yet."""
        return [v for v in values if v not in self.known and v not in self.chosen]

    def choices(self, values: Iterable[str], names: Mapping[str, str]) -> list[Choice]:
        """Return *values* as choices; those that name nothing are left out."""
        named = {**names, **self.known, **self.chosen}
        return [self._choice(Value(value, named[value])) for value in values if value in named]

    def _choice(self, value: Value, depth: int = 0) -> Choice:
        count, key = self.counts.get(value.value, 0), self.key
        if value.value in self.chosen:
            return Choice(
                *value, count, self.link(self.browse.dropping(key, value)), True, "", depth
            )
        more = self.link(self.browse.adding(key, value)) if self._adds(value.value) else ""
        return Choice(*value, count, self.link(self.browse.only(key, value)), False, more, depth)

    def _adds(self, value: str) -> bool:
        """Tell whether *value* may be chosen besides the others, and widens what they give."""
        if not 0 < len(self.chosen) < MOST:
            return False
        if self.key == "year":
            return not (self.browse.year_from or self.browse.year_to)
        if self.key != "region":
            return True
        below = set(lineage(value))
        return not any(code in below or value in lineage(code) for code in self.chosen)

    def _regions(self) -> Facet:
        opened = {code for value in self.chosen for code in lineage(value)}
        told = self.counts.keys() | opened
        rows = Region.objects.filter(Q(parent=None) | Q(parent__in=opened)) if told else ()
        names = {row.code: row.name for row in rows if row.code in told}
        below: dict[str | None, list[str]] = {}
        for row in rows:
            if row.code in names:
                below.setdefault(row.parent_id, []).append(row.code)

        def grown(parent: str | None, depth: int) -> Iterator[Choice]:
            codes = self._frequent(below.get(parent, ()))
            for code in sorted(codes, key=lambda code: code not in opened):
                yield self._choice(Value(code, names[code]), depth)
                yield from grown(code, depth + 1)

        choices = list(grown(None, 0))
        branches = sum(lineage(choice.value)[0] in opened for choice in choices)
        return Facet(self.key, NAMES[self.key], choices, opened=max(branches, FIRST))

    def _frequent(self, values: Iterable[str]) -> list[str]:
        return sorted(values, key=lambda value: (-self.counts.get(value, 0), value))


def offered(offers: Sequence[Offer]) -> list[Facet]:
    """Return the facets of *offers*; two database queries at most."""
    found = names({o.key: o.unnamed(o.shown) for o in offers if o.key != "region"})
    return [offer.facet(found.get(offer.key, {})) for offer in offers]


def facets(
    address: str, articles: ArticleQuerySet, browse: BrowseFilter, keys: Iterable[str]
) -> list[Facet]:
    """Return those of region, theme, year and sector that *keys* name and that offer a choice.

    Each counts with its own filter left out. Three database queries at most, once for each state of
    the archive: *address*, the path of the page, tells all that *browse* does not.
    """
    name = f"facets-{address}?{browse.with_('page', 1).urlencode()}"
    return revision.once(name, lambda: _facets(articles, browse, keys))


def panel(address: str, browse: BrowseFilter, found: Sequence[Facet]) -> str:
    """Return *found*, the facets of that *address* and *browse*, in HTML: nothing else on a page
    of a list has so many small parts, so they are set once for each state of the archive.
    """
    name = f"panel-{address}?{browse.with_('page', 1).urlencode()}"
    context = {"facets": found, "chips": browse.chips()}
    return revision.once(name, lambda: render_to_string("partials/facets.html", context))


def _facets(articles: ArticleQuerySet, browse: BrowseFilter, keys: Iterable[str]) -> list[Facet]:
    def link(then: BrowseFilter) -> str:
        return f"?{then.urlencode()}"

    counted = _counted({key: browse.without(key).apply(articles) for key in keys})
    offers = [Offer(key, counts, browse, link, known) for key, (counts, known) in counted.items()]
    return [f for f in offered(offers) if len(f.choices) > 1 or browse.chosen.get(f.key)]


def rolled_up(by_region: Mapping[str, int]) -> Counts:
    """Return counts that take in what lies below each region."""
    counts: Counter[str] = Counter()
    for code, n in by_region.items():
        counts.update(dict.fromkeys(lineage(code), n))
    return counts


def _counted(lists: Mapping[str, ArticleQuerySet]) -> dict[str, tuple[Counts, dict[str, str]]]:
    """Return by facet how many articles of its list have each value, and the names that came
    along. One query.
    """
    first, *others = [_grouped(key, articles) for key, articles in lists.items()]
    found: dict[str, tuple[dict[str, int], dict[str, str]]] = {key: ({}, {}) for key in lists}
    for key, value, name, n in first.union(*others, all=True) if others else first:
        if value is not None:
            found[key][0][value] = n
            found[key][1][value] = name
    return {
        key: (rolled_up(counts), {})
        if key == "region"
        else (counts, names if key == "theme" else {})
        for key, (counts, names) in found.items()
    }


def _grouped(key: str, articles: ArticleQuerySet) -> QuerySet[Any]:
    """Return rows of the facet *key*: its key, a value as text, its name, and how many have it."""
    columns = {
        "theme": (F("primary_theme__slug"), F("primary_theme__name")),
        "year": (ExtractYear("published_on"),) * 2,
    }
    value, name = (
        Cast(cast(Combinable, column), CharField())
        for column in columns.get(key, (F(key), F(key)))
    )
    rows = articles.order_by().annotate(facet=Constant(key, CharField()), value=value, called=name)
    return rows.values_list("facet", "value", "called").annotate(n=Count("pk"))
