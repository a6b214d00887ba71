"""Terms of policy that the archive adds to those of the product."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from articles.admin.desk import DeskAdmin, who
from articles.curation import lexicons
from articles.models import PolicyTerm


@admin.register(PolicyTerm)
class PolicyTermAdmin(DeskAdmin[PolicyTerm]):
    """Set phrases and campaigns that no unit owns; they hold for the next reading and for rereads."""

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
