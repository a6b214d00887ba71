"""Organizations and the names they go by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html

from articles.admin.choosing import Merging
from articles.admin.desk import DeskAdmin, list_url, note_changes, who
from articles.admin.narrowing import ProvinceFilter
from articles.curation import corrections
from articles.models import Organization, OrganizationAlias, OrganizationMention


class OrganizationForm(forms.ModelForm[Organization]):
    """An organization; a name stands once in a region, and nobody is above themselves."""

    def clean(self) -> dict[str, Any]:
        """Refuse a second row of the same name and region, and a circle of parents."""
        cleaned = super().clean() or self.cleaned_data
        name, region = cleaned.get("name"), cleaned.get("region")
        same = Organization.objects.filter(name=name, region=region).exclude(pk=self.instance.pk)
        if name and (twin := same.first()):
            self.add_error("name", f"同一地区已有同名单位（编号 {twin.pk}）。")
        if self.instance.pk and above(cleaned.get("parent"), self.instance.pk):
            self.add_error("parent", "上级单位不能是本单位或其下级。")
        return cleaned


def above(row: Any, pk: int) -> bool:
    """Tell whether *pk* is *row* or stands above it, by the parents of the rows."""
    seen: set[int] = set()
    while row is not None and row.pk not in seen:
        if row.pk == pk:
            return True
        seen.add(row.pk)
        row = row.parent
    return False


class AliasInline(admin.TabularInline[OrganizationAlias, Organization]):
    """Other names. One that is struck out is not learned again when a text prints it."""

    model = OrganizationAlias
    verbose_name_plural = "别名（删去的不再收录）"
    extra = 1
    fields = ("name", "origin")
    readonly_fields = ("origin",)


@admin.register(Organization)
class OrganizationAdmin(Merging[Organization], DeskAdmin[Organization]):
    """Named bodies; a row that a person saved is left alone by readings."""

    form = OrganizationForm
    list_display = ("name", "type", "region", "parent", "reports", "origin")
    list_filter = ("type", "origin", ProvinceFilter)
    list_select_related = ("region", "parent")
    search_fields = ("name", "aliases__name", "sort_key")
    autocomplete_fields = ("region", "parent")
    fields = ("name", "type", "region", "parent", "origin", "named")
    readonly_fields = ("origin", "named")
    inlines = (AliasInline,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Organization]:
        """Count the public articles that name each."""
        return Organization.objects.with_counts().by_pinyin()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Facts stand on organizations: one that nothing names any more goes by itself."""
        return False

    @admin.display(description="报道数", ordering="article_count")
    def reports(self, organization: Organization) -> int:
        """Show how many public articles name it."""
        return int(getattr(organization, "article_count", 0))

    @admin.display(description="提及")
    def named(self, organization: Organization) -> str:
        """Link the places that name it."""
        if organization._state.adding:
            return ""
        address = list_url(OrganizationMention, organization__id__exact=organization.pk)
        return format_html('<a href="{}">查看全部提及</a>', address)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store the row as a person left it; an old name stays as an alias."""
        if not change or form.has_changed():
            corrections.save_organization(obj, by=who(request))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Write names that were added, changed or struck out."""
        note_changes(formset)
        changed = [one for one in formset.forms if one.has_changed()]
        if changed:
            gone = [one.initial["name"] for one in changed if one.initial.get("name")]
            kept = [one for one in changed if not one.cleaned_data.get("DELETE")]
            names = [one.cleaned_data["name"] for one in kept if one.cleaned_data.get("name")]
            corrections.amend_aliases(form.instance, by=who(request), add=names, drop=gone)
