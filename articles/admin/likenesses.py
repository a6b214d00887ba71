"""Likenesses: articles that share much of their text."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from articles.admin.desk import ReadOnlyAdmin, link
from articles.models import Likeness


@admin.register(Likeness)
class LikenessAdmin(ReadOnlyAdmin[Likeness]):
    """Pairs to look at; which of two articles is withdrawn is for a person to say."""

    list_display = fields = ("one", "two", "shared", "held")
    list_display_links = None
    list_select_related = ("article", "other")
    search_fields = ("article__headline", "other__headline")
    ordering = ("-overlap", "pk")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Likeness]:
        """Leave the texts out."""
        heavy = ("body", "references", "abstract", "affiliation")
        texts = [f"{side}__{name}" for side in ("article", "other") for name in heavy]
        return super().get_queryset(request).defer(*texts)

    @admin.display(description="报道", ordering="article")
    def one(self, pair: Likeness) -> str:
        """Link the older of the two."""
        return link(pair.article)

    @admin.display(description="相似报道", ordering="other")
    def two(self, pair: Likeness) -> str:
        """Link the newer of the two."""
        return link(pair.other)

    @admin.display(description="重合", ordering="overlap")
    def shared(self, pair: Likeness) -> str:
        """Show the share of both texts that they have in common."""
        return f"{pair.overlap:.0%}"

    @admin.display(description="包含", ordering="contained")
    def held(self, pair: Likeness) -> str:
        """Show the share of the shorter text that stands in the longer."""
        return f"{pair.contained:.0%}"
