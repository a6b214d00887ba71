"""BrowseFilter: a query string and the articles it chooses, both ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.http import QueryDict

from articles.keys import key_of
from articles.models import BrandMention, OrganizationMention, Theme
from articles.models.article import ArticleQuerySet
from articles.models.labels import heirs, names

FIRST_YEAR, LAST_YEAR = 1900, 2100
SHOWN_CHARACTERS = 30  # of a wrong value, in its notice
MOST = 10  # values of one facet: more are no choice, and every one costs
LONGEST = 200  # characters of a publication, as its column has it


class Sort(StrEnum):
    """In which order the articles stand; the empty value leaves it to the page."""

    DEFAULT = ""
    NEWEST = "newest"
    OLDEST = "oldest"


class Value(NamedTuple):
    """A value of a facet: as addresses and the index have it, and as readers see it."""

    value: str
    label: str

    @classmethod
    def of(cls, row: models.Model) -> Value:
        """Return the value that stands for *row*: regions go by code, themes by slug."""
        return cls(str(row.slug if isinstance(row, Theme) else row.pk), str(row))


class Chip(NamedTuple):
    """A filter in force: what it is called, what it is set to, and the query without it."""

    key: str
    name: str
    label: str
    rest: str


@dataclass(frozen=True)
class BrowseFilter:
    """What narrows a list of articles.

    ``chosen`` holds the values of every facet in force, in their order: an article needs any one
    of them in each facet. A span of years comes on top. ``fixed`` names the facets that the
    address of the page itself sets (the region of a region's page); they apply, but stand neither
    in the query string nor among the chips. ``after`` and ``before`` tell beside which article a
    deep page lies (see ``views.paging``); they go with their page. ``notices`` are sentences on values that were ignored.
    """

    chosen: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = Sort.DEFAULT
    page: int = 1
    after: str = ""
    before: str = ""
    fixed: frozenset[str] = frozenset()
    notices: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def parse(
        cls,
        query: QueryDict | Mapping[str, str],
        keys: Collection[str] | None = None,
        **fixed: models.Model,
    ) -> Self:
        """Read *query*; wrong values are ignored with a notice, unknown names without one.

        *keys* are the parameters to look at, by default all; *fixed* are rows set by the page
        itself: they win over the query. One database query at most, none for a plain list; a few
        more for a value that names nothing any more.
        """
        typed = {
            key: texts
            for key in (*FACETS, *SINGLE)
            if key not in fixed and (keys is None or key in keys)
            if (texts := _typed(query, key))
        }
        chosen, notices = _facets({key: typed[key] for key in FACETS if key in typed})
        chosen |= {key: (Value.of(row),) for key, row in fixed.items()}
        single: dict[str, Any] = {}
        for key in (key for key in SINGLE if key in typed):
            if (value := SINGLE[key](typed[key][0])) is not None:
                single[key] = value
            else:
                notices.append(_unread(key, typed[key][:1]))
        start, end = single.get("year_from"), single.get("year_to")
        if start and end and start > end:
            single["year_from"], single["year_to"] = end, start
            notices.append("起始年份晚于截止年份，已对调")
        return cls(chosen, **single, fixed=frozenset(fixed), notices=tuple(notices))

    def apply(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Narrow and order *articles*; the page is left to the paginator."""
        for key in self.chosen:
            articles = articles.filter(self.condition(key))
        if self.year_from:
            articles = articles.filter(published_on__gte=date(self.year_from, 1, 1))
        if self.year_to:
            articles = articles.filter(published_on__lte=date(self.year_to, 12, 31))
        return articles.oldest() if self.sort == Sort.OLDEST else articles.newest()

    def condition(self, key: str, to: str = "") -> Q:
        """Return what the values chosen for *key* ask of an article.

        *to* leads to the article from the rows that are filtered, as in ``article__``.
        """
        values = [value.value for value in self.chosen.get(key, ())]
        return CONDITIONS[key](to, values) if values else Q()

    def chips(self, **extra: str) -> list[Chip]:
        """Return the filters in force one by one, those of the page itself left out; each leads
        to the query without it, with *extra* as in :meth:`urlencode`.
        """
        chips = [
            Chip(key, NAMES[key], value.label, self.dropping(key, value).urlencode(**extra))
            for key, values in self.chosen.items()
            if key not in self.fixed
            for value in values
        ]
        if span := years_label(self.year_from, self.year_to):
            rest = self._first(year_from=None, year_to=None)
            chips.append(Chip("year", NAMES["year"], span, rest.urlencode(**extra)))
        return chips

    def only(self, key: str, value: Value) -> Self:
        """Return the filter with *value* alone in its facet, on its first page."""
        return self.without(key)._with(key, (value,))

    def adding(self, key: str, value: Value) -> Self:
        """Return the filter with *value* besides those chosen in its facet, on its first page."""
        return self._with(key, (*self.chosen.get(key, ()), value))

    def dropping(self, key: str, value: Value) -> Self:
        """Return the filter without *value* in its facet, on its first page."""
        return self._with(key, [other for other in self.chosen.get(key, ()) if other != value])

    def without(self, key: str) -> Self:
        """Return the filter without the facet *key*, on its first page; ``year`` takes the span
        of years with it.
        """
        span = {"year_from": None, "year_to": None} if key == "year" else {}
        return self._with(key, (), **span)

    def with_(self, key: str, value: object) -> Self:
        """Return the filter with ``sort`` or ``page`` set; on its first page unless it is that."""
        return self._first(**{key: value})

    def turned(self, page: int, **beside: str) -> Self:
        """Return the filter at *page*, which lies ``after`` or ``before`` an article if told so."""
        return self._first(page=page, **beside)

    def urlencode(self, **extra: str) -> str:
        """Return the query string without "?", *extra* (words of a search) before the filters."""
        said = [(key, value) for key, value in extra.items() if value]
        return urlencode([*said, *self.pairs()])

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of the query string, fixed filters left out.

        The same filter gives the same pairs, in whatever order it was put together.
        """
        found = [
            (key, value.value)
            for key in FACETS
            if key not in self.fixed
            for value in self.chosen.get(key, ())
        ]
        years = {"year_from": self.year_from, "year_to": self.year_to}
        found += [(key, str(year)) for key, year in years.items() if year]
        if self.sort:
            found.append(("sort", self.sort.value))
        if self.page > 1:
            found.append(("page", str(self.page)))
        beside = {"after": self.after, "before": self.before}
        found += [(key, place) for key, place in beside.items() if place]
        return found

    @property
    def narrowed(self) -> bool:
        """Tell whether any filter but those of the page itself is in force."""
        return bool(self.year_from or self.year_to or self.chosen.keys() - self.fixed)

    def _with(self, key: str, values: Iterable[Value], **changes: object) -> Self:
        chosen = {**self.chosen, key: _in_order(values)}
        return self._first(chosen={k: chosen[k] for k in FACETS if chosen.get(k)}, **changes)

    def _first(self, **changes: Any) -> Self:
        return replace(self, **{"page": 1, "after": "", "before": "", **changes})


def years_label(start: int | None, end: int | None) -> str:
    """Return a span of years for the eye, "" for none.

    >>> years_label(2019, 2021), years_label(2020, 2020), years_label(None, 2020)
    ('2019—2021年', '2020年', '2020年及以前')
    """
    if start and end:
        return f"{start}年" if start == end else f"{start}—{end}年"
    if start:
        return f"{start}年及以后"
    return f"{end}年及以前" if end else ""


def lineage(code: str) -> tuple[str, ...]:
    """Return the codes under which a region may stand, the province first, and its own last.

    >>> lineage("220602"), lineage("220000")
    (('220000', '220600', '220602'), ('220000',))
    """
    return tuple(dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code)))


def _typed(query: QueryDict | Mapping[str, str], key: str) -> list[str]:
    """Return the values of a parameter, each once, blank ones left out.

    A publication stands as it is, spaces at its ends included: so it is found again.
    """
    given = query.getlist(key) if isinstance(query, QueryDict) else [query.get(key, "")]
    typed = given if key == "publication" else [text.strip() for text in given]
    return list(dict.fromkeys(text for text in typed if text.strip()))


def _facets(typed: Mapping[str, list[str]]) -> tuple[dict[str, tuple[Value, ...]], list[str]]:
    """Return the values that *typed* names by facet, in order, and sentences on the rest."""
    chosen: dict[str, tuple[Value, ...]] = {}
    notices: list[str] = []
    read = {key: {t: READERS[key](t) for t in texts[:MOST]} for key, texts in typed.items()}
    known = names(_values(read))
    lost = {key: values - known[key].keys() for key, values in _values(read).items()}
    if moved := heirs(lost):  # an old link names what was merged since
        read = {
            k: {t: moved.get((k, v), v) for t, v in found.items()} for k, found in read.items()
        }
        known = names(_values(read))
    for key, found in read.items():
        if len(typed[key]) > MOST:
            notices.append(f"{NAMES[key]}一次最多选 {MOST} 项，其余已忽略")
        if wrong := [text for text, value in found.items() if value not in known[key]]:
            notices.append(_unread(key, wrong))
        if values := [Value(v, known[key][v]) for v in found.values() if v and v in known[key]]:
            chosen[key] = _in_order(values)
    return chosen, notices


def _values(read: Mapping[str, Mapping[str, str | None]]) -> dict[str, set[str]]:
    return {key: {value for value in found.values() if value} for key, found in read.items()}


def _in_order(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(sorted(set(values))[:MOST])


def _unread(key: str, texts: Iterable[str]) -> str:
    quoted = "".join(f"“{text[:SHOWN_CHARACTERS]}”" for text in texts)
    return f"{NAMES[key]}{quoted}无法识别，已忽略"


def _like(pattern: str) -> Callable[[str], str | None]:
    return lambda text: text if re.fullmatch(pattern, text) else None


def _key(text: str) -> str | None:
    key = key_of(text)
    return str(key) if key else None


def _one_year(text: str) -> str | None:
    year = _year(text)
    return str(year) if year else None


def _publication(text: str) -> str | None:
    return text if len(text) <= LONGEST and "\0" not in text else None


def _year(text: str) -> int | None:
    number = _number(text.removesuffix("年"))
    return number if number and FIRST_YEAR <= number <= LAST_YEAR else None


def _place(text: str) -> str | None:
    found = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})?\.[0-9]{1,18}", text)
    try:
        return text if found and (not found[1] or date.fromisoformat(found[1])) else None
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) or None if re.fullmatch(r"[0-9]{1,9}", text) else None


def _sort(text: str) -> Sort | None:
    return next((sort for sort in Sort if sort == text), None)


def _in_regions(to: str, codes: list[str]) -> Q:
    return reduce(or_, (_in_region(to, code) for code in codes))


def _in_region(to: str, code: str) -> Q:
    prefix = code.removesuffix("00").removesuffix("00")
    span = {"gte": prefix.ljust(6, "0"), "lte": prefix.ljust(6, "9")}
    return Q(**{f"{to}region__{end}": code for end, code in span.items()})


def _in_years(to: str, years: list[str]) -> Q:
    spans = ((date(int(year), 1, 1), date(int(year), 12, 31)) for year in years)
    return reduce(or_, (Q(**{f"{to}published_on__range": span}) for span in spans))


def _in_column(column: str) -> Callable[[str, list[str]], Q]:
    return lambda to, values: Q(**{f"{to}{column}__in": values})


def _named(
    mentions: type[OrganizationMention] | type[BrandMention], column: str
) -> Callable[[str, list[str]], Q]:
    """Return what asks for articles in which a fact that stands names one of the values."""

    def condition(to: str, values: list[str]) -> Q:
        named = mentions.objects.filter(**{f"{column}__in": values}).public()
        return Q(**{f"{to}pk__in": named.values("article")})

    return condition


READERS: Mapping[str, Callable[[str], str | None]] = {
    "region": _like(r"[0-9]{6}"),
    "theme": _like(r"[A-Za-z0-9_-]{1,40}"),
    "sector": _like(r"[a-z_]+"),
    "year": _one_year,
    "organization_type": _like(r"[a-z_]+"),
    "organization": _key,
    "brand": _key,
    "publication": _publication,
}
CONDITIONS: Mapping[str, Callable[[str, list[str]], Q]] = {
    "region": _in_regions,
    "theme": _in_column("primary_theme__slug"),
    "sector": _in_column("sector"),
    "year": _in_years,
    "organization_type": _named(OrganizationMention, "organization__type"),
    "organization": _named(OrganizationMention, "organization"),
    "brand": _named(BrandMention, "brand"),
    "publication": _in_column("publication"),
}
FACETS = tuple(READERS)
SINGLE: Mapping[str, Callable[[str], object]] = {
    "year_from": _year,
    "year_to": _year,
    "sort": _sort,
    "page": _number,
    "after": _place,
    "before": _place,
}
NAMES = {
    "region": "地区",
    "theme": "主题",
    "sector": "领域",
    "year": "年份",
    "organization_type": "单位类型",
    "organization": "单位",
    "brand": "品牌",
    "publication": "来源",
    "year_from": "起始年份",
    "year_to": "截止年份",
    "sort": "排序",
    "page": "页码",
    "after": "翻页位置",
    "before": "翻页位置",
}
