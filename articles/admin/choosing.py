"""Rows of a list chosen to be merged, and who may do that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from articles.curation.merging import MOST

RIGHT = "articles.merge_names"
M = TypeVar("M", bound=models.Model)


def may_merge(request: HttpRequest) -> bool:
    """Tell whether the person may make two rows one, and two of one."""
    return request.user.has_perm(RIGHT)


def compare_url(kind: str, keys: Iterable[int]) -> str:
    """Return the address of the page on which the rows with these *keys* are compared."""
    address = reverse("admin:articles_merger_compare", args=[kind])
    return f"{address}?{urlencode([('key', key) for key in keys])}"


class Merging(admin.ModelAdmin[M]):
    """An admin of what can be merged: rows of its list are chosen, and compared on a page."""

    actions: Any = ("merge_chosen",)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Tell whether the action is offered."""
        return may_merge(request)

    @admin.action(description="合并所选……", permissions=["merge"])
    def merge_chosen(
        self, request: HttpRequest, queryset: models.QuerySet[M]
    ) -> HttpResponse | None:
        """Go on to the comparison."""
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if 2 <= len(keys) <= MOST:
            return HttpResponseRedirect(compare_url(str(self.opts.model_name), keys))
        self.message_user(request, f"请选择 2 至 {MOST} 条再合并。", messages.WARNING)
        return None
