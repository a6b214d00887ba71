"""Terms of policy that the archive adds to those of the product."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from articles.admin.desk import who
from articles.admin.tables import Choice, TableAdmin, TableResource, column, yes_or_no
from articles.curation import lexicons
from articles.models import PolicyTerm
from articles.models.policy import KINDS


class PolicyTermResource(TableResource):
    """Terms of policy as a file, known by themselves."""

    verb = staticmethod(lexicons.save_term)
    term = column("term", "词语")
    kind = column("kind", "种类", Choice({"": "", **dict(KINDS)}))
    bare = column("bare", "无引号也识读", yes_or_no())
    note = column("note", "说明")

    class Meta(TableResource.Meta):
        model = PolicyTerm
        import_id_fields = ("term",)
        fields = ("term", "kind", "bare", "note")


@admin.register(PolicyTerm)
class PolicyTermAdmin(TableAdmin[PolicyTerm]):
    """Set phrases and campaigns that no unit owns; they hold for the next reading and for rereads."""

    resource = PolicyTermResource
    list_display = ("term", "kind", "bare", "note")
    list_filter = ("kind", "bare")
    search_fields = ("term", "note")
    fields = ("term", "kind", "bare", "note")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store the term, and say from when it holds."""
        lexicons.save_term(obj, by=who(request))
        self.message_user(request, "今后导入的文件按此识读；已入库的文件请用“重新识读”。")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Remove one term."""
        lexicons.delete_term(obj, by=who(request))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[PolicyTerm]) -> None:
        """Remove several terms."""
        for term in queryset:
            lexicons.delete_term(term, by=who(request))
