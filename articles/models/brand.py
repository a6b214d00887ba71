"""Brands, programmes and work methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from articles.extraction.vocabulary import BrandKind, BrandLevel
from articles.models.article import ArticleStatus
from articles.models.fact import Origin, ReviewStatus
from articles.models.organization import Organization
from articles.models.region import Region

if TYPE_CHECKING:
    from articles.models.mention import BrandMention


class BrandQuerySet(models.QuerySet["Brand"]):
    """The questions that the site asks about brands."""

    def public(self) -> BrandQuerySet:
        """Those that a reader can follow: named in a public article by a fact that stands."""
        mentions = apps.get_model("articles", "BrandMention")  # which imports this file
        named = mentions.objects.public().filter(article__status=ArticleStatus.PUBLISHED)
        return self.filter(Exists(named.filter(brand=OuterRef("pk"))))

    def with_counts(self) -> BrandQuerySet:
        """Annotate ``article_count`` with the number of public articles that name it."""
        standing = Q(
            mentions__article__status=ArticleStatus.PUBLISHED,
            mentions__anchored=True,
            mentions__status__in=[ReviewStatus.PENDING, ReviewStatus.CONFIRMED],
        )
        return self.annotate(
            article_count=Count("mentions__article", filter=standing, distinct=True)
        )

    def by_pinyin(self) -> BrandQuerySet:
        """In the order of the A–Z index."""
        return self.order_by("sort_key", "pk")


class Brand(models.Model):
    """A named brand, programme or work method. Similar names of different owners stay apart.

    ``key`` is the name without quotes, dots and spaces: printed variants of one name are one row.
    """

    name = models.CharField("名称", max_length=120)
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
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="brands",
        verbose_name="地区",
    )
    slug = models.SlugField("网址名", max_length=80, blank=True, editable=False)
    sort_key = models.CharField("拼音序", max_length=200, editable=False)
    origin = models.CharField(
        "来历", max_length=10, choices=Origin.choices, default=Origin.MACHINE
    )

    objects = BrandQuerySet.as_manager()

    children: models.Manager[Brand]
    mentions: models.Manager[BrandMention]

    class Meta:
        verbose_name = verbose_name_plural = "品牌"
        ordering = ["sort_key", "pk"]
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

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where readers find it."""
        return reverse("brand", args=[self.pk, self.slug or "brand"])
