"""Sources: the files that someone gave us, and the ledger of what became of their characters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from articles.extraction.vocabulary import DatePrecision, SegmentKind
from articles.models.privacy import Veiled
from articles.models.tracking import TrackedQuerySet, tracked

if TYPE_CHECKING:
    from articles.models.article import Article


class SourceQuerySet(TrackedQuerySet["Source"]):
    """The questions that the site asks about sources."""

    def with_digest(self, sha256: str) -> Source | None:
        """Return the source that holds these very bytes."""
        return self.filter(sha256=sha256).first()


@tracked(label="name", derived=("text", "rules_version", "imported_at"))
class Source(Veiled):
    """A file as it was given: its bytes lie in ``DATA_DIR/sources/<sha256>``, its text here."""

    TEXTS = ("text",)
    KEY = ("source", "id")

    name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("字节数")
    media_type = models.CharField("类型", max_length=100)
    encoding = models.CharField("编码", max_length=20)
    text = models.TextField("文本", help_text="解码后的全文，换行统一为 LF，其余一字不改")
    publication = models.CharField("来源刊物", max_length=200, blank=True)
    published_on = models.DateField("刊发日期", null=True, blank=True)
    date_precision = models.CharField(
        "日期精度",
        max_length=10,
        choices=DatePrecision.choices(),
        default=DatePrecision.UNKNOWN,
    )
    page = models.CharField("版次", max_length=40, blank=True)
    batch = models.ForeignKey(
        "articles.Batch",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name="导入批次",
    )
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="导入者",
    )
    imported_at = models.DateTimeField("导入时间", auto_now_add=True)
    rules_version = models.CharField("识读规则版本", max_length=20, blank=True)

    objects = SourceQuerySet.as_manager()

    articles: models.Manager[Article]
    segments: models.Manager[Segment]

    class Meta:
        verbose_name = verbose_name_plural = "来源文件"
        permissions = [("import_source", "导入文件")]
        base_manager_name = "objects"
        ordering = ["-imported_at", "-pk"]
        indexes = [models.Index(fields=["imported_at"], name="source_by_import")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the original bytes lie."""
        return Path(settings.DATA_DIR) / "sources" / self.sha256


class Segment(models.Model):
    """A run of source characters and where it went; furniture goes nowhere but is not forgotten.

    ``article.part(part)[part_start:part_start + end - start] == source.text[start:end]`` as long
    as no person has edited that part.
    """

    source = models.ForeignKey(
        Source, models.CASCADE, related_name="segments", verbose_name="来源文件"
    )
    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="segments",
        verbose_name="报道",
    )
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    part = models.CharField("部分", max_length=20, blank=True)
    part_start = models.PositiveIntegerField("部分内起点", default=0)
    kind = models.CharField("去向", max_length=10, choices=SegmentKind.choices())

    class Meta:
        verbose_name = verbose_name_plural = "整理记录"
        ordering = ["source", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="segment_not_empty"),
            models.CheckConstraint(
                condition=Q(kind=SegmentKind.FURNITURE, part="")
                | (~Q(kind=SegmentKind.FURNITURE) & ~Q(part="") & Q(article__isnull=False)),
                name="segment_has_a_place_or_is_furniture",
            ),
            models.UniqueConstraint(fields=["source", "start"], name="segment_once_per_start"),
        ]

    def __str__(self) -> str:
        return f"{self.start}–{self.end}：{self.get_kind_display()}"
