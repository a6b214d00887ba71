"""Brands, programmes and work methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse

from articles.extraction.vocabulary import BrandKind, BrandLevel
from articles.models.named import Named, NamedQuerySet
from articles.models.organization import Organization
from articles.models.tracking import tracked

if TYPE_CHECKING:
    from articles.models.mention import BrandMention
    from articles.models.merger import Forward


@tracked(label="name", derived=("key", "slug", "sort_key"))
class Brand(Named):
    """A named brand, programme or work method. Similar names of different owners stay apart.

    ``key`` is the name without quotes, dots and spaces: printed variants of one name are one row.
    """

    key = models.CharField("比较用名", max_length=120, editable=False)
    kind = models.CharField("种类", max_length=10, choices=BrandKind.choices())
    level = models.CharField("层级", max_length=10, choices=BrandLevel.choices())
    owner = models.ForeignKey(
        Organization,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="brands",
        verbose_name="所属单位",
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级品牌",
    )

    objects = NamedQuerySet["Brand"].as_manager()

    children: models.Manager[Brand]
    forwards: models.Manager[Forward]
    mentions: models.Manager[BrandMention]

    class Meta(Named.Meta):
        verbose_name = verbose_name_plural = "品牌"
        constraints = [
            models.UniqueConstraint(
                fields=["key", "region"],
                condition=Q(owner__isnull=True),
                name="brand_once_per_region_without_owner",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(owner__isnull=True, region__isnull=True),
                name="brand_once_without_owner_and_region",
            ),
            models.UniqueConstraint(
                fields=["key", "owner"],
                condition=Q(owner__isnull=False),
                name="brand_once_per_owner",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_key"], name="brand_by_pinyin"),
            models.Index(fields=["key"], name="brand_by_key"),
        ]

    def get_absolute_url(self) -> str:
        """Where readers find it."""
        return reverse("brand", args=[self.pk, self.slug or "brand"])
