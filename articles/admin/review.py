"""The waiting list: what a person should look at, the riskiest first."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.claims import in_words
from articles.admin.desk import NOTHING, ReadOnlyAdmin, link
from articles.admin.narrowing import ArticleFilter, ProvinceFilter
from articles.admin.places import column_label, in_brief
from articles.models import Claim, Fact, Report, ReviewItem, Verdict
from articles.outputs.rules import rule_label


class StateFilter(admin.SimpleListFilter):
    """What still waits, unless asked otherwise."""

    title = "进度"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        """Offer what is done, and everything."""
        return [("done", "已处理"), ("all", "全部")]

    def choices(self, changelist: ChangeList) -> Any:
        """Call the default by its name."""
        choices = list(super().choices(changelist))
        choices[0]["display"] = "待处理"
        return choices

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[ReviewItem]
    ) -> models.QuerySet[ReviewItem]:
        """Narrow to the state."""
        if self.value() == "all":
            return queryset
        return queryset.filter(done=self.value() == "done")


class ReviewList(ChangeList):
    """The list with the thing of each row, fetched in one query a kind."""

    def get_results(self, request: HttpRequest) -> None:
        """Attach to each item the fact or claim that it is about, None where it is gone."""
        super().get_results(request)
        items = list(self.result_list)
        wanted: dict[str, list[int]] = defaultdict(list)
        for item in items:
            wanted[item.kind].append(item.target)
        found = {
            kind: _model(kind)._default_manager.in_bulk(keys) for kind, keys in wanted.items()
        }
        for item in items:
            item.subject = found[item.kind].get(item.target)
            if isinstance(item.subject, Claim):
                item.subject.article = item.article  # with its region and theme, fetched already
        self.result_list = items


def _model(kind: str) -> type[models.Model]:
    return apps.get_model("articles", kind)


@admin.register(ReviewItem)
class ReviewItemAdmin(ReadOnlyAdmin[ReviewItem]):
    """Written with the facts; a decision on the fact closes its item."""

    list_display = ("subject", "kind", "risk", "article")
    list_display_links = None
    list_filter = (StateFilter, "kind", ArticleFilter, ProvinceFilter.along("article__region"))
    list_select_related = ("article__region", "article__primary_theme")
    search_fields = ("article__headline",)
    ordering = ("done", "-risk", "pk")
    fields = ("target_link", "kind", "article", "risk", "done")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ReviewItem]:
        """Leave the text of the article out."""
        return super().get_queryset(request).defer("article__body", "article__references")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Use the list that knows what its rows are about."""
        return ReviewList

    @admin.display(description="待审内容")
    def subject(self, item: ReviewItem) -> str:
        """Link the fact or claim by its words."""
        row = getattr(item, "subject", None)
        if isinstance(row, Fact):
            return link(row, in_brief(row))
        if isinstance(row, Report):
            return link(row)
        if isinstance(row, Claim):
            return link(row, f"{column_label(row.field)}：{in_words(row)}")
        return NOTHING

    @admin.display(description="待审内容")
    def target_link(self, item: ReviewItem) -> str:
        """Link the page on which the thing is decided."""
        name, key = ("review-item", item.pk)
        if item.done:
            name, key = (f"articles_{item.kind}_change", item.target)
        return format_html('<a href="{}">打开</a>', reverse(f"admin:{name}", args=[key]))


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin[Verdict]):
    """What people decided in the queue, by ruling and reason."""

    list_display = ("label", "kind", "ruling", "reason", "note", "by", "decided_at", "undone_at")
    list_filter = (
        "kind",
        "ruling",
        "reason",
        ("undone_at", admin.EmptyFieldListFilter),
        "rules_version",
        ("by", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("by",)
    date_hierarchy = "decided_at"
    search_fields = ("label", "note", "rule")
    fields = (
        "label", "kind", "target", "article", "ruling", "reason", "note", "changed", "rule_named",
        "rules_version", "confidence", "by", "decided_at", "undone_at",
    )  # fmt: skip

    @admin.display(description="规则")
    def rule_named(self, verdict: Verdict) -> str:
        """Show the rule by its name in Chinese."""
        return rule_label(verdict.rule)
