"""Long work and runs of the gold score, to look at."""

from __future__ import annotations

from django.contrib import admin

from articles.admin.desk import ReadOnlyAdmin, pretty
from articles.models import EvaluationRun, Job


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin[Job]):
    """What runs in the background, and how far it is."""

    list_display = ("kind", "status", "progress", "created_by", "created_at", "finished_at")
    list_filter = ("status", "kind")
    list_select_related = ("created_by",)
    date_hierarchy = "created_at"

    @admin.display(description="进度")
    def progress(self, job: Job) -> str:
        """Show how much is done."""
        return f"{job.done} / {job.total}"


@admin.register(EvaluationRun)
class EvaluationRunAdmin(ReadOnlyAdmin[EvaluationRun]):
    """How well the rules of a version read the articles that people have marked."""

    list_display = ("created_at", "rules_version", "articles")
    fields = ("created_at", "rules_version", "articles", "scores")

    @admin.display(description="各项得分")
    def scores(self, run: EvaluationRun) -> str:
        """Show the figures by row."""
        return pretty(run.figures)
