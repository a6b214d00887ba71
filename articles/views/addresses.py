"""Addresses that stay: of a single fact, and of what is gone."""

from __future__ import annotations

import re

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

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
    ThemeEvidence,
)

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
    rejected = row.status == ReviewStatus.REJECTED
    reason = "编辑核对原文后已退回" if rejected else "正文更正后，已找不到它所在的文字"
    return _gone(request, row.quote, reason, article)


def departed(request: HttpRequest, model: type[models.Model], pk: int) -> HttpResponse | None:
    """Return the page that says why the row *pk* of *model* is gone, None if it never was."""
    left = Departure.objects.filter(kind=model._meta.model_name, key=pk).first()
    if left is None:
        return None
    stood_in = Article.objects.public().filter(pk=left.article_key or 0)
    return _gone(request, left.label, left.reason, stood_in.first())


def departed_page(request: HttpRequest) -> HttpResponse | None:
    """Return the same for the article, organization or brand that the address asked for."""
    found = PATH.match(request.path)
    return departed(request, ROWS[found[1]], int(found[2])) if found else None


def _gone(request: HttpRequest, label: str, reason: str, article: Article | None) -> HttpResponse:
    context = {"label": label, "reason": reason, "article": article}
    return render(request, "articles/gone.html", context, status=410)
