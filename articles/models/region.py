"""Regions: administrative divisions down to counties, former ones included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse

from articles.extraction.vocabulary import RegionLevel
from articles.models.tracking import TrackedQuerySet, tracked

if TYPE_CHECKING:
    from articles.models.article import Article


class RegionQuerySet(TrackedQuerySet["Region"]):
    """The questions that the site asks about regions."""

    def current(self) -> RegionQuerySet:
        """Leave out divisions that are no more."""
        return self.filter(valid_to__isnull=True)

    def provinces(self) -> RegionQuerySet:
        """The province-level units of today, in the order of their codes."""
        return self.current().filter(level=RegionLevel.PROVINCE).order_by("code")


@tracked(label="name", derived=("pinyin", "initials"))
class Region(models.Model):
    """A division of China; ``code`` is its six-digit GB/T 2260 code and never changes."""

    code = models.CharField("行政区划代码", max_length=6, primary_key=True)
    level = models.CharField("级别", max_length=10, choices=RegionLevel.choices())
    name = models.CharField("全称", max_length=40)
    short = models.CharField("简称", max_length=20)
    pinyin = models.CharField("拼音", max_length=60)
    initials = models.CharField("首字母", max_length=20)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级",
    )
    valid_from = models.DateField("设立日期", null=True, blank=True)
    valid_to = models.DateField("撤销日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="承继区划",
    )

    objects = RegionQuerySet.as_manager()

    articles: models.Manager[Article]
    children: models.Manager[Region]
    names: models.Manager[RegionName]

    class Meta:
        verbose_name = verbose_name_plural = "地区"
        base_manager_name = "objects"
        ordering = ["code"]
        indexes = [
            models.Index(fields=["level", "code"], name="region_by_level"),
            models.Index(fields=["pinyin"], name="region_by_pinyin"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where readers find it."""
        return reverse("region", args=[self.code, self.pinyin])

    @property
    def prefix(self) -> str:
        """The digits that the codes of all its descendants begin with."""
        return self.code[: {"province": 2, "prefecture": 4}.get(self.level, 6)]

    def lineage(self) -> list[Region]:
        """Return the divisions above it, the province first, and itself. One query a level."""
        above = self.parent.lineage() if self.parent else []
        return [*above, self]


class RegionName(models.Model):
    """A name that a division goes or went by."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="names", verbose_name="地区")
    name = models.CharField("名称", max_length=40)
    kind = models.CharField(
        "种类",
        max_length=10,
        choices=[("full", "全称"), ("short", "简称"), ("former", "曾用名")],
    )
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_to = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "地区名称"
        ordering = ["region", "name"]
        indexes = [models.Index(fields=["name"], name="region_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["region", "name", "kind"], name="region_name_once")
        ]

    def __str__(self) -> str:
        return self.name
