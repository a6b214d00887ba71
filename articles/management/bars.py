"""Long work asked for on the command line: done in this process, seen and stopped at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError
from tqdm import tqdm

from articles.curation import jobs
from articles.models import Job, JobStatus


def under_a_bar(kind: str, params: Mapping[str, Any], total: int) -> Job:
    """Do work of a *kind* on *total* files under a progress bar, and return its row at the end.

    Raises :exc:`CommandError` where it failed. There is no bar where there is no terminal.
    """
    with tqdm(total=total, unit="件", disable=None) as bar:

        def show(done: int, total: int, line: str) -> None:
            bar.total = total
            bar.update(done - bar.n)
            if line:
                bar.write(line)

        job = jobs.start_here(kind, params, None, show)
    if job.status == JobStatus.FAILED:
        raise CommandError(job.message)
    return job
