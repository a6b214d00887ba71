"""Lists as files: ``?format=xlsx`` on the page of a list gives all of its rows.

A file with very many rows is made in the background, for who may and says so; the others are told
how to get at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render

from articles.filters import BrowseFilter
from articles.models.article import ArticleQuerySet
from articles.models.metric import MetricQuerySet
from articles.outputs import bulk
from articles.outputs.downloads import download
from articles.outputs.exports import MAX_ROWS, Format


def asked(request: HttpRequest) -> Format | None:
    """Return the kind of file that the request asks for."""
    return next((form for form in Format if form == request.GET.get("format")), None)


def articles_file(
    request: HttpRequest, articles: ArticleQuerySet, browse: BrowseFilter, title: str
) -> HttpResponseBase | None:
    """Return the list as a file, None where the page is asked for."""
    if not (form := asked(request)):
        return None
    keys = browse.apply(articles).values_list("pk", flat=True)
    return file(request, "articles", title, list(keys), form)


def metrics_file(
    request: HttpRequest, found: MetricQuerySet, title: str
) -> HttpResponseBase | None:
    """Return the values as a file, None where the page is asked for."""
    if not (form := asked(request)):
        return None
    return file(request, "metrics", title, list(found.values_list("pk", flat=True)), form)


def file(
    request: HttpRequest, kind: str, title: str, keys: Sequence[int], form: Format
) -> HttpResponseBase:
    """Return the rows with these *keys* as a file at once, or the way to a larger one."""
    if len(keys) <= MAX_ROWS:
        return download(bulk.TABLES[kind](title, keys, request.build_absolute_uri), form)
    clerk = _clerk(request)
    fits = form != Format.XLSX or len(keys) <= bulk.SHEET_ROWS
    if request.method != "POST" or not (clerk and fits):
        return _large(request, len(keys), form, may=bool(clerk), fits=fits)
    if waiting := bulk.unfinished(clerk):
        messages.warning(request, "上一个导出还没有完成，请等它完成，或先取消它。")
        return redirect("admin:articles_job_change", waiting.pk)
    site = request.build_absolute_uri("/").rstrip("/")
    job = bulk.order(kind, title, keys, form, site=site, by=clerk)
    return redirect("admin:articles_job_change", job.pk)


def _clerk(request: HttpRequest) -> User | None:
    """Return who asks, None unless that is somebody of the desk who may have large files made."""
    person = getattr(request, "user", None)
    may = isinstance(person, User) and person.is_staff and person.has_perm(bulk.RIGHT)
    return person if may else None


def _large(
    request: HttpRequest, count: int, form: Format, *, may: bool, fits: bool
) -> HttpResponse:
    """Say that the file is too large to wait for, and what can be done about it."""
    query = request.GET.copy()
    del query["format"]
    context = {
        "count": count,
        "limit": MAX_ROWS,
        "sheet": bulk.SHEET_ROWS,
        "form": form,
        "may": may,
        "fits": fits,
        "others": [
            (other.name, f"?{_with(query, other)}") for other in Format if other != Format.XLSX
        ],
        "back": f"?{query.urlencode()}" if query else request.path,
        "days": bulk.KEPT.days,
    }
    status = HTTPStatus.OK if may else HTTPStatus.FORBIDDEN
    return render(request, "articles/large.html", context, status=status)


def _with(query: QueryDict, form: Format) -> str:
    changed = query.copy()
    changed["format"] = form.value
    return changed.urlencode()
