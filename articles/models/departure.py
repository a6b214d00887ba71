"""Addresses that were given out and lead nowhere any more: where they went, or why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db import models

CHAIN = 20  # mergers of mergers that an old address is led along


class Left(NamedTuple):
    """A row that is about to go: its key, what readers called it, and the article it stood in."""

    key: int
    label: str
    article: int | None = None


class DepartureQuerySet(models.QuerySet["Departure"]):
    """Noting and looking up."""

    def heir(self, model: type[models.Model], key: int) -> int | None:
        """Return the key of the row of *model* that has taken in row *key*, however often it was
        merged on, None if it went without an heir or never was. One query a merger.
        """
        found = self.heirs(model, [key])
        return found.get(key)

    def heirs(self, model: type[models.Model], keys: Iterable[int]) -> dict[int, int]:
        """Return the same for several *keys*, those without an heir left out."""
        found = {key: key for key in keys}
        for _ in range(CHAIN):
            gone = self.filter(
                kind=model._meta.model_name, key__in=set(found.values()), target__isnull=False
            )
            steps = {key: heir for key, heir in gone.values_list("key", "target") if heir}
            if not steps:
                break
            found = {key: steps.get(now, now) for key, now in found.items()}
        return {key: now for key, now in found.items() if key != now}

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
    """A row that is gone; ``target`` is the key of the one that took it in, if any did.

    No foreign keys: what they would name may be gone as well.
    """

    kind = models.CharField("种类", max_length=30)
    key = models.PositiveBigIntegerField("编号")
    label = models.CharField("名称", max_length=200)
    article_key = models.PositiveBigIntegerField("所在报道", null=True, blank=True)
    reason = models.CharField("原因", max_length=200)
    target = models.PositiveBigIntegerField("去向编号", null=True, blank=True)
    left_at = models.DateTimeField("时间", auto_now_add=True)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "已失效网址"
        ordering = ["-left_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="departure_once")]

    def __str__(self) -> str:
        return self.label
