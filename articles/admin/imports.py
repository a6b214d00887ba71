"""Imports: files given, looked at, taken in by a job, reported, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from articles.admin.desk import DeskAdmin, change_url, who
from articles.admin.jobs import shown
from articles.admin.uploads import TYPED, FileForm, TypedForm, UploadForm
from articles.curation import batches, checking, staging, undoing, workers
from articles.curation.staging import Refused
from articles.keys import key_of, keys_of
from articles.models import Batch, BatchFile, BatchStage, Outcome
from articles.outputs.exports import Format, Table, write

FILES = 50  # a page of the check, each with a form of its own
LINES = 200  # a page of the report
CHOSEN = ("include", "encoding", *TYPED)
COLUMNS = ("文件", "结果", "报道数", "失败原因", "SHA-256", "来源文件编号", "网址")


@admin.register(Batch)
class BatchAdmin(DeskAdmin[Batch]):
    """Imports, the newest first; each on one page from its files to its report."""

    actions = None
    list_display = (
        "__str__",
        "stage",
        "file_count",
        "publication",
        "state",
        "created_by",
        "created_at",
    )
    list_filter = ("stage", "created_by")
    list_select_related = ("created_by", "job")
    date_hierarchy = "created_at"
    search_fields = ("files__name", "publication")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Batch]:
        """Count the files."""
        return super().get_queryset(request).annotate(n=models.Count("files", distinct=True))

    @admin.display(description="文件数")
    def file_count(self, batch: Batch) -> int:
        """Show how many files it has."""
        return int(getattr(batch, "n", 0))

    @admin.display(description="情况")
    def state(self, batch: Batch) -> str:
        """Show what its job says."""
        if batch.job is None:
            return ""
        return batch.job.message or batch.job.get_status_display()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may import may begin one."""
        return request.user.has_perm("articles.import_source")

    def has_change_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        """Whoever may import may go on with one."""
        return request.user.has_perm("articles.import_source")

    def has_delete_permission(self, request: HttpRequest, obj: Batch | None = None) -> bool:
        """Nobody: an import is taken back, which its page remembers."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the buttons, the report as a file, and taking back."""
        wrap = self.admin_site.admin_view
        act = require_POST(self.act_view)
        return [
            path("<int:pk>/act/", wrap(act), name="articles_batch_act"),
            path("<int:pk>/report.csv", wrap(self.report_view), name="articles_batch_report"),
            path("<int:pk>/undo/", wrap(self.undo_view), name="articles_batch_undo"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take files, and begin to look at them."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                return HttpResponseRedirect(change_url(self._open(request, form)))
            except Refused as error:
                form.add_error(None, str(error))
        recent = self.get_queryset(request).select_related("created_by", "job")[:10]
        context = self.page(
            request, "导入文件", form=form, folders=staging.folders(), recent=recent
        )
        return TemplateResponse(request, "admin/articles/upload.html", context)

    def _open(self, request: HttpRequest, form: UploadForm) -> Batch:
        staging.clean()
        known = form.cleaned_data
        batch = batches.open_batch(form.typed(), who(request), known.get("folder", ""))
        if paths := known.get("paths"):
            batches.add_paths(batch, paths)
        else:
            try:
                batches.add_uploads(
                    batch, ((f.name or "", f.chunks()) for f in known["documents"])
                )
            except Refused:
                batches.abandon(batch)
                raise
        batches.begin(batch, "check", who(request))
        return batch

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show where an import stands: what the check saw, or what became of each file."""
        if request.method != "GET" or not self.has_view_permission(request):
            raise PermissionDenied
        workers.reap()
        batch = self.get_object(request, object_id)
        if batch is None:
            return super().change_view(request, object_id, form_url, extra_context)
        job = batch.job
        context = self.page(request, str(batch), batch=batch, counts=batches.counts(batch))
        context["changes"] = self.has_change_permission(request, batch)
        if job:
            context |= shown(job, request)
        checking_now = batch.stage == BatchStage.CHECK
        context |= self._check(request, batch) if checking_now else self._report(request, batch)
        name = "check" if checking_now else "report"
        return TemplateResponse(request, f"admin/articles/batch_{name}.html", context)

    def _check(self, request: HttpRequest, batch: Batch) -> dict[str, Any]:
        files = _page(
            batch.files.select_related("source").defer("source__text"), FILES, request.GET.get("p")
        )
        rows = [(FileForm(file), checking.doubtful(file)) for file in files]
        form = TypedForm(initial={name: getattr(batch, name) for name in TYPED})
        return {"files": files, "rows": rows, "form": form, "seen": _seen(batch)}

    def _report(self, request: HttpRequest, batch: Batch) -> dict[str, Any]:
        outcome = request.GET.get("outcome", "")
        files = batch.files.select_related("source")
        if outcome and outcome in Outcome.values:
            files = files.filter(outcome=outcome)
        return {
            "files": _page(files.defer("source__text"), LINES, request.GET.get("p")),
            "outcome": outcome,
            "reverts": batch.sources.exists() and request.user.has_perm("articles.delete_source"),
        }

    def act_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what a button of the page says."""
        batch = self._batch(request, pk)
        if not self.has_change_permission(request, batch):
            raise PermissionDenied
        act = request.POST.get("act", "")
        place = change_url(batch)
        if act == "retry" and batch.stage == BatchStage.IMPORT:
            batches.retry(batch, who(request))
        elif act == "abandon" and batch.stage == BatchStage.CHECK:
            if not batches.abandon(batch):
                messages.warning(request, "导入已经开始，不能再放弃；可以取消任务，再撤销导入。")
        elif batch.stage == BatchStage.CHECK and not (batch.job and batch.job.unfinished):
            place += self._go_on(request, batch, act)
        return HttpResponseRedirect(place)

    def _go_on(self, request: HttpRequest, batch: Batch, act: str) -> str:
        """Keep what was chosen; then look again, import, or show another page of the files."""
        if not self._choose(request, batch):
            return ""
        if batch.files.filter(checked=False).exists():
            batches.begin(batch, "check", who(request))
            if act == "import":
                messages.warning(request, "编码改过的文件已重新检查，请看过再导入。")
        elif act == "import" and not batch.files.filter(include=True).exists():
            messages.error(request, "没有勾选任何文件，什么也没有导入。")
        elif act == "import":
            batches.begin(batch, "import", who(request))
        elif page := key_of(act):
            return f"?p={page}"
        return ""

    def _choose(self, request: HttpRequest, batch: Batch) -> bool:
        """Keep what was typed and ticked; tell whether all of it could be read."""
        form = TypedForm(request.POST)
        shown_keys = keys_of(request.POST.getlist("file"))
        rows = [FileForm(file, request.POST) for file in batch.files.filter(pk__in=shown_keys)]
        if wrong := [one for one in (form, *rows) if not one.is_valid()]:
            said = {str(text) for one in wrong for texts in one.errors.values() for text in texts}
            messages.error(request, "没有保存：" + "；".join(sorted(said)))
            return False
        batches.choose_for_all(batch, form.typed())
        for row in rows:
            batches.choose(row.file, {name: row.cleaned_data[name] for name in CHOSEN})
        return True

    def report_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand out what became of each file as a table."""
        batch = self._batch(request, pk)
        if not self.has_view_permission(request, batch):
            raise PermissionDenied
        table = Table(f"导入{batch.pk}", COLUMNS, (_line(f, request) for f in _lines(batch)))
        answer = HttpResponse(
            b"".join(write(table, Format.CSV)), content_type=Format.CSV.media_type
        )
        answer["Content-Disposition"] = f'attachment; filename="import-{batch.pk}.csv"'
        return answer

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what taking the import back would remove; on POST, begin it."""
        batch = self._batch(request, pk)
        if not request.user.has_perm("articles.delete_source"):
            raise PermissionDenied
        if not batch.sources.exists():
            messages.warning(request, "这次导入没有存入任何文件，无可撤销。")
            return HttpResponseRedirect(change_url(batch))
        if request.method == "POST":
            batches.begin(batch, "undo", who(request), decided="decided" in request.POST)
            return HttpResponseRedirect(change_url(batch))
        going = undoing.preview(batch)
        context = self.page(
            request,
            "撤销导入",
            batch=batch,
            going=[one for one in going if not one.decided],
            decided=[one for one in going if one.decided],
            files=len(going),
            articles=sum(one.articles for one in going),
            facts=sum(one.facts for one in going),
        )
        return TemplateResponse(request, "admin/articles/batch_undo.html", context)

    def _batch(self, request: HttpRequest, pk: int) -> Batch:
        batch = self.get_object(request, str(pk))
        if batch is None:
            raise Http404
        return batch


def _page(files: models.QuerySet[BatchFile], size: int, number: str | None) -> Page[BatchFile]:
    return Paginator(files, size).get_page(number)


def _seen(batch: Batch) -> dict[str, int]:
    """Return how many files the check found to be what."""
    files = batch.files.all()
    return {
        "all": files.count(),
        "errors": files.exclude(error="").count(),
        "known": files.filter(source__isnull=False, error="").count(),
        "articles": sum(map(len, files.filter(error="").values_list("headlines", flat=True))),
    }


def _lines(batch: Batch) -> models.QuerySet[BatchFile]:
    return batch.files.select_related("source").defer("source__text")


def _line(file: BatchFile, request: HttpRequest) -> tuple[str | int, ...]:
    address = ""
    if file.source:
        page = reverse("admin:articles_source_change", args=[file.source.pk])
        address = request.build_absolute_uri(page)
    return (
        file.name, file.get_outcome_display(), file.articles, file.failure or file.error, file.sha256,
        file.source.pk if file.source else "", address,
    )  # fmt: skip
