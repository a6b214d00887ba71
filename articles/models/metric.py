"""Metrics, and the indicators under which they can be compared."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from articles.extraction.vocabulary import ArithmeticCheck, MetricStatus, Qualifier, UnitFamily
from articles.models.article import Article, ArticleStatus
from articles.models.fact import Fact, FactQuerySet, Origin
from articles.models.organization import Organization
from articles.models.region import Region
from articles.models.theme import Theme
from articles.models.tracking import TrackedQuerySet, tracked


class IndicatorQuerySet(TrackedQuerySet["Indicator"]):
    """Indicators."""


@tracked(label="name")
class Indicator(models.Model):
    """What numbers of different reports have in common, so that they may be compared."""

    slug = models.SlugField("标识", max_length=60, unique=True)
    name = models.CharField("名称", max_length=60, unique=True)
    group = models.CharField("类别", max_length=40)
    family = models.CharField("单位族", max_length=10, choices=UnitFamily.choices())
    additive = models.BooleanField("可相加", default=False)
    definition = models.CharField("定义", max_length=300, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)
    origin = models.CharField(
        "来历",
        max_length=10,
        choices=Origin.choices,
        default=Origin.MACHINE,
        help_text="人工改过的不随产品的词表更新",
    )

    objects = IndicatorQuerySet.as_manager()

    metrics: models.Manager[Metric]

    class Meta:
        base_manager_name = "objects"
        verbose_name = verbose_name_plural = "指标"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where readers compare its values."""
        return reverse("indicator", args=[self.slug])


class MetricQuerySet(FactQuerySet["Metric"]):
    """The questions that the site asks about metrics."""

    def comparable(self) -> Self:
        """What may stand in a comparison: public facts of public, on-topic articles, told once."""
        hidden = Article.objects.filter(~Q(status=ArticleStatus.PUBLISHED) | Q(off_topic=True))
        public = self.public().exclude(article__in=hidden)  # few: no join with every long text
        return public.exclude(article__in=Article.objects.repeated())

    def for_table(self) -> Self:
        """With all that a row of a table shows, in one query."""
        rows = self.select_related(
            "article__region", "organization__region", "region", "indicator", "theme"
        )
        return rows.defer("article__body", "article__references", "article__abstract")


@tracked(label="quote", article="article_id")
class Metric(Fact):
    """One quantity that an article states; ``value`` is in base units (1.27万余人次: 12700)."""

    value = models.DecimalField("数值", max_digits=20, decimal_places=4)
    value_max = models.DecimalField(
        "数值上限", max_digits=20, decimal_places=4, null=True, blank=True
    )
    unit = models.CharField("计量单位", max_length=20)
    family = models.CharField("单位族", max_length=10, choices=UnitFamily.choices())
    qualifier = models.CharField(
        "确切程度", max_length=10, choices=Qualifier.choices(), default=Qualifier.EXACT
    )
    qualifier_text = models.CharField("限定词", max_length=20, blank=True)
    subject = models.CharField("对象", max_length=200, blank=True)
    action = models.CharField("行为", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    period = models.CharField("时段", max_length=60, blank=True)
    outcome = models.CharField(
        "完成情况",
        max_length=10,
        choices=MetricStatus.choices(),
        default=MetricStatus.ACHIEVED,
    )
    arithmetic = models.CharField(
        "验算", max_length=10, choices=ArithmeticCheck.choices(), default=ArithmeticCheck.NONE
    )
    sentence = models.TextField("所在句", blank=True)
    part_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="components",
        verbose_name="其中之总数",
    )
    indicator = models.ForeignKey(
        Indicator,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="metrics",
        verbose_name="指标",
    )
    organization = models.ForeignKey(
        Organization,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="metrics",
        verbose_name="单位",
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="metrics",
        verbose_name="地区",
    )
    theme = models.ForeignKey(
        Theme,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="metrics",
        verbose_name="主题",
    )

    objects = MetricQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = verbose_name_plural = "数据"
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["article", "part", "start", "end"],
                condition=Q(anchored=True),
                name="metric_once",
            ),
            models.CheckConstraint(
                condition=Q(value_max__isnull=True) | Q(value_max__gte=F("value")),
                name="metric_range_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["indicator", "-value"], name="metric_by_indicator"),
            models.Index(fields=["organization", "year"], name="metric_by_organization"),
            models.Index(
                fields=["indicator", "-article", "part", "start"], name="metric_by_place"
            ),
            models.Index(fields=["value", "rule"], name="metric_by_value"),  # what is read alike
            # All that the catalogue counts, so that it need not read the sentences.
            models.Index(
                fields=[
                    "indicator",
                    "family",
                    "outcome",
                    "anchored",
                    "status",
                    "article",
                    "organization",
                    "year",
                    "value",
                    "unit",
                    "part_of",
                ],
                name="metric_catalogue",
            ),
        ]

    @property
    def said(self) -> str:
        """What is counted, as the text puts it: the action and the subject, each said once."""
        if self.action in self.subject:
            return self.subject
        return f"{self.action}{self.subject}"
