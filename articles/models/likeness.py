"""Likenesses: which articles are one text, or an excerpt of another. Linked, never merged."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from articles.models.article import Article, ArticleStatus

HEAVY = ("body", "abstract", "references")


class Sample(models.Model):
    """The hash of one run of characters of an article, kept to find look-alikes by."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="samples", verbose_name="报道"
    )
    value = models.BigIntegerField("散列值")

    class Meta:
        verbose_name = verbose_name_plural = "文本抽样"
        constraints = [
            models.UniqueConstraint(fields=["value", "article"], name="sample_once_per_article")
        ]

    def __str__(self) -> str:
        return f"{self.value:x}"


class LikenessQuerySet(models.QuerySet["Likeness"]):
    """The questions that the site asks about likenesses."""

    def of(self, article: Article) -> list[tuple[Article, Likeness]]:
        """Return the public look-alikes of *article*, the closest first, in one query."""
        either = Q(article=article, other__status=ArticleStatus.PUBLISHED) | Q(
            other=article, article__status=ArticleStatus.PUBLISHED
        )
        rows = self.filter(either).select_related("article", "other").order_by("-contained")
        deferred = [f"{side}__{name}" for side in ("article", "other") for name in HEAVY]
        return [
            (row.other if row.article_id == article.pk else row.article, row)
            for row in rows.defer(*deferred)
        ]


class Likeness(models.Model):
    """Two articles with much of their text in common; ``article`` is the older row of the two."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="likenesses", verbose_name="报道"
    )
    other = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name="相似报道")
    overlap = models.FloatField("重合", help_text="共有文字占两篇全部文字的份额，0—1")
    contained = models.FloatField("包含", help_text="共有文字占较短一篇的份额，0—1")

    objects = LikenessQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "相似报道"
        ordering = ["article", "-overlap"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="likeness_once_per_pair"),
            models.CheckConstraint(condition=Q(article__lt=F("other")), name="likeness_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} ~ {self.other_id} ({self.overlap:.0%})"

    @property
    def share(self) -> int:
        """The percentage of the shorter text that stands in the longer one too."""
        return round(self.contained * 100)
