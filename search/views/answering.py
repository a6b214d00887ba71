"""Asks the engine, or the database when the engine cannot answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator

from articles.filters import BrowseFilter, Sort
from articles.models import Article
from articles.models.article import ArticleQuerySet
from search.engine import FACETS, EngineUnavailable, Facet, Filters, Sort as EngineSort
from search.engines import get_engine
from search.models import PendingChange
from search.query import Query
from search.views.database import condition

logger = logging.getLogger(__name__)

FILTERS = ("region", "theme", "year", "year_from", "year_to", "sort", "page")
ORDERS: Mapping[Sort, EngineSort] = {
    Sort.DEFAULT: "relevance",
    Sort.NEWEST: "newest",
    Sort.OLDEST: "oldest",
}
PAGE_SIZE = 20
LAST_PAGE = 50  # further on, readers are better helped by narrowing


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of articles in order, how many were found in all, and counts by facet value."""

    articles: list[Article]
    total: int
    page: Page[int]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    degraded: bool = False  # found by the database alone


def answer(query: Query, browse: BrowseFilter) -> Answer:
    """Return what answers *query* within *browse*; a page past the end gives the last one."""
    try:
        return _ask_engine(query, browse)
    except EngineUnavailable as error:
        logger.warning("检索改用数据库：%s", error)
        return _ask_database(query, browse)


def notices(query: Query, browse: BrowseFilter, found: Answer) -> list[str]:
    """Return sentences, in Chinese, on what was not taken at its word or may be missing."""
    told = [query.notice] if query.notice else []
    told += browse.notices
    if found.degraded:
        told.append("检索索引暂不可用，以下直接在标题和正文中查找，次序按日期，不分组统计")
    elif waiting := PendingChange.objects.waiting():
        told.append(f"索引更新中，新近 {waiting} 篇可能未列出")
    if found.page.number == LAST_PAGE and found.page.paginator.count < found.total:
        told.append(f"只列出前 {LAST_PAGE} 页，请增加检索词或筛选条件")
    return told


def count(query: Query, browse: BrowseFilter) -> int:
    """Return how many articles answer; raises :exc:`EngineUnavailable`."""
    return get_engine().search(query, narrowed(browse), size=0).total


def narrowed(browse: BrowseFilter) -> Filters:
    """Return the engine's filters for *browse*."""
    chosen: dict[Facet, str | None] = {
        "region": browse.region.code if browse.region else None,
        "theme": browse.theme.slug if browse.theme else None,
    }
    return Filters(
        {facet: frozenset([value]) for facet, value in chosen.items() if value},
        year_from=browse.year_from,
        year_to=browse.year_to,
    )


def _ask_engine(query: Query, browse: BrowseFilter) -> Answer:
    engine, filters = get_engine(), narrowed(browse)
    number = min(browse.page, LAST_PAGE)
    while True:
        results = engine.search(
            query,
            filters,
            sort=ORDERS[browse.sort],
            start=(number - 1) * PAGE_SIZE,
            size=PAGE_SIZE,
            facets=FACETS,
        )
        page = _page(results.total, number)
        if page.number == number:
            break
        number = page.number
    articles = _with_text(Article.objects.public()).in_order(results.pks)
    return Answer(articles, results.total, page, results.facets)


def _ask_database(query: Query, browse: BrowseFilter) -> Answer:
    """Look in headlines and bodies, as far as a database can."""
    found = Article.objects.public()
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
