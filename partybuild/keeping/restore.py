"""Brings a backup back: everything is looked at before anything is changed."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from articles import revision
from articles.models import Article, Source
from partybuild.keeping.backup import FORMAT, MANIFEST, ORIGINAL, Steps, copied, originals
from partybuild.keeping.databases import MEMBERS, NAMES, Failed, load
from search.indexing import rebuild


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back."""

    at: str  # when the backup was made, ISO
    sources: int
    articles: int
    missing: int


def restore(path: Path, steps: Steps = lambda names, label: names, *, force: bool) -> Restored:
    """Put the archive in the backup *path* in the place of this one.

    Checksums first; then originals, which take nobody's place; then the database, at a stroke; then
    the index. Stopped anywhere, the archive is the old one or the new one, and running it again ends
    the work. Raises :exc:`Failed`, and nothing has changed, for a backup that is damaged, newer than
    the program, or of another kind of database, and for an archive that is not empty, without *force*.
    """
    if not force and not empty():
        raise Failed(
            "当前档案不是空的。确要用备份替换全部内容，请加 --force；建议先 manage.py backup。"
        )
    try:
        with zipfile.ZipFile(path) as pack:
            manifest = _manifest(pack)
            _check(pack, manifest, steps)
            return _bring_back(pack, manifest, steps)
    except FileNotFoundError as error:
        raise Failed(f"没有这个文件：{path}") from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise Failed(f"{path} 不是完整的备份文件。") from error


def empty() -> bool:
    """Tell whether nothing would be lost: no file was taken in, nobody has an account."""
    try:
        return not Source.objects.exists() and not get_user_model().objects.exists()
    except DatabaseError:  # no tables yet
        return True


def _manifest(pack: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(pack.read(MANIFEST))
        files, kind = manifest["files"], manifest["database"]
        if manifest["format"] != FORMAT:
            raise Failed("备份的格式是更新的版本写的，请先升级程序。")
        names = {MEMBERS[kind], *(name for name in files if name.startswith("sources/"))}
    except (KeyError, TypeError, ValueError) as error:
        raise Failed("文件中没有可读的备份清单。") from error
    foreign = [n for n in names if n.startswith("sources/") and not ORIGINAL.fullmatch(n[8:])]
    if foreign or names != set(files) or names | {MANIFEST} != set(pack.namelist()):
        raise Failed("备份中的文件与清单不符。")
    if kind != connection.vendor:
        raise Failed(
            f"备份来自 {NAMES[kind]}，当前数据库是 {NAMES[connection.vendor]}，不能恢复。"
        )
    disk = MigrationLoader(None).disk_migrations
    unknown = [".".join(one) for one in manifest["migrations"] if tuple(one) not in disk]
    if unknown:
        raise Failed(f"备份来自较新的程序（{'、'.join(unknown[:3])}），请先升级。")
    return manifest


def _check(pack: zipfile.ZipFile, manifest: dict[str, Any], steps: Steps) -> None:
    for name in steps(sorted(manifest["files"]), "核对校验和"):
        with pack.open(name) as source, Path(os.devnull).open("wb") as nowhere:
            digest, size = copied(source, nowhere)
        meant = manifest["files"][name]
        named = name.removeprefix("sources/")
        if (digest, size) != (meant["sha256"], meant["size"]) or (
            name.startswith("sources/") and named != digest
        ):
            raise Failed(f"备份已损坏：{name} 的校验和不符。")


def _bring_back(pack: zipfile.ZipFile, manifest: dict[str, Any], steps: Steps) -> Restored:
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.DATA_DIR) as folder:
        room = Path(folder)
        originals().mkdir(parents=True, exist_ok=True)
        files = sorted(name for name in manifest["files"] if name.startswith("sources/"))
        for name in steps(files, "恢复原始文件"):
            _extract(pack, name, room / "original").replace(originals() / name[8:])
        for name in steps([MEMBERS[manifest["database"]]], "恢复数据库"):
            load(_extract(pack, name, room / name), _here())
    call_command("migrate", verbosity=0)  # a backup of an older version has older tables
    revision.renew()
    for _ in steps(["index"], "重建检索索引"):
        rebuild()
    return Restored(
        manifest["at"], manifest["sources"], Article.objects.count(), len(manifest["missing"])
    )


def _here() -> list[int]:
    """Return the articles that the index knows of and that will be gone."""
    try:
        return list(Article.objects.values_list("pk", flat=True))
    except DatabaseError:
        return []


def _extract(pack: zipfile.ZipFile, name: str, target: Path) -> Path:
    with pack.open(name) as source, target.open("wb") as file:
        copied(source, file)
        file.flush()
        os.fsync(file.fileno())
    return target
