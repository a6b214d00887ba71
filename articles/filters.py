"""BrowseFilter: a query string and the articles it chooses, both ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode

from django.db import models
from django.http import QueryDict

from articles.extraction.vocabulary import Sector
from articles.models import (
    Brand,
    BrandMention,
    Organization,
    OrganizationMention,
    Region,
    Theme,
)
from articles.models.article import ArticleQuerySet

FIRST_YEAR, LAST_YEAR = 1900, 2100
SHOWN_CHARACTERS = 30  # of a wrong value, in its notice


class Sort(StrEnum):
    """In which order the articles stand; the empty value leaves it to the page."""

    DEFAULT = ""
    NEWEST = "newest"
    OLDEST = "oldest"


class Chip(NamedTuple):
    """A filter in force: what it is called, what it is set to, and the query without it."""

    key: str
    name: str
    label: str
    rest: str


@dataclass(frozen=True)
class BrowseFilter:
    """What narrows a list of articles.

    ``fixed`` names the filters that the address of the page itself sets (the region of a region's
    page); they apply, but stand neither in the query string nor among the chips. ``notices`` are
    sentences on values that were ignored.
    """

    region: Region | None = None
    theme: Theme | None = None
    organization: Organization | None = None
    brand: Brand | None = None
    sector: Sector | None = None
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = Sort.DEFAULT
    page: int = 1
    fixed: frozenset[str] = frozenset()
    notices: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def parse(cls, query: QueryDict | Mapping[str, str], **fixed: models.Model) -> Self:
        """Read *query*; wrong values are ignored with a notice, unknown names without one.

        *fixed* are rows set by the page itself: they win over the query. One database query for
        each row that the query names, none for a plain list.
        """
        values: dict[str, Any] = dict(fixed)
        notices = []
        for key, reader in READERS.items():
            text = query.get(key, "").strip()
            if not text or key in values:
                continue
            value = reader(text)
            if value is None:
                notices.append(f"{NAMES[key]}“{text[:SHOWN_CHARACTERS]}”无法识别，已忽略")
            else:
                values[key] = value
        if year := values.pop("year", None):
            values["year_from"] = values["year_to"] = year
        start, end = values.get("year_from"), values.get("year_to")
        if start and end and start > end:
            values["year_from"], values["year_to"] = end, start
            notices.append("起始年份晚于截止年份，已对调")
        return cls(**values, fixed=frozenset(fixed), notices=tuple(notices))

    def apply(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """Narrow and order *articles*; the page is left to the paginator."""
        if self.region:
            articles = articles.in_region(self.region)
        if self.theme:
            articles = articles.filter(primary_theme=self.theme)
        if self.organization:
            named = OrganizationMention.objects.filter(organization=self.organization)
            articles = articles.filter(pk__in=named.public().values("article"))
        if self.brand:
            shown = BrandMention.objects.filter(brand=self.brand)
            articles = articles.filter(pk__in=shown.public().values("article"))
        if self.sector:
            articles = articles.filter(sector=self.sector)
        if self.year_from:
            articles = articles.filter(published_on__gte=date(self.year_from, 1, 1))
        if self.year_to:
            articles = articles.filter(published_on__lte=date(self.year_to, 12, 31))
        return articles.oldest() if self.sort == Sort.OLDEST else articles.newest()

    def chips(self) -> list[Chip]:
        """Return the filters in force, those of the page itself left out."""
        return [
            Chip(key, NAMES[key], label, self.without(key).urlencode())
            for key, label in self._labels().items()
            if key not in self.fixed
        ]

    def without(self, key: str) -> Self:
        """Return the filter without *key*, on its first page; ``year`` stands for both ends."""
        return self.with_(key, EMPTY.get(key))

    def with_(self, key: str, value: object) -> Self:
        """Return the filter with *key* set, on its first page unless the page is what is set."""
        keys = ("year_from", "year_to") if key == "year" else (key,)
        changes: dict[str, Any] = {"page": 1, **dict.fromkeys(keys, value)}
        return replace(self, **changes)

    def urlencode(self, **extra: str) -> str:
        """Return the query string without "?", *extra* (words of a search) before the filters."""
        pairs = {key: value for key, value in extra.items() if value}
        return urlencode(pairs | {k: v for k, v in self.values().items() if k not in self.fixed})

    def values(self) -> dict[str, str]:
        """Return what is set as strings by name of parameter, fixed filters included."""
        rows = {
            "region": self.region,
            "theme": self.theme and self.theme.slug,
            "organization": self.organization,
            "brand": self.brand,
        }
        found = {k: str(getattr(row, "pk", row)) for k, row in rows.items() if row}
        if self.sector:
            found["sector"] = self.sector.value
        if self.year_from and self.year_from == self.year_to:
            found["year"] = str(self.year_from)
        else:
            years = {"year_from": self.year_from, "year_to": self.year_to}
            found |= {k: str(year) for k, year in years.items() if year}
        if self.sort:
            found["sort"] = self.sort.value
        if self.page > 1:
            found["page"] = str(self.page)
        return found

    @property
    def narrowed(self) -> bool:
        """Tell whether any filter but those of the page itself is in force."""
        return bool(set(self._labels()) - self.fixed)

    def _labels(self) -> dict[str, str]:
        rows = {
            "region": self.region,
            "theme": self.theme,
            "organization": self.organization,
            "brand": self.brand,
            "sector": self.sector and self.sector.label,
            "year": years_label(self.year_from, self.year_to),
        }
        return {key: str(row) for key, row in rows.items() if row}


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


def _year(text: str) -> int | None:
    number = _number(text.removesuffix("年"))
    return number if number and FIRST_YEAR <= number <= LAST_YEAR else None


def _number(text: str) -> int | None:
    return int(text) or None if re.fullmatch(r"\d{1,9}", text) else None


def _region(text: str) -> Region | None:
    return Region.objects.filter(pk=text).first() if re.fullmatch(r"[0-9]{6}", text) else None


def _theme(text: str) -> Theme | None:
    known = re.fullmatch(r"[A-Za-z0-9_-]{1,40}", text)
    return Theme.objects.filter(slug=text).first() if known else None


def _organization(text: str) -> Organization | None:
    number = _number(text)
    return Organization.objects.filter(pk=number).first() if number else None


def _brand(text: str) -> Brand | None:
    number = _number(text)
    return Brand.objects.filter(pk=number).first() if number else None


def _sector(text: str) -> Sector | None:
    return next((sector for sector in Sector if sector == text), None)


def _sort(text: str) -> Sort | None:
    return next((sort for sort in Sort if sort == text), None)


READERS: dict[str, Callable[[str], object]] = {
    "region": _region,
    "theme": _theme,
    "organization": _organization,
    "brand": _brand,
    "sector": _sector,
    "year": _year,
    "year_from": _year,
    "year_to": _year,
    "sort": _sort,
    "page": _number,
}
NAMES = {
    "region": "地区",
    "theme": "主题",
    "organization": "单位",
    "brand": "品牌",
    "sector": "领域",
    "year": "年份",
    "year_from": "起始年份",
    "year_to": "截止年份",
    "sort": "排序",
    "page": "页码",
}
EMPTY: dict[str, object] = {"sort": Sort.DEFAULT, "page": 1}
