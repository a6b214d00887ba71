"""Organizations and the names they go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse

from articles.extraction.vocabulary import OrganizationType
from articles.models.fact import Origin
from articles.models.named import Named, NamedQuerySet
from articles.models.tracking import TrackedQuerySet, tracked

if TYPE_CHECKING:
    from articles.models.brand import Brand
    from articles.models.mention import OrganizationMention
    from articles.models.metric import Metric


@tracked(label="name", derived=("slug", "sort_key"))
class Organization(Named):
    """A named body. Same name in two regions: two rows; never made one by similarity."""

    type = models.CharField("类型", max_length=20, choices=OrganizationType.choices())
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级单位",
    )

    objects = NamedQuerySet["Organization"].as_manager()

    aliases: models.Manager[OrganizationAlias]
    brands: models.Manager[Brand]
    children: models.Manager[Organization]
    mentions: models.Manager[OrganizationMention]
    metrics: models.Manager[Metric]

    class Meta(Named.Meta):
        verbose_name = verbose_name_plural = "单位"
        permissions = [("merge_names", "合并单位、品牌与报道")]
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

    def get_absolute_url(self) -> str:
        """Where readers find it."""
        return reverse("organization", args=[self.pk, self.slug or "org"])


class AliasQuerySet(TrackedQuerySet["OrganizationAlias"]):
    """Names of organizations, those that were struck out included."""


class StandingAliases(models.Manager["OrganizationAlias"]):
    """The names that hold: all but those that a person struck out."""

    def get_queryset(self) -> models.QuerySet[OrganizationAlias]:
        """Leave out what was struck out."""
        return AliasQuerySet(self.model, using=self._db).filter(struck=False)


@tracked(label="name")
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
    everything = AliasQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位别名"
        base_manager_name = "everything"
        ordering = ["organization", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"], name="alias_once_per_organization"
            )
        ]
        indexes = [models.Index(fields=["name"], name="alias_by_name")]

    def __str__(self) -> str:
        return self.name
