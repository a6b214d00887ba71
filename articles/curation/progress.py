"""How long work says how far it is, and hears that it should stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Job, JobStatus

ITEMS, SECONDS = 25, 0.5  # after so many items or so long, what is done is written down
LINES = 200  # of the log are kept
Show = Callable[[int, int, str], object]  # done, total, line


class Cancelled(Exception):
    """Somebody asked that the job stop; what is done stays done."""


class Superseded(Exception):
    """The job was taken for dead and is another's now; this run must not write any more."""


class Progress:
    """The hand of a running job on its row: it writes now and then, never item by item.

    Each write asks whether the job should go on, and so raises :exc:`Cancelled` or
    :exc:`Superseded` between two items. *show*, if given, is told of every item at once.
    """

    def __init__(self, job: Job, show: Show | None = None) -> None:
        self.job = job
        self.params: dict[str, Any] = job.params  # what is put in is written with the next step
        self.message = ""  # what the job says of itself when it is done
        self._show = show
        self._lines = job.log.splitlines()
        self._unwritten = 0
        self._written_at = time.monotonic()

    def expect(self, total: int, *, done: int = 0) -> None:
        """Say how many items there are, and how many an earlier run has done already."""
        self.job.total, self.job.done, self.job.done_before = max(total, done), done, done
        self._write(total=self.job.total, done_before=done)
        if self._show:
            self._show(done, self.job.total, "")

    def step(self, line: str = "", *, items: int = 1) -> None:
        """Count one item, or so many *items*, and keep *line* in the log."""
        self.job.done += items
        self.job.total = max(self.job.total, self.job.done)
        self._unwritten += items
        self._keep(line)
        if self._show:
            self._show(self.job.done, self.job.total, line)
        self._write_if_due()

    def say(self, line: str) -> None:
        """Keep *line* in the log."""
        self._keep(line)
        if self._show:
            self._show(self.job.done, self.job.total, line)
        self._write_if_due()

    def close(self, status: JobStatus, message: str) -> None:
        """Write what is left, and how it ended; nothing where the job is another's now."""
        self._row().update(
            status=status,
            message=message,
            done=self.job.done,
            total=self.job.total,
            params=self.params,
            log=self._log(),
            finished_at=timezone.now(),
        )

    def _keep(self, line: str) -> None:
        if line:
            self._lines = [*self._lines, f"{timezone.localtime():%H:%M:%S} {line}"][-LINES:]

    def _write_if_due(self) -> None:
        if self._unwritten >= ITEMS or time.monotonic() - self._written_at >= SECONDS:
            self._write(total=self.job.total)

    def _write(self, **columns: object) -> None:
        self._unwritten, self._written_at = 0, time.monotonic()
        written = self._row().update(
            done=self.job.done,
            params=self.params,
            log=self._log(),
            heartbeat_at=timezone.now(),
            **columns,
        )
        if not written:
            raise Superseded
        if self._row().filter(cancelling=True).exists():
            raise Cancelled

    def _log(self) -> str:
        return "\n".join(self._lines)

    def _row(self) -> QuerySet[Job]:
        """Return the row as long as this very run may write it."""
        return Job.objects.filter(
            pk=self.job.pk, attempt=self.job.attempt, status=JobStatus.RUNNING
        )
