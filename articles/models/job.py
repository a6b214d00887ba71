"""Long work, and how good the reading is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class JobStatus(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", "排队"
    RUNNING = "running", "进行中"
    DONE = "done", "完成"
    FAILED = "failed", "失败"
    CANCELLED = "cancelled", "已取消"


class Job(models.Model):
    """One run of long work: what it is asked to do, how far it is, what it says."""

    kind = models.CharField("种类", max_length=40)
    params = models.JSONField("参数", default=dict, blank=True)
    status = models.CharField(
        "状态", max_length=10, choices=JobStatus.choices, default=JobStatus.WAITING
    )
    total = models.PositiveIntegerField("总数", default=0)
    done = models.PositiveIntegerField("已完成", default=0)
    message = models.TextField("信息", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发起者",
    )
    created_at = models.DateTimeField("发起时间", auto_now_add=True)
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="job_done_within_total")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.done}/{self.total}"


class EvaluationRun(models.Model):
    """One run of the gold score: its figures by row, and the rules that were in force."""

    figures = models.JSONField("各项得分")
    articles = models.PositiveIntegerField("标注篇数")
    rules_version = models.CharField("规则版本", max_length=20)
    created_at = models.DateTimeField("评测时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "评测"
        ordering = ["-created_at"]
        get_latest_by = "created_at"

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d} {self.rules_version}"
