"""Searches that people keep."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

LIMIT = 100  # searches that one person may keep
NAME_LENGTH = 60


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """The questions that the pages ask about kept searches."""

    def of(self, user: int) -> SavedSearchQuerySet:
        """Those of the person with this key; nobody sees another's."""
        return self.filter(user=user)


class SavedSearch(models.Model):
    """A search in force when it was kept: words and all filters, as a query string.

    ``seen`` is the greatest key of an article that its owner has been shown as a hit: hits with
    greater keys came into the archive later. ``token`` is the unguessable part of the address of
    its feed, None while there is no feed.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_searches",
        verbose_name="用户",
    )
    name = models.CharField("名称", max_length=NAME_LENGTH)
    query = models.CharField("检索条件", max_length=4000, blank=True)
    seen = models.PositiveBigIntegerField("已看到的报道编号", default=0)
    token = models.CharField("订阅凭证", max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 -- many without one
    created = models.DateTimeField("保存时间", auto_now_add=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "保存的检索"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_search_once_per_name",
                violation_error_message="已有同名的检索，请换一个名称",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def keep(self) -> None:
        """Store it. Raises :exc:`ValidationError` for a name that is taken, or one too many."""
        self.full_clean()
        if self._state.adding and SavedSearch.objects.of(self.user_id).count() >= LIMIT:
            raise ValidationError(f"每人最多保存 {LIMIT} 个检索，请先删除不用的")
        self.save()

    def look(self, newest: int) -> None:
        """Note that its owner has been shown the hits up to the article with key *newest*."""
        if newest > self.seen:
            SavedSearch.objects.filter(pk=self.pk).update(seen=newest)

    def subscribe(self, *, wanted: bool) -> None:
        """Give its feed a new address, or none; the old one is void at once."""
        self.token = secrets.token_urlsafe(32) if wanted else None
        self.save(update_fields=["token"])

    @property
    def feed(self) -> str | None:
        """The address of its feed, for readers that cannot log in."""
        return reverse("saved-feed", args=[self.token]) if self.token else None
