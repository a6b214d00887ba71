"""History: who changed what, when, from what to what."""

from __future__ import annotations

import auditlog.admin  # noqa: F401 -- its page must be there to be taken off
from django.contrib import admin

from articles.admin.desk import ReadOnlyAdmin
from articles.models import Entry

admin.site.unregister(Entry)


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin[Entry]):
    """Entries are written with what they tell, never by hand."""

    list_display = ("timestamp", "content_type", "object_repr", "action", "actor", "reason")
    list_filter = ("machine", "action", "content_type")
    list_select_related = ("actor", "content_type")
