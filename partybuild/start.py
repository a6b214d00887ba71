"""The start page of the desk: what waits for the one who opens it, and where to go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.db.models import Count, Q
from django.urls import reverse

from articles.admin.desk import list_url
from articles.admin.review_desk import RIGHT as REVIEW
from articles.curation import queue
from articles.models import (
    Batch,
    BatchStage,
    Job,
    JobStatus,
    Report,
    ReviewItem,
    ReviewKind,
)
from partybuild.quality import Figure
from search.models import PendingChange

DOORS = (
    (REVIEW, "审核", "admin:review"),
    ("articles.import_source", "导入", "admin:import"),
    ("articles.view_merger", "疑似重复", "admin:articles_merger_likely"),
    ("articles.view_reviewitem", "质量", "admin:quality"),
    ("articles.view_entry", "历史", "admin:articles_entry_changelist"),
)
User = AbstractBaseUser | AnonymousUser


def page(user: User) -> dict[str, Any]:
    """Return what the page shows *user*: nothing of what they may not see."""
    found: dict[str, Any] = {
        "doors": [(name, reverse(url)) for right, name, url in DOORS if may(user, right)],
        "waiting": [
            figure
            for right, figures in WAITING
            if may(user, right)
            for figure in figures()
            if figure.count
        ],
    }
    if may(user, "articles.view_reviewitem"):
        reviews = may(user, REVIEW)
        kinds = review(reviews)
        found["review"] = Figure("待审", sum(kind.count for kind in kinds))
        found["kinds"] = kinds
        found["today"] = queue.done_today(user.pk) if reviews and user.pk else None
    return found


def may(user: User, right: str) -> bool:
    """Tell whether *user* has the *right*, named as ``has_perm`` takes it."""
    return isinstance(user, PermissionsMixin) and user.has_perm(right)


def review(decides: bool) -> list[Figure]:
    """Return what waits by kind, leading who *decides* into the queue, and others to its list."""
    items = ReviewItem.objects.filter(done=False).order_by().values_list("kind")
    counts = dict(items.annotate(n=Count("pk")))
    queued = reverse("admin:review")

    def leads(kind: str) -> str:
        return f"{queued}?kind={kind}" if decides else list_url(ReviewItem, kind__exact=kind)

    return [
        Figure(str(kind.label), counts[kind.value], desk=leads(kind.value))
        for kind in ReviewKind
        if counts.get(kind.value)
    ]


def reports() -> list[Figure]:
    """Return how many reports of readers want an answer."""
    count = Report.objects.filter(closed_at=None).count()
    return [Figure("待答复的读者报错", count, desk=list_url(Report, closed_at__isempty=1))]


def imports() -> list[Figure]:
    """Return how many imports somebody has begun, and not yet looked through."""
    count = Batch.objects.filter(stage=BatchStage.CHECK).count()
    return [Figure("待核对的导入", count, desk=list_url(Batch, stage__exact=BatchStage.CHECK))]


def jobs() -> list[Figure]:
    """Return how much long work is under way, and how much has failed or broken off."""
    counts = Job.objects.aggregate(
        failed=Count("pk", filter=Q(status=JobStatus.FAILED)),
        interrupted=Count("pk", filter=Q(status=JobStatus.INTERRUPTED)),
        open=Count("pk", filter=Q(status__in=(JobStatus.WAITING, JobStatus.RUNNING))),
    )

    def listed(status: str) -> str:
        return list_url(Job, status__exact=status)

    return [
        Figure(
            "进行中和排队的任务", counts["open"], desk=list_url(Job, status__in="waiting,running")
        ),
        Figure("失败的任务", counts["failed"], desk=listed(JobStatus.FAILED)),
        Figure("中断的任务", counts["interrupted"], desk=listed(JobStatus.INTERRUPTED)),
    ]


def index() -> list[Figure]:
    """Return how many articles differ from what search knows of them."""
    waiting = PendingChange.objects.waiting()
    return [Figure("待更新索引的报道", waiting, desk=list_url(PendingChange))]


WAITING: tuple[tuple[str, Callable[[], list[Figure]]], ...] = (
    ("articles.view_batch", imports),
    ("articles.view_report", reports),
    ("articles.view_job", jobs),
    ("search.view_pendingchange", index),
)
