"""Pages of long lists: counted once, and deep ones found from where another page ends.

A page up to the fiftieth is found by counting rows. Behind it the links of a pager say beside which
row the page begins (``after``) or ends (``before``), so that the database seeks instead of counting;
an address without that is served from the nearer end of the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple, Self, cast

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from articles import revision
from articles.filters import BrowseFilter, Sort
from articles.models import Article, ArticleStatus
from articles.models.article import ArticleQuerySet

DEEP = 50  # pages that are found by counting rows


class Pages(Paginator[Any]):
    """Numbered pages, counted once for each state of the archive."""

    @cached_property
    def count(self) -> int:
        """How many rows there are on all pages."""
        return revision.counted(cast("QuerySet[Any]", self.object_list))


def keyed_page(
    ordered: QuerySet[Any], shown: QuerySet[Any], pages: Pages, number: int
) -> Page[Any]:
    """Return the page *number* of *ordered*: its keys, found once for each state of the archive,
    then *shown*, the same rows with all that the page shows. Sorting wide rows takes long.
    """
    page = pages.get_page(number)
    start = (page.number - 1) * pages.per_page
    keys = ordered.values_list("pk", flat=True)[start : start + pages.per_page]
    known = revision.kept(keys)
    rows = shown.order_by().in_bulk(known)
    page.object_list = [rows[key] for key in known if key in rows]
    return page


class Cursor(NamedTuple):
    """The place of an article in a list by date."""

    day: date | None
    key: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what :meth:`__str__` writes, as :class:`BrowseFilter` has checked it."""
        day, _, key = text.partition(".")
        return cls(date.fromisoformat(day) if day else None, int(key))

    def __str__(self) -> str:
        return f"{self.day or ''}.{self.key}"


def article_page(name: str, rows: ArticleQuerySet, browse: BrowseFilter, size: int) -> Page[Any]:
    """Return the page of *rows*, in the order of *browse*, that it asks for, or the last one, with
    what a list shows. *name* tells these rows from others, in this order: they are counted, and
    the keys of a page found, once for each state of the archive.
    """
    pages = Pages(rows.values_list("pk", flat=True), size)
    pages.count = revision.once(f"total-{name}", rows.count)
    number = min(browse.page, pages.num_pages)
    if number <= DEEP:
        page = pages.get_page(number)
        keys = revision.once(f"keys-{name}-{number}", lambda: list(page.object_list))
        # That they are public is not asked of the database, which would begin with all that are.
        found = Article.objects.for_list().in_order(keys)
        page.object_list = [row for row in found if row.status == ArticleStatus.PUBLISHED]
        return page
    oldest = browse.sort == Sort.OLDEST
    rows = rows.for_list()
    if number == browse.page and (browse.after or browse.before):
        cursor = Cursor.parse(browse.after or browse.before)
        found = _beside(rows, cursor, size, forward=bool(browse.after), oldest=oldest)
    else:
        found = _counted(rows, number, size, pages.count)
    return Page(found, number, pages)


def neighbour(page: Page[Any], number: int) -> dict[str, str]:
    """Return where the deep page *number* right beside *page* begins or ends, {} for others."""
    if number <= DEEP or abs(number - page.number) != 1:
        return {}
    rows = list(page)
    if not rows or not isinstance(rows[0], Article):
        return {}
    if number == page.number + 1:
        return {"after": str(Cursor(rows[-1].published_on, rows[-1].pk))}
    return {"before": str(Cursor(rows[0].published_on, rows[0].pk))}


def _beside(
    rows: ArticleQuerySet, cursor: Cursor, size: int, *, forward: bool, oldest: bool
) -> list[Article]:
    """Return the *size* articles behind *cursor*, or those before it. Two queries at most."""
    ordered = rows if forward else rows.reverse()
    found: list[Article] = []
    for leg in _legs(cursor, forward=forward, newer=forward == oldest):
        if len(found) < size:
            found += ordered.filter(leg)[: size - len(found)]
    return found if forward else found[::-1]


def _legs(cursor: Cursor, *, forward: bool, newer: bool) -> Iterator[Q]:
    """Yield what lies on the way from *cursor*, each a stretch of an index: the undated stand
    last, whichever date comes first.
    """
    way = "gt" if newer else "lt"
    further = Q(**{f"pk__{way}": cursor.key})
    if cursor.day is None:
        yield Q(published_on=None) & further
        if not forward:
            yield Q(published_on__isnull=False)
        return
    yield Q(**{f"published_on__{way}e": cursor.day}) & (
        Q(**{f"published_on__{way}": cursor.day}) | further
    )
    if forward:
        yield Q(published_on=None)


def _counted(rows: ArticleQuerySet, number: int, size: int, total: int) -> list[Article]:
    """Return a deep page by counting keys alone, from whichever end is nearer. Two queries."""
    start, end = (number - 1) * size, min(number * size, total)
    keys = rows.values_list("pk", flat=True)
    if start <= total // 2:
        return rows.in_order(keys[start:end])
    return rows.in_order(list(keys.reverse()[total - end : total - start])[::-1])
