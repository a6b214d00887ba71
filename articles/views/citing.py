"""Citations of several articles at once: those that are ticked in a list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from articles.keys import keys_of
from articles.models import Article
from articles.outputs.citations import Style, cite
from articles.outputs.downloads import download
from articles.outputs.exports import Format
from articles.outputs.tables import articles_table
from articles.views.articles import work

MOST = 100  # articles of one file


def citations(request: HttpRequest, style: str) -> HttpResponseBase:
    """The citations of the articles that the query names, one after another, in one file."""
    rows = Article.objects.public().prefetch_related("bylines")
    articles = rows.defer("body", "references", "abstract").in_order(_ticked(request))
    if not articles:
        return _none(request)
    chosen = Style(style)
    between = "\n" if chosen == Style.GBT7714 else "\n\n"
    text = between.join(cite(work(request, row), chosen).rstrip("\n") for row in articles) + "\n"
    response = HttpResponse(text, content_type=chosen.media_type)
    response["Content-Disposition"] = f'attachment; filename="partybuild.{chosen.value}"'
    return response


def chosen_file(request: HttpRequest) -> HttpResponseBase:
    """The articles that the query names as a table."""
    keys = _ticked(request)
    if not keys:
        return _none(request)
    return download(articles_table("勾选的报道", keys, request.build_absolute_uri), Format.CSV)


def _ticked(request: HttpRequest) -> list[int]:
    return keys_of(request.GET.getlist("article"))[:MOST]


def _none(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/unticked.html", status=400)
