"""The queue before the index, to look at, and the synonyms, to keep."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import Textarea
from django.http import HttpRequest

from articles.admin.desk import ReadOnlyAdmin, who
from articles.admin.tables import TableAdmin, TableResource, Text, column, yes_or_no
from articles.curation.writing import writing
from articles.keys import key_of
from search.models import PendingChange, Synonym
from search.models.synonym import keep


@admin.register(PendingChange)
class PendingChangeAdmin(ReadOnlyAdmin[PendingChange]):
    """Articles that the index does not know as they are; the list is empty when all is well."""

    list_display = ("article_pk", "created")
    date_hierarchy = "created"


class Key(Text):
    """The number of a group; none for a new one."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the number, None without one. Raises :exc:`ValueError` for one that there is not."""
        text = super().clean(value)
        if not text:
            return None
        key = key_of(text)
        if not Synonym.objects.filter(pk=key).exists():
            raise ValueError(f"没有编号为“{text}”的词组；新词组请把编号留空")
        return key


class SynonymResource(TableResource):
    """Groups of synonyms as a file, known by their number."""

    verb = staticmethod(keep)
    id = column("id", "编号", Key())
    terms = column("terms", "同义词")
    note = column("note", "备注")
    active = column("active", "启用", yes_or_no())

    class Meta(TableResource.Meta):
        model = Synonym
        import_id_fields = ("id",)
        fields = ("id", "terms", "note", "active")


@admin.register(Synonym)
class SynonymAdmin(TableAdmin[Synonym]):
    """Groups of terms that mean the same; in force from the next search on."""

    resource = SynonymResource
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
        with writing(by=who(request), reason="启用同义词"):
            held = [one for one in chosen.filter(active=False) if not one.switch_on()]
        for synonym in held:
            self.message_user(request, f"“{synonym}”未启用：其中的词已在另一组。", "WARNING")

    @admin.action(description="停用所选词组", permissions=["change"])
    def switch_off(self, request: HttpRequest, chosen: models.QuerySet[Synonym]) -> None:
        """Leave the groups out of searches."""
        with writing(by=who(request), reason="停用同义词"):
            chosen.update(active=False)

    def save_model(self, request: HttpRequest, obj: Synonym, form: Any, change: bool) -> None:
        """Store the group as a person left it."""
        with writing(by=who(request), reason="编辑同义词"):
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Synonym) -> None:
        """Delete a group that a person had entered."""
        with writing(by=who(request), reason="删去同义词"):
            super().delete_model(request, obj)
