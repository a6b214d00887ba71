"""What people said of machines' readings, in the queue and on pages of facts, kept so that errors can be counted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.review import ReviewKind


class Ruling(models.TextChoices):
    """What a person made of an item of the queue."""

    ACCEPTED = "accepted", "通过"
    AMENDED = "amended", "修改后通过"
    REJECTED = "rejected", "退回"


class Reason(models.TextChoices):
    """Why something was sent back: few, so that error rates by reason mean something."""

    SPAN = "span", "范围不对"
    KIND = "kind", "不是此类"
    THING = "thing", "认错对象"
    VALUE = "value", "数值有误"
    GROUND = "ground", "依据不足"
    TWICE = "twice", "重复"
    UNFOUNDED = "unfounded", "原文无误"
    OTHER = "other", "其他"


FOR_FACTS = (Reason.SPAN, Reason.KIND, Reason.THING, Reason.TWICE, Reason.OTHER)
REASONS: dict[str, tuple[Reason, ...]] = {
    ReviewKind.METRIC: (Reason.VALUE, *FOR_FACTS),
    ReviewKind.CLAIM: (Reason.VALUE, Reason.GROUND, Reason.OTHER),
    ReviewKind.REPORT: (Reason.UNFOUNDED, Reason.TWICE, Reason.OTHER),
}
"""Which reasons fit which kind; ``FOR_FACTS`` fit the others."""


class VerdictQuerySet(models.QuerySet["Verdict"]):
    """The questions that the desk asks."""

    def standing(self) -> VerdictQuerySet:
        """Leave out what was taken back."""
        return self.filter(undone_at=None)


class Verdict(models.Model):
    """One decision of one person; of those on one row, the one that holds now stands.

    ``rule``, ``rules_version`` and ``confidence`` are those of the reading that was judged;
    ``changed`` names the columns that the person set right; ``before`` holds what undoing puts
    back. Decisions of one sweep over alike items share a ``batch``.
    """

    kind = models.CharField("种类", max_length=20, choices=ReviewKind.choices)
    target = models.PositiveBigIntegerField("对象")
    label = models.CharField("内容", max_length=200)
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, related_name="+", verbose_name="报道"
    )
    ruling = models.CharField("结论", max_length=10, choices=Ruling.choices)
    reason = models.CharField("原因", max_length=10, choices=Reason.choices, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    changed = models.JSONField("改动的栏目", default=list, blank=True)
    rule = models.CharField("规则", max_length=60, blank=True)
    rules_version = models.CharField("规则版本", max_length=20, blank=True)
    confidence = models.FloatField("把握", null=True, blank=True)
    before = models.JSONField("原状", default=dict, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="审核者",
    )
    decided_at = models.DateTimeField("审核时间")
    batch = models.UUIDField("批次", null=True, blank=True, editable=False)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审核记录"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["by", "-decided_at"], condition=Q(undone_at=None), name="verdict_by_person"
            ),
            models.Index(fields=["batch"], name="verdict_by_batch"),
            models.Index(fields=["kind", "target"], name="verdict_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.get_ruling_display()}：{self.label}"
