"""What the index still has to learn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.db.models import Count, Exists, Min, OuterRef
from django.utils import timezone

from articles.models import Article

OVERDUE = timedelta(minutes=2)


class PendingChangeQuerySet(models.QuerySet["PendingChange"]):
    """The queue of changes."""

    def mark(self, pks: Iterable[int]) -> None:
        """Note that the documents of these articles may differ now; the same key twice is fine."""
        self.bulk_create(PendingChange(article_pk=pk) for pk in pks)

    def waiting(self) -> int:
        """Return how many articles wait."""
        return self.backlog()[0]

    def backlog(self) -> tuple[int, bool]:
        """Return how many articles wait, and whether any does longer than bringing it in takes."""
        found = self.aggregate(n=Count("article_pk", distinct=True), first=Min("created"))
        return found["n"], bool(found["first"]) and found["first"] < timezone.now() - OVERDUE

    def hidden(self, most: int) -> frozenset[int]:
        """Return the keys of those that readers must not see, *most* of them at most."""
        public = Article.objects.listed().filter(pk=OuterRef("article_pk"))
        found = self.filter(~Exists(public)).order_by().values_list("article_pk", flat=True)
        return frozenset(found.distinct()[:most])


class PendingChange(models.Model):
    """An article that changed after its document was written. No foreign key: it may be gone."""

    article_pk = models.PositiveBigIntegerField("报道编号")
    created = models.DateTimeField("登记时间", auto_now_add=True)

    objects = PendingChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待更新索引"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.article_pk)
