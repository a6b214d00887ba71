"""Other names of organizations, as one table."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.http import HttpRequest
from import_export.fields import Field

from articles.admin.desk import link, who
from articles.admin.tables import Choice, TableAdmin, TableResource, Text, column
from articles.curation import corrections
from articles.keys import key_of
from articles.models import Organization, OrganizationAlias


class Owner(Text):
    """An organization by its number; without one, by its name and the code of its region."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Organization:
        """Return the organization. Raises :exc:`ValueError` where it cannot be told."""
        number, told = super().clean(value), row or {}
        name = str(told.get("单位") or "").strip()
        if not number:
            return self._named(name, str(told.get("地区代码") or "").strip())
        found = Organization.objects.filter(pk=key_of(number)).first()
        if found is None:
            raise ValueError(f"没有编号为“{number}”的单位")
        if name and name != found.name:
            raise ValueError(f"编号 {number} 的单位是“{found.name}”，不是“{name}”")
        return found

    def _named(self, name: str, region: str) -> Organization:
        rows = Organization.objects.filter(name=name)
        found = list(rows.filter(region=region) if region else rows)
        if len(found) != 1:
            many = "不止一个，请写编号或地区代码" if found else "没有这个单位"
            raise ValueError(f"“{name}”：{many}")
        return found[0]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the number."""
        return str(value.pk) if value else ""


def _save(alias: OrganizationAlias, *, by: AbstractBaseUser) -> None:
    names = {"drop" if alias.struck else "add": [alias.name]}
    if alias.struck and alias._state.adding:  # known first, then struck out: no reading learns it
        corrections.amend_aliases(alias.organization, by=by, add=[alias.name])
    corrections.amend_aliases(alias.organization, by=by, **names)


class AliasResource(TableResource):
    """Aliases as a file, known by their organization and themselves."""

    verb = staticmethod(_save)
    organization = column("organization", "单位编号", Owner())
    owner: Field = column("organization__name", "单位", readonly=True)
    region: Field = column("organization__region_id", "地区代码", readonly=True)
    name = column("name", "别名")
    struck = column("struck", "状态", Choice({False: "有效", True: "已删去"}))

    class Meta(TableResource.Meta):
        model = OrganizationAlias
        import_id_fields = ("organization", "name")
        fields = ("organization", "owner", "region", "name", "struck")


@admin.register(OrganizationAlias)
class AliasAdmin(TableAdmin[OrganizationAlias]):
    """Names by which texts call a body; one that is struck out is not learned again."""

    resource = AliasResource
    list_display = ("name", "owned_by", "region", "origin", "struck")
    list_filter = ("struck", "origin")
    list_select_related = ("organization__region",)
    search_fields = ("name", "organization__name")
    autocomplete_fields = ("organization",)
    fields = ("organization", "name", "origin", "struck")
    readonly_fields = ("origin", "struck")
    actions = ("strike", "restore")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[OrganizationAlias]:
        """Show those too that were struck out."""
        return OrganizationAlias.everything.all()

    def get_readonly_fields(
        self, request: HttpRequest, obj: OrganizationAlias | None = None
    ) -> tuple[str, ...]:
        """Keep a name as it is: another is another alias."""
        return ("organization", "name", "origin", "struck") if obj else ("origin", "struck")

    def has_delete_permission(
        self, request: HttpRequest, obj: OrganizationAlias | None = None
    ) -> bool:
        """Strike names out instead."""
        return False

    @admin.display(description="单位", ordering="organization__sort_key")
    def owned_by(self, alias: OrganizationAlias) -> str:
        """Link the organization."""
        return link(alias.organization)

    @admin.display(description="地区", ordering="organization__region")
    def region(self, alias: OrganizationAlias) -> str:
        """Show where the organization is."""
        return str(alias.organization.region or "")

    @admin.action(description="删去所选别名（今后不再收录）", permissions=["change"])
    def strike(self, request: HttpRequest, chosen: models.QuerySet[OrganizationAlias]) -> None:
        """Strike the names out."""
        for alias in chosen.filter(struck=False):
            corrections.amend_aliases(alias.organization, by=who(request), drop=[alias.name])

    @admin.action(description="恢复所选别名", permissions=["change"])
    def restore(self, request: HttpRequest, chosen: models.QuerySet[OrganizationAlias]) -> None:
        """Let the names hold again."""
        for alias in chosen.filter(struck=True):
            corrections.amend_aliases(alias.organization, by=who(request), add=[alias.name])

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Add a name."""
        corrections.amend_aliases(obj.organization, by=who(request), add=[obj.name])
        obj.pk = OrganizationAlias.everything.get(organization=obj.organization, name=obj.name).pk
