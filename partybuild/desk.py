"""The admin site."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

# The desk by the way of the work; what is not named here follows by its name.
ORDER = (
    "ReviewItem", "Batch", "Source", "Article", "Metric", "OrganizationMention", "BrandMention",
    "RegionMention", "ThemeEvidence", "Claim", "Organization", "Brand", "Indicator", "Theme",
    "Region", "Merger", "Apart", "Likeness", "Segment", "Job", "EvaluationRun",
)  # fmt: skip


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

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """List what waits first, then files, articles, facts, and what they speak of."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _place(model["object_name"]))
        return sorted(apps, key=lambda app: app["app_label"] != "articles")


def _place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)
