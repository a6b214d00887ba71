"""Filters of the history: who, whether a person or the machine, of what, in which article, run, act."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest

from articles.admin.narrowing import ArticleFilter
from articles.curation.history import tracked_models
from articles.keys import key_of
from articles.models import Entry
from articles.outputs.changes import called


class WhoFilter(admin.SimpleListFilter):
    """Narrows to what people did, or to what the machine did."""

    title = "方式"
    parameter_name = "way"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        """Offer the two."""
        return [("person", "人工"), ("machine", "机器")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Entry]
    ) -> models.QuerySet[Entry]:
        """Narrow to one of them."""
        if self.value() in ("person", "machine"):
            return queryset.filter(machine=self.value() == "machine")
        return queryset


class PersonFilter(admin.SimpleListFilter):
    """Narrows to what one person did."""

    title = "操作者"
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        """Offer those who work, or worked, at the desk."""
        people = get_user_model()._default_manager.filter(is_staff=True).order_by("pk")
        return [(str(user.pk), str(user)) for user in people]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Entry]
    ) -> models.QuerySet[Entry]:
        """Narrow to the person."""
        key = key_of(self.value() or "")
        return queryset.filter(actor=key) if key else queryset


class KindFilter(admin.SimpleListFilter):
    """Narrows to the rows of one table."""

    title = "种类"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        """Offer the tables of which history is kept."""
        return [(m._meta.label_lower, str(m._meta.verbose_name)) for m in tracked_models()]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Entry]
    ) -> models.QuerySet[Entry]:
        """Narrow to the table."""
        chosen = [m for m in tracked_models() if m._meta.label_lower == self.value()]
        kinds = [ContentType.objects.get_for_model(model) for model in chosen]
        return queryset.filter(content_type__in=kinds) if chosen else queryset


class AboutFilter(ArticleFilter):
    """Narrows to an article and all that was read in it."""

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        """Narrow to the article."""
        key = key_of(self.value() or "")
        return queryset.filter(article_key=key) if key else queryset


class GivenFilter(admin.SimpleListFilter):
    """Shows, and lets go of, a value to which a link has narrowed the list."""

    title = parameter_name = "given"
    column = ""
    words = ""

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        """Offer the value in force alone."""
        value = request.GET.get(str(self.parameter_name), "")
        return [(value, self.words)] if value else []

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Entry]
    ) -> models.QuerySet[Entry]:
        """Narrow to the value."""
        return queryset.filter(**{self.column: self.value()}) if self.value() else queryset


class RunFilter(GivenFilter):
    """Narrows to one run."""

    title, parameter_name, column, words = "批次", "run", "cid", "这一批"


class ActFilter(GivenFilter):
    """Narrows to one act."""

    title, parameter_name, column, words = "操作", "act", "act", "这一次"


class MovedFilter(admin.SimpleListFilter):
    """Leaves out facts that only moved with the text around them, unless asked otherwise."""

    title = "随文字移动的事实"
    parameter_name = "moved"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        """Offer to list them too."""
        return [("all", "也列出")]

    def choices(self, changelist: ChangeList) -> Any:
        """Call the default by its name."""
        choices = list(super().choices(changelist))
        choices[0]["display"] = "不列出"
        return choices

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Entry]
    ) -> models.QuerySet[Entry]:
        """Leave them out."""
        return queryset if self.value() == "all" else queryset.filter(follows=False)


class RowFilter(admin.SimpleListFilter):
    """Narrows to one row, there or gone: ``row=articles.metric:12``."""

    title = "对象"
    parameter_name = "row"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        """Offer the row in force alone, by what it was called last."""
        value = request.GET.get(self.parameter_name, "")
        if not (where := _row(value)):
            return []
        last = Entry.objects.filter(**where).select_related("content_type").first()
        kind = where["content_type"].name
        return [(value, called(last) if last else f"{kind}（编号 {where['object_pk']}）")]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Entry]
    ) -> models.QuerySet[Entry]:
        """Narrow to the row."""
        return queryset.filter(**where) if (where := _row(self.value() or "")) else queryset


def _row(value: str) -> dict[str, Any]:
    name, _, key = value.partition(":")
    try:
        model = apps.get_model(name)
    except (LookupError, ValueError):
        return {}
    return {"content_type": ContentType.objects.get_for_model(model), "object_pk": key}
