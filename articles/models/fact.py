"""Facts: what a machine or a person read in an article, tied to the characters it came from."""

from __future__ import annotations

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from articles.models.privacy import Veiled
from articles.models.tracking import TrackedQuerySet

Row = TypeVar("Row", bound=models.Model, covariant=True)


class ReviewStatus(models.TextChoices):
    """What a person has said of a fact."""

    PENDING = "pending", "待审"
    CONFIRMED = "confirmed", "已审"
    REJECTED = "rejected", "已退回"


class Origin(models.TextChoices):
    """Who made a row, or changed it last."""

    MACHINE = "machine", "机器识读"
    PERSON = "person", "人工"


class Reviewed(models.Model):
    """What facts and claims have in common: who says so, and what people made of it."""

    origin = models.CharField(
        "来历", max_length=10, choices=Origin.choices, default=Origin.MACHINE
    )
    status = models.CharField(
        "审核", max_length=10, choices=ReviewStatus.choices, default=ReviewStatus.PENDING
    )
    confidence = models.FloatField("把握", default=1.0)
    rule = models.CharField("规则", max_length=60, blank=True)
    rules_version = models.CharField("规则版本", max_length=20, blank=True)
    machine_value = models.JSONField(
        "机器识读值",
        null=True,
        blank=True,
        help_text="机器当初读出的内容；人工改过之后保留，不再重复提出",
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审核者",
    )
    reviewed_at = models.DateTimeField("审核时间", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def decided(self) -> bool:
        """Tell whether a person has had a say: no reading may change or remove it then."""
        return self.origin == Origin.PERSON or self.status != ReviewStatus.PENDING


class Fact(Veiled, Reviewed):
    """Something that the text of an article says at one place.

    ``article.part(part)[start:end] == quote`` for every anchored fact (Python code points);
    ``prefix`` and ``suffix`` are the characters around it, by which it is found again when the
    text changes (W3C Web Annotation position and quote selectors).
    """

    TEXTS = ("quote", "prefix", "suffix", "subject", "action", "sentence")  # as far as it has them

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="%(class)ss", verbose_name="报道"
    )
    part = models.CharField("部分", max_length=20)
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    quote = models.TextField("原文")
    prefix = models.CharField("前文", max_length=32, blank=True)
    suffix = models.CharField("后文", max_length=32, blank=True)
    anchored = models.BooleanField("已定位", default=True)

    class Meta:
        abstract = True
        base_manager_name = "objects"
        ordering = ["article", "part", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__lt=F("end")), name="%(class)s_span_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ReviewStatus.values), name="%(class)s_status_known"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values), name="%(class)s_origin_known"
            ),
        ]

    def __str__(self) -> str:
        return self.quote

    @property
    def public(self) -> bool:
        """Tell whether readers see it."""
        return self.anchored and self.status != ReviewStatus.REJECTED


class FactQuerySet(TrackedQuerySet[Row]):
    """The questions that the site asks about facts of any kind."""

    def public(self) -> Self:
        """Leave out what a person rejected or what has lost its place."""
        return self.filter(anchored=True).exclude(status=ReviewStatus.REJECTED)
