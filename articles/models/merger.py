"""Mergers: rows that a person made one, the names that lead to the one kept, and pairs that stay two."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models.brand import Brand
from articles.models.organization import Organization
from articles.models.region import Region

REVOCABLE = timedelta(days=30)


class MergeKind(models.TextChoices):
    """What is merged; the value is the name of the model."""

    ORGANIZATION = "organization", "单位"
    BRAND = "brand", "品牌"
    ARTICLE = "article", "报道"
    THEME = "theme", "主题"


class MergerQuerySet(models.QuerySet["Merger"]):
    """What is asked of the record of mergers."""

    def revocable(self, now: datetime) -> MergerQuerySet:
        """Those that can still be taken back."""
        return self.filter(undone_at=None, merged_at__gt=now - REVOCABLE)


class Merger(models.Model):
    """One run: what was kept, what went into it, and the journal from which it is taken back.

    ``dropped`` lists ``[key, name]`` each; ``moved`` counts rows by the name of their table;
    ``touched`` names every row that was kept or dropped, brands of merged bodies included, as
    ``brand:12``; ``journal`` holds every change in its order, [] once it is too late for it.
    """

    kind = models.CharField("种类", max_length=20, choices=MergeKind.choices)
    kept = models.PositiveBigIntegerField("保留编号")
    label = models.CharField("保留", max_length=300)
    dropped = models.JSONField("并入", default=list)
    moved = models.JSONField("移动", default=dict)
    touched = models.JSONField("涉及", default=list)
    journal = models.JSONField("变动记录", default=list)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="合并者",
    )
    merged_at = models.DateTimeField("合并时间", auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤销者",
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = MergerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "合并记录"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=MergeKind.values), name="merger_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{'、'.join(name for _, name in self.dropped)} → {self.label}"

    @property
    def until(self) -> datetime:
        """When it is too late to take it back."""
        return self.merged_at + REVOCABLE

    @property
    def revocable(self) -> bool:
        """Tell whether it can still be taken back, as far as time goes."""
        return self.undone_at is None and timezone.now() < self.until

    @property
    def rows(self) -> int:
        """How many rows were moved."""
        return sum(self.moved.values())


class Forward(models.Model):
    """A name that a merged row went by, and who goes by it now: readings find the one kept.

    ``name`` is that of a body, or the key of a brand; it was looked for at ``region`` or, for a
    brand that somebody owned, at ``owner``. ``printed`` is the name for readers, "" for an alias.
    """

    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, related_name="forwards", verbose_name="单位"
    )
    brand = models.ForeignKey(
        Brand, models.CASCADE, null=True, related_name="forwards", verbose_name="品牌"
    )
    name = models.CharField("原名称", max_length=120)
    printed = models.CharField("原写法", max_length=120, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="+", verbose_name="地区"
    )
    owner = models.ForeignKey(
        Organization,
        models.CASCADE,
        null=True,
        related_name="former_brands",
        verbose_name="原所属单位",
    )

    class Meta:
        verbose_name = verbose_name_plural = "并入名称"
        ordering = ["pk"]
        indexes = [models.Index(fields=["name"], name="forward_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=True, brand__isnull=False)
                | Q(organization__isnull=False, brand__isnull=True),
                name="forward_to_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.printed or self.name


class ApartQuerySet(models.QuerySet["Apart"]):
    """What is asked of the pairs that stay two."""

    def pairs(self, kind: str) -> set[tuple[int, int]]:
        """Return the pairs of one *kind*, the smaller key first."""
        return set(self.filter(kind=kind).values_list("one", "other"))


class Apart(models.Model):
    """Two rows of which a person said that they are not the same; they are proposed no more."""

    kind = models.CharField("种类", max_length=20, choices=MergeKind.choices)
    one = models.PositiveBigIntegerField("编号")
    other = models.PositiveBigIntegerField("另一编号")
    names = models.CharField("名称", max_length=620)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="判定者",
    )
    said_at = models.DateTimeField("判定时间", auto_now_add=True)

    objects = ApartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "不是同一个"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "one", "other"], name="apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="apart_in_order"),
        ]

    def __str__(self) -> str:
        return self.names
