"""The admin site."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

# The tables of the desk by what they are for, and in this order; the rest belongs to the system.
GROUPS = {
    "工作": ("ReviewItem", "Verdict", "Report", "Batch", "Merger", "Apart", "Likeness"),
    "资料": (
        "Source", "Article", "Metric", "OrganizationMention", "BrandMention", "RegionMention",
        "ThemeEvidence", "Claim", "Organization", "Brand", "Segment", "Departure",
    ),
    "词表": ("OrganizationAlias", "Theme", "Indicator", "Region", "PolicyTerm", "Synonym"),
    "系统": ("Entry", "Job", "EvaluationRun", "PendingChange"),
}  # fmt: skip
PLACES = {
    name: (group, place) for group, names in GROUPS.items() for place, name in enumerate(names)
}


class DeskSite(admin.AdminSite):
    """Django's admin under the archive's name."""

    site_header = "党建报道档案 · 编辑台"
    site_title = "编辑台"
    index_title = "资料与审核"

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Add the pages that belong to no single table."""
        from articles.admin import review_desk  # noqa: PLC0415 -- registers with this very site
        from partybuild.board import board  # noqa: PLC0415 -- stands on it

        quality = self.admin_view(partial(board, site=self))
        own = path("quality/", quality, name="quality")
        new = RedirectView.as_view(pattern_name="admin:articles_batch_add")
        bring = path("import/", self.admin_view(new), name="import")
        return [own, bring, *review_desk.urls(self), *super().get_urls()]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show what waits for the one who asks, then all tables."""
        from partybuild import start  # noqa: PLC0415 -- stands on tables, which this site lists

        return super().index(request, {**start.page(request.user), **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """List the tables by what they are for; those of one app, if it is named, as they are."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        groups: dict[str, list[Any]] = {name: [] for name in GROUPS}
        for model in (model for app in apps for model in app["models"]):
            groups[_place(model)[0]].append(model)
        return [
            {"name": name, "app_label": f"group-{n}", "models": sorted(models, key=_place)}
            for n, (name, models) in enumerate(groups.items())
            if models
        ]


def _place(model: Any) -> tuple[str, int]:
    return PLACES.get(model["object_name"], ("系统", len(PLACES)))
