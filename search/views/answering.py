"""Asks the engine, or the database when the engine cannot answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.core.paginator import Page, Paginator

from articles.filters import BrowseFilter, Sort
from articles.models import Article
from articles.models.article import ArticleQuerySet
from search import background
from search.engine import FACETS, EngineUnavailable, Facet, Filters, Sort as EngineSort
from search.engines import get_engine
from search.models import PendingChange
from search.query import Query
from search.query.loosening import loosened
from search.views.database import condition

logger = logging.getLogger(__name__)

ORDERS: Mapping[Sort, EngineSort] = {
    Sort.DEFAULT: "relevance",
    Sort.NEWEST: "newest",
    Sort.OLDEST: "oldest",
}
PAGE_SIZE = 20
FEW = 10  # with fewer hits, readers also see what holds some of the words
LAST_PAGE = 50  # further on, readers are better helped by narrowing
HIDDEN = 10_000  # articles that the index still shows: with more of them it is of no use
ALL = 10_000_000  # hits, and more than there can be
TRIES = 5  # to find a page all of whose articles are still there


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of articles in order, how many were found in all, and counts by facet value.

    ``waiting`` articles differ from what the index knows of them, and ``hidden`` ones must not
    show although it knows them.
    """

    articles: list[Article]
    total: int
    page: Page[int]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    waiting: int = 0
    hidden: frozenset[int] = frozenset()
    degraded: bool = False  # found by the database alone


def answer(query: Query, browse: BrowseFilter) -> Answer:
    """Return what answers *query* within *browse*; a page past the end gives the last one.

    An index that cannot answer, or has stayed behind, is mended in the background.
    """
    try:
        return _ask_engine(query, browse)
    except EngineUnavailable as error:
        logger.warning("检索改用数据库：%s", error)
        background.catch_up()
        return _ask_database(query, browse)


def keys(query: Query, browse: BrowseFilter) -> list[int]:
    """Return the keys of all that answers, in order."""
    try:
        filters = narrowed(browse, hidden())
        found = get_engine().search(query, filters, sort=ORDERS[browse.sort], size=ALL)
        return list(found.pks)
    except EngineUnavailable as error:
        logger.warning("检索改用数据库：%s", error)
        articles = Article.objects.listed()
        if query.tree:
            articles = articles.filter(condition(query.tree))
        return list(browse.apply(articles).values_list("pk", flat=True))


def partly(query: Query, browse: BrowseFilter, found: Answer) -> list[Article]:
    """Return the best of what holds some of the words only, where few articles hold them all."""
    room = FEW - found.total
    if found.degraded or room <= 0 or browse.sort or not (tree := loosened(query.tree)):
        return []
    wider = replace(query, tree=tree)
    try:
        pks = get_engine().search(wider, narrowed(browse, found.hidden), size=room).pks
    except EngineUnavailable:
        return []
    return _with_text(Article.objects.listed()).in_order(pks)


def notices(query: Query, browse: BrowseFilter, found: Answer) -> list[str]:
    """Return sentences, in Chinese, on what was not taken at its word or may be missing."""
    told = [query.notice] if query.notice else []
    if query.blank and query.text and not query.notice:
        told.append("所输内容中没有检索词，以下为全部报道")
    told += browse.notices
    if found.degraded:
        told.append("索引更新中，以下暂直接在标题和正文中查找，次序按日期，不分组统计")
    elif found.waiting:
        told.append(f"索引更新中，新近 {found.waiting} 篇可能未列出")
    if found.page.number == LAST_PAGE and found.page.paginator.count < found.total:
        told.append(f"只列出前 {LAST_PAGE} 页，请增加检索词或筛选条件")
    return told


def count(query: Query, browse: BrowseFilter, hidden: frozenset[int]) -> int:
    """Return how many articles but *hidden* ones answer; raises :exc:`EngineUnavailable`."""
    return get_engine().search(query, narrowed(browse, hidden), size=0).total


def counts(query: Query, browse: BrowseFilter, facet: Facet) -> Mapping[str, int]:
    """Return how many articles each value of *facet* would leave; raises
    :exc:`EngineUnavailable`.
    """
    filters = narrowed(browse, hidden())
    return get_engine().search(query, filters, size=0, facets=[facet]).facets[facet]


def narrowed(browse: BrowseFilter, hidden: frozenset[int]) -> Filters:
    """Return the engine's filters for *browse*, with *hidden* articles left out."""
    chosen: dict[Facet, frozenset[str]] = {
        facet: frozenset(value.value for value in browse.chosen[facet])
        for facet in FACETS
        if facet in browse.chosen
    }
    return Filters(chosen, browse.year_from, browse.year_to, hidden)


def hidden() -> frozenset[int]:
    """Return the articles that must not be found, whatever the index says: those that were
    withdrawn or deleted since. Raises :exc:`EngineUnavailable` if there are too many.
    """
    found = PendingChange.objects.hidden(HIDDEN)
    if len(found) == HIDDEN:
        raise EngineUnavailable("检索索引落后太多，请运行 python manage.py reindex")
    return found


def _ask_engine(query: Query, browse: BrowseFilter) -> Answer:
    """Ask until a page holds what it says: articles may vanish while it is put together."""
    waiting, overdue = PendingChange.objects.backlog()
    if overdue:
        background.catch_up()  # whoever should have brought them in has died
    filters = narrowed(browse, hidden() if waiting else frozenset())
    number = min(browse.page, LAST_PAGE)
    for _ in range(TRIES):
        results = get_engine().search(
            query,
            filters,
            sort=ORDERS[browse.sort],
            start=(number - 1) * PAGE_SIZE,
            size=PAGE_SIZE,
            facets=FACETS,
        )
        page = _page(results.total, number)
        if page.number != number:
            number = page.number
            continue
        articles = _with_text(Article.objects.listed()).in_order(results.pks)
        gone = frozenset(results.pks) - {article.pk for article in articles}
        if not gone:
            counts = results.facets
            return Answer(articles, results.total, page, counts, waiting, filters.hidden)
        filters = replace(filters, hidden=filters.hidden | gone)
    raise EngineUnavailable("检索索引与档案不符，请运行 python manage.py reindex --check")


def _ask_database(query: Query, browse: BrowseFilter) -> Answer:
    """Look in headlines and bodies, as far as a database can."""
    found = Article.objects.listed()
    if query.tree:
        found = found.filter(condition(query.tree))
    ordered = browse.apply(found)
    total = ordered.count()
    page = _page(total, browse.page)
    start = (page.number - 1) * PAGE_SIZE
    rows = _with_text(ordered)[start : start + PAGE_SIZE]
    return Answer(list(rows), total, page, degraded=True)


def _with_text(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Fetch all that a row with a snippet shows: unlike other lists, the text as well."""
    return articles.select_related("region", "primary_theme").prefetch_related("captions")


def _page(total: int, number: int) -> Page[int]:
    """Return the page of that number, or the last one."""
    return Paginator(range(min(total, PAGE_SIZE * LAST_PAGE)), PAGE_SIZE).get_page(number)
