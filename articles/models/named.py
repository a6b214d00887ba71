"""What organizations and brands have in common: a name under which articles mention them."""

from __future__ import annotations

from typing import Any, Self, TypeVar, cast

from django.db import models
from django.db.models import Count, Exists, ManyToOneRel, OuterRef, Q

from articles.models.article import ArticleStatus
from articles.models.fact import Origin, ReviewStatus
from articles.models.region import Region
from articles.models.tracking import TrackedQuerySet

Row = TypeVar("Row", bound=models.Model, covariant=True)


class NamedQuerySet(TrackedQuerySet[Row]):
    """The questions that the site asks about organizations and about brands."""

    def public(self) -> Self:
        """Those that a reader can follow: named in a public article by a fact that stands."""
        mentions = cast(ManyToOneRel, self.model._meta.get_field("mentions"))
        rows = cast(Any, mentions.related_model)._default_manager
        named = rows.public().filter(article__status=ArticleStatus.PUBLISHED)
        return self.filter(Exists(named.filter(**{mentions.field.name: OuterRef("pk")})))

    def with_counts(self) -> Self:
        """Annotate ``article_count`` with the number of public articles that name it."""
        standing = Q(
            mentions__article__status=ArticleStatus.PUBLISHED,
            mentions__article__duplicate_of=None,
            mentions__anchored=True,
            mentions__status__in=[ReviewStatus.PENDING, ReviewStatus.CONFIRMED],
        )
        return self.annotate(
            article_count=Count("mentions__article", filter=standing, distinct=True)
        )

    def by_pinyin(self) -> Self:
        """In the order of the A–Z index."""
        return self.order_by("sort_key", "pk")


class Named(models.Model):
    """A named thing that articles mention; ``sort_key`` and ``slug`` are pinyin of its name."""

    name = models.CharField("名称", max_length=120)
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="地区",
    )
    slug = models.SlugField("网址名", max_length=80, blank=True, editable=False)
    sort_key = models.CharField("拼音序", max_length=200, editable=False)
    origin = models.CharField(
        "来历", max_length=10, choices=Origin.choices, default=Origin.MACHINE
    )

    class Meta:
        abstract = True
        base_manager_name = "objects"
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.name
