"""The queue before the index, to look at."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.desk import ReadOnlyAdmin
from search.models import PendingChange


@admin.register(PendingChange)
class PendingChangeAdmin(ReadOnlyAdmin[PendingChange]):
    """Articles that the index does not know as they are; the list is empty when all is well."""

    list_display = ("article_pk", "created")
    date_hierarchy = "created"
