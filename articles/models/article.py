"""Articles, and what hangs on them alone: claims, bylines, captions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr
from django.urls import reverse

from articles.extraction import markup
from articles.extraction.vocabulary import ArticleKind, Basis, DatePrecision, Sector
from articles.models.fact import Reviewed, ReviewStatus
from articles.models.naming import label
from articles.models.privacy import Veiled
from articles.models.region import Region
from articles.models.source import Source
from articles.models.theme import Theme
from articles.models.tracking import TrackedQuerySet, tracked

if TYPE_CHECKING:
    from articles.models.likeness import Sample
    from articles.models.mention import (
        BrandMention,
        OrganizationMention,
        RegionMention,
        ThemeEvidence,
    )
    from articles.models.metric import Metric
    from articles.models.source import Segment

OPENING = 240  # characters of the body that a row of a list may show
IN_LISTS = (
    "slug", "headline", "published_on", "date_precision", "off_topic", "status", "created_at",
    "region__name", "primary_theme__name",
)  # fmt: skip


class ArticleStatus(models.TextChoices):
    """Whether readers see an article."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤下"


class ArticleQuerySet(TrackedQuerySet["Article"]):
    """The questions that the site asks about articles."""

    def public(self) -> ArticleQuerySet:
        """What readers see."""
        return self.filter(status=ArticleStatus.PUBLISHED)

    def listed(self) -> ArticleQuerySet:
        """What lists and searches hold: public, each report once, however often it was printed."""
        return self.public().exclude(pk__in=Article.objects.repeated())  # few: found by index

    def repeated(self) -> models.QuerySet[Article, int]:
        """The keys of those marked as the same report as another one, which readers see."""
        other = Article.objects.public().filter(pk=models.OuterRef("duplicate_of"))
        # A range makes SQLite begin with the few marked, where a join begins with all articles.
        marked = self.filter(models.Exists(other), duplicate_of__gt=0)
        return marked.order_by().values_list("pk", flat=True)

    def on_topic(self) -> ArticleQuerySet:
        """What counts in statistics: listed, and about party building."""
        return self.listed().filter(off_topic=False)

    def in_region(self, region: Region) -> ArticleQuerySet:
        """Articles of *region* or of any division below it."""
        return self.filter(
            region__gte=region.prefix.ljust(6, "0"), region__lte=region.prefix.ljust(6, "9")
        )

    def newest(self) -> ArticleQuerySet:
        """Newest first; the undated stand last."""
        return self.order_by(models.F("published_on").desc(nulls_last=True), "-pk")

    def oldest(self) -> ArticleQuerySet:
        """Oldest first; the undated stand last."""
        return self.order_by(models.F("published_on").asc(nulls_last=True), "pk")

    def with_neighbours(self) -> ArticleQuerySet:
        """With ``earlier`` and ``later``: the keys of those before and after it in its own region
        by date, None at either end and for what has no date or no region.
        """
        beside = Article.objects.on_topic().filter(region=models.OuterRef("region"))
        day, same = (
            models.OuterRef("published_on"),
            Q(published_on=models.OuterRef("published_on")),
        )
        before = beside.filter(Q(published_on__lt=day) | same & Q(pk__lt=models.OuterRef("pk")))
        after = beside.filter(Q(published_on__gt=day) | same & Q(pk__gt=models.OuterRef("pk")))
        return self.annotate(
            earlier=models.Subquery(before.order_by("-published_on", "-pk").values("pk")[:1]),
            later=models.Subquery(after.order_by("published_on", "pk").values("pk")[:1]),
        )

    def in_order(self, pks: Iterable[int]) -> list[Article]:
        """Return the articles with these keys, in the order of the keys."""
        keys = list(pks)
        found = self.in_bulk(keys)
        return [found[pk] for pk in keys if pk in found]

    def for_list(self) -> ArticleQuerySet:
        """With all that a row of a list shows, in one query; ``opening`` begins the body."""
        related = self.select_related("region", "primary_theme")
        return related.only(*IN_LISTS).annotate(opening=Substr("body", 1, OPENING))


@tracked(
    label="headline",
    article="pk",
    bulky=("body", "abstract", "references", "affiliation", "keywords"),
    derived=("ordinal", "slug", "misprints", "fingerprint", "created_at", "updated_at"),
)
class Article(Veiled):
    """One report in a source. Its text is ``body``, in the markup of ``extraction.markup``."""

    TEXTS = (
        "kicker", "headline", "subheadline", "byline", "affiliation", "abstract", "keywords", "body",
    )  # fmt: skip
    KEY = ("article", "id")

    source = models.ForeignKey(
        Source, models.PROTECT, related_name="articles", verbose_name="来源文件"
    )
    ordinal = models.PositiveSmallIntegerField("文件内序号")
    slug = models.SlugField("网址名", max_length=80, blank=True, editable=False)
    kind = models.CharField(
        "体裁", max_length=10, choices=ArticleKind.choices(), default=ArticleKind.NEWS
    )
    kicker = models.JSONField("引题", default=list, blank=True)
    headline = models.CharField("标题", max_length=300)
    subheadline = models.CharField("副题", max_length=300, blank=True)
    byline = models.TextField("署名行", blank=True)
    affiliation = models.TextField("作者单位", blank=True)
    abstract = models.TextField("摘要", blank=True)
    keywords = models.JSONField("关键词", default=list, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True)
    references = models.JSONField("参考文献", default=list, blank=True)
    body = models.TextField(
        "正文", help_text="段落之间空一行；小标题前加“## ”或“### ”；段首确为井号时在前面加反斜线"
    )
    misprints = models.JSONField("疑似误印", default=list, blank=True, editable=False)
    publication = models.CharField("刊物", max_length=200, blank=True)
    issue = models.CharField("期号", max_length=40, blank=True)
    page = models.CharField("版次", max_length=40, blank=True)
    published_on = models.DateField("刊发日期", null=True, blank=True)
    date_precision = models.CharField(
        "日期精度",
        max_length=10,
        choices=DatePrecision.choices(),
        default=DatePrecision.UNKNOWN,
    )
    sector = models.CharField(
        "领域", max_length=20, choices=Sector.choices(), default=Sector.OTHER
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name="地区",
    )
    primary_theme = models.ForeignKey(
        Theme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name="主要主题",
    )
    off_topic = models.BooleanField("非党建内容", default=False)
    status = models.CharField(
        "状态", max_length=10, choices=ArticleStatus.choices, default=ArticleStatus.PUBLISHED
    )
    withdrawn_reason = models.CharField("撤下原因", max_length=300, blank=True)
    fingerprint = models.CharField("正文指纹", max_length=64, editable=False)
    duplicate_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name="重复于",
    )
    continued_in = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="并入",
        editable=False,
    )
    created_at = models.DateTimeField("入库时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = ArticleQuerySet.as_manager()

    bylines: models.Manager[Byline]
    captions: models.Manager[Caption]
    claims: models.Manager[Claim]
    metrics: models.Manager[Metric]
    organizationmentions: models.Manager[OrganizationMention]
    brandmentions: models.Manager[BrandMention]
    regionmentions: models.Manager[RegionMention]
    themeevidences: models.Manager[ThemeEvidence]
    segments: models.Manager[Segment]
    samples: models.Manager[Sample]

    class Meta:
        verbose_name = verbose_name_plural = "报道"
        base_manager_name = "objects"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "ordinal"], name="article_once_per_source"),
            models.CheckConstraint(
                condition=Q(status__in=ArticleStatus.values), name="article_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=ArticleStatus.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="article_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True, date_precision=DatePrecision.UNKNOWN)
                | (Q(published_on__isnull=False) & ~Q(date_precision=DatePrecision.UNKNOWN)),
                name="article_date_has_precision",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-published_on", "-id"], name="article_newest"),
            # All that lists are counted by, so that counting need not read the texts.
            models.Index(
                fields=[
                    "status",
                    "off_topic",
                    "region",
                    "primary_theme",
                    "sector",
                    "published_on",
                ],
                name="article_counted",
            ),
            models.Index(fields=["region", "status"], name="article_by_region"),
            models.Index(
                fields=["primary_theme", "status", "off_topic", "published_on"],
                name="article_by_theme",
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        """Where readers find it; the key decides, the slug is for the eye."""
        return reverse("article", args=[self.pk, self.slug or "article"])

    def parts(self) -> dict[str, str]:
        """Return the text of every part by name, as ``extraction.types.Layout.parts`` names them."""
        parts = {
            "kicker": "\n".join(self.kicker),
            "headline": self.headline,
            "subheadline": self.subheadline,
            "byline": self.byline,
            "affiliation": self.affiliation,
            "abstract": self.abstract,
            "keywords": "\n".join(self.keywords),
            "doi": self.doi,
            "body": self.body,
            "references": "\n".join(reference["text"] for reference in self.references),
        }
        for caption in self.captions.all():
            parts[f"caption:{caption.number}"] = caption.text
            parts[f"credit:{caption.number}"] = caption.credit
        return {name: text for name, text in parts.items() if text}

    def part(self, name: str) -> str:
        """Return the text of one part, "" where the article has none such."""
        return self.parts().get(name, "")

    def blocks(self) -> list[markup.Block]:
        """Return headings and paragraphs of the body in order."""
        return list(markup.blocks(self.body))

    @property
    def characters(self) -> int:
        """The number of characters of its text, marks left out."""
        return sum(len(block.text) for block in self.blocks())


class ClaimQuerySet(TrackedQuerySet["Claim"]):
    """Claims of articles."""


@tracked(label="field", article="article_id")
class Claim(Reviewed):
    """The value that holds for a column of an article, and on what ground."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="claims", verbose_name="报道"
    )
    field = models.CharField("栏目", max_length=20)
    value = models.JSONField("值", null=True, blank=True)
    basis = models.CharField("依据", max_length=10, choices=Basis.choices())
    evidence = models.JSONField("依据文字", default=list, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "栏目依据"
        base_manager_name = "objects"
        ordering = ["article", "field"]
        constraints = [
            models.UniqueConstraint(fields=["article", "field"], name="claim_once_per_field"),
            models.CheckConstraint(
                condition=Q(status__in=ReviewStatus.values), name="claim_status_known"
            ),
        ]

    def __str__(self) -> str:
        if self.field == "captions":  # rows of their own, claimed as one column
            return str(Caption._meta.verbose_name)
        return label(Article, self.field)


class Byline(Veiled):
    """A person or body that signed an article."""

    TEXTS = ("name",)

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="bylines", verbose_name="报道"
    )
    order = models.PositiveSmallIntegerField("次序")
    name = models.CharField("姓名", max_length=60)
    role = models.CharField("身份", max_length=60, blank=True)
    is_organization = models.BooleanField("是单位", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "署名"
        ordering = ["article", "order"]
        constraints = [
            models.UniqueConstraint(fields=["article", "order"], name="byline_once_per_place")
        ]

    def __str__(self) -> str:
        return self.name


class Caption(Veiled):
    """A photo caption with its credit; ``number`` counts from 0 in printed order."""

    TEXTS = ("text", "credit")

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="captions", verbose_name="报道"
    )
    number = models.PositiveSmallIntegerField("序号")
    text = models.TextField("图片说明")
    credit = models.CharField("供图", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "图片说明"
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="caption_once_per_number")
        ]

    def __str__(self) -> str:
        return self.text
