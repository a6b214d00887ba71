"""Whoosh: an index in a folder, for one machine.

Two kinds of fields. ``characters`` and ``name_characters`` hold single characters with their
positions and decide what is found, exactly as a search for substrings would; the ``…_words``
fields hold jieba's words without positions and only rank (BM25F). One article is read by name:
its facts, for filters, facets and order, are stored beside it and kept in memory by segment.

On disk: ``current`` names the folder in use; a rebuild fills a fresh one and swaps the name.
"""

from __future__ import annotations

import mmap
import shutil
import tempfile
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from os import SEEK_END
from pathlib import Path
from typing import Any, TypeVar

from whoosh import fields, formats, scoring
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile
from whoosh.index import FileIndex
from whoosh.util.filelock import FileLock, try_for

from search import analysis
from search.engine import (
    UNFILTERED,
    Document,
    EngineUnavailable,
    Facet,
    Filters,
    Results,
    Sort,
)
from search.engines.narrowing import Facts, in_order, narrow
from search.query import Query

T = TypeVar("T")

SCHEMA_VERSION = "whoosh1"
BOOSTS = {"headline_words": 3.0, "name_words": 2.0, "body_words": 1.0}
LOCK_SECONDS = 10.0
BULK_MEMORY = 256  # MB that a rebuild may fill before it spills to disk
ADVICE = "请运行 python manage.py reindex"


class Characters(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """Folded blocks as single characters with positions; a gap stands between two blocks."""

    def __init__(self) -> None:
        super().__init__(formats.Positions(), analyzer=None)

    def index(
        self, value: Iterable[str], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield each character with its frequency and encoded positions."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        start = 0
        for block in value:
            for place, character in enumerate(block, start):
                places[character].append(place)
            start += len(block) + 1
        for character, positions in places.items():
            encoded = self.format.encode(positions)
            yield character.encode(), len(positions), float(len(positions)), encoded


class Words(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """The words of some texts with their frequencies."""

    def __init__(self) -> None:
        super().__init__(formats.Frequency(), analyzer=None, scorable=True)

    def index(
        self, value: Iterable[str], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield each word with its frequency."""
        counts = Counter(term.text for text in value for term in analysis.words(text))
        for word, count in counts.items():
            yield word.encode(), count, float(count), count.to_bytes(4, "big")


SCHEMA = fields.Schema(
    pk=fields.ID(unique=True),
    characters=Characters(),
    name_characters=Characters(),
    headline_words=Words(),
    body_words=Words(),
    name_words=Words(),
    facts=fields.STORED(),
)


class MappedFile(BufferFile):  # type: ignore[misc]  # Whoosh has no types
    """A file in memory pages: Whoosh's own class would copy all of it at each opening."""

    def __init__(self, name: str, mapped: mmap.mmap) -> None:
        super().__init__(b"", name)
        self._buf = self.file = mapped


class MappedStorage(FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """A folder whose files are read through the system's cache and hold no file handles."""

    def open_file(self, name: str, **_: object) -> MappedFile | BufferFile:
        """Open a file for reading."""
        with Path(self._fpath(name)).open("rb") as file:
            if not file.seek(0, SEEK_END):
                return BufferFile(b"", name)
            return MappedFile(name, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


class WhooshEngine:
    """See :class:`search.engine.SearchEngine`. Safe for threads and processes alike.

    What is found: every folded phrase in one block; every word of every unquoted run in one
    block or one name; no excluded text in any block. :mod:`search.engines.memory` finds the
    very same. Ranking: runs that stand as typed first, then BM25F.
    """

    version = f"{SCHEMA_VERSION}-{analysis.VERSION}"

    def __init__(self, root: Path) -> None:
        """Use the index in *root*; nothing is read or written before the first call."""
        self._root = root
        self._lock = threading.Lock()  # readers seek in shared files
        self._opened: tuple[Path, Any] | None = None  # the folder and its searcher
        self._facts: dict[str, list[Facts]] = {}  # by segment

    def put(self, documents: Iterable[Document]) -> None:
        """See :class:`search.engine.SearchEngine`."""
        latest = {document.pk: document for document in documents}
        with self._changing() as writer:
            for pk, document in latest.items():
                writer.delete_by_term("pk", str(pk))
                writer.add_document(**_fields(document))

    def remove(self, pks: Iterable[int]) -> None:
        """See :class:`search.engine.SearchEngine`."""
        gone = set(pks)
        with self._changing() as writer:
            for pk in gone:
                writer.delete_by_term("pk", str(pk))

    def rebuild(self, documents: Iterable[Document]) -> int:
        """See :class:`search.engine.SearchEngine`."""
        with self._writing():
            fresh = Path(tempfile.mkdtemp(prefix="index-", dir=self._root))
            FileIndex.create(MappedStorage(str(fresh)), SCHEMA)
            with _writer(fresh, limitmb=BULK_MEMORY) as writer:
                for document in documents:
                    writer.add_document(**_fields(document))
                count: int = writer.doc_count()
            (fresh / "version").write_text(self.version, "utf-8")
            pointer = self._root / "current.new"
            pointer.write_text(fresh.name, "utf-8")
            pointer.replace(self._root / "current")
            for old in self._root.glob("index-*"):
                if old != fresh:
                    shutil.rmtree(old, ignore_errors=True)
        return count

    def digests(self) -> dict[int, str]:
        """See :class:`search.engine.SearchEngine`."""

        def read(searcher: Any) -> dict[int, str]:
            return {
                facts.pk: facts.digest
                for leaf in _leaves(searcher)
                for facts in self._of(leaf, leaf.reader().all_doc_ids())
            }

        return self._reading(read)

    def stale(self) -> bool:
        """See :class:`search.engine.SearchEngine`."""
        try:
            self._current()
        except EngineUnavailable:
            return True
        return False

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

        def read(searcher: Any) -> tuple[list[Facts], dict[int, tuple[float, ...]]]:
            found: list[Facts] = []
            scores: dict[int, tuple[float, ...]] = {}
            for leaf in _leaves(searcher):
                docs = _matching(leaf.reader(), query)
                facts = self._of(leaf, docs)
                found += facts
                if sort == "relevance" and not query.blank:
                    ranks = _ranks(leaf, query, docs)
                    scores |= {f.pk: rank for f, rank in zip(facts, ranks, strict=True)}
            return found, scores

        found, scores = self._reading(read)
        kept, counts = narrow(found, filters, facets)
        pks = in_order(kept, sort, lambda facts: scores.get(facts.pk, ()))
        return Results(tuple(pks[start : start + size]), len(pks), counts)

    @contextmanager
    def _changing(self) -> Iterator[Any]:
        """Give a writer of the index in use; whatever fails in it leaves the old state."""
        with self._writing():
            folder = self._current()
            try:
                with _writer(folder) as writer:
                    yield writer
            except Exception as error:
                raise EngineUnavailable(f"检索索引无法写入，{ADVICE}") from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep every other writer out, of any thread or process."""
        self._root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self._root / "write.lock"))
        if not try_for(lock.acquire, timeout=LOCK_SECONDS, delay=0.05):
            raise EngineUnavailable("索引正由另一个进程写入，请稍后再试")
        try:
            yield
        finally:
            lock.release()

    def _current(self) -> Path:
        """Return the folder in use; raise when there is none, or one of another version."""
        try:
            folder = self._root / (self._root / "current").read_text("utf-8").strip()
            version = (folder / "version").read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise EngineUnavailable(f"检索索引尚未建立或已损坏，{ADVICE}") from error
        if version != self.version:
            raise EngineUnavailable(f"检索索引由另一版本建立，{ADVICE}")
        return folder

    def _reading(self, read: Callable[[Any], T]) -> T:
        """Return what *read* makes of a searcher of the latest state.

        A merge or a rebuild in another process may take files away under a reader; so any
        failure is met once by opening anew, and only then told.
        """
        with self._lock:
            for _ in range(2):
                try:
                    return read(self._searcher())
                except EngineUnavailable:
                    raise
                except Exception as error:  # whatever a missing or damaged file makes Whoosh raise
                    self._opened, failure = None, error
        raise EngineUnavailable(f"检索索引已损坏，{ADVICE}") from failure

    def _searcher(self) -> Any:
        """Return a searcher of the latest state.

        Never by Whoosh's ``refresh``: it brings segments back that were merged away.
        """
        folder = self._current()
        if self._opened is None or self._opened[0] != folder or not self._opened[1].up_to_date():
            if self._opened:
                self._opened[1].close()
            self._opened = (folder, _index(folder).searcher(weighting=scoring.BM25F()))
            living = {_segment(leaf) for leaf in _leaves(self._opened[1])}
            self._facts = {name: facts for name, facts in self._facts.items() if name in living}
        return self._opened[1]

    def _of(self, leaf: Any, docs: Iterable[int]) -> list[Facts]:
        """Return the facts of *docs*, document numbers of one segment."""
        name, reader = _segment(leaf), leaf.reader()
        if name not in self._facts:
            stored = map(reader.stored_fields, range(reader.doc_count_all()))
            self._facts[name] = [Facts(*found["facts"]) for found in stored]
        facts = self._facts[name]
        return [facts[doc] for doc in docs]


def _leaves(searcher: Any) -> list[Any]:
    """Return a searcher for each segment; an empty index has none."""
    return [leaf for leaf, _ in searcher.leaf_searchers() if searcher.doc_count_all()]


def _segment(leaf: Any) -> str:
    name: str = leaf.reader().segment().segment_id()
    return name


def _index(folder: Path) -> Any:
    return FileIndex(MappedStorage(str(folder)), schema=SCHEMA)


@contextmanager
def _writer(folder: Path, **options: Any) -> Iterator[Any]:
    """Give a writer that is committed at the end, or cancelled if anything fails.

    Segments are not packed into one file, whose parts Whoosh would copy at each opening.
    """
    writer = _index(folder).writer(compound=False, **options)
    try:
        yield writer
        writer.commit()
    except BaseException:
        with suppress(Exception):  # without it, a failed commit keeps its lock and its files
            writer.cancel()
        raise


def _fields(document: Document) -> dict[str, Any]:
    blocks = (document.headline, *document.blocks)
    return {
        "pk": str(document.pk),
        "characters": tuple(analysis.fold(block) for block in blocks),
        "name_characters": tuple(analysis.fold(name) for name in document.names),
        "headline_words": (document.headline,),
        "body_words": document.blocks,
        "name_words": document.names,
        "facts": tuple(Facts.of(document)),
    }


def _matching(reader: Any, query: Query) -> list[int]:
    """Return the numbers of the living documents of one segment that answer *query*."""
    docs = set(reader.all_doc_ids())
    for phrase in query.phrases:
        docs &= _holders(reader, "characters", analysis.fold(phrase), docs)
    for word in analysis.needles(query.words):
        if not docs:
            break
        docs &= _holders(reader, "characters", word, docs) | _holders(
            reader, "name_characters", word, docs
        )
    for text in query.excluded:
        if needle := analysis.fold(text):
            docs -= _holders(reader, "characters", needle, docs)
    return sorted(docs)


def _holders(reader: Any, field: str, needle: str, among: set[int]) -> set[int]:
    """Return those of the documents *among* in whose *field* the folded *needle* stands."""
    if any((field, character) not in reader for character in needle):
        return set()
    rare_first = sorted(set(needle), key=lambda character: reader.doc_frequency(field, character))
    docs = among
    for character in rare_first:
        docs = docs.intersection(reader.postings(field, character).all_ids())
    if len(needle) < 2:
        return docs
    offsets: Mapping[str, list[int]] = {
        character: [offset for offset, other in enumerate(needle) if other == character]
        for character in rare_first
    }
    starts: dict[int, set[int]] = {}
    for character in rare_first:
        matcher = reader.postings(field, character)
        for doc in sorted(docs if character == rare_first[0] else starts):
            matcher.skip_to(doc)
            places = set(matcher.value_as("positions"))
            for offset in offsets[character]:
                shifted = {place - offset for place in places}
                starts[doc] = starts[doc] & shifted if doc in starts else shifted
            if not starts[doc]:
                del starts[doc]
    return set(starts)


def _ranks(searcher: Any, query: Query, docs: list[int]) -> list[tuple[float, ...]]:
    """Return the rank of each of *docs*: how many runs stand as typed, then the BM25F score."""
    reader, wanted = searcher.reader(), set(docs)
    as_typed = Counter[int]()
    for run in query.words:
        as_typed.update(_holders(reader, "characters", analysis.fold(run), wanted))
    scores: defaultdict[int, float] = defaultdict(float)
    typed = (*query.words, *query.phrases)
    for word in {term.text for text in typed for term in analysis.words(text)}:
        for field, boost in BOOSTS.items():
            if (field, word) not in reader:
                continue
            matcher = searcher.postings(field, word)
            while matcher.is_active():
                if (doc := matcher.id()) in wanted:
                    scores[doc] += boost * matcher.score()
                matcher.next()
    return [(as_typed[doc], scores[doc]) for doc in docs]
