"""Named arrays in one file: written one after the other, read in place without a copy.

Each begins at a multiple of eight bytes; after the last, a line of JSON says where, and a checksum
what all of this was. What is read are views of memory pages that the system shares between
processes, but for stretches of a large file, which are copied: so its pages do not pile up here.
"""

from __future__ import annotations

import json
import mmap
import os
import weakref
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Named = Iterable[tuple[str, Sequence[Array]]]
"""Names and what belongs under each, in pieces of one type that are written without a seam."""

MAGIC = b"arrays3 "
ALIGNED = 8
MOST_PAGES = 72 << 20  # bytes of all files that a process should hold
SMALL = 48 << 20  # bytes of a file that is brought in whole, so that no search waits for its pages
POPULATE: int = getattr(mmap, "MAP_POPULATE", 0)  # Linux alone has it


def save(path: Path, named: Named) -> None:
    """Write arrays to *path* as they come; they are on the disk when this returns."""
    places: dict[str, tuple[str, int, int]] = {}
    checksum = 0
    with path.open("wb") as file:

        def write(data: bytes | memoryview) -> None:
            nonlocal checksum
            checksum = zlib.crc32(data, checksum)
            file.write(data)

        write(MAGIC)
        for name, pieces in named:
            places[name] = (pieces[0].dtype.str, sum(map(len, pieces)), file.tell())
            for piece in pieces:
                write(np.ascontiguousarray(piece).data)
            write(bytes(-file.tell() % ALIGNED))
        foot = json.dumps(places).encode()
        write(foot + len(foot).to_bytes(ALIGNED, "little"))
        file.write(checksum.to_bytes(ALIGNED, "little") + MAGIC)
        file.flush()
        os.fsync(file.fileno())


class Mapped(NamedTuple):
    """A file that was saved: its pages, its arrays, and where in the file each of them begins.

    A small one is in memory from the beginning. Of a large one, arrays come as they are asked
    for; its texts, and stretches of its longest arrays, are read from ``file``, because each would
    bring other pages with it: sixteen, or as many as the system keeps together, which may be 512.
    """

    pages: mmap.mmap
    arrays: Mapping[str, Array]
    begins: Mapping[str, int]
    file: int | None  # the descriptor, where texts are read from it

    @classmethod
    def load(cls, path: Path) -> Self:
        """Map the file at *path*; raise OSError or ValueError for a missing or damaged one."""
        file = os.open(path, os.O_RDONLY)
        try:
            small = os.fstat(file).st_size <= SMALL
            flags = mmap.MAP_SHARED | (POPULATE if small else 0)
            pages = mmap.mmap(file, 0, flags, mmap.PROT_READ)
        except BaseException:
            os.close(file)
            raise
        weakref.finalize(pages, os.close, file)
        end = len(pages) - 2 * ALIGNED - len(MAGIC)
        if pages[: len(MAGIC)] != MAGIC or pages[-len(MAGIC) :] != MAGIC or end <= 0:
            raise ValueError(f"{path.name} holds no arrays, or not all of them")
        length = int.from_bytes(pages[end : end + ALIGNED], "little")
        places = json.loads(pages[end - length : end])
        arrays = {
            name: np.frombuffer(pages, kind, count, begin)
            for name, (kind, count, begin) in places.items()
        }
        begins = {name: begin for name, (_, _, begin) in places.items()}
        return cls(pages, arrays, begins, None if small else file)

    def whole(self) -> bool:
        """Tell whether the file is what was saved, byte by byte; reads all of it."""
        end = len(self.pages) - ALIGNED - len(MAGIC)
        with memoryview(self.pages) as pages:
            return zlib.crc32(pages[:end]) == int.from_bytes(pages[end : end + ALIGNED], "little")

    def refuse_if_cut(self) -> None:
        """Raise ValueError if the file was cut short since: to read on would end the process."""
        if self.pages.size() < len(self.pages):
            raise ValueError("the file was cut short while it was open")

    def let_go(self) -> None:
        """Take the pages of a large file out of the memory of this process.

        The system counts a page as the process's own from when it is read, though it is shared.
        Those that are asked for again come back from the system's cache.
        """
        if self.file is not None:
            self.pages.madvise(mmap.MADV_DONTNEED)

    def part(self, name: str, start: int, end: int) -> Array:
        """Return ``arrays[name][start:end]``; raise ValueError if the file has become shorter."""
        array = self.arrays[name]
        if self.file is None:
            return array[start:end]
        size = array.itemsize
        data = os.pread(self.file, (end - start) * size, self.begins[name] + start * size)
        return np.frombuffer(data, array.dtype, end - start)

    def strings(self, name: str) -> Strings:
        """Return the strings that were packed under *name*."""
        return Strings(self.pages, self.begins[f"{name}.bytes"], self.arrays[f"{name}.ends"])

    def texts(self, name: str) -> Strings:
        """Return the same as :meth:`strings`, to look into long ones here and there."""
        return replace(self.strings(name), file=self.file)


@dataclass(frozen=True, slots=True)
class Strings:
    """UTF-8 strings one after the other: the end of each, counted from ``base``, in ``ends``."""

    pages: mmap.mmap
    base: int
    ends: Array
    file: int | None = None

    def __getitem__(self, number: int) -> bytes:
        ends = self.ends.data  # gives numbers of Python, at once
        start, end = self.base + (ends[number - 1] if number else 0), self.base + ends[number]
        return (
            self.pages[start:end] if self.file is None else os.pread(self.file, end - start, start)
        )

    def stretches(self, numbers: Array) -> Iterator[tuple[bytes | mmap.mmap, int, int]]:
        """Yield for each of *numbers* what its string stands in, and where there, end excluded."""
        base, ends = self.base, self.ends.data
        for number in numbers.tolist():
            start, end = base + (ends[number - 1] if number else 0), base + ends[number]
            if self.file is None:
                yield self.pages, start, end
            else:
                yield os.pread(self.file, end - start, start), 0, end - start

    def place(self, wanted: bytes) -> int:
        """Return the number of *wanted* among sorted strings, or -1."""
        count = len(self.ends)
        place = bisect_left(range(count), wanted, key=self.__getitem__)
        return place if place < count and self[place] == wanted else -1

    def all(self) -> list[str]:
        """Return every string."""
        ends = self.ends.tolist()
        data = self.pages[self.base : self.base + (ends[-1] if ends else 0)]
        return [data[a:b].decode() for a, b in zip([0, *ends], ends, strict=False)]


def packed(name: str, strings: Sequence[bytes]) -> Iterator[tuple[str, Sequence[Array]]]:
    """Yield the arrays that :meth:`Mapped.strings` reads under *name*."""
    lengths = np.fromiter(map(len, strings), np.int64, len(strings))
    yield f"{name}.bytes", [np.frombuffer(b"".join(strings), np.uint8)]
    yield f"{name}.ends", [np.cumsum(lengths).astype(np.uint32)]


def pages_held() -> int:
    """Return how many bytes of files are in the memory of this process; 0 where unknown."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[2]
    except OSError:
        return 0
    return int(pages) * mmap.PAGESIZE
