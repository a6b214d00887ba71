"""Where the articles of a source begin, where a person has said so."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from articles.models.source import Source


class Seams(models.Model):
    """A person's word on the borders between the articles of a source; no reading moves them.

    ``starts`` are the offsets in the source's text at which the articles after the first begin,
    ``machine_starts`` those that the last reading would have chosen.
    """

    source = models.OneToOneField(
        Source, models.CASCADE, related_name="seams", verbose_name="来源文件"
    )
    starts = models.JSONField("分篇处", default=list, blank=True)
    machine_starts = models.JSONField("机器分篇处", default=list, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="改动者",
    )
    set_at = models.DateTimeField("改动时间")

    class Meta:
        verbose_name = verbose_name_plural = "人工分篇"

    def __str__(self) -> str:
        return f"{len(self.starts) + 1} 篇"
