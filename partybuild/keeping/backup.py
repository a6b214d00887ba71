"""Makes a backup: one zip with the database, the original files, and a list with their checksums.

The index is not in it: it is made from the database. Neither is the secret key.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import locks
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from articles.curation.lexicons import version
from articles.models import Article, Source
from partybuild.keeping.databases import MEMBERS, Failed, dump

FORMAT = 1
MANIFEST = "manifest.json"
ORIGINAL = re.compile(r"[0-9a-f]{64}")
CHUNK = 1 << 20

Steps = Callable[[Sequence[str], str], Iterable[str]]
"""Given names and what is done with them, yields them on, showing how far it has come."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: where, when (ISO), its bytes, and what is in it."""

    path: str
    at: str
    size: int
    sources: int
    missing: int  # originals that the database knows and the folder does not hold


def backup(folder: Path, steps: Steps = lambda names, label: names) -> Backup:
    """Write a backup into *folder* and return what was made; nobody has to wait meanwhile.

    The file has its name only when it is whole. Raises :exc:`Failed`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    moment = timezone.now()
    target = folder / f"partybuild-{timezone.localtime(moment):%Y%m%d-%H%M%S}.zip"
    with _alone(), _room(folder) as room:
        part = room / target.name
        manifest = _write(part, room, steps)
        manifest["at"] = moment.isoformat()
        with zipfile.ZipFile(part, "a", zipfile.ZIP_DEFLATED) as pack:
            pack.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
        size = target.stat().st_size
    made = Backup(
        str(target.resolve()), manifest["at"], size, manifest["sources"], len(manifest["missing"])
    )
    _note(made)
    return made


def last() -> Backup | None:
    """Return the last backup that was made from here, None if there is none."""
    try:
        return Backup(**json.loads(_noted().read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def copied(source: IO[bytes], target: IO[bytes]) -> tuple[str, int]:
    """Copy all bytes, and return their SHA-256 and number."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        target.write(chunk)
    return digest.hexdigest(), size


def originals() -> Path:
    """Return the folder of the original files."""
    return Path(settings.DATA_DIR) / "sources"


def _write(part: Path, room: Path, steps: Steps) -> dict[str, Any]:
    """Write database and originals into the new zip *part*; return what goes into its list."""
    database = MEMBERS[connection.vendor]
    files: dict[str, dict[str, Any]] = {}
    with zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED) as pack:
        part.chmod(0o600)  # it holds what people wrote, and how their passwords are checked
        for name in steps([database], "备份数据库"):
            dump(room / name)
            files[name] = _add(pack, room / name, name)
        known = dict(Source.objects.order_by("pk").values_list("sha256", "name"))
        found = sorted(p.name for p in originals().glob("*") if ORIGINAL.fullmatch(p.name))
        for name in steps(found, "备份原始文件"):
            try:
                files[f"sources/{name}"] = _add(pack, originals() / name, f"sources/{name}")
            except FileNotFoundError:  # its source was deleted just now
                continue
    return {
        "format": FORMAT,
        "database": connection.vendor,
        "rules_version": version(),
        "migrations": sorted(map(list, MigrationRecorder(connection).applied_migrations())),
        "sources": len(known),
        "articles": Article.objects.count(),
        "missing": [name for digest, name in known.items() if f"sources/{digest}" not in files],
        "files": files,
    }


def _add(pack: zipfile.ZipFile, path: Path, name: str) -> dict[str, Any]:
    with path.open("rb") as source, pack.open(name, "w", force_zip64=True) as target:
        digest, size = copied(source, target)
    return {"sha256": digest, "size": size}


def _note(made: Backup) -> None:
    draft = _noted().with_suffix(".part")
    draft.write_text(json.dumps(asdict(made), ensure_ascii=False), "utf-8")
    draft.replace(_noted())


def _noted() -> Path:
    """Return the note of the last backup. It is a file: a restored database has none of it."""
    return Path(settings.DATA_DIR) / "last-backup.json"


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """Give a folder to write in; what a backup of this archive left that was killed goes first."""
    here = hashlib.sha256(str(settings.DATA_DIR).encode()).hexdigest()[:8]
    for left in folder.glob(f".backup-{here}-*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=f".backup-{here}-", dir=folder) as room:
        yield Path(room)


@contextmanager
def _alone() -> Iterator[None]:
    """Refuse a second backup at the same time; the system lets go when a process dies."""
    with (Path(settings.DATA_DIR) / "backup.lock").open("w") as file:
        if not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            raise Failed("另一个备份正在进行，请等它完成。")
        yield
