"""Zip files, opened and unpacked under limits: a bomb costs no more than the limit it breaks."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from articles.readers import limits
from articles.readers.document import ReaderError

DAMAGED = "压缩包或 Word 文档不完整或已损坏，请重新取得文件。"
TOO_MANY = f"压缩包中的文件超过 {limits.MOST_MEMBERS} 个，请分成几个压缩包后再导入。"
END_OF_DIRECTORY = b"PK\x05\x06"
LARGE_LOCATOR = b"PK\x06\x07"  # of a directory with more than 65,535 members
ENTRY = 512  # bytes of the directory that a member takes at most on average
CHUNK = 256 * 1024  # bytes unpacked at a time
FLAG_ENCRYPTED = 0x1
FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    ValueError,
    OSError,
    EOFError,
    IndexError,
    OverflowError,
)


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """Open *data*; raise :exc:`ReaderError` if it is damaged or holds too many members."""
    _check_directory(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except FAILURES as error:
        raise ReaderError(DAMAGED) from error
    with archive:
        if len(archive.infolist()) > limits.MOST_MEMBERS:
            raise ReaderError(TOO_MANY)
        yield archive


def _check_directory(data: bytes) -> None:
    """Refuse a directory so large that listing it would take minutes, before it is listed."""
    end = data.rfind(END_OF_DIRECTORY)
    record = data[end : end + 22]
    if end < 0 or len(record) < 22:
        raise ReaderError(DAMAGED)
    size = int.from_bytes(record[12:16], "little")
    large = data[max(0, end - 20) : end].startswith(LARGE_LOCATOR)
    if large or size > limits.MOST_MEMBERS * ENTRY:
        raise ReaderError(TOO_MANY)


def unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """Return the bytes of *member*, read in pieces up to *most*.

    What the directory says of the size is not believed. Raises :exc:`ReaderError` for members that
    are encrypted, damaged, packed by an unknown method, or larger than the limits allow.
    """
    if member.flag_bits & FLAG_ENCRYPTED:
        raise ReaderError("文件在压缩包中加了密码，请解压后直接导入。")
    pieces: list[bytes] = []
    size = 0
    try:
        with archive.open(member) as stream:
            while piece := stream.read(CHUNK):
                pieces.append(piece)
                size += len(piece)
                _check_size(size, member, most)
    except ReaderError:
        raise
    except (*FAILURES, RuntimeError) as error:
        raise ReaderError(DAMAGED) from error
    return b"".join(pieces)


def _check_size(size: int, member: zipfile.ZipInfo, most: int) -> None:
    if size > most:
        raise ReaderError(f"解压后超过 {most // limits.MEGABYTE} MB，请拆分后再导入。")
    packed = max(1, member.compress_size)
    if size > max(limits.FREE_OF_RATIO, limits.MOST_RATIO * packed):
        raise ReaderError(f"压缩比超过 {limits.MOST_RATIO} 倍，不像是报道，未予解压。")
