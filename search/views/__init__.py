"""The search page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.filters import BrowseFilter, Sort
from articles.models import Article
from articles.outputs.typography import for_eye
from articles.views.lists import links
from search.documents import blocks
from search.highlighting import Piece, marked, snippet
from search.models import PendingChange
from search.query import Query
from search.views.answering import FILTERS, LAST_PAGE, Answer, answer
from search.views.facets import facets
from search.views.relaxing import relaxations

__all__ = ["search"]

SORTS = {"": "相关", Sort.NEWEST: "最新", Sort.OLDEST: "最早"}
EXAMPLES = ("党建品牌", "“三会一课”", "党员 志愿服务", "党建引领 -社区", "100%")


@dataclass(frozen=True, slots=True)
class Row:
    """A result: the article, its headline and a snippet, marks as print has them, hits marked."""

    article: Article
    headline: list[Piece]
    snippet: list[Piece]


def search(request: HttpRequest) -> HttpResponse:
    """Answer ``?q=`` with region, theme, year, sort and page; a blank query lists everything."""
    query = Query.parse(request.GET.get("q", ""))
    browse = BrowseFilter.parse({key: request.GET.get(key, "") for key in FILTERS})
    found = answer(query, browse)
    context = {
        "heading": _heading(query),
        "query": query,
        "browse": browse,
        "answer": found,
        "rows": [_row(article, query) for article in found.articles],
        "facets": facets(found.facets, query, browse),
        "chips": [
            (chip, browse.without(chip.key).urlencode(q=query.text)) for chip in browse.chips()
        ],
        "hidden": {key: value for key, value in browse.values().items() if key != "page"},
        "notices": _notices(query, browse, found),
        "sorts": [
            (label, browse.with_("sort", sort).urlencode(q=query.text), browse.sort == sort)
            for sort, label in SORTS.items()
        ],
        "links": links(found.page, browse, q=query.text),
        "relaxations": [] if found.articles else relaxations(query, browse),
        "examples": [(text, BrowseFilter().urlencode(q=text)) for text in EXAMPLES],
    }
    return render(request, "search/results.html", context)


def _heading(query: Query) -> str:
    if query.blank:
        return "全部报道"
    return query.text if "“" in query.text or '"' in query.text else f"“{query.text}”"


def _row(article: Article, query: Query) -> Row:
    paragraphs = [block.text for block in article.blocks() if not block.level]
    texts = map(for_eye, (article.abstract, *paragraphs, *blocks(article)))
    return Row(article, marked(for_eye(article.headline), query), snippet(texts, query))


def _notices(query: Query, browse: BrowseFilter, found: Answer) -> list[str]:
    """Return sentences on what was not taken at its word or may be missing."""
    notices = [query.notice] if query.notice else []
    notices += browse.notices
    if found.degraded:
        notices.append("检索索引暂不可用，以下直接在标题和正文中查找，次序按日期，不分组统计")
    elif waiting := PendingChange.objects.waiting():
        notices.append(f"索引更新中，新近 {waiting} 篇可能未列出")
    if found.page.number == LAST_PAGE and found.page.paginator.count < found.total:
        notices.append(f"只列出前 {LAST_PAGE} 页，请增加检索词或筛选条件")
    return notices
