"""The search page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render

from articles.filters import BrowseFilter, Sort
from articles.views.exporting import asked as asked_form, file
from articles.views.lists import formats, links
from search.query import Query
from search.views.answering import answer, keys, notices, partly
from search.views.asked import Asked, within
from search.views.entities import entities
from search.views.facets import facets, values
from search.views.meaning import meant
from search.views.relaxing import cut, relaxations
from search.views.rows import rows

__all__ = ["search", "values"]

SORTS = {Sort.DEFAULT: "最相关在前", Sort.NEWEST: "最新在前", Sort.OLDEST: "最早在前"}
SYNTAX = (
    ("空格隔开的词须同时出现", "党员 志愿服务"),
    ("引号内一字不差", "“三会一课”"),
    ("减号排除", "党建引领 -社区"),
    ("OR 或“或”表示任选，比空格先算；括号改变次序", "党员 (义诊 OR 志愿服务)"),
    ("星号不拆词", "卫健*"),
    ("引号后加波浪号和字数，词与词相距不远，次序不限", "“党员 义诊”~10"),
    ("引号后加~句或~段，词在同一句、同一段内", "“党员 义诊”~句"),
    ("标题、作者、单位、品牌、来源加冒号，只在其中查找", "标题:党建 -单位:医院"),
    ("地区含其下各级；主题可写简名", "地区:吉林 主题:品牌"),
    ("年或起止年", "年:2019..2022"),
)
EXAMPLES = ("党建品牌", "“三会一课”", "党员 志愿服务", "党建引领 -社区", "100%")


def search(request: HttpRequest) -> HttpResponseBase:
    """Answer ``?q=`` within the filters of a :class:`BrowseFilter`; a blank query lists
    everything. ``within=`` adds words to those of ``q``, and leads to the address of both.
    """
    asked = Asked.parse(request.GET)
    if more := request.GET.get("within", "").strip():
        return HttpResponseRedirect(asked.asking(within(asked.query.text, more)))
    query, browse = asked.query, asked.browse
    if form := asked_form(request):
        return file(request, "articles", "检索", keys(query, browse), form)
    found = answer(query, browse)
    context = {
        "heading": _heading(query),
        "query": query,
        "browse": browse,
        "asked": asked,
        "answer": found,
        "rows": rows(found.articles, query),
        "words": asked.words,
        "facets": [facet for facet in facets(found, asked) if facet.narrows(found.total)],
        "chips": browse.chips(**asked.extra),
        "notices": notices(query, browse, found),
        "sorts": _sorts(asked, ranked=not (query.blank or found.degraded)),
        "links": links(found.page, browse, **asked.extra),
        "formats": formats(browse, **asked.extra),
        "meant": meant(asked, found),
        "entities": entities(query) if found.page.number == 1 else [],
        "partly": rows(partly(query, browse, found), query),
        "cut": "" if found.articles else cut(query),
        "relaxations": [] if found.articles else relaxations(asked, found.hidden),
        "syntax": [(said, text, BrowseFilter().urlencode(q=text)) for said, text in SYNTAX],
        "examples": [(text, BrowseFilter().urlencode(q=text)) for text in EXAMPLES],
    }
    return render(request, "search/results.html", context)


def _sorts(asked: Asked, *, ranked: bool) -> list[tuple[str, str, bool]]:
    """Return the orders to choose from; what is not ranked has the newest first."""
    chosen = asked.browse.sort if asked.browse.sort or ranked else Sort.NEWEST
    return [
        (label, asked.link(asked.browse.with_("sort", sort)), sort == chosen)
        for sort, label in SORTS.items()
        if sort != Sort.DEFAULT or ranked
    ]


def _heading(query: Query) -> str:
    return "全部报道" if query.blank else f"检索{query.quoted}"
