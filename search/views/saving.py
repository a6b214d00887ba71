"""Searches that a person keeps: the list, what can be done with one, and its feed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from articles.filters import BrowseFilter
from articles.models import Article
from articles.views.lists import PageLink, links
from search.engine import EngineUnavailable
from search.feeds import feed
from search.models import SavedSearch
from search.models.saved import NAME_LENGTH
from search.views.asked import Asked
from search.views.hits import hits, newest

PAGE_SIZE = 20
ENTRIES = 50  # of a feed
RETRY = 120  # seconds after which a feed reader may ask again while the index is away
TEXT = "text/plain; charset=utf-8"


class NameForm(forms.Form):
    """What a kept search is called."""

    name = forms.CharField(label="名称", max_length=NAME_LENGTH)


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept search as its owner sees it; ``new`` is None while the index is away."""

    search: SavedSearch
    asked: Asked
    new: int | None

    @classmethod
    def of(cls, search: SavedSearch) -> Kept:
        """Return *search* with the number of hits that are new to its owner."""
        asked = Asked.parse(QueryDict(search.query))
        try:
            return cls(search, asked, sum(pk > search.seen for pk in hits(asked)))
        except EngineUnavailable:
            return cls(search, asked, None)

    @property
    def conditions(self) -> str:
        """Words and filters in a line."""
        return said(self.asked)


@require_safe
@login_required
@never_cache
def saved_searches(request: HttpRequest) -> HttpResponse:
    """The searches that the person keeps, with what is new in each."""
    rows = SavedSearch.objects.of(_person(request))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    found: list[PageLink] = links(page, BrowseFilter())
    context = {"kept": [Kept.of(row) for row in page], "page": page, "links": found}
    return render(request, "search/saved.html", context)


@login_required
@never_cache
def save_search(request: HttpRequest) -> HttpResponse:
    """Ask for a name for the search of the query string, and keep it."""
    asked = Asked.parse(request.GET)
    query = asked.first.removeprefix("?")
    form = NameForm(request.POST or None, initial={"name": said(asked)[:NAME_LENGTH]})
    if request.method == "POST" and form.is_valid():
        kept = SavedSearch(user_id=_person(request), query=query, seen=newest())
        if _named(kept, form):
            messages.success(request, f"已保存“{kept.name}”")
            return redirect("saved-searches")
    back = f"{reverse('search')}?{query}"
    context = {"form": form, "conditions": said(asked), "back": back}
    return render(request, "search/save.html", context)


@require_safe
@login_required
@never_cache
def visit_search(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the hits, and note that they have been seen."""
    kept = get_object_or_404(SavedSearch.objects.of(_person(request)), pk=pk)
    kept.look(newest())
    return redirect(f"{reverse('search')}?{kept.query}")


@require_POST
@login_required
def change_search(request: HttpRequest, pk: int) -> HttpResponse:
    """Do with a kept search what the button says."""
    kept = get_object_or_404(SavedSearch.objects.of(_person(request)), pk=pk)
    action = ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        return HttpResponse("未知操作", status=400, content_type=TEXT)
    action(request, kept)
    return redirect("saved-searches")


def _rename(request: HttpRequest, kept: SavedSearch) -> None:
    form = NameForm(request.POST)
    if form.is_valid() and _named(kept, form):
        messages.success(request, f"已改名为“{kept.name}”")
    for error in form.errors.get("name", []):
        messages.error(request, str(error))


def _delete(request: HttpRequest, kept: SavedSearch) -> None:
    kept.delete()
    messages.success(request, f"已删除“{kept.name}”，其订阅地址同时失效")


def _subscribe(request: HttpRequest, kept: SavedSearch) -> None:
    before = "，原来的地址已失效" if kept.token else ""
    kept.subscribe(wanted=True)
    messages.success(request, f"“{kept.name}”有了新的订阅地址{before}")


def _unsubscribe(request: HttpRequest, kept: SavedSearch) -> None:
    kept.subscribe(wanted=False)
    messages.success(request, f"“{kept.name}”的订阅地址已失效")


ACTIONS: dict[str, Callable[[HttpRequest, SavedSearch], None]] = {
    "rename": _rename,
    "delete": _delete,
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
}


@require_safe
@cache_control(public=True, max_age=300)
def search_feed(request: HttpRequest) -> HttpResponseBase:
    """The latest hits of the search of the query string, as Atom."""
    asked = Asked.parse(request.GET)
    query = asked.first
    return _feed(request, asked, f"search{query}", said(asked))


@require_safe
@cache_control(private=True, max_age=300)
def saved_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The latest hits of a kept search, for whoever knows the address."""
    kept = get_object_or_404(SavedSearch, token=token)
    asked = Asked.parse(QueryDict(kept.query))
    return _feed(request, asked, f"saved/{kept.pk}", kept.name)


def _feed(request: HttpRequest, asked: Asked, name: str, title: str) -> HttpResponseBase:
    try:
        keys = hits(asked)[:ENTRIES]
    except EngineUnavailable as error:
        headers = {"Retry-After": str(RETRY), "Cache-Control": "no-store"}
        return HttpResponse(str(error), status=503, content_type=TEXT, headers=headers)
    articles = Article.objects.listed().select_related("region").in_order(keys)
    link = reverse("search") + asked.first
    return feed(request, name, title, link, articles)


def said(asked: Asked) -> str:
    """Return a search in a line: its words, then its filters."""
    chips = [f"{chip.name}：{chip.label}" for chip in asked.browse.chips()]
    return "，".join(filter(None, (asked.query.text, *chips))) or "全部报道"


def _named(kept: SavedSearch, form: NameForm) -> bool:
    """Keep the search under the name in *form*; what is wrong with it is told there."""
    kept.name = form.cleaned_data["name"]
    try:
        kept.keep()
    except ValidationError as error:
        form.add_error("name", ValidationError(error.messages))
        return False
    return True


def _person(request: HttpRequest) -> int:
    """Return the key of the person who asks, who has logged in."""
    return cast(int, request.user.pk)
