"""Likenesses: which articles are one text, or an excerpt of another. Linked, never merged."""

from __future__ import annotations

from typing import TypedDict, cast

from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django_stubs_ext import WithAnnotations

from articles.models.article import Article

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


class Likeness(models.Model):
    """Two articles with much of their text in common; ``article`` is the older row of the two."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="likenesses", verbose_name="报道"
    )
    other = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name="相似报道")
    overlap = models.FloatField("重合", help_text="共有文字占两篇全部文字的份额，0—1")
    contained = models.FloatField("包含", help_text="共有文字占较短一篇的份额，0—1")

    class Meta:
        verbose_name = verbose_name_plural = "相似报道"
        ordering = ["article", "-overlap"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="likeness_once_per_pair"),
            models.CheckConstraint(condition=Q(article__lt=F("other")), name="likeness_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} ~ {self.other_id} ({self.overlap:.0%})"


class Share(TypedDict):
    """What :func:`beside` adds to an article."""

    contained: float | None
    overlap: float | None


def beside(article: Article, *also: int | None) -> list[WithAnnotations[Article, Share]]:
    """Return the public articles of the same file, itself included, its look-alikes, and those
    with the keys *also*.

    One query. ``contained`` is the share of the shorter text that the two have in common,
    ``overlap`` that of both texts, None for an article that is no look-alike.
    """
    pair = Q(article=article, other=OuterRef("pk")) | Q(other=article, article=OuterRef("pk"))
    # One list of keys, so that the database does not look at every article for each condition.
    keys = Article.objects.filter(source=article.source_id).order_by().values("pk")
    alike = Likeness.objects.order_by()
    near = Article.objects.public().filter(
        pk__in=keys.union(
            alike.filter(article=article).values("other"),
            alike.filter(other=article).values("article"),
            Article.objects.filter(pk__in=[key for key in also if key]).order_by().values("pk"),
        )
    )
    shares = Likeness.objects.filter(pair)
    rows = (
        near.defer(*HEAVY)
        .order_by("source", "ordinal")
        .annotate(
            contained=Subquery(shares.values("contained")[:1]),
            overlap=Subquery(shares.values("overlap")[:1]),
        )
    )
    return list(cast("QuerySet[WithAnnotations[Article, Share]]", rows))
