"""Long work: asked for here, done by a worker, noted while it runs, taken up again where it stood.

A *kind* of work is registered once, with the function that does it::

    register("reread", Kind("重新识读", reread_all, right="articles.change_source"))
    job = start("reread", {"sources": []}, by=request.user)   # the page of the job shows the rest

The function gets a :class:`Progress`: it says what it expects, steps after each item, and finds its
``params`` there. It must be able to begin again after a run that was killed anywhere.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import TaskContext, task

from articles.curation import workers
from articles.curation.progress import Cancelled, Progress, Show, Superseded
from articles.curation.writing import run
from articles.models import Job, JobStatus

logger = logging.getLogger(__name__)

Step = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of long work: its name for people, what does it, and the right that it takes.

    Work that is *offered* can be asked for on the page of jobs as it is, without parameters. Of
    work that is *own*, what is made is for who asked, and so are its buttons.
    """

    label: str
    run: Callable[[Progress], None]
    right: str
    offered: bool = False
    own: bool = False


KINDS: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Make a kind of work known to those who start it and to the workers; once, at start-up."""
    KINDS[name] = kind


def label(name: str) -> str:
    """Return what people call the work *name*; kinds of ``once`` have a name for people already."""
    return KINDS[name].label if name in KINDS else name


def start(kind: str, params: Mapping[str, Any], by: AbstractBaseUser | None) -> Job:
    """Ask for work of a registered *kind* and return its row at once; a worker does the rest.

    *params* must be JSON. ``articles.admin.desk.change_url(job)`` is the page that shows its
    progress, log and end. With ``JOBS=inline`` the work is done when this returns, and the row
    says how it ended; nothing that the work raises comes out here. Raises :exc:`KeyError` for an
    unknown kind. Whether *by* may ask for it (``KINDS[kind].right``) is for the caller to check.
    """
    job = ask(kind, params, by)
    submit(job)
    return job


def ask(kind: str, params: Mapping[str, Any], by: AbstractBaseUser | None) -> Job:
    """Return the row of new work, as :func:`start` does; nobody begins before :func:`submit`.

    For callers that must tie the row to another one before the work can run.
    """
    KINDS[kind]  # an unknown kind stops here, not in the worker
    return Job.objects.create(kind=kind, params=dict(params), created_by_id=by.pk if by else None)


def start_here(
    kind: str, params: Mapping[str, Any], by: AbstractBaseUser | None, show: Show | None = None
) -> Job:
    """Do work of a *kind* in this process and return its row; *show* is told of every item.

    It is seen, and can be cancelled, at the desk like any other.
    """
    job = ask(kind, params, by)
    worker = f"here-{job.pk}"
    with workers.heart(worker):
        perform(job.pk, job.attempt, worker, show)
    job.refresh_from_db()
    return job


def resume(job: Job) -> bool:
    """Take a job up again that failed, was cancelled or interrupted; tell whether that was done.

    Two who ask at once start it once.
    """
    if job.kind not in KINDS or not job.resumable:
        return False
    taken = Job.objects.filter(pk=job.pk, attempt=job.attempt, status=job.status).update(
        status=JobStatus.WAITING,
        attempt=F("attempt") + 1,
        cancelling=False,
        message="",
        worker="",
        task_id="",
        heartbeat_at=timezone.now(),  # asked for anew: it is not lost before its time
        finished_at=None,
    )
    job.refresh_from_db()
    if taken:
        submit(job)
    return bool(taken)


def cancel(job: Job) -> None:
    """Ask a running job to stop after the file it is at; one that waits stops here and now."""
    Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING).update(cancelling=True)
    Job.objects.filter(pk=job.pk, status=JobStatus.WAITING).update(
        status=JobStatus.CANCELLED, finished_at=timezone.now(), message="开始之前已取消"
    )
    job.refresh_from_db()


def submit(job: Job) -> None:
    """Hand a waiting *job* to the workers."""
    backend = "inline" if settings.JOBS == "inline" else "default"
    result = work.using(backend=backend).enqueue(job.pk, job.attempt)
    Job.objects.filter(pk=job.pk).update(task_id=str(result.id))
    transaction.on_commit(workers.summon)
    job.refresh_from_db()


@task(takes_context=True)
def work(context: TaskContext, pk: int, attempt: int) -> None:
    """Do the job *pk*: what the queue calls."""
    perform(pk, attempt, context.task_result.worker_ids[-1])


def perform(pk: int, attempt: int, worker: str, show: Show | None = None) -> None:
    """Run a waiting job to its end, whatever that is; do nothing if it is not its turn any more."""
    now = timezone.now()
    taken = Job.objects.filter(pk=pk, attempt=attempt, status=JobStatus.WAITING).update(
        status=JobStatus.RUNNING, started_at=now, heartbeat_at=now, worker=worker
    )
    if not taken:
        return
    job = Job.objects.select_related("created_by").get(pk=pk)
    progress = Progress(job, show)
    try:
        with run(by=job.created_by, reason=f"{label(job.kind)}（任务 {pk}）", key=run_key(job)):
            KINDS[job.kind].run(progress)
    except Superseded:
        logger.warning("任务 %s 已由别的进程接手，本次停止", pk)
    except Cancelled:
        progress.close(JobStatus.CANCELLED, "已按要求停止；已完成的保留")
    except Exception as error:
        logger.exception("任务 %s 失败", pk)
        progress.close(JobStatus.FAILED, str(error) or type(error).__name__)
    except BaseException:
        progress.close(JobStatus.INTERRUPTED, "后台进程被停止，可以从中断处继续")
        raise
    else:
        progress.close(JobStatus.DONE, progress.message)


def run_key(job: Job) -> str:
    """Return the key under which the history keeps all that *job* changed, in however many runs."""
    return f"job-{job.pk}"


def once(kind: str, steps: list[Step], *, version: str = "") -> bool:
    """Run *steps* unless the last job of this *kind* was of this *version*; tell whether they ran.

    A job that was killed half-way runs again from its first step, so each step must be idempotent.
    """
    last = Job.objects.filter(kind=kind, status=JobStatus.DONE).order_by("pk").last()
    if last and last.params == {"version": version}:
        return False
    job = Job.objects.create(
        kind=kind,
        params={"version": version},
        total=len(steps),
        status=JobStatus.RUNNING,
        started_at=timezone.now(),
    )
    try:
        for step in steps:
            step()
            job.done += 1
            job.heartbeat_at = timezone.now()
            job.save(update_fields=["done", "heartbeat_at"])
    except Exception as error:
        job.status, job.message = JobStatus.FAILED, str(error)
        raise
    else:
        job.status = JobStatus.DONE
    finally:
        job.finished_at = timezone.now()
        job.save(update_fields=["status", "message", "finished_at"])
    return True
