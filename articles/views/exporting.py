"""Lists as files: ``?format=xlsx`` on the page of a list gives all of its rows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from articles.filters import BrowseFilter
from articles.models.article import ArticleQuerySet
from articles.models.metric import MetricQuerySet
from articles.outputs.downloads import download
from articles.outputs.exports import Format
from articles.outputs.tables import articles_table, metrics_table


def asked(request: HttpRequest) -> Format | None:
    """Return the kind of file that the request asks for."""
    return next((form for form in Format if form == request.GET.get("format")), None)


def articles_file(
    request: HttpRequest, articles: ArticleQuerySet, browse: BrowseFilter, title: str
) -> HttpResponseBase | None:
    """Return the list as a file, None where the page is asked for."""
    if not (form := asked(request)):
        return None
    keys = list(browse.apply(articles).values_list("pk", flat=True))
    return download(articles_table(title, keys, request.build_absolute_uri), form)


def metrics_file(
    request: HttpRequest, found: MetricQuerySet, title: str
) -> HttpResponseBase | None:
    """Return the values as a file, None where the page is asked for."""
    if not (form := asked(request)):
        return None
    return download(metrics_table(title, found, request.build_absolute_uri), form)
