"""Likenesses: articles that share much of their text."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html

from articles.admin.choosing import compare_url
from articles.admin.desk import ReadOnlyAdmin, link
from articles.models import Likeness


@admin.register(Likeness)
class LikenessAdmin(ReadOnlyAdmin[Likeness]):
    """Pairs to look at; whether two are the same report is for a person to say."""

    list_display = fields = ("one", "two", "shared", "held", "marked")
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

    @admin.display(description="合并")
    def marked(self, pair: Likeness) -> str:
        """Say that one is marked as the same report as the other, or lead to where it can be."""
        one, other = pair.article, pair.other
        if {one.duplicate_of_id, other.duplicate_of_id} & {one.pk, other.pk}:
            return "已标为同一报道"
        address = compare_url("article", [one.pk, other.pk])
        return format_html('<a href="{}">比较</a>', address)
