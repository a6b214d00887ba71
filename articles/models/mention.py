"""Mentions: where in an article an organization, a brand, a region or a theme shows."""

from __future__ import annotations

from django.db import models

from articles.extraction.vocabulary import Basis
from articles.models.brand import Brand
from articles.models.fact import Fact, FactQuerySet
from articles.models.organization import Organization
from articles.models.region import Region
from articles.models.theme import Theme
from articles.models.tracking import tracked


@tracked(label="quote", article="article_id")
class OrganizationMention(Fact):
    """A place that names an organization; anaphora are forms such as 该院."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="mentions", verbose_name="单位"
    )
    anaphora = models.BooleanField("代称", default=False)

    objects = FactQuerySet["OrganizationMention"].as_manager()

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "单位提及"
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["article", "part", "start", "end", "organization"],
                condition=models.Q(anchored=True),
                name="organizationmention_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organization", "anchored", "status", "article"],
                name="mention_by_organization",
            )
        ]


@tracked(label="quote", article="article_id")
class BrandMention(Fact):
    """A place that names a brand."""

    brand = models.ForeignKey(Brand, models.CASCADE, related_name="mentions", verbose_name="品牌")

    objects = FactQuerySet["BrandMention"].as_manager()

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "品牌提及"
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["article", "part", "start", "end", "brand"],
                condition=models.Q(anchored=True),
                name="brandmention_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["brand", "anchored", "status", "article"], name="mention_by_brand"
            )
        ]


@tracked(label="quote", article="article_id")
class RegionMention(Fact):
    """A place that names a division."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="mentions", verbose_name="地区"
    )
    basis = models.CharField("依据", max_length=10, choices=Basis.choices())

    objects = FactQuerySet["RegionMention"].as_manager()

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "地区提及"
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["article", "part", "start", "end", "region"],
                condition=models.Q(anchored=True),
                name="regionmention_once",
            ),
        ]


@tracked(label="quote", article="article_id")
class ThemeEvidence(Fact):
    """A word that speaks for a theme."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="evidence", verbose_name="主题")

    objects = FactQuerySet["ThemeEvidence"].as_manager()

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "主题依据"
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["article", "part", "start", "end", "theme"],
                condition=models.Q(anchored=True),
                name="themeevidence_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["theme", "anchored", "status", "article"], name="themeevidence_by_theme"
            )
        ]
