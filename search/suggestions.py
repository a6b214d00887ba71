"""Suggestions: names that are, begin with, hold, or sound like what was typed so far."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, groupby, islice, product
from operator import itemgetter
from threading import Lock

from django.conf import settings
from django.db.models import Max, QuerySet

from search.analysis import fold
from search.models import Name, NameKind
from search.shelves import READINGS, Cell, Cells, Match, Shelf, readings

TYPED = 30  # characters that are looked at
EACH = 4  # suggestions of one kind
SPARE = 3  # times as many are looked up: some may be public no more, some be one thing twice
FRESH = 2_000  # names read since all were read, before all are read again
SHOWN = (
    NameKind.ORGANIZATION,
    NameKind.BRAND,
    NameKind.REGION,
    NameKind.THEME,
    NameKind.ARTICLE,
)
APART = re.compile(r"[\s'‘’]+")
LETTERS = re.compile("[a-z]")
PIECES = re.compile(r"[a-z]+|[^\W_]")


@dataclass(slots=True)
class Memory:
    """What this process has read of the table of names; it reads on when there is something new.

    What was deleted since stays: who shows a name asks the table for it.
    """

    settled: tuple[Shelf, ...] = ()
    fresh: tuple[Shelf, ...] = ()
    read: int = 0  # greatest key at the last reading of all
    newest: int = 0  # greatest key
    syllables: dict[str, str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def shelves(self) -> tuple[Shelf, ...]:
        """Return all names as they are now. One database query if nothing is new."""
        newest = Name.objects.aggregate(newest=Max("pk"))["newest"] or 0
        with self.lock:
            if newest != self.newest:
                self._read(newest)
            return self.settled + self.fresh

    def _read(self, newest: int) -> None:
        rows = Name.objects.filter(pk__gt=self.read)
        if newest < self.newest or newest - self.read > FRESH:
            self.settled, self.fresh, self.read = self._put_up(Name.objects.all()), (), newest
        else:
            self.fresh = self._put_up(rows)
        self.newest = newest

    def _put_up(self, rows: QuerySet[Name]) -> tuple[Shelf, ...]:
        columns = rows.values_list("kind", "pk", "weight", "folded", "pinyin").order_by()
        names = sorted(columns.iterator(), key=lambda name: (name[0], -name[2], name[1]))
        return tuple(
            Shelf.of(kind, (name[1:] for name in group), self.syllables)
            for kind, group in groupby(names, itemgetter(0))
        )


@cache
def _memory(folder: str) -> Memory:
    return Memory()


def memory() -> Memory:
    """Return the names of the archive in ``settings.DATA_DIR``."""
    return _memory(str(settings.DATA_DIR))


@dataclass(frozen=True, slots=True)
class Group:
    """Suggestions of one kind."""

    kind: NameKind
    names: list[Name]

    @property
    def label(self) -> str:
        """What the kind is called."""
        return self.kind.label

    @property
    def counted(self) -> bool:
        """Whether the weight of the names is a number of reports."""
        return self.kind != NameKind.ARTICLE


def suggest(typed: str) -> list[Group]:
    """Return the names that *typed* may be the beginning of, kind by kind, the best first.

    Two database queries, and one more after the archive has changed.
    """
    shelves = memory().shelves()
    ways = patterns(typed, memory().syllables)
    found = {kind: _best(shelves, kind, ways) for kind in SHOWN}
    keys = [match.pk for matches in found.values() for match in matches]
    rows = Name.objects.public().filter(pk__in=keys).in_bulk() if keys else {}
    groups = []
    for kind, matches in found.items():
        things: dict[int, Name] = {}
        for match in matches:
            if row := rows.get(match.pk):
                things.setdefault(row.target, row)
        if things:
            groups.append(Group(kind, list(things.values())[:EACH]))
    return groups


def patterns(typed: str, known: Collection[str]) -> list[Cells]:
    """Return what *typed* may stand for: the characters as they are, or letters as pinyin.

    >>> [[cell.text for cell in way] for way in patterns("Bai 山", {"bai", "shan"})]
    [['b', 'a', 'i', '山'], ['bai', '山']]
    """
    pieces = [
        piece
        for part in APART.split(typed[:TYPED].lower().replace("ü", "v"))
        for piece in PIECES.findall(fold(part))
    ]
    if not pieces:
        return []
    choices = [
        readings(piece, known, open_end=place == len(pieces))
        if LETTERS.match(piece)
        else [(Cell(piece),)]
        for place, piece in enumerate(pieces, 1)
    ]
    ways = [tuple(chain.from_iterable(way)) for way in islice(product(*choices), READINGS)]
    literal = tuple(map(Cell, "".join(pieces)))
    return [literal, *(way for way in ways if way != literal)]


def _best(shelves: Iterable[Shelf], kind: NameKind, ways: Iterable[Cells]) -> list[Match]:
    """Return the best matches of one kind, each name once."""
    limit = EACH * SPARE
    found: dict[int, Match] = {}
    for shelf in shelves:
        if shelf.kind == kind:
            for match in chain.from_iterable(shelf.find(way, limit) for way in ways):
                found[match.pk] = min(match, found.get(match.pk, match))
    return sorted(found.values())[:limit]
