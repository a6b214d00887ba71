"""Files with more rows than anybody should wait for: ordered, made by a worker, kept for a while."""

from __future__ import annotations

import os
import time
import uuid
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from articles.curation import jobs
from articles.curation.jobs import Kind
from articles.curation.progress import Progress
from articles.models import Job, JobStatus
from articles.outputs.exports import Cell, Format, Table, write
from articles.outputs.tables import Address, articles_table, metrics_table

KIND = "export"
RIGHT = "articles.view_article"
SHEET_ROWS = 1_048_575  # that a sheet takes below its heading
KEPT = timedelta(days=3)
MOST = 20  # files that are kept at a time
STEP = 500  # rows after which progress is told

TABLES: Mapping[str, Callable[[str, Sequence[int], Address], Table]] = {
    "articles": articles_table,
    "metrics": metrics_table,
}


class Gone(LookupError):
    """What a job was to write is not known any more; the message says so in Chinese."""


def register() -> None:
    """Make the kind of work known; called once when the site starts."""
    jobs.register(KIND, Kind("导出", make, RIGHT, own=True))


def order(
    kind: str, title: str, keys: Sequence[int], form: Format, *, site: str, by: AbstractBaseUser
) -> Job:
    """Let a worker write the rows with these *keys* into a file, and return the job.

    *kind* names one of ``TABLES``; *site* is the address of the site, without a slash at its end.
    """
    clean()
    name = uuid.uuid4().hex
    _folder().mkdir(parents=True, exist_ok=True)
    _keys(name).write_bytes(array("q", keys).tobytes())
    params = {"table": kind, "title": title, "form": form.value, "site": site, "name": name}
    return jobs.start(KIND, params, by)


def unfinished(person: AbstractBaseUser) -> Job | None:
    """Return the file that is still being made for *person*, None if there is none."""
    states = (JobStatus.WAITING, JobStatus.RUNNING)
    return Job.objects.filter(kind=KIND, created_by=person.pk, status__in=states).first()


def made(job: Job) -> Path | None:
    """Return where the file lies that *job* has made, None if there is none or none any more."""
    if job.kind != KIND or job.status != JobStatus.DONE:
        return None
    path = _file(job.params)
    return path if path.is_file() else None


def called(job: Job) -> str:
    """Return the name under which the file of *job* is taken away."""
    day = timezone.localtime(job.created_at)
    return f"{job.params['title']}-{day:%Y%m%d}.{job.params['form']}"


def make(progress: Progress) -> None:
    """Write the file that was ordered; a run that was stopped begins again."""
    params = progress.params
    keys = _read(params["name"])
    progress.expect(len(keys))
    table = TABLES[params["table"]](params["title"], keys, lambda path: params["site"] + path)
    path = _file(params)
    part = path.with_suffix(".part")
    try:
        with part.open("wb") as file:
            for piece in write(_counted(table, len(keys), progress), Format(params["form"])):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    _keys(params["name"]).unlink(missing_ok=True)
    clean()
    size = filesizeformat(path.stat().st_size)
    progress.message = f"文件已生成（{size}），保留 {KEPT.days} 天，只有发起者可以下载"


def clean() -> int:
    """Remove files that are too old, and the oldest where there are too many; return how many."""
    files = sorted(_folder().glob("*.*"), key=lambda path: path.stat().st_mtime, reverse=True)
    oldest = time.time() - KEPT.total_seconds()
    due = [path for n, path in enumerate(files) if n >= MOST or path.stat().st_mtime < oldest]
    for path in due:
        path.unlink(missing_ok=True)
    return len(due)


def _counted(table: Table, total: int, progress: Progress) -> Table:
    """Return *table* telling *progress* of its rows; rows that are hidden by now count as done."""

    def rows(given: Iterable[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
        told = 0
        for number, row in enumerate(given, 1):
            yield row
            if number % STEP == 0:
                progress.step(items=STEP)
                told = number
        progress.step(items=total - told)

    return replace(table, rows=rows(table.rows))


def _read(name: str) -> array[int]:
    keys: array[int] = array("q")
    try:
        keys.frombytes(_keys(name).read_bytes())
    except FileNotFoundError as error:
        raise Gone("要导出的名单已过期清除，请回到列表重新下载") from error
    return keys


def _keys(name: str) -> Path:
    return _folder() / f"{name}.keys"


def _file(params: Mapping[str, str]) -> Path:
    return _folder() / f"{params['name']}.{params['form']}"


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "exports"
