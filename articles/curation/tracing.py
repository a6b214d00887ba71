"""Characters of a source followed into the parts of its articles, and back. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol


class Run(Protocol):
    """What the ledger says of a run of characters, be it a row or fresh from a reading."""

    @property
    def start(self) -> int:
        """The first character in the source."""

    @property
    def end(self) -> int:
        """One past the last."""

    @property
    def part(self) -> str:
        """Where it went, "" for furniture."""

    @property
    def part_start(self) -> int:
        """And where in that part."""


class Spot(NamedTuple):
    """A character of a part: of which article, by its key, and where in the part."""

    article: int
    part: str
    at: int


class Trail:
    """Where the characters of a source stand, by the ledger of its articles (by their keys)."""

    def __init__(self, ledger: Mapping[int, Iterable[Run]]) -> None:
        """Take in every run that went to a part; furniture went nowhere."""
        runs = [(run, key) for key, held in ledger.items() for run in held if run.part]
        runs.sort(key=lambda pair: pair[0].start)
        self._runs = runs
        self._starts = [run.start for run, _ in runs]
        self._parts: dict[tuple[int, str], list[tuple[int, int, int]]] = {}
        for run, key in runs:
            length = run.end - run.start
            self._parts.setdefault((key, run.part), []).append((run.part_start, run.start, length))
        for pieces in self._parts.values():
            pieces.sort()

    def spot(self, offset: int) -> Spot | None:
        """Return where the character at *offset* of the source went; None for furniture."""
        number = bisect_right(self._starts, offset) - 1
        if number < 0:
            return None
        run, key = self._runs[number]
        return (
            Spot(key, run.part, run.part_start + offset - run.start) if offset < run.end else None
        )

    def origin(self, spot: Spot) -> int | None:
        """Return the source offset of a character; None where no source has it (a blank line)."""
        pieces = self._parts.get((spot.article, spot.part), [])
        number = bisect_right(pieces, spot.at, key=lambda piece: piece[0]) - 1
        if number < 0:
            return None
        begin, start, length = pieces[number]
        return start + spot.at - begin if spot.at < begin + length else None

    def owners(self, start: int, end: int) -> Counter[int]:
        """Count the characters ``start:end`` of the source by the article that has them."""
        counted: Counter[int] = Counter()
        number = max(0, bisect_right(self._starts, start) - 1)
        while number < len(self._runs) and self._starts[number] < end:
            run, key = self._runs[number]
            if (shared := min(end, run.end) - max(start, run.start)) > 0:
                counted[key] += shared
            number += 1
        return counted

    def runs_of(self, article: int) -> list[tuple[int, int]]:
        """Return the runs of the source that went to *article*, in order."""
        return [(run.start, run.end) for run, key in self._runs if key == article]

    def follow(self, later: Trail, spot: Spot, length: int) -> Spot | None:
        """Return where *later* has the *length* characters that stand at *spot* here.

        None unless the first and the last of them stand as far apart there.
        """
        ends = (spot, spot._replace(at=spot.at + length - 1))
        sources = [self.origin(end) for end in ends]
        first, last = (later.spot(s) if s is not None else None for s in sources)
        if first is None or last != first._replace(at=first.at + length - 1):
            return None
        return first
