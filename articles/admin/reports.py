"""Readers' reports of errors."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html

from articles.admin.desk import DeskAdmin, who
from articles.curation.reports import close
from articles.models import Report


@admin.register(Report)
class ReportAdmin(DeskAdmin[Report]):
    """A report is answered, and thereby closed; what the reader wrote stands."""

    list_display = ("message", "quote", "article", "created_at", "answer", "closed_by")
    list_filter = (("closed_at", admin.EmptyFieldListFilter), "created_at")
    list_select_related = ("article", "closed_by")
    search_fields = ("message", "quote", "article__headline")
    readonly_fields = (
        "place", "quote", "message", "contact", "created_at", "closed_by", "closed_at",
    )  # fmt: skip
    fields = (*readonly_fields, "answer")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Readers write them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What a reader gave us is kept."""
        return False

    def get_form(
        self, request: HttpRequest, obj: Report | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Ask for an answer: without one nothing is closed."""
        form = super().get_form(request, obj, change, **kwargs)
        if "answer" in form.base_fields:
            form.base_fields["answer"].required = True
        return form

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        """Close it with the answer."""
        close(obj, by=who(request), answer=obj.answer)

    @admin.display(description="所指之处")
    def place(self, report: Report) -> str:
        """Link the card, or the article, that the reader spoke of."""
        address = report.article.get_absolute_url()
        if report.subject:
            address = f"{address}#{report.subject}"
        return format_html('<a href="{}">{}</a>', address, report.article)
