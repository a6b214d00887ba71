"""Themes: a controlled list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from articles.models.fact import Origin
from articles.models.tracking import TrackedQuerySet, tracked

if TYPE_CHECKING:
    from articles.models.article import Article
    from articles.models.mention import ThemeEvidence


class ThemeQuerySet(TrackedQuerySet["Theme"]):
    """The questions that the site asks about themes."""

    def with_counts(self) -> ThemeQuerySet:
        """Annotate ``article_count``: public, on-topic articles of which it is the main theme."""
        counted = Q(articles__status="published", articles__off_topic=False)
        return self.annotate(article_count=Count("articles", filter=counted))


class StandingThemes(models.Manager["Theme"]):
    """The themes that are offered: all but those merged into another."""

    def get_queryset(self) -> ThemeQuerySet:
        """Leave out what was merged."""
        return ThemeQuerySet(self.model, using=self._db).filter(merged_into=None)

    def with_counts(self) -> ThemeQuerySet:
        """See :meth:`ThemeQuerySet.with_counts`."""
        return self.get_queryset().with_counts()


@tracked(label="name")
class Theme(models.Model):
    """What reports are about. The list and its cue words come from the extraction's lexicon.

    One that is merged keeps its row: readings and later versions of the list know it by its slug.
    """

    slug = models.SlugField("标识", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40, unique=True)
    group = models.CharField("类别", max_length=40, blank=True)
    definition = models.CharField("定义", max_length=300, blank=True)
    cues = models.JSONField("判定词", default=list, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)
    origin = models.CharField(
        "来历",
        max_length=10,
        choices=Origin.choices,
        default=Origin.MACHINE,
        help_text="人工改过的不随产品的词表更新",
    )

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name="并入",
    )

    objects = StandingThemes()
    everything = ThemeQuerySet.as_manager()

    articles: models.Manager[Article]
    evidence: models.Manager[ThemeEvidence]

    class Meta:
        verbose_name = verbose_name_plural = "主题"
        base_manager_name = "everything"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where readers find it."""
        return reverse("theme", args=[self.slug])
