"""What waits for a person, so that the queue is one indexed query."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.article import Article


class ReviewKind(models.TextChoices):
    """Which table the thing to be judged stands in."""

    ORGANIZATION = "organizationmention", "单位"
    BRAND = "brandmention", "品牌"
    METRIC = "metric", "数据"
    REGION = "regionmention", "地区"
    CLAIM = "claim", "栏目"
    REPORT = "report", "读者报错"


class ReviewItemQuerySet(models.QuerySet["ReviewItem"]):
    """The questions that the desk asks."""

    def waiting(self) -> ReviewItemQuerySet:
        """What is still open, the riskiest first."""
        return self.filter(done=False).order_by("-risk", "pk")


class ReviewItem(models.Model):
    """One thing that a person should look at; written with the facts, never by hand."""

    kind = models.CharField("种类", max_length=20, choices=ReviewKind.choices)
    target = models.PositiveBigIntegerField("对象")
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="review_items", verbose_name="报道"
    )
    risk = models.PositiveSmallIntegerField("风险", default=0, help_text="0—100，高者先审")
    done = models.BooleanField("已处理", default=False)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="处理中",
    )
    locked_at = models.DateTimeField("锁定时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待审事项"
        permissions = [("review_fact", "审核与更正事实")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "target"], name="review_item_once"),
            models.CheckConstraint(condition=Q(risk__lte=100), name="review_risk_in_range"),
        ]
        indexes = [models.Index(fields=["done", "-risk", "id"], name="review_queue")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target}"
