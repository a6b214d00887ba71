"""The door of the readers: bytes of a supported format in, text out. Pure, no Django."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NoReturn

from articles.readers.archive import File, members
from articles.readers.document import Document, ReaderError
from articles.readers.formats import READABLE, Format, tell
from articles.readers.limits import LARGEST
from articles.readers.text import read_text
from articles.readers.worker import read_apart

__all__ = [
    "LARGEST",
    "READABLE",
    "Document",
    "File",
    "Format",
    "ReaderError",
    "files",
    "load",
    "members",
    "read",
    "refused",
]


def read(data: bytes, name: str) -> Document:
    """Return the text of a file; *name* is what its messages call it, and tells its format too.

    Raises :exc:`ReaderError` with one Chinese sentence or two for files that are empty, too large,
    of a format or an encoding that cannot be read, archives among them: see :func:`files`.
    """
    try:
        return _read(data, name)
    except ReaderError as error:
        raise ReaderError(f"{name}：{error}") from error


def _read(data: bytes, name: str) -> Document:
    if len(data) > LARGEST:
        raise ReaderError(_too_large())
    if not data.strip():
        raise ReaderError("文件是空的，请检查后重新选择。")
    form = tell(data, name)
    if form is Format.ARCHIVE:
        raise ReaderError("文件是压缩包，请先解压，再导入其中的文件。")
    document = read_text(data) if form is Format.TEXT else read_apart(data, form)
    if not document.text.strip():
        raise ReaderError("文件只有空白，没有文字，请检查后重新选择。")
    return document


def files(data: bytes, name: str) -> Iterator[File]:
    """Yield the files that *data* stands for: the members of an archive, otherwise itself.

    Nothing is raised here: what is wrong with an archive or a member, its ``load()`` raises.
    """
    try:
        packed = len(data) <= LARGEST and tell(data, name) is Format.ARCHIVE
    except ReaderError:
        packed = False
    if not packed:
        yield File(name, lambda: data)
        return
    try:
        yield from members(data, name)
    except ReaderError as error:
        yield refused(name, f"{name}：{error}")


def refused(name: str, message: str) -> File:
    """Return a file whose ``load()`` raises :exc:`ReaderError` with *message*."""
    return File(name, partial(_refuse, message))


def load(path: Path) -> bytes:
    """Return the bytes of the file at *path*; one that is too large is not read at all.

    Raises :exc:`ReaderError` for that, and :exc:`OSError` where the file cannot be read.
    """
    if path.stat().st_size > LARGEST:
        raise ReaderError(f"{path.name}：{_too_large()}")
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _too_large() -> str:
    return f"文件超过 {LARGEST // 1024 // 1024} MB，请拆分后再导入。"


def _refuse(message: str) -> NoReturn:
    raise ReaderError(message)
