"""Organizations and the names they go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from articles.extraction.vocabulary import OrganizationType
from articles.models.article import ArticleStatus
from articles.models.fact import Origin, ReviewStatus
from articles.models.region import Region

if TYPE_CHECKING:
    from articles.models.brand import Brand
    from articles.models.mention import OrganizationMention
    from articles.models.metric import Metric


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """The questions that the site asks about organizations."""

    def public(self) -> OrganizationQuerySet:
        """Those that a reader can follow: named in a public article by a fact that stands."""
        mentions = apps.get_model("articles", "OrganizationMention")  # which imports this file
        named = mentions.objects.public().filter(article__status=ArticleStatus.PUBLISHED)
        return self.filter(Exists(named.filter(organization=OuterRef("pk"))))

    def with_counts(self) -> OrganizationQuerySet:
        """Annotate ``article_count`` with the number of public articles that name it."""
        standing = Q(
            mentions__article__status=ArticleStatus.PUBLISHED,
            mentions__anchored=True,
            mentions__status__in=[ReviewStatus.PENDING, ReviewStatus.CONFIRMED],
        )
        return self.annotate(
            article_count=Count("mentions__article", filter=standing, distinct=True)
        )

    def by_pinyin(self) -> OrganizationQuerySet:
        """In the order of the A–Z index."""
        return self.order_by("sort_key", "pk")


class Organization(models.Model):
    """A named body. Same name in two regions: two rows; never made one by similarity."""

    name = models.CharField("名称", max_length=120)
    type = models.CharField("类型", max_length=20, choices=OrganizationType.choices())
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name="地区",
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级单位",
    )
    slug = models.SlugField("网址名", max_length=80, blank=True, editable=False)
    sort_key = models.CharField("拼音序", max_length=200, editable=False)
    origin = models.CharField(
        "来历", max_length=10, choices=Origin.choices, default=Origin.MACHINE
    )

    objects = OrganizationQuerySet.as_manager()

    aliases: models.Manager[OrganizationAlias]
    brands: models.Manager[Brand]
    children: models.Manager[Organization]
    mentions: models.Manager[OrganizationMention]
    metrics: models.Manager[Metric]

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "region"], name="organization_once_per_region"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(region__isnull=True),
                name="organization_once_without_region",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_key"], name="organization_by_pinyin"),
            models.Index(fields=["region", "type"], name="organization_by_region"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where readers find it."""
        return reverse("organization", args=[self.pk, self.slug or "org"])


class StandingAliases(models.Manager["OrganizationAlias"]):
    """The names that hold: all but those that a person struck out."""

    def get_queryset(self) -> models.QuerySet[OrganizationAlias]:
        """Leave out what was struck out."""
        return super().get_queryset().filter(struck=False)


class OrganizationAlias(models.Model):
    """Another name of an organization, as some text prints it."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="aliases", verbose_name="单位"
    )
    name = models.CharField("别名", max_length=120)
    origin = models.CharField(
        "来历", max_length=10, choices=Origin.choices, default=Origin.MACHINE
    )

    struck = models.BooleanField("已删去", default=False, help_text="人工删去的别名不再收录")

    objects = StandingAliases()
    everything = models.Manager["OrganizationAlias"]()

    class Meta:
        verbose_name = verbose_name_plural = "单位别名"
        ordering = ["organization", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"], name="alias_once_per_organization"
            )
        ]
        indexes = [models.Index(fields=["name"], name="alias_by_name")]

    def __str__(self) -> str:
        return self.name
