"""Who does long work: processes that say now and then that they live, and what dead ones left."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from pathlib import Path
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles import children
from articles.models import Job, JobStatus

logger = logging.getLogger(__name__)

BEAT = 5.0  # seconds between two signs of life
FRESH = 15.0  # seconds after which a worker that gave no sign is not there
SILENCE = timedelta(seconds=120)  # after which a running job without a sign is taken for dead
LOCK = "worker.lock"


def alive() -> bool:
    """Tell whether any worker has given a sign of life just now."""
    now = time.time()
    return any(now - path.stat().st_mtime < FRESH for path in _folder().glob("*.alive"))


@contextmanager
def heart(worker: str) -> Iterator[None]:
    """Give signs of life for *worker* and the jobs it runs, and notice dead jobs, until the end.

    A thread with its own connection beats, so that one long file does not look like death.
    """
    sign = _folder() / f"{worker}.alive"
    sign.parent.mkdir(parents=True, exist_ok=True)
    sign.touch()
    reap()
    over = Event()
    thread = Thread(target=_beat, args=(worker, sign, over), daemon=True)
    if settings.JOBS != "inline":  # there nobody else looks on
        thread.start()
    try:
        yield
    finally:
        over.set()
        if thread.is_alive():
            thread.join()
        sign.unlink(missing_ok=True)
        children.ended_well(LOCK)


def _beat(worker: str, sign: Path, over: Event) -> None:
    while not over.wait(BEAT):
        sign.touch()
        try:
            running = Job.objects.filter(worker=worker, status=JobStatus.RUNNING)
            running.update(heartbeat_at=timezone.now())
            reap()
        except DatabaseError:  # the next beat tries again; only a long silence means anything
            logger.warning("心跳未能写入数据库", exc_info=True)
            connection.close()
    connection.close()


def reap() -> list[Job]:
    """Mark as interrupted, and return, running jobs of which nothing was heard for ``SILENCE``, and
    waiting ones that nobody will begin any more, because their worker died before its first word.

    Their workers, should they live after all, find that they may not write any more.
    """
    limit = timezone.now() - SILENCE
    silent = Q(heartbeat_at__lt=limit) | Q(heartbeat_at=None, started_at__lt=limit)
    asked = Q(created_at__lt=limit) & (Q(heartbeat_at=None) | Q(heartbeat_at__lt=limit))
    signs = {
        JobStatus.RUNNING: (silent, "后台进程中断，可以从中断处继续"),
        JobStatus.WAITING: (asked, "没有后台进程接手，可以重新排队"),
    }
    given_up = (Q(sign, status=status) for status, (sign, _) in signs.items())
    dead = [
        job
        for job in Job.objects.filter(reduce(or_, given_up))
        if not _awaited(job, limit) and _interrupt(job, *signs[JobStatus(job.status)])
    ]
    for path in _folder().glob("*.alive"):
        if time.time() - path.stat().st_mtime > SILENCE.total_seconds():
            path.unlink(missing_ok=True)
    return dead


def _interrupt(job: Job, still: Q, message: str) -> bool:
    """Mark *job* as interrupted if it is where it was, and *still* so; tell whether that was done."""
    marked = Job.objects.filter(still, pk=job.pk, status=job.status, attempt=job.attempt).update(
        status=JobStatus.INTERRUPTED, finished_at=timezone.now(), message=message
    )
    if marked:
        _forget_task(job.task_id)
        job.refresh_from_db()
    return bool(marked)


def _awaited(job: Job, limit: datetime) -> bool:
    """Tell whether the queue still holds the task of a waiting *job*, or somebody began it just now."""
    if not job.task_id or job.status != JobStatus.WAITING:
        return False
    task = DBTaskResult.objects.filter(pk=job.task_id)
    ready, running = Q(status=TaskResultStatus.READY), Q(status=TaskResultStatus.RUNNING)
    return task.filter(ready | running & Q(started_at__gte=limit)).exists()


def _forget_task(task_id: str) -> None:
    """Let the queue know that a task will not end, so that it may be cleared away."""
    if task_id:
        task = DBTaskResult.objects.filter(pk=task_id, status=TaskResultStatus.RUNNING)
        task.update(status=TaskResultStatus.FAILED, finished_at=timezone.now())


def summon() -> bool:
    """Start a worker that ends when nothing waits, where ``JOBS`` is ``auto`` and none is at work.

    Returns whether it was started.
    """
    if settings.JOBS != "auto":
        return False
    return children.start(LOCK, "db_worker", "--batch", "--no-startup-delay", "--no-reload")


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "workers"
