"""Regions: the divisions of China, as the product brings them."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.desk import ReadOnlyAdmin, ReadOnlyInline
from articles.models import Region, RegionName


class RegionNameInline(ReadOnlyInline):
    """Names that the division goes or went by."""

    model = RegionName
    fields = readonly_fields = ("name", "kind", "valid_from", "valid_to")


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin[Region]):
    """Divisions come from the word lists of the product and are loaded anew with each version."""

    list_display = ("code", "name", "short", "level", "parent", "valid_to", "successor")
    list_filter = ("level", ("valid_to", admin.EmptyFieldListFilter))
    list_select_related = ("parent", "successor")
    search_fields = ("name", "short", "pinyin", "initials", "=code")
    inlines = (RegionNameInline,)
