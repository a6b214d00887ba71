"""Lists that the product brings and people go on with: indicators and themes."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from articles.admin.choosing import Merging
from articles.admin.desk import who
from articles.admin.tables import Choice, Number, TableAdmin, TableResource, column, yes_or_no
from articles.curation import lexicons
from articles.extraction.vocabulary import UnitFamily
from articles.models import Indicator, Theme

M = TypeVar("M", bound=models.Model)


class ListedAdmin(TableAdmin[M]):
    """Rows may be added and changed; what articles stand on is not deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Articles and figures stand on the rows."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: M | None = None) -> tuple[str, ...]:
        """Keep the mark by which readings and addresses know a row."""
        fixed = tuple(str(name) for name in super().get_readonly_fields(request, obj))
        return (*fixed, "slug") if obj else fixed

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store the row as a person left it."""
        if not change or form.has_changed():
            lexicons.save_listed(obj, by=who(request))


class IndicatorResource(TableResource):
    """Indicators as a file, known by their mark."""

    verb = staticmethod(lexicons.save_listed)
    slug = column("slug", "标识")
    name = column("name", "名称")
    group = column("group", "类别")
    family = column("family", "单位族", Choice(dict(UnitFamily.choices())))
    additive = column("additive", "可相加", yes_or_no())
    definition = column("definition", "定义")
    order = column("order", "次序", Number())

    class Meta(TableResource.Meta):
        model = Indicator
        import_id_fields = ("slug",)
        fields = ("slug", "name", "group", "family", "additive", "definition", "order")


@admin.register(Indicator)
class IndicatorAdmin(ListedAdmin[Indicator]):
    """What figures of different reports have in common."""

    resource = IndicatorResource
    list_display = ("name", "group", "family", "additive", "order", "definition", "origin")
    list_filter = ("group", "family", "additive", "origin")
    search_fields = ("name", "slug", "definition")
    fields = ("slug", "name", "group", "family", "additive", "definition", "order", "origin")
    readonly_fields = ("origin",)


class ThemeResource(TableResource):
    """Themes as a file, known by their mark."""

    verb = staticmethod(lexicons.save_listed)
    slug = column("slug", "标识")
    name = column("name", "名称")
    group = column("group", "类别")
    definition = column("definition", "定义")
    order = column("order", "次序", Number())

    class Meta(TableResource.Meta):
        model = Theme
        import_id_fields = ("slug",)
        fields = ("slug", "name", "group", "definition", "order")


@admin.register(Theme)
class ThemeAdmin(Merging[Theme], ListedAdmin[Theme]):
    """What reports are about. The words by which readings tell a theme come with the product."""

    resource = ThemeResource
    list_display = ("name", "group", "definition", "order", "origin")
    list_filter = ("group", "origin")
    search_fields = ("name", "slug", "definition")
    fields = ("slug", "name", "group", "definition", "cue_words", "order", "origin")
    readonly_fields = ("cue_words", "origin")

    @admin.display(description="判定词")
    def cue_words(self, theme: Theme) -> str:
        """Show the words that speak for the theme."""
        return "、".join(theme.cues)
