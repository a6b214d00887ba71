"""What readers say is wrong."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from articles.models.article import Article


class Report(models.Model):
    """A reader's word that a fact or passage of an article is wrong.

    ``subject`` names the card of the page that it is about (``f-metric-12``), "" for the text.
    """

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="reports", verbose_name="报道"
    )
    subject = models.CharField("所指事实", max_length=40, blank=True)
    quote = models.CharField("所指文字", max_length=500, blank=True)
    message = models.TextField("说明", max_length=1000)
    contact = models.CharField("联系方式", max_length=100, blank=True)
    sender = models.CharField("来处", max_length=64, editable=False)  # hashed: only to be counted
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    answer = models.CharField("处理结果", max_length=300, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="处理者",
    )
    closed_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "读者报错"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["sender", "created_at"], name="report_by_sender")]

    def __str__(self) -> str:
        return self.message[:40]
