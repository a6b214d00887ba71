"""Articles that stand under no region, or under no theme: lists of what is still to be decided."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from articles.filters import BrowseFilter
from articles.models import Article
from articles.views.exporting import articles_file
from articles.views.facets import facets, panel
from articles.views.lists import listing


def undecided(request: HttpRequest) -> HttpResponseBase:
    """The articles of which it is not known what region they tell of."""
    words = {
        "heading": "地区待定",
        "reason": "文中没有写明，或写到几处而看不出以何处为主的报道；各地的篇数不含它们。",
        "none_left": "每篇报道都已归入地区。",
        "index_url": reverse("regions"),
        "index_name": "地区",
    }
    return _left(request, "region", ("theme", "year", "sector"), words)


def unsorted(request: HttpRequest) -> HttpResponseBase:
    """The articles that no theme has been found for."""
    words = {
        "heading": "未归入主题",
        "reason": "文中没有足以归入某一主题的词语；各主题的篇数不含它们。",
        "none_left": "每篇报道都已归入主题。",
        "index_url": reverse("themes"),
        "index_name": "主题",
    }
    return _left(request, "primary_theme", ("region", "year", "sector"), words)


def _left(
    request: HttpRequest, column: str, keys: tuple[str, ...], words: dict[str, str]
) -> HttpResponseBase:
    browse = BrowseFilter.parse(request.GET)
    articles = Article.objects.on_topic().filter(**{f"{column}__isnull": True})
    if file := articles_file(request, articles, browse, words["heading"]):
        return file
    found = facets(request.path, articles, browse, keys)
    context = {
        **words,
        "column": column,
        "browse": browse,
        "listing": listing(request.path, articles, browse),
        "facets": found,
        "panel": panel(request.path, browse, found),
    }
    return render(request, "articles/leftover.html", context)
