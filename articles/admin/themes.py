"""Themes: the controlled list of what reports are about."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.choosing import Merging
from articles.admin.desk import ReadOnlyAdmin
from articles.models import Theme


@admin.register(Theme)
class ThemeAdmin(Merging[Theme], ReadOnlyAdmin[Theme]):
    """Themes come from the word lists of the product and are loaded anew with each version."""

    list_display = ("name", "group", "definition", "order")
    list_filter = ("group",)
    search_fields = ("name", "slug", "definition")
    fields = ("name", "slug", "group", "definition", "cue_words", "order")

    @admin.display(description="判定词")
    def cue_words(self, theme: Theme) -> str:
        """Show the words that speak for the theme."""
        return "、".join(theme.cues)
