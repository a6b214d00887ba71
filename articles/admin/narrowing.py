"""Filters of the desk's lists: few choices each, however large the archive."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import models
from django.http import HttpRequest

from articles.keys import key_of
from articles.models import Article, Metric, Region


class ProvinceFilter(admin.SimpleListFilter):
    """Narrows to the rows of a province, of any division below it."""

    title = "省份"
    parameter_name = "province"
    path = "region"

    @classmethod
    def along(cls, path: str) -> type[ProvinceFilter]:
        """Return the filter for rows whose region lies at *path*, such as ``article__region``."""
        return type("ProvinceFilter", (cls,), {"path": path})

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        """Offer the provinces of today."""
        return [(region.prefix, region.short) for region in Region.objects.provinces()]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        """Compare the first digits of the code."""
        if (prefix := self.value()) and prefix.isdecimal():
            return queryset.filter(**{f"{self.path}__code__startswith": prefix})
        return queryset


class ArticleFilter(admin.SimpleListFilter):
    """Shows, and lets go of, the one article to which a link has narrowed the list."""

    title = "报道"
    parameter_name = "article"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        """Offer the article in force alone; there are too many others to list."""
        key = key_of(request.GET.get(self.parameter_name, ""))
        found = Article.objects.filter(pk=key).only("headline")
        return [(str(article.pk), article.headline) for article in found]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        """Narrow to the article."""
        key = key_of(self.value() or "")
        return queryset.filter(article=key) if key else queryset


class CountedFilter(admin.SimpleListFilter):
    """Narrows articles and metrics to those that statistics count: public, and told once."""

    title = "统计"
    parameter_name = "counted"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        """Offer what counts and, of articles, what was printed elsewhere as well."""
        again = [("repeated", "重复刊登")] if model_admin.model is Article else []
        return [("1", "计入统计"), *again]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        """Keep what counts, or what does not for being told again."""
        if self.value() == "repeated" and queryset.model is Article:
            return queryset.filter(pk__in=Article.objects.public().repeated())
        if self.value() != "1":
            return queryset
        counted: models.QuerySet[Any] = (
            Article.objects.listed()
            if queryset.model is Article
            else Metric.objects.comparable().order_by()
        )
        return queryset.filter(pk__in=counted.values("pk"))
