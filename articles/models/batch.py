"""Imports: the files that somebody gave at once, what was seen in them, and what became of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from articles.extraction.vocabulary import DatePrecision
from articles.models.job import Job
from articles.models.source import Source


class BatchStage(models.TextChoices):
    """How far an import has come; its job says whether that step is still at work."""

    CHECK = "check", "检查"
    IMPORT = "import", "导入"
    UNDONE = "undone", "已撤销"
    DROPPED = "dropped", "已放弃"


class Outcome(models.TextChoices):
    """What became of a file."""

    NONE = "", "未导入"
    NEW = "new", "新增"
    KNOWN = "known", "已有"
    FAILED = "failed", "失败"
    UNDONE = "undone", "已撤销"


class Typed(models.Model):
    """What the importer knows, and the texts rarely say."""

    publication = models.CharField("来源刊物", max_length=200, blank=True)
    published_on = models.DateField("刊发日期", null=True, blank=True)
    date_precision = models.CharField(
        "日期精度",
        max_length=10,
        choices=DatePrecision.choices(),
        default=DatePrecision.DAY,
    )
    page = models.CharField("版次", max_length=40, blank=True)

    class Meta:
        abstract = True


class Batch(Typed):
    """One import. Files that must be kept until it is over lie in ``DATA_DIR/staging/<key>/``."""

    folder = models.CharField("服务器目录", max_length=500, blank=True)
    stage = models.CharField(
        "步骤", max_length=10, choices=BatchStage.choices, default=BatchStage.CHECK
    )
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, blank=True, related_name="batches", verbose_name="任务"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="导入者",
    )
    created_at = models.DateTimeField("时间", auto_now_add=True)
    touched_at = models.DateTimeField("最近操作", auto_now=True)

    files: models.Manager[BatchFile]
    sources: models.Manager[Source]

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"导入 {self.pk}"


class BatchFile(Typed):
    """A file of an import: where its bytes lie, what the check saw, what became of it."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="files", verbose_name="导入")
    position = models.PositiveIntegerField("序号")
    member = models.PositiveIntegerField("压缩包内序号", default=0)
    name = models.TextField("文件")
    path = models.TextField("所在", blank=True, help_text="字节所在的文件；空则无从读取")
    encoding = models.CharField("指定编码", max_length=20, blank=True)
    include = models.BooleanField("导入", default=True)

    checked = models.BooleanField("已检查", default=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("字节数", default=0)
    found_encoding = models.CharField("编码", max_length=20, blank=True)
    preview = models.TextField("开头", blank=True)
    readings = models.JSONField("各编码的开头", default=list, blank=True)
    headlines = models.JSONField("报道", default=list, blank=True)
    alike = models.JSONField("相似报道", default=list, blank=True)
    warnings = models.JSONField("提醒", default=list, blank=True)
    error = models.TextField("不能导入的原因", blank=True)

    outcome = models.CharField(
        "结果", max_length=10, choices=Outcome.choices, default=Outcome.NONE, blank=True
    )
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="来源文件"
    )
    articles = models.PositiveIntegerField("报道数", default=0)
    failure = models.TextField("失败原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入的文件"
        ordering = ["batch", "position", "member"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "position", "member"], name="batch_file_once_per_place"
            )
        ]
        indexes = [models.Index(fields=["batch", "outcome"], name="batch_file_outcome")]

    def __str__(self) -> str:
        return self.name
