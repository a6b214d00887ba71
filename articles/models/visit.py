"""When a person with an account was last here, so that lists can mark what came in since."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

PAUSE = timedelta(hours=4)  # who was away for so long comes back for a new visit
STEP = timedelta(hours=1)  # a row is written at most so often


class VisitQuerySet(models.QuerySet["Visit"]):
    """What the site asks about visits."""

    def since(self, user: int, now: datetime) -> datetime | None:
        """Note that *user* is here, and return when the visit before this one ended.

        None on the first visit. One query, and a second one at most once an hour; no signal is
        sent, for nothing of the archive changes.
        """
        visit = self.filter(pk=user).first()
        if visit is None:
            self.bulk_create([Visit(user_id=user, seen=now)], ignore_conflicts=True)
            return None
        away = now - visit.seen
        if away > PAUSE:
            self.filter(pk=user).update(before=visit.seen, seen=now)
            return visit.seen
        if away > STEP:
            self.filter(pk=user).update(seen=now)
        return visit.before


class Visit(models.Model):
    """The present visit of a person, to the hour, and the end of the one before."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name="用户",
    )
    seen = models.DateTimeField("最近访问")
    before = models.DateTimeField("上次访问", null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "访问"

    def __str__(self) -> str:
        return f"{self.user_id} {self.seen:%Y-%m-%d %H:%M}"
