"""Addresses that were given out and lead nowhere any more: where they went, or why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db import models


class Left(NamedTuple):
    """A row that is about to go: its key, what readers called it, and the article it stood in."""

    key: int
    label: str
    article: int | None = None


class DepartureQuerySet(models.QuerySet["Departure"]):
    """Noting and looking up."""

    def note(self, model: type[models.Model], rows: Iterable[Left], reason: str) -> None:
        """Note that *rows* of *model* go, and why; what is noted already stands."""
        kind = str(model._meta.model_name)
        self.bulk_create(
            (
                Departure(
                    kind=kind, key=key, label=label[:200], article_key=article, reason=reason
                )
                for key, label, article in rows
            ),
            ignore_conflicts=True,
        )


class Departure(models.Model):
    """A row that is gone. No foreign keys: what they would name may be gone as well."""

    kind = models.CharField("种类", max_length=30)
    key = models.PositiveBigIntegerField("编号")
    label = models.CharField("名称", max_length=200)
    article_key = models.PositiveBigIntegerField("所在报道", null=True, blank=True)
    reason = models.CharField("原因", max_length=200)
    left_at = models.DateTimeField("时间", auto_now_add=True)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "已失效网址"
        ordering = ["-left_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="departure_once")]

    def __str__(self) -> str:
        return self.label
