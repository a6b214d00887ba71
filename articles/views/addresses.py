"""Addresses that stay: of a single fact, and of what is gone."""

from __future__ import annotations

import re
from typing import cast

from django.db import models
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse

from articles.models import (
    Article,
    ArticleStatus,
    Brand,
    BrandMention,
    Departure,
    Fact,
    Metric,
    Organization,
    OrganizationMention,
    RegionMention,
    ReviewStatus,
    Theme,
    ThemeEvidence,
)
from articles.views.lists import Addressed
from articles.views.unplaced import unplaced_page

FACTS: dict[str, type[Fact]] = {
    "org": OrganizationMention,
    "brand": BrandMention,
    "metric": Metric,
    "region": RegionMention,
    "theme": ThemeEvidence,
}
ROWS: dict[str, type[models.Model]] = {
    "articles": Article,
    "orgs": Organization,
    "brands": Brand,
}
KINDS = {model: kind for kind, model in FACTS.items()}
THEME = re.compile(r"/themes/([-a-zA-Z0-9_]{1,40})/")
PATH = re.compile(r"/(articles|orgs|brands)/([0-9]{1,18})-")


def fact(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Lead to the place of a fact in its article; one that is gone says why."""
    model = FACTS[kind]
    row = model._default_manager.select_related("article").filter(pk=pk).first()
    if row is None:
        if answer := departed(request, model, pk):
            return answer
        raise Http404("没有这条事实")
    article = row.article
    if article.status == ArticleStatus.DRAFT:
        raise Http404("所在报道尚未发布")
    if row.public or article.status == ArticleStatus.WITHDRAWN:
        return HttpResponseRedirect(f"{article.get_absolute_url()}#s-{kind}-{pk}")
    if row.status != ReviewStatus.REJECTED:
        return unplaced_page(request, row)
    return _gone(request, row.quote, "编辑核对原文后已退回", article)


def departed(request: HttpRequest, model: type[models.Model], pk: int) -> HttpResponse | None:
    """Return the way to what the row *pk* of *model* was merged into, or the page that says why it
    is gone; None if it never was.
    """
    if heir := _heir(model, pk):
        return _forwarded(request, heir)
    left = Departure.objects.filter(kind=model._meta.model_name, key=pk).first()
    if left is None:
        return None
    stood_in = Article.objects.public().filter(pk=left.article_key or 0)
    return _gone(request, left.label, left.reason, stood_in.first())


def departed_page(request: HttpRequest) -> HttpResponse | None:
    """Return the same for the article, organization, brand or theme that the address asked for."""
    if theme := THEME.match(request.path):
        merged = Theme.everything.filter(slug=theme[1], merged_into__isnull=False).first()
        return _forwarded(request, merged.merged_into) if merged and merged.merged_into else None
    found = PATH.match(request.path)
    return departed(request, ROWS[found[1]], int(found[2])) if found else None


def _heir(model: type[models.Model], pk: int) -> models.Model | None:
    """Return what the row *pk* of *model* was merged into, if that is still there."""
    key = Departure.objects.heir(model, pk)
    return model._default_manager.filter(pk=key).first() if key else None


def _forwarded(request: HttpRequest, heir: models.Model) -> HttpResponse:
    """Lead on for good; but let nobody remember it unasked: a merger may be taken back."""
    if isinstance(heir, Fact):
        address = reverse("fact", args=[KINDS[type(heir)], heir.pk])
    else:
        address = cast(Addressed, heir).get_absolute_url()  # all the others have one
    query = request.META.get("QUERY_STRING", "")
    answer = HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _gone(request: HttpRequest, label: str, reason: str, article: Article | None) -> HttpResponse:
    context = {"label": label, "reason": reason, "article": article}
    return render(request, "articles/gone.html", context, status=410)
