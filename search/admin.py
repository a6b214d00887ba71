"""The queue before the index, to look at, and the synonyms, to keep."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import Textarea
from django.http import HttpRequest

from articles.admin.desk import DeskAdmin, ReadOnlyAdmin
from search.models import PendingChange, Synonym


@admin.register(PendingChange)
class PendingChangeAdmin(ReadOnlyAdmin[PendingChange]):
    """Articles that the index does not know as they are; the list is empty when all is well."""

    list_display = ("article_pk", "created")
    date_hierarchy = "created"


@admin.register(Synonym)
class SynonymAdmin(DeskAdmin[Synonym]):
    """Groups of terms that mean the same; in force from the next search on."""

    list_display = ("terms", "note", "active", "came")
    list_filter = ("active",)
    search_fields = ("terms", "note")
    fields = ("terms", "note", "active", "came")
    readonly_fields = ("came",)
    actions = ("switch_on", "switch_off")
    formfield_overrides = {models.TextField: {"widget": Textarea(attrs={"rows": 4, "cols": 80})}}

    @admin.display(description="来历")
    def came(self, synonym: Synonym) -> str:
        """Tell groups that came with the product from those that people entered."""
        if not synonym.listed:
            return "人工"
        return "随附" if synonym.listed == synonym.terms else "随附，人工改过"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Delete what people entered, one by one; what came with the product is switched off."""
        return obj is not None and not obj.listed and super().has_delete_permission(request, obj)

    @admin.action(description="启用所选词组", permissions=["change"])
    def switch_on(self, request: HttpRequest, chosen: models.QuerySet[Synonym]) -> None:
        """Put the groups in force whose terms stand in no other group."""
        held = [synonym for synonym in chosen.filter(active=False) if not synonym.switch_on()]
        for synonym in held:
            self.message_user(request, f"“{synonym}”未启用：其中的词已在另一组。", "WARNING")

    @admin.action(description="停用所选词组", permissions=["change"])
    def switch_off(self, request: HttpRequest, chosen: models.QuerySet[Synonym]) -> None:
        """Leave the groups out of searches."""
        chosen.update(active=False)
