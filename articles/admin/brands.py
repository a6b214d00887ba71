"""Brands, programmes and work methods."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html

from articles.admin.choosing import Merging
from articles.admin.desk import DeskAdmin, list_url, who
from articles.admin.narrowing import ProvinceFilter
from articles.admin.organizations import above
from articles.curation import corrections
from articles.extraction import plain
from articles.models import Brand, BrandMention


class BrandForm(forms.ModelForm[Brand]):
    """A brand; printed variants of one name are one row, and nobody is above themselves."""

    def clean(self) -> dict[str, Any]:
        """Refuse a second row of the same name and owner, and a circle of parents."""
        cleaned = super().clean() or self.cleaned_data
        owner, name = cleaned.get("owner"), cleaned.get("name")
        same = Brand.objects.filter(key=plain(name or "")).exclude(pk=self.instance.pk)
        home = {"owner": owner} if owner else {"owner": None, "region": cleaned.get("region")}
        if name and (twin := same.filter(**home).first()):
            self.add_error("name", f"同一单位（或地区）已有同名品牌（编号 {twin.pk}）。")
        if self.instance.pk and above(cleaned.get("parent"), self.instance.pk):
            self.add_error("parent", "上级品牌不能是本品牌或其下级。")
        return cleaned


@admin.register(Brand)
class BrandAdmin(Merging[Brand], DeskAdmin[Brand]):
    """Named undertakings; a row that a person saved is left alone by readings."""

    form = BrandForm
    list_display = ("name", "kind", "level", "owner", "parent", "region", "reports", "origin")
    list_filter = ("kind", "level", "origin", ProvinceFilter)
    list_select_related = ("owner", "parent", "region")
    search_fields = ("name", "key", "sort_key", "owner__name")
    autocomplete_fields = ("owner", "parent", "region")
    fields = ("name", "kind", "level", "owner", "parent", "region", "origin", "named")
    readonly_fields = ("origin", "named")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Brand]:
        """Count the public articles that name each."""
        return Brand.objects.with_counts().by_pinyin()

    def has_delete_permission(self, request: HttpRequest, obj: Brand | None = None) -> bool:
        """Facts stand on brands: one that nothing names any more goes by itself."""
        return False

    @admin.display(description="报道数", ordering="article_count")
    def reports(self, brand: Brand) -> int:
        """Show how many public articles name it."""
        return int(getattr(brand, "article_count", 0))

    @admin.display(description="提及")
    def named(self, brand: Brand) -> str:
        """Link the places that name it."""
        if brand._state.adding:
            return ""
        address = list_url(BrandMention, brand__id__exact=brand.pk)
        return format_html('<a href="{}">查看全部提及</a>', address)

    def save_model(self, request: HttpRequest, obj: Brand, form: Any, change: bool) -> None:
        """Store the row as a person left it."""
        if not change or form.has_changed():
            corrections.save_brand(obj, by=who(request))
