"""What pages with lists share: rows of articles, numbered pages, the one right address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, Self

from django.core.paginator import Page
from django.db.models import Count, Max, Min, QuerySet, Value
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from articles import revision
from articles.extraction.markup import blocks
from articles.filters import BrowseFilter, Sort, lineage, years_label
from articles.models import Article, BrandMention, Metric
from articles.models.article import OPENING, ArticleQuerySet
from articles.models.privacy import shown
from articles.outputs.exports import Format
from articles.views.paging import article_page, neighbour

PAGE_SIZE = 20
INDEX_SIZE = 60  # names are short: an index shows more of them
SUMMARY = 96  # characters of the opening of a text


class Row(NamedTuple):
    """An article of a list, and what is shown of it: templates take plain values faster."""

    article: Article
    url: str
    headline: str
    summary: str
    region: str
    theme: str
    brands: int
    metrics: int

    @classmethod
    def of(cls, article: Article, opening: str, brands: int = 0, metrics: int = 0) -> Self:
        """Return the row of *article*, whose body begins with *opening*."""
        return cls(
            article,
            article.get_absolute_url(),
            article.headline,
            summary(opening),
            article.region.name if article.region else "",
            article.primary_theme.name if article.primary_theme else "",
            brands,
            metrics,
        )


@dataclass(frozen=True, slots=True)
class PageLink:
    """A number in a pager; an empty query stands for the gap between numbers."""

    number: int
    query: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of articles with its pager."""

    rows: Sequence[Row]
    page: Page[Any]
    links: Sequence[PageLink]
    sorts: Sequence[tuple[str, str, bool]]  # label, query, current
    formats: Sequence[tuple[str, str]]  # the files that all of it can be had as: label, query

    @property
    def total(self) -> int:
        """How many articles there are on all pages."""
        return self.page.paginator.count


def listing(address: str, articles: ArticleQuerySet, browse: BrowseFilter) -> Listing:
    """Return the page of *articles* that *browse* asks for, the last one where it asks too far.

    *address*, the path of the page, tells all of them that *browse* does not.
    """
    name = f"{address}?{browse.with_('page', 1).urlencode()}"
    page = article_page(name, browse.apply(articles), browse, PAGE_SIZE)
    oldest = browse.sort == Sort.OLDEST
    sorts = [
        ("最新在前", f"?{browse.with_('sort', Sort.DEFAULT).urlencode()}", not oldest),
        ("最早在前", f"?{browse.with_('sort', Sort.OLDEST).urlencode()}", oldest),
    ]
    return Listing(rows(list(page)), page, links(page, browse), sorts, formats(browse))


def rows(articles: Sequence[Article]) -> list[Row]:
    """Return *articles* with what a list shows of them: one query, however many there are."""
    keys = [article.pk for article in articles]
    brands, metrics = revision.once(f"tallied-{keys}", lambda: _tallied(keys))
    return [
        Row.of(
            a,
            shown("article", a.pk, getattr(a, "opening", "")),
            brands.get(a.pk, 0),
            metrics.get(a.pk, 0),
        )
        for a in articles
    ]


def _tallied(keys: Sequence[int]) -> list[dict[int, int]]:
    return tallied(
        keys,
        (BrandMention.objects.public(), "article", "brand"),
        (Metric.objects.public(), "article", "pk"),
    )


def tallied(keys: Sequence[int], *asked: tuple[QuerySet[Any], str, str]) -> list[dict[int, int]]:
    """Return for each of *asked*, by those of *keys* that its first column holds, how many
    different values its second column has. One query for all.
    """
    first, *others = [
        rows.filter(**{f"{owner}__in": keys})
        .order_by()
        .annotate(number=Value(number))
        .values_list("number", owner)
        .annotate(n=Count(column, distinct=True))
        for number, (rows, owner, column) in enumerate(asked)
    ]
    found: list[dict[int, int]] = [{} for _ in asked]
    for number, key, n in first.union(*others, all=True):
        found[number][key] = n
    return found


def summary(opening: str) -> str:
    """Return how the running text begins that *opening*, the first characters of a body, holds."""
    first = next((block for block in blocks(opening) if not block.level), None)
    if first is None:
        return ""
    cut = len(first.text) > SUMMARY or first.end == OPENING
    return first.text[:SUMMARY].rstrip() + "……" if cut else first.text


def links(page: Page[Any], browse: BrowseFilter, **extra: str) -> list[PageLink]:
    """Return the numbers of a pager: first, last and those around the page; none for one page."""
    if page.paginator.num_pages < 2:
        return []
    found = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        if isinstance(number, int):
            query = browse.turned(number, **neighbour(page, number)).urlencode(**extra)
            found.append(PageLink(number, f"?{query}", number == page.number))
        else:
            found.append(PageLink(0, ""))
    return found


def formats(browse: BrowseFilter, **extra: str) -> list[tuple[str, str]]:
    """Return the files that the list of *browse* can be had as: label and query string."""
    first = browse.with_("page", 1)
    return [(form.name, f"?{first.urlencode(**extra, format=form.value)}") for form in Format]


class Addressed(Protocol):
    """A row with a page of its own."""

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        ...


def moved(request: HttpRequest, row: Addressed, tab: str = "") -> HttpResponse | None:
    """Return the way to the right address of *row*, of its *tab* if any, if the request came to
    another one.
    """
    address = row.get_absolute_url() + tab
    if address == request.path:
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


@dataclass(frozen=True, slots=True)
class Extent:
    """How far articles reach: their number by code of every division (what lies below it
    included), and the years in which they were published, as «2019—2025年»."""

    counts: dict[str, int]
    years: str


def extent(articles: ArticleQuerySet) -> Extent:
    """Return the extent of *articles*. One query, once for each state of the archive."""
    counts: dict[str, int] = {}
    days = []
    grouped = articles.order_by().values_list("region")
    ended = grouped.annotate(Count("pk"), Min("published_on"), Max("published_on"))
    for code, n, *ends in revision.kept(ended):
        days += [day for day in ends if day]
        for place in lineage(code) if code else ():
            counts[place] = counts.get(place, 0) + n
    return Extent(counts, years_label(min(days).year, max(days).year) if days else "")
