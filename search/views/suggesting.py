"""Suggestions while a reader types, as a fragment for the search box."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from search.query import MAX_LENGTH
from search.suggestions import suggest


@require_safe
@cache_control(public=True, max_age=60)
def suggestions(request: HttpRequest) -> HttpResponse:
    """Answer ``?q=`` with names, kind by kind; the last line of the list searches the texts."""
    typed = " ".join(request.GET.get("q", "")[:MAX_LENGTH].split())
    groups = suggest(typed) if typed else []
    context = {"typed": typed, "groups": groups, "total": sum(len(g.names) for g in groups)}
    return render(request, "search/suggestions.html", context)
