"""What reading a source again would change, looked at before it is done."""

from __future__ import annotations

from django.db import models

from articles.models.source import Source


class Outlook(models.Model):
    """The newest preview of a source: how many changes of each sort, and the first of them.

    It goes as soon as the source is read again or its articles are parted otherwise.
    """

    source = models.OneToOneField(
        Source, models.CASCADE, related_name="outlook", verbose_name="来源文件"
    )
    rules_version = models.CharField("规则版本", max_length=20)
    changes = models.PositiveIntegerField("变化数", default=0)
    figures = models.JSONField("各类变化", default=dict)
    error = models.CharField("出错", max_length=300, blank=True)
    made_at = models.DateTimeField("预览时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "重新识读预览"
        indexes = [models.Index(fields=["-changes", "source"], name="outlook_by_changes")]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.changes}"
