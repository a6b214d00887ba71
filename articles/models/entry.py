"""History: one row for each row of the archive that an act created, changed or removed."""

from __future__ import annotations

from auditlog.models import AbstractLogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

KINDS = [(0, "新增"), (1, "更改"), (2, "删去")]


class EntryQuerySet(models.QuerySet["Entry"]):
    """The questions that the desk asks about history."""

    def of(self, row: models.Model) -> EntryQuerySet:
        """Return what happened to *row*, newest first; a key that is no number counts too."""
        return self.filter(
            content_type=ContentType.objects.get_for_model(row), object_pk=str(row.pk)
        )

    def in_article(self, key: int) -> EntryQuerySet:
        """Return what happened to the article with this key and to all that was read in it."""
        return self.filter(article_key=key)


class Entry(AbstractLogEntry):
    """What one act made of one row: ``changes`` holds, by column, the value before and after.

    Values are JSON, exact enough to be put back. No foreign key to the row: it may be gone. Entries
    of one act (one writing transaction) share ``act``, those of one run of many acts ``cid``.
    """

    Kind = AbstractLogEntry.Action

    action = models.PositiveSmallIntegerField("动作", choices=KINDS, db_index=True)
    act = models.CharField("操作编号", max_length=32, db_index=True)
    article_key = models.PositiveBigIntegerField("所在报道", null=True, blank=True, db_index=True)
    machine = models.BooleanField("机器所为", default=False, db_index=True)
    follows = models.BooleanField(
        "随文字移动", default=False, help_text="文字改动之后，事实在其中的位置随之移动"
    )
    reason = models.CharField("缘由", max_length=200, blank=True)
    timestamp = models.DateTimeField("时间", default=timezone.now, db_index=True)

    objects = EntryQuerySet.as_manager()  # type: ignore[assignment, misc]  # not that of the package

    class Meta:
        verbose_name = verbose_name_plural = "改动记录"
        ordering = ["-pk"]
        get_latest_by = "timestamp"
        indexes = [
            models.Index(fields=["content_type", "object_pk", "-id"], name="entry_by_row"),
        ]

    def __str__(self) -> str:
        return f"{dict(KINDS)[self.action]} {self.object_repr}"
