"""Keeps the index equal to the archive: the database is the truth, the index follows.

Whoever changes an article notes its key in the same transaction (:class:`PendingChange`), so no
change can be lost. ``sync()`` drains the notes, one process at a time::

    while there are notes:
        take the lock, or leave them to its holder, who looks again after letting go
        teach the engine the archive's names, noting the articles in which a new one stands
        read notes, then articles; write documents and names; drop the notes that were read

A crash anywhere only repeats work.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.core.files import locks

from articles.models import Article, Brand, Organization, OrganizationAlias, Region
from search.analysis import dictionary_of
from search.documents import documents
from search.engine import Document, EngineUnavailable, SearchEngine
from search.engines import get_engine
from search.models import PendingChange
from search.names import rebuild as rebuild_names, refresh as refresh_names
from search.query import Phrase, Query

BATCH = 200  # notes at a time
SMALL = 500  # articles; so few are indexed anew on the spot when there is no usable index

Progress = Callable[[Iterable[Document], int], Iterable[Document]]
"""Given the documents and their number, yields them on, showing how far it has come."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Keys of articles whose entries differ: not in the index, only there, or out of date.

    ``words`` counts the names that only one of archive and index knows.
    """

    missing: tuple[int, ...]
    extra: tuple[int, ...]
    stale: tuple[int, ...]
    words: int = 0

    @property
    def clean(self) -> bool:
        """Whether index and archive say the same."""
        return not (self.missing or self.extra or self.stale or self.words)


def sync() -> int:
    """Bring pending changes into the index and return how many notes that took.

    Safe to run at any time and twice. While another process writes, its notes are left to it.
    Raises :exc:`EngineUnavailable` with all notes kept.
    """
    done = 0
    while PendingChange.objects.exists():
        with _writing(wait=False) as mine:
            if not mine:
                break
            done += _drain(get_engine())
    return done


def catch_up(progress: Progress = lambda found, total: found) -> int:
    """Rebuild an index that cannot answer, else bring in what waits; return how many articles.

    Waits for other writers: who waited for a rebuild finds nothing left to do.
    """
    with _writing(wait=True):
        done = 0 if get_engine().whole() else _rebuild(get_engine(), progress)
    return done + sync()


def rebuild(progress: Progress = lambda found, total: found, *, processes: int = 1) -> int:
    """Write the whole index anew, waiting for other writers; return the number of articles.

    *processes* read the database beside each other; one writes.
    """
    with _writing(wait=True):
        count = _rebuild(get_engine(), progress, processes)
    sync()
    return count


def check() -> CheckReport:
    """Compare archive and index in both directions, document by document; change nothing.

    Raises :exc:`EngineUnavailable` where only a rebuild helps.
    """
    engine = get_engine()
    indexed = engine.digests()
    if not engine.whole():
        raise EngineUnavailable("检索索引已损坏，请运行 python manage.py reindex")
    archived = {document.pk: document.digest for document in documents()}
    return CheckReport(
        missing=tuple(sorted(archived.keys() - indexed.keys())),
        extra=tuple(sorted(indexed.keys() - archived.keys())),
        stale=tuple(pk for pk, digest in archived.items() if indexed.get(pk, digest) != digest),
        words=len(engine.dictionary() ^ known_names()),
    )


def repair(report: CheckReport) -> None:
    """Bring what *report* names into the index."""
    PendingChange.objects.mark([*report.missing, *report.extra, *report.stale])
    with _writing(wait=True):
        _drain(get_engine())
    sync()


def known_names() -> frozenset[str]:
    """Return the words that names of the archive add to the tokeniser's dictionary."""
    named = (Organization, OrganizationAlias, Brand, Region)
    rows = (table._default_manager.order_by().values_list("name", flat=True) for table in named)
    return _dictionary(frozenset(chain.from_iterable(rows)))


@lru_cache(maxsize=1)  # most changes bring no new name, and thousands need not be looked at again
def _dictionary(names: frozenset[str]) -> frozenset[str]:
    return dictionary_of(names)


def _drain(engine: SearchEngine) -> int:
    if engine.stale():
        if Article.objects.listed().count() > SMALL:
            raise EngineUnavailable("检索索引需要重建，请运行 python manage.py reindex")
        return _rebuild(engine, lambda found, total: found)
    _teach(engine)
    done = 0
    while notes := list(PendingChange.objects.all()[:BATCH]):
        pks = {note.article_pk for note in notes}
        found = list(documents(pks))
        if found:
            engine.put(found)
        if gone := pks - {document.pk for document in found}:
            engine.remove(gone)
        refresh_names(pks)
        PendingChange.objects.filter(pk__in=[note.pk for note in notes]).delete()
        done += len(notes)
    return done


def _teach(engine: SearchEngine) -> None:
    """Teach *engine* the names of the archive, and note what must be cut anew for it.

    A word changes the cut of those texts only in which it stands.
    """
    names = known_names()
    changed = names ^ engine.dictionary()
    if not changed:
        return
    pks = {pk for word in changed for pk in _holders(engine, word)}
    PendingChange.objects.mark(pks)  # first: should this end here, it begins anew
    engine.teach(names)


def _holders(engine: SearchEngine, word: str) -> tuple[int, ...]:
    return engine.search(Query(tree=Phrase(word)), sort="newest", size=sys.maxsize).pks


def _rebuild(engine: SearchEngine, progress: Progress, processes: int = 1) -> int:
    """Rebuild and drop the notes seen before the first article was read, and only those."""
    notes = list(PendingChange.objects.values_list("pk", flat=True))
    found = progress(documents(processes=processes), Article.objects.listed().count())
    count = engine.rebuild(found, known_names())
    rebuild_names()
    for start in range(0, len(notes), BATCH):
        PendingChange.objects.filter(pk__in=notes[start : start + BATCH]).delete()
    return count


@contextmanager
def _writing(*, wait: bool) -> Iterator[bool]:
    """Hold the one lock of all processes that write; give False if it is taken and not waited for.

    The system lets go of it when a process dies.
    """
    path = Path(settings.DATA_DIR) / "search.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        mine = locks.lock(file, locks.LOCK_EX if wait else locks.LOCK_EX | locks.LOCK_NB)
        try:
            yield mine
        finally:
            if mine:
                locks.unlock(file)
