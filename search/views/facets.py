"""What else could be chosen beside the results, and how many articles it would give."""

from __future__ import annotations

from dataclasses import replace

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.filters import NAMES, BrowseFilter
from articles.models.labels import names
from articles.views.facets import LONG, Facet, Offer, offered
from articles.views.lists import INDEX_SIZE, links
from search.engine import FACETS, EngineUnavailable
from search.views.answering import Answer, counts
from search.views.asked import Asked


def facets(found: Answer, asked: Asked) -> list[Facet]:
    """Return the facets that have any value. Two database queries at most."""
    every = offered(
        [Offer(key, counted, asked.browse, asked.link) for key, counted in found.facets.items()]
    )
    return [
        replace(facet, all=reverse("search-values", args=[facet.key]) + asked.first)
        if facet.left_out
        else facet
        for facet in every
        if facet.choices
    ]


def values(request: HttpRequest, key: str) -> HttpResponse:
    """All values of one long facet beside the results of a search, page by page."""
    facet = next((facet for facet in FACETS if facet == key and key in LONG), None)
    if facet is None:
        raise Http404
    asked = Asked.parse(request.GET)
    browse = asked.browse
    notices = [notice for notice in (asked.query.notice, *browse.notices) if notice]
    try:
        counted = counts(asked.query, browse, facet)
    except EngineUnavailable:
        counted = {}
        notices.append("索引更新中，暂不能统计")

    def link(then: BrowseFilter) -> str:
        return reverse("search") + asked.link(then)

    offer = Offer(key, counted, browse, link)
    page = Paginator(offer.ordered, INDEX_SIZE).get_page(browse.page)
    context = {
        "name": NAMES[key],
        "asked": asked,
        "back": reverse("search") + asked.first,
        "choices": offer.choices(page, names({key: offer.unnamed(page)})[key]),
        "page": page,
        "links": links(page, browse, **asked.extra),
        "chips": browse.chips(**asked.extra),
        "notices": notices,
    }
    return render(request, "search/values.html", context)
