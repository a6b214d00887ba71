"""What waits for a person, so that the queue is one indexed query."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models.article import Article

HELD = timedelta(minutes=5)  # how long an item is kept for the one who has it on the screen


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

    def free_for(self, user: int, now: datetime) -> ReviewItemQuerySet:
        """Leave out what somebody other than *user* has on the screen."""
        return self.filter(Q(locked_by=None) | Q(locked_by=user) | Q(locked_at__lte=now - HELD))

    def skipped_by(self, user: int, *, yes: bool) -> ReviewItemQuerySet:
        """Keep what *user* has put off, the longest ago first, or what not."""
        mine = Skip.objects.filter(user=user)
        if yes:
            return self.filter(skips__in=mine).order_by("skips__at")
        return self.filter(~Exists(mine.filter(item=OuterRef("pk"))))


class ReviewItem(models.Model):
    """One thing that a person should look at; written with the facts, never by hand.

    ``confidence`` (percent, None for what no machine said) and ``province`` (the first two digits
    of the article's region) are copies, so that the desk counts its list in one index.
    """

    kind = models.CharField("种类", max_length=20, choices=ReviewKind.choices)
    target = models.PositiveBigIntegerField("对象")
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="review_items", verbose_name="报道"
    )
    risk = models.PositiveSmallIntegerField("风险", default=0, help_text="0—100，高者先审")
    confidence = models.PositiveSmallIntegerField("把握", null=True, blank=True)
    province = models.CharField("省份", max_length=2, blank=True)
    done = models.BooleanField("已处理", default=False)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name="处理中",
    )
    locked_at = models.DateTimeField("锁定时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    created_at = models.DateTimeField("入列时间", default=timezone.now)

    objects = ReviewItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待审事项"
        permissions = [("review_fact", "审核与更正事实")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "target"], name="review_item_once"),
            models.CheckConstraint(condition=Q(risk__lte=100), name="review_risk_in_range"),
        ]
        # Of what waits alone: SQLite would not use an index on "done" for "NOT done".
        indexes = [
            models.Index(fields=["-risk", "id"], condition=Q(done=False), name="review_queue"),
            models.Index(
                fields=["kind", "-risk", "id"], condition=Q(done=False), name="review_by_kind"
            ),
            models.Index(
                fields=["province", "-risk", "id"],
                condition=Q(done=False),
                name="review_by_province",
            ),
            models.Index(
                fields=["kind", "confidence", "province", "created_at"],
                condition=Q(done=False),
                name="review_counts",
            ),
            models.Index(
                fields=["locked_by"], condition=Q(locked_by__isnull=False), name="review_held"
            ),
            models.Index(fields=["article"], condition=Q(done=False), name="review_by_article"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target}"

    def holder(self, now: datetime) -> int | None:
        """Return the key of the one who has it on the screen, None if nobody has."""
        held = self.locked_at is not None and self.locked_at > now - HELD
        return self.locked_by_id if held else None


class Skip(models.Model):
    """An item that a person has put off: it comes back to that person when all else is done."""

    item = models.ForeignKey(
        ReviewItem, models.CASCADE, related_name="skips", verbose_name="待审事项"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="用户"
    )
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "跳过"
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="skip_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.item_id}"
