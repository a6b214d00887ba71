"""History: who changed what, when, from what to what; any one change can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from articles.admin.desk import ReadOnlyAdmin, change_url, list_url, who
from articles.admin.histories import (
    AboutFilter,
    ActFilter,
    KindFilter,
    MovedFilter,
    PersonFilter,
    RowFilter,
    RunFilter,
    WhoFilter,
)
from articles.curation import history
from articles.curation.reverting import Plan, plan, revert
from articles.keys import key_of
from articles.models import Article, Entry
from articles.outputs.changes import Line, Told, called, lines, table, tell
from articles.outputs.downloads import download
from articles.outputs.exports import MAX_ROWS, Format

admin.site.unregister(Entry)  # the page that the package, listed before this one, brings
SHOWN = 4  # columns of an entry shown in the list


class EntryList(ChangeList):
    """The list with each entry in words, in a fixed number of queries."""

    def get_results(self, request: HttpRequest) -> None:
        """Put every entry of the page into words at once."""
        super().get_results(request)
        told = tell(list(self.result_list))
        for one in told:
            vars(one.entry)["told"] = one  # for the columns of the list, which get the row alone
        self.result_list = [one.entry for one in told]


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin[Entry]):
    """Entries are written with what they tell, never by hand."""

    change_list_template = "admin/articles/history.html"
    list_display = ("timestamp", "person", "kind", "subject", "action", "reason", "said")
    list_display_links = ("timestamp",)
    list_filter = (
        WhoFilter, PersonFilter, KindFilter, "action", AboutFilter, RowFilter, RunFilter, ActFilter,
        MovedFilter,
    )  # fmt: skip
    list_select_related = ("actor", "content_type")
    search_fields = ("object_repr", "reason")
    date_hierarchy = "timestamp"
    show_full_result_count = False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Use the list that knows what its entries say."""
        return EntryList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Offer the list as a file; call it by the one row that it is narrowed to."""
        query = request.META.get("QUERY_STRING", "")
        files = [
            (form.name, f"{reverse('admin:articles_entry_export', args=[form.value])}?{query}")
            for form in (Format.XLSX, Format.CSV)
        ]
        return super().changelist_view(request, {"files": files, **(extra_context or {})})

    @admin.display(description="操作者", ordering="actor")
    def person(self, entry: Entry) -> str:
        """Show who did it."""
        return _told(entry).who

    @admin.display(description="种类", ordering="content_type")
    def kind(self, entry: Entry) -> str:
        """Show the table."""
        return _told(entry).kind

    @admin.display(description="对象", ordering="object_repr")
    def subject(self, entry: Entry) -> str:
        """Link what happened to this row so far."""
        address = list_url(Entry, row=f"{_label(entry)}:{entry.object_pk}")
        return format_html('<a href="{}">{}</a>', address, _told(entry).name)

    @admin.display(description="改动")
    def said(self, entry: Entry) -> str:
        """Show from what to what."""
        found = _told(entry).lines
        shown = format_html_join("", "{}", ((_line(one),) for one in found[:SHOWN]))
        more = f"另有 {len(found) - SHOWN} 栏" if len(found) > SHOWN else ""
        return format_html('<div class="history-lines">{}{}</div>', shown, more)

    def get_urls(self) -> list[URLPattern]:
        """Add the list as a file, and taking back."""
        wrap = self.admin_site.admin_view
        return [
            path("export/<str:form>/", wrap(self.export_view), name="articles_entry_export"),
            path("<int:pk>/revert/", wrap(self.revert_view), name="articles_entry_revert"),
            *super().get_urls(),
        ]

    def export_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """Hand out the list, as it is narrowed, as a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if form not in (Format.XLSX, Format.CSV):
            raise Http404
        try:
            found = cast(Any, self.get_changelist_instance(request)).queryset
        except IncorrectLookupParameters:
            raise Http404 from None
        return download(table("改动记录", found.order_by("-pk")[:MAX_ROWS]), Format(form))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one entry in full, with what belongs to it."""
        if request.method == "POST":
            raise PermissionDenied
        entry = self._entry(request, object_id)
        (told,) = tell([entry])
        found = plan(entry)
        context = self.page(
            request,
            f"第 {entry.pk} 号改动",
            told=told,
            place=_address(entry),
            row=list_url(Entry, row=f"{_label(entry)}:{entry.object_pk}"),
            act=_beside(entry, "act", entry.act),
            run=_beside(entry, "run", entry.cid or ""),
            refusal=found.refusal,
            may_revert=not found.refusal and may_revert(request, entry),
        )
        return TemplateResponse(request, "admin/articles/entry.html", context)

    def revert_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what taking one change back would do; on POST, do it."""
        entry = self._entry(request, str(pk))
        if not may_revert(request, entry):
            raise PermissionDenied
        if request.method == "POST":
            state, force = request.POST.get("state", "none"), "force" in request.POST
            try:
                lost = revert(entry, by=who(request), state=state, force=force)
            except ValidationError as error:
                self.message_user(request, "；".join(error.messages), messages.ERROR)
                return HttpResponseRedirect(request.path)
            self.message_user(request, _done(entry, len(lost)), messages.SUCCESS)
            return HttpResponseRedirect(list_url(Entry, row=f"{_label(entry)}:{entry.object_pk}"))
        found = plan(entry)
        context = self.page(
            request,
            f"撤销第 {entry.pk} 号改动",
            told=tell([entry])[0],
            found=found,
            steps=list(_previewed(found)),
        )
        return TemplateResponse(request, "admin/articles/revert.html", context)

    def _entry(self, request: HttpRequest, key: str) -> Entry:
        entry = self.get_queryset(request).select_related("actor", "content_type")
        found = entry.filter(pk=key_of(key)).first()
        if not self.has_view_permission(request, found):
            raise PermissionDenied
        if found is None:
            raise Http404
        return found


def may_revert(request: HttpRequest, entry: Entry) -> bool:
    """Tell whether the person may take *entry* back: who may change such rows, and may correct.

    Rows are taken away only by who may delete them, or who has added this one.
    """
    user = cast(AbstractUser, request.user)
    app, _, name = _label(entry).partition(".")
    if not user.has_perms(["articles.review_fact", f"{app}.change_{name}"]):
        return False
    own = entry.machine or entry.actor_id == user.pk
    return entry.action != Entry.Kind.CREATE or own or user.has_perm(f"{app}.delete_{name}")


def _told(entry: Entry) -> Told:
    return cast(Told, vars(entry)["told"])


def _label(entry: Entry) -> str:
    return f"{entry.content_type.app_label}.{entry.content_type.model}"


def _line(line: Line) -> str:
    lead, old, new, tail = line.brief
    return format_html(
        '<div><span class="history-column">{}</span> {}<del>{}</del> → <ins>{}</ins>{}</div>',
        line.label, lead, old, new, tail,
    )  # fmt: skip


def _address(entry: Entry) -> str:
    """Return the address of the page of the row, "" where it has none (any more)."""
    row = history.row_of(entry)
    if row is not None and entry.article_key and not isinstance(row, Article):
        row = row if _has_page(row) else Article.objects.filter(pk=entry.article_key).first()
    return change_url(row) if row is not None and _has_page(row) else ""


def _has_page(row: models.Model) -> bool:
    try:
        return bool(change_url(row))
    except NoReverseMatch:
        return False


def _beside(entry: Entry, name: str, value: str) -> dict[str, Any]:
    """Return how many other changes came of the same act or run, and where they are listed."""
    column = "cid" if name == "run" else name
    count = Entry.objects.filter(**{column: value}).count() - 1 if value else 0
    return {"count": count, "url": list_url(Entry, **{name: value, "moved": "all"})}


def _previewed(found: Plan) -> Iterable[tuple[Line, bool, bool]]:
    """Yield each column from now to what it would be, if it has changed since, if it is so already."""
    steps = {step.column: step for step in found.steps}
    changes = {step.column: (step.now, step.before) for step in found.steps}
    for line in lines(found.entry, changes):
        step = steps[line.column]
        yield line, step.conflict, step.idle


def _done(entry: Entry, lost: int) -> str:
    gone = f"{lost} 条事实在恢复后的文字中找不到原处，读者不再看到。" if lost else ""
    return f"已撤销第 {entry.pk} 号改动（{called(entry)}）。{gone}"
