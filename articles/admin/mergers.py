"""Merging at the desk: what may be one, rows side by side, what was merged, and the way back."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from articles import revision
from articles.admin.choosing import compare_url, may_merge
from articles.admin.comparing import WORD, Comparison
from articles.admin.desk import NOTHING, ReadOnlyAdmin, change_url, list_url, who
from articles.curation import duplicates, merging
from articles.curation.duplicates import Proposal
from articles.models import Apart, MergeKind, Merger

SHOWN = 30  # pairs on a page
PROPOSED = (MergeKind.ORGANIZATION, MergeKind.BRAND, MergeKind.ARTICLE)


@admin.register(Merger)
class MergerAdmin(ReadOnlyAdmin[Merger]):
    """What was merged, by whom; each can be taken back for thirty days."""

    change_form_template = "admin/mergers/merger.html"
    change_list_template = "admin/mergers/mergers.html"
    list_display = ("label", "kind", "names", "rows", "merged_by", "merged_at", "state")
    list_filter = ("kind", "merged_at")
    list_select_related = ("merged_by", "undone_by")
    search_fields = ("label",)
    fields = (
        "kind", "label", "names", "rows_by_table", "merged_by", "merged_at", "state", "undone_by",
        "undone_at",
    )  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Merger]:
        """Leave the journals out: they may be long."""
        return super().get_queryset(request).defer("journal")

    @admin.display(description="并入")
    def names(self, merger: Merger) -> str:
        """Show what went into the row that was kept."""
        return "、".join(name for _, name in merger.dropped)

    @admin.display(description="移动")
    def rows(self, merger: Merger) -> int:
        """Show how many rows were moved."""
        return merger.rows

    @admin.display(description="移动")
    def rows_by_table(self, merger: Merger) -> str:
        """Show how many rows of which table were moved."""
        told = ((name, n) for name, n in sorted(merger.moved.items()))
        return format_html_join("，", "{} {}", told) or NOTHING

    @admin.display(description="状态")
    def state(self, merger: Merger) -> str:
        """Show whether it stands, and whether it can still be taken back."""
        if merger.undone_at:
            return "已撤销"
        return f"可撤销至 {_day(merger)}" if merger.revocable else "不能再撤销"

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of proposals and comparison, and the buttons."""
        wrap, name = self.admin_site.admin_view, "articles_merger"
        return [
            path("likely/", wrap(require_safe(self.likely_view)), name=f"{name}_likely"),
            path("apart/", wrap(require_POST(self.apart_view)), name=f"{name}_apart"),
            path("compare/<slug:kind>/", wrap(self.compare_view), name=f"{name}_compare"),
            path("<int:pk>/undo/", wrap(require_POST(self.undo_view)), name=f"{name}_undo"),
            *super().get_urls(),
        ]

    def likely_view(self, request: HttpRequest) -> HttpResponse:
        """Show what may be the same, the likeliest first, each pair with its reason."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kind = request.GET.get("kind", "")
        kind = kind if kind in PROPOSED else PROPOSED[0].value
        found = {one: _proposals(one) for one in PROPOSED}
        page = Paginator(found[MergeKind(kind)], SHOWN).get_page(request.GET.get("page"))
        context = self.page(
            request,
            "疑似重复",
            kind=kind,
            kinds=[(one.value, one.label, len(found[one])) for one in PROPOSED],
            page_of=page,
            pairs=_pairs(kind, list(page)),
            may_merge=may_merge(request),
            apart=list_url(Apart),
        )
        return TemplateResponse(request, "admin/mergers/likely.html", context)

    def apart_view(self, request: HttpRequest) -> HttpResponse:
        """Remember that two rows are not the same, and go back to the proposals."""
        if not may_merge(request):
            raise PermissionDenied
        asked = Comparison.parse(_kind(request.POST.get("kind", "")), request.POST)
        back = f"{reverse('admin:articles_merger_likely')}?{urlencode({'kind': asked.kind})}"
        try:
            if len(asked.rows) != 2:
                raise ValidationError("其中一条已不存在，请刷新后再看。")
            merging.keep_apart(*asked.rows, by=who(request))
        except ValidationError as error:
            self.message_user(request, "；".join(error.messages), messages.ERROR)
        else:
            one, two = asked.rows
            self.message_user(request, f"已记下：“{one}”与“{two}”不是同一个，不再提示。")
        return HttpResponseRedirect(back)

    def compare_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Show rows side by side; choose, see the effect, and merge them."""
        if not may_merge(request):
            raise PermissionDenied
        asked = Comparison.parse(_kind(kind), request.POST or request.GET)
        errors = [f"编号 {key} 已不存在，可能已被合并。" for key in asked.missing]
        if len(asked.rows) < 2 or len(asked.rows) > merging.MOST:
            errors.append(f"请选择 2 至 {merging.MOST} 条再合并。")
        elif request.POST.get("do") == "merge" and not errors:
            try:
                return self._merge(request, asked)
            except ValidationError as error:
                errors += error.messages
        context = self.page(
            request,
            f"合并{MergeKind(kind).label}",
            asked=asked if len(asked.rows) > 1 else None,
            kind=kind,
            articles=kind == MergeKind.ARTICLE,
            kept_rows=kind in (MergeKind.ARTICLE, MergeKind.THEME),
            errors_said=errors,
            word=WORD,
        )
        return TemplateResponse(request, "admin/mergers/compare.html", context)

    def _merge(self, request: HttpRequest, asked: Comparison) -> HttpResponse:
        if request.POST.get("seen") != asked.seen:
            raise ValidationError("选择或数据已有变化，请核对下面的影响，再按一次“合并”。")
        if asked.effect.weighty and request.POST.get("word", "").strip() != WORD:
            raise ValidationError(f"将移动 {asked.effect.total} 条，请键入“{WORD}”二字确认。")
        merger = merging.merge(asked.keep, asked.drops, asked.fields, who(request))
        said = f"已合并为“{merger.label}”，{_day(merger)} 之前可以撤销。"
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(change_url(merger))

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a merger back; say what was changed since and stays."""
        if not may_merge(request):
            raise PermissionDenied
        merger = Merger.objects.defer("journal").filter(pk=pk).first()
        if merger is None:
            raise Http404
        try:
            kept = merging.undo(merger, by=who(request))
        except ValidationError as error:
            self.message_user(request, "；".join(error.messages), messages.ERROR)
        else:
            self.message_user(request, "已撤销合并，原来的条目和网址都已恢复。", messages.SUCCESS)
            for line in dict.fromkeys(kept):
                self.message_user(request, f"{line}。", messages.WARNING)
        return HttpResponseRedirect(change_url(merger))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer the way back where there is one."""
        merger = context.get("original")
        context["may_undo"] = bool(merger and merger.revocable and may_merge(request))
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Apart)
class ApartAdmin(ReadOnlyAdmin[Apart]):
    """Pairs that were said to be two."""

    list_display = ("names", "kind", "said_by", "said_at")
    list_filter = ("kind",)
    list_select_related = ("said_by",)
    search_fields = ("names",)
    fields = ("names", "kind", "said_by", "said_at")
    actions = ("reconsider",)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Tell whether the action is offered."""
        return may_merge(request)

    @admin.action(description="恢复提示", permissions=["merge"])
    def reconsider(self, request: HttpRequest, queryset: models.QuerySet[Apart]) -> None:
        """Let the chosen pairs be proposed again."""
        pairs = list(queryset)
        for pair in pairs:
            merging.reconsider(pair, by=who(request))
        self.message_user(request, f"已恢复提示 {len(pairs)} 对。", messages.SUCCESS)


def _day(merger: Merger) -> str:
    """Return the day, here, up to which it can be taken back."""
    return f"{timezone.localtime(merger.until):%Y-%m-%d}"


def _kind(text: str) -> str:
    if text not in MergeKind.values:
        raise Http404
    return text


def _proposals(kind: MergeKind) -> list[Proposal]:
    """Return the proposals, found once for each state of the archive."""
    stamp = revision.current()
    if not stamp:
        return duplicates.proposals(kind)
    key = f"duplicates-{kind}-{stamp}"
    return cast("list[Proposal]", cache.get_or_set(key, lambda: duplicates.proposals(kind)))


def _pairs(kind: str, found: list[Proposal]) -> list[dict[str, Any]]:
    """Return each proposal with its rows; what has gone meanwhile is left out."""
    rows = Comparison.known(kind, {key for one in found for key in (one.one, one.other)})
    return [
        {
            "rows": [rows[one.one], rows[one.other]],
            "reason": one.reason,
            "compare": compare_url(kind, [one.one, one.other]),
        }
        for one in found
        if one.one in rows and one.other in rows
    ]
