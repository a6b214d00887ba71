"""Imports: many files at once, looked at first, then taken in, each on its own."""

from __future__ import annotations

import hashlib
import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import django
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Sum

from articles import readers
from articles.curation import checking, jobs, staging
from articles.curation.ingest import Given, NothingFound, ingest
from articles.curation.progress import Progress
from articles.curation.writing import run, writing
from articles.extraction.vocabulary import DatePrecision
from articles.models import Batch, BatchFile, BatchStage, Job, Outcome
from articles.readers import ReaderError
from articles.signals import hold_back, many_changes

logger = logging.getLogger(__name__)

ARCHIVES = b"PK"  # how zip files begin; Word documents do so too
Uploads = Iterable[tuple[str, Iterable[bytes]]]  # name and bytes, in pieces


def open_batch(typed: Mapping[str, Any], by: AbstractBaseUser | None, folder: str = "") -> Batch:
    """Begin an import: *typed* holds the columns of :class:`Typed` for all its files."""
    return Batch.objects.create(created_by_id=by.pk if by else None, folder=folder, **typed)


def add_uploads(batch: Batch, uploads: Uploads) -> None:
    """Keep the files that somebody gave; raise :exc:`staging.Refused` when there is no more room."""
    for position, (name, chunks) in enumerate(uploads):
        path = staging.keep(batch, str(position), chunks)
        BatchFile.objects.create(
            batch=batch, position=position, name=_legible(name), path=str(path)
        )


def add_paths(batch: Batch, paths: Iterable[tuple[str, Path]]) -> None:
    """Note files of this machine, each with the name that people see; they stay where they are."""
    BatchFile.objects.bulk_create(
        (
            BatchFile(
                batch=batch,
                position=position,
                name=_legible(name),
                path=_place(batch, position, path),
            )
            for position, (name, path) in enumerate(paths)
        ),
        batch_size=500,
    )


def _legible(name: str) -> str:
    """Return *name* as a text that people can read and every database can hold."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):  # of folders that came from an old Windows
        with suppress(UnicodeDecodeError):
            name = raw.decode(encoding)
            break
    return "".join(c if c.isprintable() else "_" for c in name) or "（无名文件）"


def _place(batch: Batch, position: int, path: Path) -> str:
    """Return *path*, or that of a copy where no database could hold its name."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        with path.open("rb") as file:
            return str(staging.keep(batch, str(position), [file.read(readers.LARGEST + 1)]))
    return str(path)


def choose(file: BatchFile, chosen: Mapping[str, Any]) -> None:
    """Set what a person chose for *file*; in another encoding it must be looked at again."""
    if chosen["encoding"] != file.encoding:
        file.checked = False
    for name, value in chosen.items():
        setattr(file, name, value)
    file.save(update_fields=["checked", *chosen])


def choose_for_all(batch: Batch, typed: Mapping[str, Any]) -> None:
    """Set what a person typed for all files of *batch*."""
    for name, value in typed.items():
        setattr(batch, name, value)
    batch.save(update_fields=["touched_at", *typed])


def begin(batch: Batch, kind: str, by: AbstractBaseUser | None, **params: Any) -> Job:
    """Start the *kind* of work on *batch*, and let its page follow it.

    Kinds: ``check``, ``import``, ``undo``. One at a time: a batch at work gives its job back.
    """
    with writing():  # of two who ask at once, the second finds the job of the first
        held = Batch.objects.select_related("job").get(pk=batch.pk)
        if held.job and held.job.unfinished:
            return held.job
        held.job = job = jobs.ask(kind, {"batch": batch.pk, **params}, by)
        held.save(update_fields=["job", "touched_at"])
    jobs.submit(job)
    batch.refresh_from_db()  # the work may be done already
    return job


def look(progress: Progress) -> None:
    """Do the check of a batch: unpack its archives, look at each file that was not looked at."""
    batch = Batch.objects.get(pk=progress.params["batch"])
    _unfold_all(batch)
    waiting = list(batch.files.filter(checked=False).values_list("pk", flat=True))
    total = batch.files.count()
    progress.expect(total, done=total - len(waiting))
    for pk in waiting:
        progress.step(_look(BatchFile.objects.select_related("batch").get(pk=pk)))
    ready = batch.files.filter(include=True)
    progress.message = f"可导入 {ready.count()} 个文件，共 {total} 个"


def _look(file: BatchFile) -> str:
    try:
        data = _bytes(file)
    except (ReaderError, staging.Refused) as error:
        checking.refuse(file, str(error))
        file.checked = True
        file.save()
        return f"{file.name}：{file.error}"
    return checking.check(file, data)


def take_in(progress: Progress) -> None:
    """Do the import of a batch: every ticked file that was not taken in yet, each on its own."""
    batch = Batch.objects.get(pk=progress.params["batch"])
    Batch.objects.filter(pk=batch.pk).update(stage=BatchStage.IMPORT, job=progress.job)
    _unfold_all(batch)
    chosen = batch.files.filter(include=True)
    waiting = list(chosen.filter(outcome=Outcome.NONE).values_list("pk", flat=True))
    total = chosen.count()
    progress.expect(total, done=total - len(waiting))
    with many_changes():
        for line in _lines(waiting, progress.params.get("processes", 1), progress.job):
            progress.step(line)
    progress.message = summary(batch)


def _lines(waiting: list[int], processes: int, job: Job) -> Iterator[str]:
    """Take the files in and yield a line about each, as they are done.

    With more than one process, reading and extraction run beside each other; rows are written
    by one at a time.
    """
    if processes == 1:
        for pk in waiting:
            yield take(pk)
        return
    # Fresh processes: a copy of this one would share its database connection.
    with ProcessPoolExecutor(processes, get_context("spawn"), django.setup) as pool:
        given = [pool.submit(_take_apart, pk, jobs.run_key(job)) for pk in waiting]
        try:
            for done in as_completed(given):
                yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _take_apart(pk: int, key: str) -> str:
    """Take in a file in a process of the pool; the one that started it brings all into the index."""
    hold_back()
    with run(key=key):
        return take(pk)


def take(pk: int) -> str:
    """Take in one file of an import, note what became of it, and return a line about that."""
    file = BatchFile.objects.select_related("batch__created_by").get(pk=pk)
    try:
        data = _bytes(file)
        if file.sha256 and file.sha256 != hashlib.sha256(data).hexdigest():
            raise ReaderError(f"{file.name}：文件在检查之后有改动，请重新检查。")
        done = ingest(data, file.name, by=file.batch.created_by, given=_given(file))
    except (ReaderError, NothingFound, staging.Refused) as error:
        return _fail(file, str(error))
    except Exception as error:  # one file that breaks the reading leaves the others be
        logger.exception("导入 %s 时出错", file.name)
        return _fail(file, f"{file.name}：识读时出错（{type(error).__name__}），已记入日志。")
    # One that was stored before a worker died, its row not yet written, is this import's all the same.
    mine = done.source.batch_id == file.batch_id
    twin = BatchFile.objects.filter(source=done.source, batch=file.batch, outcome=Outcome.NEW)
    new = done.created or (mine and not twin.exclude(pk=pk).exists())
    file.outcome, file.failure = Outcome.NEW if new else Outcome.KNOWN, ""
    file.source, file.articles = done.source, done.source.articles.count() if new else 0
    file.save(update_fields=["outcome", "failure", "source", "articles"])
    staging.release(file.path)
    if not new:
        return f"{file.name}：内容已在库中，跳过"
    return f"{file.name}：{file.articles} 篇（{done.source.encoding}）"


def _fail(file: BatchFile, message: str) -> str:
    file.outcome, file.failure = Outcome.FAILED, message.removeprefix(f"{file.name}：")
    file.save(update_fields=["outcome", "failure"])
    return f"{file.name}：失败，{file.failure}"


def _given(file: BatchFile) -> Given:
    """Return what is known of *file*: what was typed for it, else for all."""
    dated = file if file.published_on else file.batch
    precision = next(one for one in DatePrecision if one.value == dated.date_precision)
    return Given(
        publication=file.publication or file.batch.publication,
        published_on=dated.published_on,
        date_precision=precision,
        page=file.page or file.batch.page,
        encoding=file.encoding,
        batch=file.batch,
    )


def _bytes(file: BatchFile) -> bytes:
    """Return the bytes of *file*; raise :exc:`ReaderError` or :exc:`staging.Refused`."""
    if not file.path:
        raise ReaderError(file.error or "没有取得内容，请重新上传。")
    path = Path(file.path)
    try:
        if file.batch.folder and not path.is_relative_to(staging.folder(file.batch)):
            staging.check_place(path)
        return readers.load(path)
    except FileNotFoundError as error:
        raise ReaderError(f"{file.name}：文件已不在原处，请重新上传。") from error
    except OSError as error:
        raise ReaderError(f"{file.name}：无法读取（{error.strerror}）。") from error


def _unfold_all(batch: Batch) -> None:
    """Put the members of every archive in its place; one that cannot be unpacked says why later."""
    for file in batch.files.filter(checked=False, member=0, outcome=Outcome.NONE):
        if _is_packed(file):
            _unfold(file)


def _is_packed(file: BatchFile) -> bool:
    try:
        with Path(file.path).open("rb") as opened:
            return opened.read(2) == ARCHIVES
    except OSError:
        return False


def _unfold(file: BatchFile) -> None:
    """Store the members of an archive as files of their own, and forget the archive; all or none."""
    try:
        members = list(_members(file))
    except (ReaderError, staging.Refused) as error:
        _spoil(file, error)
        file.save()
        return
    if not members:
        return
    with transaction.atomic():
        file.delete()
        BatchFile.objects.bulk_create(members)
    staging.release(file.path)


def _members(file: BatchFile) -> Iterator[BatchFile]:
    """Yield a file for each member, its bytes kept; nothing for what is no archive."""
    for number, member in enumerate(readers.files(_bytes(file), file.name), start=1):
        if member.name == file.name:
            return
        row = BatchFile(batch=file.batch, position=file.position, member=number, name=member.name)
        try:
            place = f"{file.position}.{number}"
            row.path = str(staging.keep(file.batch, place, [member.load()]))
        except ReaderError as error:
            _spoil(row, error)
        yield row


def _spoil(file: BatchFile, error: Exception) -> None:
    """Note that nothing can be had of *file*; check and import alike will name it."""
    checking.refuse(file, str(error))
    file.path, file.include = "", True


def retry(batch: Batch, by: AbstractBaseUser | None) -> Job:
    """Try those files again that failed."""
    if not (batch.job and batch.job.unfinished):
        batch.files.filter(outcome=Outcome.FAILED).update(outcome=Outcome.NONE, failure="")
    return begin(batch, "import", by)


def abandon(batch: Batch) -> bool:
    """Give an import up; tell whether there was still time: once it is asked for, there is not."""
    with writing():
        held = Batch.objects.select_related("job").get(pk=batch.pk)
        importing = held.job and held.job.unfinished and held.job.kind == "import"
        if held.stage != BatchStage.CHECK or importing:
            return False
        held.stage = BatchStage.DROPPED
        held.save(update_fields=["stage", "touched_at"])
    if held.job:
        jobs.cancel(held.job)
    staging.drop(held)
    return True


def counts(batch: Batch) -> Counter[str]:
    """Return how many files came to each outcome; ``waiting`` are to be imported yet, ``left`` are
    not wanted, ``articles`` are the reports that are new.
    """
    rows = batch.files.filter(include=True).order_by().values_list("outcome", flat=True)
    found = Counter(rows)
    found["waiting"] = found[Outcome.NONE]
    found["left"] = batch.files.filter(include=False).count()
    found["articles"] = (
        batch.files.filter(outcome=Outcome.NEW).aggregate(n=Sum("articles"))["n"] or 0
    )
    return found


def summary(batch: Batch) -> str:
    """Say in one line what came of an import."""
    found = counts(batch)
    return (
        f"新增 {found[Outcome.NEW]} 个文件（{found['articles']} 篇报道），"
        f"已有 {found[Outcome.KNOWN]} 个，失败 {found[Outcome.FAILED]} 个"
    )
