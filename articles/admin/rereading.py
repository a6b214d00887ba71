"""Reading sources again: one at once, all of them as a job, each after a look at what would change."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from articles.admin.desk import DeskAdmin, change_url, who
from articles.admin.differences import TITLES, listed
from articles.curation import jobs, lexicons, rereading
from articles.curation.ingest import reread
from articles.models import Job, Outlook, Source

ROWS = 50  # sources on a page


class RereadDesk(DeskAdmin[Source]):
    """The pages on which sources are read again."""

    change_list_template = "admin/articles/source_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Add both pages."""
        wrap = self.admin_site.admin_view
        return [
            path("reread/", wrap(self.reread_all_view), name="articles_source_reread_all"),
            path("<int:pk>/reread/", wrap(self.reread_view), name="articles_source_reread"),
            *super().get_urls(),
        ]

    def reread_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what reading again would change; on POST, let it."""
        source = self.get_object(request, str(pk))
        if not self.has_change_permission(request, source):
            raise PermissionDenied
        if source is None:
            raise Http404
        difference = reread(source, dry_run=request.method != "POST", by=who(request))
        if request.method == "POST":
            summary = (
                f"已重新识读：新增 {len(difference.added)}，删去 {len(difference.removed)}，"
                f"更新 {len(difference.changed)}，不变 {difference.kept}，"
                f"人工已定而保留 {difference.by_people}。"
            )
            self.log_change(request, source, summary)
            self.message_user(request, summary, messages.SUCCESS)
            return HttpResponseRedirect(change_url(source))
        context = self.page(
            request, "重新识读", source=source, difference=difference, lists=listed(difference)
        )
        return TemplateResponse(request, "admin/articles/reread.html", context)

    def reread_all_view(self, request: HttpRequest) -> HttpResponse:
        """Show what reading all again would change, in sum and by source; start a look, or the work."""
        if not request.user.has_perm(jobs.KINDS["reread"].right):
            raise PermissionDenied
        version = lexicons.version()
        found = Outlook.objects.filter(rules_version=version, changes__gt=0)
        if request.method == "POST":
            return HttpResponseRedirect(change_url(self._start(request)))
        rows = found.select_related("source").defer("source__text").order_by("-changes", "source")
        totals = rereading.summed()
        context = self.page(
            request,
            "全部重新识读",
            version=version,
            behind=rereading.behind().count(),
            sources=Source.objects.count(),
            totals=totals,
            sums=[(title, totals[name]) for name, title in TITLES.items()],
            titles=list(TITLES.values()),
            rows=Paginator(rows, ROWS).get_page(request.GET.get("page")),
            failed=Outlook.objects.exclude(error="").select_related("source")[:ROWS],
            running=rereading.running(),
        )
        return TemplateResponse(request, "admin/articles/reread_all.html", context)

    def _start(self, request: HttpRequest) -> Job:
        """Start what was asked for, unless the like runs already."""
        if job := rereading.running():
            self.message_user(request, "已有同类任务在进行。", messages.WARNING)
            return job
        if "look" in request.POST:
            return jobs.start("outlook", {}, by=who(request))
        found = Outlook.objects.filter(rules_version=lexicons.version())
        keys = list(found.order_by("source").values_list("source", flat=True))
        return jobs.start("reread", {"sources": keys}, by=who(request))
