"""Long work, noted while it runs, so that a second run knows what a killed one left undone."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from articles.models import Job, JobStatus

Step = Callable[[], object]


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
            job.save(update_fields=["done"])
    except Exception as error:
        job.status, job.message = JobStatus.FAILED, str(error)
        raise
    else:
        job.status = JobStatus.DONE
    finally:
        job.finished_at = timezone.now()
        job.save(update_fields=["status", "message", "finished_at"])
    return True
