"""Whoosh: an index in a folder, for one machine.

Two kinds of fields. Characters decide what is found, exactly as a search for substrings would:
``characters`` holds single ones, ``pairs`` every two neighbours with their positions, so that a
word of two characters, the usual one, is a single look-up and a longer phrase a chain of pairs.
Each field that can be asked for by name has a like couple of its own.
The ``…_words`` fields hold jieba's words without positions and only rank (BM25F). The facts of a
document, for filters, facets and order, are stored beside it and kept in memory by segment.

On disk: ``current`` names the folder in use and the version that wrote it; a rebuild fills a
fresh folder and swaps that one file.
"""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from whoosh import scoring
from whoosh.util.filelock import FileLock, try_for

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
from search.engines.narrowing import Facts, in_order, narrow
from search.engines.whoosh_files import (
    SCHEMA_VERSION,
    SIDES,
    START,
    create_index,
    open_index,
    writing,
)
from search.engines.whoosh_matching import Segment, ranks
from search.query import Field, Query

T = TypeVar("T")

LOCK_SECONDS = 10.0
BULK_MEMORY = 256  # MB that a rebuild may fill before it spills to disk
ADVICE = "请运行 python manage.py reindex"


class WhooshEngine:
    """See :class:`search.engine.SearchEngine`. Safe for threads and processes alike.

    Relevance: runs that stand as typed first, then BM25F.
    """

    version = f"{SCHEMA_VERSION}-{analysis.VERSION}"

    def __init__(self, root: Path) -> None:
        """Use the index in *root*; nothing is read or written before the first call."""
        self._root = root
        self._lock = threading.Lock()  # readers seek in shared files
        self._opened: tuple[Path, Any] | None = None  # the folder and its searcher
        self._facts: dict[str, list[Facts]] = {}  # by segment
        self._learnt_from: tuple[Path, int] | None = None
        self._words: frozenset[str] = frozenset()

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

    def rebuild(
        self, documents: Iterable[Document], dictionary: frozenset[str] = frozenset()
    ) -> int:
        """See :class:`search.engine.SearchEngine`."""
        with self._writing():
            fresh = self._root / f"index-{uuid4().hex}"
            create_index(fresh)
            (fresh / "dictionary").write_text("\n".join(sorted(dictionary)), "utf-8")
            cutting.learn(dictionary)
            with writing(fresh, limitmb=BULK_MEMORY) as writer:
                for document in documents:
                    writer.add_document(**_fields(document))
                count: int = writer.doc_count()
            pointer = self._root / "current.new"
            pointer.write_text(f"{fresh.name}\n{self.version}\n", "utf-8")
            pointer.replace(self._root / "current")
            for old in self._root.glob("index-*"):
                if old != fresh:
                    shutil.rmtree(old, ignore_errors=True)
        return count

    def dictionary(self) -> frozenset[str]:
        """See :class:`search.engine.SearchEngine`."""
        return self._learn(self._current())

    def teach(self, dictionary: frozenset[str]) -> None:
        """See :class:`search.engine.SearchEngine`."""
        with self._writing():
            folder = self._current()
            new = folder / "dictionary.new"
            new.write_text("\n".join(sorted(dictionary)), "utf-8")
            new.replace(folder / "dictionary")
        self._learn(folder)

    def digests(self) -> dict[int, str]:
        """See :class:`search.engine.SearchEngine`."""

        def read(searcher: Any) -> dict[int, str]:
            found: dict[int, str] = {}
            for leaf in _leaves(searcher):
                facts = self._segment(leaf).facts
                found |= {facts[d].pk: facts[d].digest for d in leaf.reader().all_doc_ids()}
            return found

        return self._reading(read)

    def stale(self) -> bool:
        """See :class:`search.engine.SearchEngine`."""
        try:
            self._current()
        except EngineUnavailable:
            return True
        return False

    def vocabulary(self) -> Iterable[tuple[str, int]]:
        """See :class:`search.engine.SearchEngine`."""
        spread = Counter[str]()
        for entry in self._reading(_texts).values():
            spread.update(_words(entry).keys())
        return spread.items()

    def similar(self, pk: int, *, hidden: frozenset[int] = frozenset(), size: int = 5) -> Results:
        """See :class:`search.engine.SearchEngine`."""
        counts = {key: _words(texts) for key, texts in self._reading(_texts).items()}
        if pk not in counts:
            return Results((), 0)
        spread = Counter(word for words in counts.values() for word in words)
        own = counts.pop(pk)
        scores = {
            key: sum(1 / spread[word] for word in own.keys() & words.keys())
            for key, words in counts.items()
            if key not in hidden
        }
        pks = sorted((k for k, score in scores.items() if score), key=lambda k: (-scores[k], -k))
        return Results(tuple(pks[:size]), len(pks))

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
                segment = self._segment(leaf)
                living = set(leaf.reader().all_doc_ids())
                docs = sorted(segment.finds(query.tree, living) if query.tree else living)
                facts = [segment.facts[doc] for doc in docs]
                found += facts
                if sort == "relevance" and query.wanted:
                    order = ranks(leaf, segment, query, docs)
                    scores |= {f.pk: rank for f, rank in zip(facts, order, strict=True)}
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
            self._learn(folder)
            try:
                with writing(folder) as writer:
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
            name, version = (self._root / "current").read_text("utf-8").splitlines()
        except (OSError, ValueError) as error:
            raise EngineUnavailable(f"检索索引尚未建立或已损坏，{ADVICE}") from error
        if version != self.version:
            raise EngineUnavailable(f"检索索引由另一版本建立，{ADVICE}")
        return self._root / name

    def _learn(self, folder: Path) -> frozenset[str]:
        """Teach the tokeniser what the index in *folder* was cut with, and return it."""
        path = folder / "dictionary"
        try:
            state = path, path.stat().st_mtime_ns  # another process may have taught it more
            if state != self._learnt_from:
                words = path.read_text("utf-8").split("\n")
                self._words, self._learnt_from = frozenset(filter(None, words)), state
        except (OSError, ValueError) as error:
            raise EngineUnavailable(f"检索索引已损坏，{ADVICE}") from error
        cutting.learn(self._words)
        return self._words

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
        self._learn(folder)
        if self._opened is None or self._opened[0] != folder or not self._opened[1].up_to_date():
            if self._opened:
                self._opened[1].close()
            self._opened = (folder, open_index(folder).searcher(weighting=scoring.BM25F()))
            living = {_name(leaf) for leaf in _leaves(self._opened[1])}
            self._facts = {name: facts for name, facts in self._facts.items() if name in living}
        return self._opened[1]

    def _segment(self, leaf: Any) -> Segment:
        """Return the segment of a searcher; the facts are read once."""
        name, reader = _name(leaf), leaf.reader()
        if name not in self._facts:
            stored = map(reader.stored_fields, range(reader.doc_count_all()))
            self._facts[name] = [Facts(*found["facts"]) for found in stored]
        return Segment(reader, self._facts[name])


def _leaves(searcher: Any) -> list[Any]:
    """Return a searcher for each segment; an empty index has none."""
    return [leaf for leaf, _ in searcher.leaf_searchers() if searcher.doc_count_all()]


def _texts(searcher: Any) -> dict[int, tuple[str, ...]]:
    found = {}
    for leaf in _leaves(searcher):
        for doc in leaf.reader().all_doc_ids():
            stored = leaf.reader().stored_fields(doc)
            texts = stored["texts"]
            names = (*texts[SIDES[Field.ORGANIZATION]], *texts[SIDES[Field.BRAND]])
            found[stored["facts"][0]] = (*texts[""], *names)
    return found


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(term.text for text in texts for term in analysis.words(text))


def _name(leaf: Any) -> str:
    name: str = leaf.reader().segment().segment_id()
    return name


def _fields(document: Document) -> dict[str, Any]:
    blocks = [analysis.fold(block) for block in (document.headline, *document.blocks)]
    folded = {
        SIDES[field]: [START + analysis.fold(text) for text in texts]
        for field, texts in document.values.items()
    }
    return {
        "pk": str(document.pk),
        "characters": blocks,
        "pairs": blocks,
        "headline_words": (document.headline,),
        "body_words": document.blocks,
        "name_words": (*document.organizations, *document.brands),
        "facts": tuple(Facts.of(document)),
        "texts": {"": tuple(blocks)}
        | {side: tuple(text[len(START) :] for text in texts) for side, texts in folded.items()},
        **{f"{side}characters": texts for side, texts in folded.items()},
        **{f"{side}pairs": texts for side, texts in folded.items()},
    }
