"""Files that were given and are not yet archived: kept until the import is over, bounded, cleared.

Also the one folder of this machine from which the desk may import (``IMPORT_ROOT``).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from articles.models import Batch, BatchStage, JobStatus
from articles.readers import LARGEST

MOST = 4 * 1024**3  # bytes of all that waits
UNCHECKED = timedelta(days=1)  # that files wait for somebody to say yes
FAILED = timedelta(days=7)  # that failed ones wait to be tried again
MOST_FILES = 5000  # of a folder; for more there is the command
MOST_FOLDERS = 500  # that are suggested


class Refused(ValueError):
    """What was given cannot be taken; the message says why in Chinese."""


def keep(batch: Batch, place: str, chunks: Iterable[bytes]) -> Path:
    """Write the bytes of a file under *place* and return where they lie.

    Of a file that is too large one byte too many is kept, for its reader to refuse it. Raises
    :exc:`Refused` where all that waits would be more than ``MOST``.
    """
    path = folder(batch) / place
    path.parent.mkdir(parents=True, exist_ok=True)
    left, room = LARGEST + 1, MOST - used()
    with path.open("wb") as file:
        for chunk in chunks:
            piece = chunk[:left]
            left, room = left - len(piece), room - len(piece)
            if room < 0:
                file.close()
                path.unlink()
                raise Refused("待导入的文件已占满暂存空间，请先完成或放弃以前的导入。")
            file.write(piece)
            if not left:
                break
        file.flush()
        os.fsync(file.fileno())
    return path


def used() -> int:
    """Return how many bytes wait."""
    return sum(path.stat().st_size for path in _root().glob("*/*") if path.is_file())


def folder(batch: Batch) -> Path:
    """Return where the files of *batch* wait."""
    return _root() / str(batch.pk)


def release(path: str) -> None:
    """Remove the waiting bytes at *path*; what lies elsewhere is its owner's and is left alone."""
    if path and Path(path).is_relative_to(_root()):
        Path(path).unlink(missing_ok=True)


def drop(batch: Batch) -> None:
    """Remove all that waits for *batch*."""
    shutil.rmtree(folder(batch), ignore_errors=True)


def clean() -> int:
    """Remove what nobody has come back for in time; return the number of imports that concerns.

    What a dead worker left undone is never removed: somebody asked for it.
    """
    now, count = timezone.now(), 0
    for batch in Batch.objects.filter(stage=BatchStage.CHECK, touched_at__lt=now - UNCHECKED):
        if batch.job is None or not batch.job.unfinished:
            batch.stage = BatchStage.DROPPED
            batch.save(update_fields=["stage"])
            drop(batch)
            count += 1
    over = Batch.objects.filter(stage=BatchStage.IMPORT, job__status=JobStatus.DONE)
    for batch in over.filter(touched_at__lt=now - FAILED):
        count += folder(batch).exists()
        drop(batch)
    return count


def inside(relative: str) -> Path:
    """Return the folder *relative* of ``IMPORT_ROOT``; raise :exc:`Refused` for any other place."""
    root = root_folder()
    try:
        path = (root / relative.strip().strip("/")).resolve(strict=True)
    except (OSError, ValueError) as error:
        raise Refused(f"没有这个目录：{relative}") from error
    if not path.is_relative_to(root) or ".." in Path(relative).parts:
        raise Refused("只能选择导入目录之内的目录。")
    if not path.is_dir():
        raise Refused(f"这不是目录：{relative}")
    return path


def root_folder() -> Path:
    """Return the folder from which the desk may import; raise :exc:`Refused` if there is none."""
    if not settings.IMPORT_ROOT:
        raise Refused("没有设置可导入的服务器目录（IMPORT_ROOT）。")
    try:
        return Path(settings.IMPORT_ROOT).resolve(strict=True)
    except OSError as error:
        raise Refused(f"可导入的服务器目录不存在：{settings.IMPORT_ROOT}") from error


def files_in(path: Path) -> list[Path]:
    """Return the files below *path* in order, links and hidden ones passed over.

    Raises :exc:`Refused` where there are none, or more than ``MOST_FILES``.
    """
    found: list[Path] = []
    for file in _walk(path):
        found.append(file)
        if len(found) > MOST_FILES:
            raise Refused(f"目录中的文件超过 {MOST_FILES} 个，请用 manage.py ingest 导入。")
    if not found:
        raise Refused("目录中没有文件。")
    return sorted(found)


def folders() -> list[str]:
    """Return the folders below ``IMPORT_ROOT`` by their relative names, some of them if many."""
    try:
        root = root_folder()
    except Refused:
        return []
    found: list[str] = []
    for here, names, _ in os.walk(root):
        names[:] = sorted(n for n in names if n[0] != "." and not (Path(here) / n).is_symlink())
        found += [str((Path(here) / name).relative_to(root)) for name in names]
        if len(found) >= MOST_FOLDERS:
            break
    return sorted(found[:MOST_FOLDERS])


def check_place(path: Path) -> None:
    """Raise :exc:`Refused` if *path*, which lay in ``IMPORT_ROOT``, now leads out of it."""
    root = root_folder()
    if path.is_symlink() or not path.resolve().is_relative_to(root):
        raise Refused(f"{path.name}：已不在可导入的目录之内。")


def _walk(path: Path) -> Iterator[Path]:
    for here, names, files in os.walk(path):  # links to folders are not followed
        names[:] = [name for name in names if name[0] != "."]
        for name in files:
            file = Path(here) / name
            if name[0] != "." and not file.is_symlink() and file.is_file():
                yield file


def _root() -> Path:
    return Path(settings.DATA_DIR) / "staging"
