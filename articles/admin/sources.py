"""Source files: given here, looked at, read again, removed with all that came of them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from articles.admin.desk import ReadOnlyAdmin, change_url, link, list_url, who
from articles.admin.places import part_choices, part_label
from articles.admin.rereading import RereadDesk
from articles.admin.seams import SeamDesk
from articles.curation import corrections, undoing
from articles.models import Article, Segment, Source

FORMATS = {
    "text/plain": "纯文本",
    "text/html": "网页",
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
}


class FormatFilter(admin.SimpleListFilter):
    """Narrows to the files of one kind."""

    title = "类型"
    parameter_name = "format"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the kinds that are read."""
        return list(FORMATS.items())

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Source]
    ) -> models.QuerySet[Source]:
        """Narrow to the kind."""
        return queryset.filter(media_type=self.value()) if self.value() else queryset


@admin.register(Source)
class SourceAdmin(SeamDesk, RereadDesk):
    """Files as they were given; their text is never edited."""

    change_form_template = "admin/articles/source_change_form.html"
    list_display = (
        "name", "holds", "publication", "weight", "encoding", "imported_by", "imported_at",
        "rules_version",
    )  # fmt: skip
    list_filter = (FormatFilter, "encoding", "rules_version", "imported_by")
    list_select_related = ("imported_by",)
    date_hierarchy = "imported_at"
    search_fields = ("name", "sha256", "publication")
    readonly_fields = (
        "name", "holds", "publication", "published_on", "date_precision", "weight", "format",
        "page", "encoding", "sha256", "batch_link", "imported_by", "imported_at", "rules_version",
        "report_links", "reading",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": readonly_fields[:-1]}),
        ("解码后的全文", {"fields": ("reading",), "classes": ("desk-wide",)}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Source]:
        """Count the articles; the text is fetched only where it is shown."""
        sources = super().get_queryset(request).defer("text")
        return sources.annotate(article_count=models.Count("articles"))

    @admin.display(description="类型")
    def format(self, source: Source) -> str:
        """Show what kind of file it is."""
        return FORMATS.get(source.media_type, source.media_type)

    @admin.display(description="报道数", ordering="article_count")
    def holds(self, source: Source) -> str:
        """Link the articles of the file."""
        count = getattr(source, "article_count", 0)
        address = list_url(Article, source__id__exact=source.pk)
        return format_html('<a href="{}">{}</a>', address, count)

    @admin.display(description="大小", ordering="size")
    def weight(self, source: Source) -> str:
        """Show the size in the words of people."""
        return filesizeformat(source.size)

    @admin.display(description="导入批次")
    def batch_link(self, source: Source) -> str:
        """Link the import that the file came in by."""
        return link(source.batch)

    @admin.display(description="报道")
    def report_links(self, source: Source) -> str:
        """Link every article of the file."""
        found = source.articles.order_by("ordinal").only("headline", "status", "ordinal")
        rows = ((link(article), article.get_status_display()) for article in found)
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{}（{}）</li>", rows))

    @admin.display(description="文本")
    def reading(self, source: Source) -> str:
        """Show the text as it was decoded."""
        return format_html('<pre class="desk-text">{}</pre>', source.text)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person may bring files in."""
        return request.user.has_perm("articles.import_source")

    def get_urls(self) -> list[URLPattern]:
        """Add the original bytes."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/original/", wrap(self.original_view), name="articles_source_original"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to where files are taken in."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:articles_batch_add"))

    def original_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out the bytes as they were given, always as a file to keep."""
        source = self.get_object(request, str(pk))
        if not self.has_view_permission(request, source):
            raise PermissionDenied
        if source is None:
            raise Http404
        try:
            original = source.path.open("rb")
        except FileNotFoundError:
            self.message_user(
                request, "原始文件不在数据目录中，请检查备份；文本仍在库中。", messages.ERROR
            )
            return HttpResponseRedirect(change_url(source))
        return FileResponse(
            original,
            as_attachment=True,
            filename=source.name,
            content_type="application/octet-stream",
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name what goes with each file: its articles, how many facts they carry, how many decisions.

        Articles and facts cannot be deleted by themselves; with their file they can.
        """
        going = undoing.going(Source.objects.filter(pk__in=[source.pk for source in objs]))
        lines: list[Any] = []
        for one in going:
            lines.append(_going_line(one))
            heads = one.source.articles.order_by("ordinal").values_list("headline", flat=True)
            lines += [[f"报道：{headline}" for headline in heads]] if heads else []
        return lines, {"来源文件": len(going)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Source) -> None:
        """Remove the file with all that was read from it."""
        corrections.delete_source(obj, by=who(request))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Source]) -> None:
        """Remove each of the files."""
        for source in queryset:
            corrections.delete_source(source, by=who(request))


def _going_line(one: undoing.Going) -> str:
    decided = f"，其中人工审定 {one.decided} 处" if one.decided else ""
    return f"{one.source.name}（{one.articles} 篇报道，{one.facts} 条事实{decided}）"


class PartFilter(admin.SimpleListFilter):
    """Narrows to what went into one part of an article."""

    title = "部分"
    parameter_name = "part"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the parts by their names."""
        return part_choices(None)

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Segment]
    ) -> models.QuerySet[Segment]:
        """Narrow to the part."""
        return queryset.filter(part=self.value()) if self.value() else queryset


@admin.register(Segment)
class SegmentAdmin(ReadOnlyAdmin[Segment]):
    """The ledger of repairs: where the characters of a file went."""

    list_display = ("source", "start", "end", "kind", "where", "part_start", "article")
    list_filter = ("kind", PartFilter)
    list_select_related = ("source", "article")
    search_fields = ("source__name",)
    fields = ("source", "start", "end", "kind", "article", "where", "part_start")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Segment]:
        """Leave the texts out."""
        return super().get_queryset(request).defer("source__text", "article__body")

    @admin.display(description="部分", ordering="part")
    def where(self, segment: Segment) -> str:
        """Show the Chinese name of the part."""
        return part_label(segment.part)
