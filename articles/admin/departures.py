"""Addresses that lead nowhere any more, to look at."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.desk import ReadOnlyAdmin
from articles.models import Departure


@admin.register(Departure)
class DepartureAdmin(ReadOnlyAdmin[Departure]):
    """What went, when, and why."""

    list_display = ("label", "kind", "key", "reason", "target", "left_at")
    list_filter = ("kind", "reason", "left_at")
    search_fields = ("label",)
