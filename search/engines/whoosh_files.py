"""The folders and files of an index: what is in use, how it is changed, what survives a crash.

``current`` names the folder in use and the version that wrote it; a rebuild fills a fresh folder
and swaps that one file. In the folder, Whoosh's table of contents (TOC) names the segments and
their deleted documents; a change writes new segments, then a new TOC, then takes away what it no
longer names. Each step is on the disk before the next begins, so that a kill or a power cut leaves
the old state or the new one. A reader from whom files are taken away begins anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import TOC
from whoosh.util.filelock import FileLock, try_for

from search.engine import EngineUnavailable
from search.engines.arrays import Mapped, Named, save
from search.engines.inverting import MAX_DOCUMENTS, Entry, Inverter
from search.engines.merging import merged
from search.engines.whoosh_codec import SCHEMA, SUFFIX, Codec, mapped

SCHEMA_VERSION = "whoosh7"
NAME = "MAIN"  # Whoosh's own name for the index in a folder
TOC_NAME = re.compile(rf"_{NAME}_(\d+)\.toc")
DICTIONARY = "dictionary"
SEGMENT_SIZE = 6 << 20  # characters that a segment may hold in a rebuild; bounds the memory
LOCK_SECONDS = 10.0
State = tuple[Path, int, int, int]  # of a file that is only ever replaced
ADVICE = "请运行 python manage.py reindex"


class _Storage(FileStorage):
    """A folder in which a file is on the disk before it gets its name, and the name after."""

    def open_file(self, name: str, **_: object) -> BufferFile:
        """Open a file for reading; Whoosh would leave a damaged one open."""
        return BufferFile((Path(self.folder) / name).read_bytes(), name)

    def rename_file(self, old: str, new: str, safe: bool = False) -> None:
        """Give a file that was written its proper name."""
        folder = Path(self.folder)
        _to_disk(folder / old)
        super().rename_file(old, new, safe)
        _to_disk(folder)


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Keep every other writer out, of any thread or process; the system ends it with the process.

    Raises :exc:`EngineUnavailable` when another writer does not end in time.
    """
    root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(root / "write.lock"))
    if not try_for(lock.acquire, timeout=LOCK_SECONDS, delay=0.01):
        raise EngineUnavailable("索引正由另一个进程写入，请稍后再试")
    try:
        yield
    finally:
        lock.release()


def current(root: Path, version: str) -> Path:
    """Return the folder in use; raise :exc:`EngineUnavailable` for none or another version's."""
    try:
        name, written_by = (root / "current").read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise EngineUnavailable(f"检索索引尚未建立或已损坏，{ADVICE}") from error
    if written_by != version:
        raise EngineUnavailable(f"检索索引由另一版本建立，{ADVICE}")
    return root / name


def make_current(folder: Path, version: str) -> None:
    """Put *folder* in use, at one stroke."""
    pointer = folder.parent / "current.new"
    pointer.write_text(f"{folder.name}\n{version}\n", "utf-8")
    _to_disk(pointer)
    pointer.replace(folder.parent / "current")
    _to_disk(folder.parent)


def generation(folder: Path) -> int:
    """Return the number of the newest TOC in *folder*; raise FileNotFoundError for none."""
    with os.scandir(folder) as entries:  # for every search, so no path is made of each
        found = [int(match[1]) for e in entries if (match := TOC_NAME.fullmatch(e.name))]
    if not found:
        raise FileNotFoundError(f"no TOC in {folder}")
    return max(found)


def contents(folder: Path, number: int) -> list[W3Segment]:
    """Return the segments of TOC *number*, each with its deleted documents."""
    toc = TOC.read(_Storage(str(folder)), NAME, gen=number, schema=SCHEMA)
    return list(toc.segments)


def commit(folder: Path, number: int, segments: Sequence[W3Segment]) -> None:
    """Make *segments* the contents of *folder* from now on, and take the rest away."""
    TOC(SCHEMA, list(segments), number).write(_Storage(str(folder)), NAME)
    keep = {DICTIONARY, f"_{NAME}_{number}.toc", *(s.make_filename(SUFFIX) for s in segments)}
    for path in folder.iterdir():
        if path.name not in keep:
            path.unlink(missing_ok=True)


def opened(folder: Path, segment: W3Segment) -> Mapped:
    """Return the arrays of *segment*."""
    return mapped(FileStorage(str(folder)), segment)


def write_segments(folder: Path, entries: Iterable[Entry]) -> Iterator[W3Segment]:
    """Write *entries* in segments, the memory for which is bounded, and yield each."""
    inverter = Inverter()
    for entry in entries:
        inverter.add(entry)
        if inverter.size > SEGMENT_SIZE or len(inverter) == MAX_DOCUMENTS:
            yield _written(folder, len(inverter), inverter.arrays())
            inverter = Inverter()
    if len(inverter):
        yield _written(folder, len(inverter), inverter.arrays())


def merge(folder: Path, segments: Sequence[W3Segment]) -> W3Segment:
    """Write those documents of *segments* that are not deleted as one segment.

    Raises ValueError for a damaged one: nothing could tell the damage later.
    """
    parts = []
    for segment in segments:
        living = np.ones(segment.doc_count_all(), bool)
        living[list(segment.deleted_docs())] = False
        found = opened(folder, segment)
        if not found.whole():
            raise ValueError(f"segment {segment.segment_id()} is damaged")
        parts.append((found, living))
    return _written(folder, sum(segment.doc_count() for segment in segments), merged(parts))


def _written(folder: Path, count: int, named: Named) -> W3Segment:
    segment = Codec().new_segment(None, NAME)
    segment.set_doc_count(count)
    save(folder / segment.make_filename(SUFFIX), named)
    return segment


def write_dictionary(folder: Path, words: frozenset[str]) -> None:
    """Keep *words* in *folder*, at one stroke."""
    fresh = folder / f"{DICTIONARY}.new"
    fresh.write_text("\n".join(sorted(words)), "utf-8")
    _to_disk(fresh)
    fresh.replace(folder / DICTIONARY)
    _to_disk(folder)


def read_dictionary(folder: Path) -> frozenset[str]:
    """Return the words that are kept in *folder*."""
    return frozenset(filter(None, (folder / DICTIONARY).read_text("utf-8").split("\n")))


def pointer_state(root: Path) -> State | None:
    """Return what changes whenever another folder is put in use; None if none is."""
    try:
        return _state(_within(root, "current"))
    except OSError:
        return None


def dictionary_state(folder: Path) -> State:
    """Return what changes whenever the words in *folder* do."""
    return _state(_within(folder, DICTIONARY))


@lru_cache(maxsize=8)
def _within(folder: Path, name: str) -> Path:
    """Return the path of a file that every search looks at; to make a path costs as much again."""
    return folder / name


def _state(path: Path) -> State:
    stat = path.stat()
    return path, stat.st_ino, stat.st_mtime_ns, stat.st_size


def _to_disk(path: Path) -> None:
    """Return when *path*, a file or a folder, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
