"""Whoosh: an index in a folder, for one machine.

Whoosh keeps the index: its schema, its segments, their deletions, and the commit. The text of a
segment, its postings and its facets are arrays that are read in place
(:mod:`search.engines.inverting` says which), so that opening costs nothing and a query is a few
operations on whole lists. Text decides what is found, words rank it.
"""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from whoosh.codec.whoosh3 import W3Segment

from search import analysis, cutting
from search.engine import (
    UNFILTERED,
    Document,
    EngineUnavailable,
    Facet,
    Filters,
    Results,
    Sort,
)
from search.engines import whoosh_files as files
from search.engines.arrays import MOST_PAGES, pages_held
from search.engines.inverting import MAX_DOCUMENTS, Entry
from search.engines.ranking import Leaf, alike, first
from search.engines.segments import Cache, Segment
from search.engines.snapshots import Census, Snapshot
from search.query import Query

T = TypeVar("T")

CACHED = 24 << 20  # bytes of sets of documents that are kept at hand
SEGMENTS = 10  # as many small ones are merged
ATTEMPTS = 5  # at reading, while others change the files
BREATH = 8  # searches between two looks at how much memory files take
SMALL = 8192  # documents; larger segments are left as they are until a rebuild


@dataclass(frozen=True, slots=True)
class _Opened:
    """The state that was read last."""

    folder: Path
    generation: int
    snapshot: Snapshot


class WhooshEngine:
    """See :class:`search.engine.SearchEngine`. Safe for threads and processes alike."""

    version = f"{files.SCHEMA_VERSION}-{analysis.VERSION}"

    def __init__(self, root: Path) -> None:
        """Use the index in *root*; nothing is read or written before the first call."""
        self._root = root
        self._opening = threading.Lock()
        self._opened: _Opened | None = None
        self._pointed: tuple[files.State | None, Path] = None, root
        self._cache = Cache(CACHED)
        self._census = Census()
        self._learnt_from: files.State | None = None
        self._words: frozenset[str] = frozenset()
        self._reads = 0

    def put(self, documents: Iterable[Document]) -> None:
        """See :class:`search.engine.SearchEngine`."""
        latest = {document.pk: document for document in documents}
        self._change(latest, list(latest.values()))

    def remove(self, pks: Iterable[int]) -> None:
        """See :class:`search.engine.SearchEngine`."""
        self._change(set(pks), [])

    def rebuild(
        self, documents: Iterable[Document], dictionary: frozenset[str] = frozenset()
    ) -> int:
        """See :class:`search.engine.SearchEngine`."""
        with files.alone(self._root):
            fresh = self._root / f"index-{uuid4().hex}"
            fresh.mkdir()
            files.write_dictionary(fresh, dictionary)
            cutting.learn(dictionary)
            segments = _in_large_ones(fresh, files.write_segments(fresh, map(Entry.of, documents)))
            files.commit(fresh, 0, segments)
            files.make_current(fresh, self.version)
            for old in self._root.glob("index-*"):
                if old != fresh:
                    shutil.rmtree(old, ignore_errors=True)
        return sum(segment.doc_count() for segment in segments)

    def dictionary(self) -> frozenset[str]:
        """See :class:`search.engine.SearchEngine`."""
        return self._reading(lambda _: self._words)

    def teach(self, dictionary: frozenset[str]) -> None:
        """See :class:`search.engine.SearchEngine`."""
        with self._changing() as folder:
            files.write_dictionary(folder, dictionary)
            self._learn(folder)

    def digests(self) -> dict[int, str]:
        """See :class:`search.engine.SearchEngine`."""

        def read(snapshot: Snapshot) -> dict[int, str]:
            found: dict[int, str] = {}
            for leaf in snapshot.leaves:
                found |= leaf.segment.digests(leaf.living)
            return found

        return self._reading(read)

    def stale(self) -> bool:
        """See :class:`search.engine.SearchEngine`."""
        try:
            self._current()
        except EngineUnavailable:
            return True
        return False

    def whole(self) -> bool:
        """See :class:`search.engine.SearchEngine`."""
        self._opened = None  # what is open may no longer be on the disk
        try:
            return self._reading(
                lambda snapshot: all(leaf.segment.mapped.whole() for leaf in snapshot.leaves)
            )
        except EngineUnavailable:
            return False

    def vocabulary(self) -> Iterable[tuple[str, int]]:
        """See :class:`search.engine.SearchEngine`."""

        def read(snapshot: Snapshot) -> Counter[str]:
            spread = Counter[str]()
            for leaf in snapshot.leaves:
                for word, count in leaf.segment.spread(leaf.living):
                    spread[word] += count
            return spread

        return self._reading(read).items()

    def similar(self, pk: int, *, hidden: frozenset[int] = frozenset(), size: int = 5) -> Results:
        """See :class:`search.engine.SearchEngine`."""

        def read(snapshot: Snapshot) -> Results:
            hits, _ = snapshot.search(None, Filters(hidden=hidden | {pk}), ())
            pks, total = alike(hits, pk, size)
            return Results(tuple(pks), total)

        return self._reading(read)

    def search(
        self,
        query: Query,
        filters: Filters = UNFILTERED,
        *,
        sort: Sort = "relevance",
        start: int = 0,
        size: int = 20,
        facets: Iterable[Facet] = (),
    ) -> Results:
        """See :class:`search.engine.SearchEngine`."""
        counted = tuple(facets)

        def read(snapshot: Snapshot) -> Results:
            hits, counts = snapshot.search(query.tree, filters, counted)
            pks = first(hits, sort, query.wanted, start + size if size else 0)
            return Results(tuple(pks[start:]), hits.total, counts)

        return self._reading(read)

    # -- writing -----------------------------------------------------------------------------

    def _change(self, gone: Iterable[int], documents: Sequence[Document]) -> None:
        """Take the documents with the keys *gone* out and put *documents* in."""
        with self._changing() as folder:
            leaves = self._open(folder).snapshot.leaves
            number = files.generation(folder)
            segments = files.contents(folder, number)
            for segment, leaf in zip(segments, leaves, strict=True):
                for document in leaf.segment.numbers(gone).tolist():
                    segment.delete_document(document)
            segments += files.write_segments(folder, map(Entry.of, documents))
            kept = [segment for segment in segments if segment.doc_count()]
            if small := _worth_merging([segment.doc_count() for segment in kept]):
                rest = [segment for place, segment in enumerate(kept) if place not in small]
                kept = [*rest, files.merge(folder, [kept[place] for place in small])]
            files.commit(folder, number + 1, kept)

    @contextmanager
    def _changing(self) -> Iterator[Path]:
        """Give the folder in use, to one writer at a time; what fails leaves the old state."""
        with files.alone(self._root):
            folder = self._current()
            try:
                self._learn(folder)
                yield folder
            except Exception as error:
                raise EngineUnavailable(f"检索索引无法写入，{files.ADVICE}") from error

    # -- reading -----------------------------------------------------------------------------

    def _current(self) -> Path:
        """Return the folder in use; the pointer to it is read again when it was replaced."""
        state = files.pointer_state(self._root)
        if state is None or state != self._pointed[0]:
            self._pointed = state, files.current(self._root, self.version)
        return self._pointed[1]

    def _learn(self, folder: Path) -> None:
        """Teach the tokeniser what the index in *folder* is cut with."""
        state = files.dictionary_state(folder)  # another process may have taught it more
        if state != self._learnt_from:
            cutting.learn(files.read_dictionary(folder))
            self._words, self._learnt_from = cutting.learnt(), state
        cutting.learn(self._words)  # another index of this process may have taught it otherwise

    def _reading(self, read: Callable[[Snapshot], T]) -> T:
        """Return what *read* makes of the latest state.

        A merge or a rebuild in another process may take files away before they are opened; so a
        failure is met by opening anew, and only then told.
        """
        for _ in range(ATTEMPTS):
            folder = self._current()
            try:
                self._learn(folder)
                result = read(snapshot := self._open(folder).snapshot)
                self._breathe(snapshot)
                return result
            except Exception as error:  # whatever a missing or damaged file raises
                self._opened, failure = None, error
        raise EngineUnavailable(f"检索索引已损坏，{files.ADVICE}") from failure

    def _breathe(self, snapshot: Snapshot) -> None:
        """Let go of what files have brought into memory, if that is too much by now."""
        self._reads += 1
        if self._reads % BREATH == 0 and pages_held() > MOST_PAGES:
            for leaf in snapshot.leaves:
                leaf.segment.mapped.let_go()

    def _open(self, folder: Path) -> _Opened:
        """Return the latest state of *folder*; of segments that are known nothing is read."""
        number = files.generation(folder)
        opened = self._opened
        for held in opened.snapshot.leaves if opened else ():
            held.segment.mapped.refuse_if_cut()
        if opened is not None and (opened.folder, opened.generation) == (folder, number):
            return opened
        with self._opening:
            known = {leaf.segment.name: leaf for leaf in opened.snapshot.leaves} if opened else {}
            leaves = []
            for segment in files.contents(folder, number):
                name, gone = segment.segment_id(), segment.deleted_count()
                leaf = known.get(name)
                if leaf is None:
                    found = Segment(name, files.opened(folder, segment), self._cache)
                    leaf = Leaf.of(found, segment.deleted_docs())
                elif leaf.gone != gone:
                    leaf = Leaf.of(leaf.segment, segment.deleted_docs())
                leaves.append(leaf)
            self._census.forget(leaf.segment for leaf in leaves)
            self._opened = _Opened(folder, number, Snapshot(leaves, self._census))
            return self._opened


def _in_large_ones(folder: Path, segments: Iterable[W3Segment]) -> list[W3Segment]:
    """Return *segments* written as few, each as large as can be."""
    done: list[W3Segment] = []
    waiting: list[W3Segment] = []
    for segment in chain(segments, [None]):
        count = sum(waited.doc_count() for waited in waiting)
        if waiting and (segment is None or count + segment.doc_count() > MAX_DOCUMENTS):
            done.append(files.merge(folder, waiting) if len(waiting) > 1 else waiting[0])
            waiting = []
        waiting.append(segment)
    return done


def _worth_merging(sizes: Sequence[int]) -> list[int]:
    """Return the places of segments of these *sizes* that a change should write as one.

    Where there are many small ones, the smallest, and on from there those that are not much
    larger than all before them; so each document is written again a few times only.
    """
    small = sorted((size, place) for place, size in enumerate(sizes) if size < SMALL)
    if len(small) < SEGMENTS:
        return []
    merged, total = [small[0][1]], small[0][0]
    for size, place in small[1:]:
        if size > 2 * total or total + size > 2 * SMALL:
            break
        merged.append(place)
        total += size
    return merged
