"""The files of a zip archive, each a file of its own; nothing is ever written to disk."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from articles.readers import limits, zips
from articles.readers.document import ReaderError
from articles.readers.encodings import is_legible

FLAG_UTF_8 = 0x800
LEGACY = ("utf-8", "gb18030", "cp950")  # of names without the flag: macOS, Chinese Windows
SKIPPED = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read: what messages call it, and its bytes, unpacked when asked for.

    ``load()`` raises :exc:`ReaderError` where they cannot be had.
    """

    name: str
    load: Callable[[], bytes]


def members(data: bytes, name: str) -> Iterator[File]:
    """Yield the files of an archive in its order, folders and system files passed over.

    One that cannot be unpacked leaves the others be: its own ``load`` says why. Raises
    :exc:`ReaderError` if the archive as a whole cannot be read or holds no file. Files must be
    loaded before the iterator ends.
    """
    found = False
    with zips.opened(data) as archive:
        unpacker = _Unpacker(archive)
        for member in archive.infolist():
            path = _path(member)
            if not path or _is_folder(member) or any(_is_skipped(part) for part in path):
                continue
            found = True
            label = f"{name}/{'/'.join(path)}"
            yield File(label, partial(unpacker.load, member, label))
    if not found:
        raise ReaderError("压缩包中没有文件，请检查后重新选择。")


class _Unpacker:
    """Unpacks members until they are too many bytes together."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = limits.MOST_UNPACKED

    def load(self, member: zipfile.ZipInfo, label: str) -> bytes:
        """Return the bytes of *member*; raise :exc:`ReaderError`, which names it by its *label*."""
        if self._left <= 0:
            most = limits.MOST_UNPACKED // limits.MEGABYTE
            raise ReaderError(f"{label}：压缩包解压后超过 {most} MB，请分成几个压缩包后再导入。")
        try:
            data = zips.unpack(self._archive, member, limits.LARGEST)
        except ReaderError as error:
            self._left -= min(member.file_size, limits.LARGEST)  # the work was done all the same
            raise ReaderError(f"{label}：{error}") from error
        self._left -= len(data)
        return data


def _path(member: zipfile.ZipInfo) -> list[str]:
    """Return the parts of the member's name, without those that point out of the archive."""
    path = PurePosixPath(_decoded(member).replace("\\", "/"))
    parts = ["".join(c if c.isprintable() else "_" for c in part) for part in path.parts]
    return [part for part in parts if part not in ("/", "..", ".")]


def _decoded(member: zipfile.ZipInfo) -> str:
    """Return the member's name: by its flag, or by the first encoding that gives a legible one."""
    if member.flag_bits & FLAG_UTF_8:
        return member.orig_filename
    raw = member.orig_filename.encode("cp437", "replace")
    for encoding in LEGACY:
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or is_legible(name):
            return name
    return member.orig_filename


def _is_folder(member: zipfile.ZipInfo) -> bool:
    return member.orig_filename.endswith("/")  # the library's own test fails on an empty name


def _is_skipped(part: str) -> bool:
    return part in SKIPPED or part.startswith((".", "~$"))
