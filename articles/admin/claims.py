"""Claims: on what ground a column of an article has its value."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html_join

from articles.admin.decisions import DecidedAdmin
from articles.admin.desk import NOTHING, link, pretty
from articles.admin.narrowing import ArticleFilter, ProvinceFilter
from articles.admin.places import column_label, marked, sentence
from articles.curation.columns import CLAIMED
from articles.extraction.vocabulary import ArticleKind, Sector
from articles.models import Article, Claim

JOINS = ("article__region", "article__primary_theme", "reviewed_by")
SHOWN = 60  # characters of a value


class ColumnFilter(admin.SimpleListFilter):
    """Columns by the names that people know."""

    title = "栏目"
    parameter_name = "field"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the columns that claims are made of."""
        return [(name, column_label(name)) for name in CLAIMED]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Claim]
    ) -> models.QuerySet[Claim]:
        """Narrow to the column."""
        return queryset.filter(field=self.value()) if self.value() in CLAIMED else queryset


@admin.register(Claim)
class ClaimAdmin(DecidedAdmin[Claim]):
    """Grounds to look at and confirm; a wrong value is corrected on the page of its article."""

    decisions = ("confirm", "reopen")
    actions = ("confirm_chosen", "reopen_chosen")
    list_display = ("report", "column", "value_held", "basis", "status", "origin", "reviewed_by")
    list_filter = (
        "status",
        "origin",
        "basis",
        ColumnFilter,
        ArticleFilter,
        ProvinceFilter.along("article__region"),
    )
    list_select_related = JOINS
    search_fields = ("article__headline",)
    ordering = ("-pk",)
    readonly_fields = fields = (
        "report", "column", "value_held", "basis", "evidence_shown", "status", "origin",
        "reviewed_by", "reviewed_at", "confidence", "rule_named", "rules_version", "machine_reading",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds grounds by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Claim | None = None) -> bool:
        """Nobody deletes grounds by hand."""
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Claim]:
        """Leave the text of the article out."""
        return super().get_queryset(request).defer("article__body", "article__references")

    @admin.display(description="报道（改正请到报道页）", ordering="article__headline")
    def report(self, claim: Claim) -> str:
        """Link the article, on whose page the value is corrected."""
        return link(claim.article)

    @admin.display(description="栏目", ordering="field")
    def column(self, claim: Claim) -> str:
        """Show the Chinese name of the column."""
        return column_label(claim.field)

    @admin.display(description="值")
    def value_held(self, claim: Claim) -> str:
        """Show the value in words."""
        return in_words(claim)

    @admin.display(description="依据文字")
    def evidence_shown(self, claim: Claim) -> str:
        """Show the sentences that speak for the value."""
        article = Article.objects.prefetch_related("captions").get(pk=claim.article_id)
        parts = article.parts()
        shown = [
            marked(*sentence(parts[one["part"]], one["start"], one["end"]))
            for one in claim.evidence
            if one["end"] <= len(parts.get(one["part"], ""))
        ]
        return format_html_join("", "<p>{}</p>", ((text,) for text in shown)) or NOTHING

    @admin.display(description="机器识读值")
    def machine_reading(self, claim: Claim) -> str:
        """Show what the machine had read before a person changed it."""
        return pretty(claim.machine_value)


def in_words(claim: Claim) -> str:
    """Return the value of *claim* as a reader would say it; a key that the article does not hold stands."""
    value = claim.value
    if value in (None, "", []):
        return NOTHING
    article = claim.article
    if claim.field == "region" and article.region and article.region.pk == value:
        return article.region.name
    if claim.field == "primary_theme" and article.primary_theme:
        theme = article.primary_theme
        return theme.name if theme.slug == value else str(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    names = {"sector": Sector.choices(), "kind": ArticleKind.choices()}.get(claim.field, [])
    text = str(dict(names).get(value, value) if names else value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}……"
