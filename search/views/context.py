"""Keyword in context: every place of a query in the articles that it finds, to read and to take
away.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from articles.models import Article
from articles.outputs.exports import Format, Table, write
from articles.outputs.numbers import machine_date
from articles.views.lists import links
from search.analysis import fold
from search.concordance import Seeker
from search.engine import EngineUnavailable
from search.engines import get_engine
from search.highlighting import marked
from search.places import Place, places
from search.views.answering import ORDERS, hidden, narrowed
from search.views.asked import Asked
from search.views.database import condition

logger = logging.getLogger(__name__)

MAX_ARTICLES = 500
MAX_PLACES = 5000
PAGE_SIZE = 50
WIDE = 12  # characters of a hit that ask for a wider column
COLUMNS = (
    "上文", "命中", "下文", "报道编号", "标题", "日期", "刊发", "地区",
    "所在部分", "段落", "起", "止", "网址",
)  # fmt: skip


class Order(StrEnum):
    """By what the places are sorted."""

    ARTICLE = ""
    LEFT = "left"
    RIGHT = "right"


ORDER_NAMES = {Order.ARTICLE: "按报道", Order.LEFT: "按上文", Order.RIGHT: "按下文"}


@dataclass(frozen=True, slots=True)
class Found:
    """The places in the first articles that a query finds, ``total`` in all."""

    places: list[Place]
    articles: int
    total: int
    full: bool = False  # there are more places in these articles
    degraded: bool = False  # found by the database alone


def context(request: HttpRequest) -> HttpResponse:
    """List the places of ``?q=``, sorted by article or by what stands before or after them."""
    asked = Asked.parse(request.GET)
    found, order = find(asked), _order(request)
    page = Paginator(_sorted(found.places, order), PAGE_SIZE).get_page(asked.browse.page)
    extra = {**asked.extra, "by": order.value}
    first = asked.browse.with_("page", 1)
    return render(
        request,
        "search/context.html",
        {
            "asked": asked,
            "query": asked.query,
            "found": found,
            "page": page,
            "rows": [(place, marked(place.line.hit, asked.query)) for place in page],
            "order": order,
            "chips": first.chips(**extra),
            "links": links(page, asked.browse, **extra),
            "notices": _notices(asked, found),
            "wide": any(len(place.line.hit) > WIDE for place in page),
            "orders": [
                (label, f"?{first.urlencode(**asked.extra, by=by.value)}", by == order)
                for by, label in ORDER_NAMES.items()
            ],
            "forms": [(form, form.upper()) for form in Format],
            "taken": f"?{first.urlencode(**extra)}",
        },
    )


def context_file(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """Send the places of ``?q=`` as a file, each with all that it takes to find it again."""
    if form not in list(Format):
        raise Http404
    asked, kind = Asked.parse(request.GET), Format(form)
    found = _sorted(find(asked).places, _order(request))
    table = Table("上下文", COLUMNS, (_row(place, request) for place in found))
    name = content_disposition_header(True, f"上下文.{kind}")
    return StreamingHttpResponse(
        write(table, kind),
        content_type=kind.media_type,
        headers={"Content-Disposition": name or "attachment"},
    )


def find(asked: Asked) -> Found:
    """Return the places that answer *asked*; nothing is sought for a blank query."""
    if not asked.query.wanted:
        return Found([], 0, 0)
    articles, total, degraded = _articles(asked)
    found: list[Place] = []
    seeker = Seeker(asked.query)
    for article in articles:
        found += places(article, seeker)
        if len(found) > MAX_PLACES:
            return Found(found[:MAX_PLACES], len(articles), total, True, degraded)
    return Found(found, len(articles), total, False, degraded)


def _articles(asked: Asked) -> tuple[list[Article], int, bool]:
    """Return the first articles that answer, how many do, and whether only the database was asked."""
    public = Article.objects.listed().select_related("region").prefetch_related("captions")
    try:
        results = get_engine().search(
            asked.query,
            narrowed(asked.browse, hidden()),
            sort=ORDERS[asked.browse.sort],
            size=MAX_ARTICLES,
        )
    except EngineUnavailable as error:
        logger.warning("上下文改用数据库：%s", error)
        tree = asked.query.tree
        rows = asked.browse.apply(public.filter(condition(tree)) if tree else public)
        return list(rows[:MAX_ARTICLES]), rows.count(), True
    return public.in_order(results.pks), results.total, False


def _sorted(found: list[Place], order: Order) -> list[Place]:
    if order == Order.LEFT:
        return sorted(found, key=lambda place: fold(place.line.left)[::-1])
    if order == Order.RIGHT:
        return sorted(found, key=lambda place: fold(place.line.right))
    return found


def _order(request: HttpRequest) -> Order:
    given = request.GET.get("by", "")
    return next((order for order in Order if order == given), Order.ARTICLE)


def _notices(asked: Asked, found: Found) -> Iterable[str]:
    if asked.query.notice:
        yield asked.query.notice
    yield from asked.browse.notices
    if found.degraded:
        yield "索引更新中，以下暂直接在标题和正文中查找，次序按日期"
    if found.full:
        yield f"位置太多，只列出前 {MAX_PLACES} 处，请增加检索词或筛选条件"
    elif found.total > MAX_ARTICLES:
        yield f"共 {found.total} 篇报道，只在前 {found.articles} 篇中查找位置，请增加检索词或筛选条件"


def _row(place: Place, request: HttpRequest) -> tuple[str | int, ...]:
    article, line = place.article, place.line
    return (
        line.left,
        line.hit,
        line.right,
        article.pk,
        article.headline,
        machine_date(article.published_on, article.date_precision),
        article.publication,
        article.region.name if article.region else "",
        place.part,
        place.anchor,
        place.start,
        place.end,
        request.build_absolute_uri(place.address),
    )
