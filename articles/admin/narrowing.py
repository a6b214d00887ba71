"""Filters of the desk's lists: few choices each, however large the archive."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import models
from django.http import HttpRequest

from articles.models import Article, Region


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
        key = request.GET.get(self.parameter_name, "")
        found = Article.objects.filter(pk=key).only("headline") if key.isdecimal() else ()
        return [(str(article.pk), article.headline) for article in found]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        """Narrow to the article."""
        key = self.value() or ""
        return queryset.filter(article=key) if key.isdecimal() else queryset
