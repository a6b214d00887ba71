"""Long work, and how good the reading is."""

from __future__ import annotations

from datetime import datetime

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
    INTERRUPTED = "interrupted", "中断"


class Job(models.Model):
    """One run of long work: what it is asked to do, how far it is, what it says."""

    kind = models.CharField("种类", max_length=40)
    params = models.JSONField("参数", default=dict, blank=True)
    status = models.CharField(
        "状态", max_length=12, choices=JobStatus.choices, default=JobStatus.WAITING
    )
    total = models.PositiveIntegerField("总数", default=0)
    done = models.PositiveIntegerField("已完成", default=0)
    done_before = models.PositiveIntegerField(
        "此前完成", default=0, help_text="本次开始时已完成的项数，估算剩余时间时不计"
    )
    message = models.TextField("信息", blank=True)
    log = models.TextField("日志", blank=True, help_text="最近若干行")
    cancelling = models.BooleanField("要求取消", default=False)
    attempt = models.PositiveIntegerField(
        "次数", default=1, help_text="第几次运行；旧的一次不能再写"
    )
    task_id = models.CharField("队列编号", max_length=64, blank=True)
    worker = models.CharField("后台进程", max_length=64, blank=True)
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
    heartbeat_at = models.DateTimeField("最近心跳", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["status"], name="job_status")]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="job_done_within_total")
        ]

    def __str__(self) -> str:
        return f"第 {self.pk} 号任务"

    @property
    def unfinished(self) -> bool:
        """Whether it waits or runs."""
        return self.status in (JobStatus.WAITING, JobStatus.RUNNING)

    @property
    def resumable(self) -> bool:
        """Whether it ended before its end, so that it may be taken up where it stood."""
        return self.status in (JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.INTERRUPTED)

    def seconds_left(self, now: datetime) -> int | None:
        """Return how long the rest takes at the pace of this run, None where that is unknown."""
        items = self.done - self.done_before
        if self.status != JobStatus.RUNNING or not self.started_at or items <= 0:
            return None
        pace = (now - self.started_at).total_seconds() / items
        return round(pace * (self.total - self.done))


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
