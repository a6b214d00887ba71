"""Long work: what runs, how far it is, stopped and taken up again; and runs of the gold score."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_tasks_db.admin  # noqa: F401 -- registers its table, which is of no use to people
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_tasks_db.models import DBTaskResult

from articles.admin.desk import ReadOnlyAdmin, change_url, pretty, who
from articles.curation import jobs, workers
from articles.models import EvaluationRun, Job, JobStatus
from articles.outputs import bulk

admin.site.unregister(DBTaskResult)

COMMAND = "python manage.py db_worker"
STARTING = timedelta(seconds=15)  # that a worker may take until it gives its first sign of life


class KindFilter(admin.SimpleListFilter):
    """Kinds by the names that people know."""

    title = "种类"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the kinds that there are."""
        kinds = Job.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, jobs.label(kind)) for kind in kinds]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        """Keep the jobs of the kind that was chosen."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin[Job]):
    """What runs in the background, and how far it is."""

    change_list_template = "admin/articles/job_list.html"
    list_display = (
        "name",
        "status",
        "progress",
        "message",
        "created_by",
        "created_at",
        "finished_at",
    )
    list_filter = ("status", KindFilter)
    list_select_related = ("created_by",)
    date_hierarchy = "created_at"

    @admin.display(description="任务", ordering="kind")
    def name(self, job: Job) -> str:
        """Show what people call it."""
        return f"{jobs.label(job.kind)} {job.pk}"

    @admin.display(description="进度")
    def progress(self, job: Job) -> str:
        """Show how much is done."""
        return f"{job.done} / {job.total}"

    def get_urls(self) -> list[URLPattern]:
        """Add the part of the page that renews itself, and the buttons."""
        wrap = self.admin_site.admin_view
        act = require_POST(self.act_view)
        return [
            path("start/", wrap(require_POST(self.start_view)), name="articles_job_start"),
            path("<int:pk>/progress/", wrap(self.progress_view), name="articles_job_progress"),
            path("<int:pk>/act/", wrap(act), name="articles_job_act"),
            path("<int:pk>/file/", wrap(self.file_view), name="articles_job_file"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list, the work that may be asked for, and whether anybody would do it."""
        workers.reap()
        offered = [
            (name, kind.label)
            for name, kind in jobs.KINDS.items()
            if kind.offered and request.user.has_perm(kind.right)
        ]
        oldest = Job.objects.filter(status=JobStatus.WAITING).order_by("pk").first()
        context = {"offered": offered, "idle": no_worker(oldest), **(extra_context or {})}
        return super().changelist_view(request, context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one job: how far it is, what it says, and the buttons that now make sense."""
        if request.method != "GET" or not self.has_view_permission(request):
            raise PermissionDenied
        workers.reap()
        job = self.get_object(request, object_id)
        if job is None:
            return super().change_view(request, object_id, form_url, extra_context)
        context = self.page(
            request,
            f"{jobs.label(job.kind)} {job.pk}",
            batch=job.batches.first(),
            **shown(job, request),
        )
        return TemplateResponse(request, "admin/articles/job.html", context)

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer with the part of a page that shows how far a job is."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        workers.reap()
        job = self._job(request, pk)
        if job.status == JobStatus.WAITING:
            workers.summon()  # the one that was asked for first may have ended meanwhile
        return TemplateResponse(request, "admin/articles/job_now.html", shown(job, request))

    def act_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Cancel a job, or take it up again, as the button says."""
        job = self._job(request, pk)
        if not may(request, job):
            raise PermissionDenied
        if request.POST.get("act") == "cancel":
            jobs.cancel(job)
        elif not jobs.resume(job):
            self.message_user(request, "这个任务不能继续。", messages.ERROR)
        batch = job.batches.first()
        return HttpResponseRedirect(change_url(batch or job))

    def file_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Send the file that a job has made to who asked for it."""
        job = self._job(request, pk)
        if not may(request, job):
            raise PermissionDenied
        path = bulk.made(job)
        if path is None:
            raise Http404
        return FileResponse(path.open("rb"), as_attachment=True, filename=bulk.called(job))

    def start_view(self, request: HttpRequest) -> HttpResponse:
        """Start work that needs no more than its name."""
        name = request.POST.get("kind", "")
        kind = jobs.KINDS.get(name)
        if kind is None or not kind.offered:
            raise Http404
        if not request.user.has_perm(kind.right):
            raise PermissionDenied
        return HttpResponseRedirect(change_url(jobs.start(name, {}, who(request))))

    def _job(self, request: HttpRequest, pk: int) -> Job:
        job = self.get_object(request, str(pk))
        if job is None:
            raise Http404
        return job


def may(request: HttpRequest, job: Job) -> bool:
    """Tell whether the person behind *request* may stop or resume *job*, and have what it made."""
    kind = jobs.KINDS.get(job.kind)
    if kind is None or (kind.own and job.created_by_id != request.user.pk):
        return False
    return request.user.has_perm(kind.right)


def shown(job: Job, request: HttpRequest) -> dict[str, Any]:
    """Return what the part of a page that shows a job needs."""
    before = Job.objects.filter(
        status__in=(JobStatus.WAITING, JobStatus.RUNNING), pk__lt=job.pk
    ).count()
    return {
        "job": job,
        "kind": jobs.label(job.kind),
        "left": _left(job.seconds_left(timezone.now())),
        "before": before if job.status == JobStatus.WAITING else 0,
        "idle": no_worker(job) if job.status == JobStatus.WAITING else "",
        "may": may(request, job),
        "resumable": job.resumable and job.kind in jobs.KINDS,
        "file": bulk.called(job) if may(request, job) and bulk.made(job) else "",
        "poll": reverse("admin:articles_job_progress", args=[job.pk]),
    }


def no_worker(waiting: Job | None) -> str:
    """Say that nobody would do the job that waits, and what to do; "" where somebody would.

    Where the site starts workers itself, it has a little time to do so.
    """
    if settings.JOBS == "inline" or workers.alive():
        return ""
    if settings.JOBS == "auto":
        late = waiting and timezone.now() - waiting.created_at > STARTING
        return f"后台进程没有启动起来，请在服务器上运行 {COMMAND}" if late else ""
    return f"后台进程未启动，请在服务器上运行 {COMMAND}"


def _left(seconds: int | None) -> str:
    """Return a span of time as people say it."""
    if seconds is None:
        return ""
    if seconds < 60:
        return "约剩不到 1 分钟"
    return f"约剩 {round(seconds / 60)} 分钟" if seconds < 7200 else f"约剩 {seconds // 3600} 小时"


@admin.register(EvaluationRun)
class EvaluationRunAdmin(ReadOnlyAdmin[EvaluationRun]):
    """How well the rules of a version read the articles that people have marked."""

    list_display = ("created_at", "rules_version", "articles")
    fields = ("created_at", "rules_version", "articles", "scores")

    @admin.display(description="各项得分")
    def scores(self, run: EvaluationRun) -> str:
        """Show the figures by row."""
        return pretty(run.figures)
