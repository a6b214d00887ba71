"""Named arrays in one file: written at one stroke, read in place without a copy.

The file is a line of JSON, which says where each array begins, and the arrays, each at a multiple
of eight bytes. What is read are views of memory pages that the system shares between processes.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
MAGIC = b"arrays1 "
ALIGNED = 8


def save(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write *arrays* to *path*, which is on the disk when this returns."""
    places: dict[str, tuple[str, int, int]] = {}
    size = 0
    for name, array in arrays.items():
        places[name] = (array.dtype.str, len(array), size)
        size += _padded(array.nbytes)
    head = MAGIC + json.dumps({"size": size, "places": places}).encode() + b"\n"
    with path.open("wb") as file:
        file.write(head.ljust(_padded(len(head))))
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(bytes(_padded(array.nbytes) - array.nbytes))
        file.flush()
        os.fsync(file.fileno())


class Mapped(NamedTuple):
    """A file that was saved: its pages, its arrays, and where in the file each of them begins."""

    pages: mmap.mmap
    arrays: Mapping[str, Array]
    begins: Mapping[str, int]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Map the file at *path*; raise OSError or ValueError for a missing or damaged one."""
        with path.open("rb") as file:
            pages = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if pages[: len(MAGIC)] != MAGIC:
            raise ValueError(f"{path.name} holds no arrays")
        head = json.loads(pages.readline()[len(MAGIC) :])
        base = _padded(pages.tell())
        if len(pages) != base + head["size"]:
            raise ValueError(f"{path.name} is cut short")
        begins = {name: base + start for name, (_, _, start) in head["places"].items()}
        arrays = {
            name: np.frombuffer(pages, kind, count, begins[name])
            for name, (kind, count, _) in head["places"].items()
        }
        return cls(pages, arrays, begins)

    def strings(self, name: str) -> Strings:
        """Return the strings that were packed under *name*."""
        return Strings(self.pages, self.begins[f"{name}.bytes"], self.arrays[f"{name}.ends"])


@dataclass(frozen=True, slots=True)
class Strings:
    """UTF-8 strings one after the other: the end of each, counted from ``base``, in ``ends``."""

    pages: mmap.mmap
    base: int
    ends: Array

    def __getitem__(self, number: int) -> bytes:
        start, end = self.span(number)
        return self.pages[start:end]

    def span(self, number: int) -> tuple[int, int]:
        """Return where string *number* begins and ends in the pages."""
        start = int(self.ends[number - 1]) if number else 0
        return self.base + start, self.base + int(self.ends[number])

    def spans(self, numbers: Array) -> Iterable[tuple[int, int]]:
        """Return what :meth:`span` does for each of *numbers*."""
        places = numbers.astype(np.int64)
        ends = self.ends[places].astype(np.int64) + self.base
        starts = np.where(places, self.ends[places - 1], 0).astype(np.int64) + self.base
        return zip(starts.tolist(), ends.tolist(), strict=True)

    def place(self, wanted: bytes) -> int:
        """Return the number of *wanted* among sorted strings, or -1."""
        low, high = 0, len(self.ends)
        while low < high:
            middle = (low + high) // 2
            if self[middle] < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.ends) and self[low] == wanted else -1

    def all(self) -> list[str]:
        """Return every string."""
        ends = self.ends.tolist()
        data = self.pages[self.base : self.base + (ends[-1] if ends else 0)]
        return [data[a:b].decode() for a, b in zip([0, *ends], ends, strict=False)]


def packed(name: str, strings: Sequence[bytes]) -> dict[str, Array]:
    """Return the arrays that :meth:`Mapped.strings` reads under *name*."""
    lengths = np.fromiter(map(len, strings), np.int64, len(strings))
    return {
        f"{name}.bytes": np.frombuffer(b"".join(strings), np.uint8),
        f"{name}.ends": np.cumsum(lengths).astype(np.uint32),
    }


def _padded(size: int) -> int:
    return -(-size // ALIGNED) * ALIGNED
