"""Keeps the index equal to the archive: the database is the truth, the index follows.

Whoever changes an article notes its key in the same transaction (:class:`PendingChange`), so no
change can be lost. ``sync()`` drains the notes, one process at a time::

    while there are notes:
        take the lock, or leave them to its holder, who looks again after letting go
        read notes, then articles; write documents; drop the notes that were read

A crash anywhere only repeats work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files import locks

from articles.models import Article
from search.documents import documents
from search.engine import Document, EngineUnavailable, SearchEngine
from search.engines import get_engine
from search.models import PendingChange

BATCH = 200  # notes at a time
SMALL = 500  # articles; so few are indexed anew on the spot when there is no usable index

Progress = Callable[[Iterable[Document], int], Iterable[Document]]
"""Given the documents and their number, yields them on, showing how far it has come."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Keys of articles whose entries differ: not in the index, only there, or out of date."""

    missing: tuple[int, ...]
    extra: tuple[int, ...]
    stale: tuple[int, ...]

    @property
    def clean(self) -> bool:
        """Whether index and archive say the same."""
        return not (self.missing or self.extra or self.stale)


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


def rebuild(progress: Progress = lambda found, total: found) -> int:
    """Write the whole index anew, waiting for other writers; return the number of articles."""
    with _writing(wait=True):
        count = _rebuild(get_engine(), progress)
    sync()
    return count


def check() -> CheckReport:
    """Compare the archive with the index, document by document; nothing is repaired."""
    indexed = get_engine().digests()
    archived = {document.pk: document.digest for document in documents()}
    return CheckReport(
        missing=tuple(sorted(archived.keys() - indexed.keys())),
        extra=tuple(sorted(indexed.keys() - archived.keys())),
        stale=tuple(pk for pk, digest in archived.items() if indexed.get(pk, digest) != digest),
    )


def _drain(engine: SearchEngine) -> int:
    if engine.stale():
        if Article.objects.public().count() > SMALL:
            raise EngineUnavailable("检索索引需要重建，请运行 python manage.py reindex")
        return _rebuild(engine, lambda found, total: found)
    done = 0
    while notes := list(PendingChange.objects.all()[:BATCH]):
        pks = {note.article_pk for note in notes}
        found = list(documents(pks))
        if found:
            engine.put(found)
        if gone := pks - {document.pk for document in found}:
            engine.remove(gone)
        PendingChange.objects.filter(pk__in=[note.pk for note in notes]).delete()
        done += len(notes)
    return done


def _rebuild(engine: SearchEngine, progress: Progress) -> int:
    """Rebuild and drop the notes seen before the first article was read, and only those."""
    notes = list(PendingChange.objects.values_list("pk", flat=True))
    count = engine.rebuild(progress(documents(), Article.objects.public().count()))
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
