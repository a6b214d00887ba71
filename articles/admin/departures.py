"""Addresses that lead nowhere any more, to look at."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from articles.admin.desk import ReadOnlyAdmin
from articles.models import Departure


class KindFilter(admin.SimpleListFilter):
    """Narrows to the rows of one table."""

    title = "种类"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the tables of which anything is gone."""
        kinds = Departure.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, called(kind)) for kind in kinds]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Departure]
    ) -> models.QuerySet[Departure]:
        """Narrow to the table."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Departure)
class DepartureAdmin(ReadOnlyAdmin[Departure]):
    """What went, when, and why."""

    list_display = ("label", "what", "key", "reason", "target", "left_at")
    list_filter = (KindFilter, "reason", "left_at")
    search_fields = ("label",)
    fields = ("label", "what", "key", "article_key", "reason", "target", "left_at")

    @admin.display(description="种类", ordering="kind")
    def what(self, gone: Departure) -> str:
        """Show the table by its name."""
        return called(gone.kind)


def called(kind: str) -> str:
    """Return the Chinese name of a table of the archive."""
    return str(apps.get_model("articles", kind)._meta.verbose_name)
