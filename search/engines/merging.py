"""Several segments to the arrays of one, without a look at the texts.

Documents that are gone are left out; the others keep their order, and those of a later segment
come later, so that every list of documents stays in order. What is in memory at a time is a list
of documents of all segments, and a few like it of one segment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from search.engine import FACETS
from search.engines.arrays import Array, Mapped, Named, packed
from search.engines.inverting import GRAMS, STRINGS, distinct
from search.engines.segments import PARTS

Packed = Iterator[tuple[str, Sequence[Array]]]


@dataclass(frozen=True)
class Part:
    """A segment, the mask of the documents to take, and the number that the first of them gets."""

    mapped: Mapped
    living: Array
    start: int

    @cached_property
    def numbers(self) -> Array:
        """The new number of each document that is taken."""
        return np.cumsum(self.living) - 1 + self.start

    def taken(self, name: str) -> Array:
        """Return the values of the documents that are taken in an array of one for each."""
        return self.mapped.arrays[name][self.living]

    def rows(self, ends: Array) -> Array:
        """Return which of the values in lists that end at *ends*, one a document, are taken."""
        return np.repeat(self.living, np.diff(ends, prepend=ends.dtype.type(0)))


def merged(segments: Sequence[tuple[Mapped, Array]]) -> Named:
    """Yield the arrays of one segment that holds the documents of the masks of *segments*."""
    parts, start = [], 0
    for mapped, living in segments:
        parts.append(Part(mapped, living, start))
        start += int(living.sum())
    for name in ("pk", "date", "year", *(f"length.{part}" for part in PARTS)):
        yield name, [part.taken(name) for part in parts]
    for name in ("digest", *STRINGS):
        yield from _strings(parts, name)
    for name in GRAMS:
        yield from _grams(parts, name)
    yield from _words(parts)
    for facet in FACETS:
        yield from _facet(parts, f"facet.{facet}")


def _strings(parts: Sequence[Part], name: str) -> Packed:
    """Yield strings of one for each document."""
    pieces, lengths = [], []
    for part in parts:
        ends = part.mapped.arrays[f"{name}.ends"]
        whole = part.mapped.arrays[f"{name}.bytes"]
        pieces.append(whole if part.living.all() else whole[part.rows(ends)])
        lengths.append(np.diff(ends, prepend=ends.dtype.type(0))[part.living])
    yield f"{name}.bytes", pieces
    yield f"{name}.ends", [np.cumsum(np.concatenate(lengths), dtype=np.uint32)]


def _grams(parts: Sequence[Part], name: str) -> Packed:
    arrays = [part.mapped.arrays for part in parts]
    pairs = distinct(np.concatenate([own[f"{name}.pairs"] for own in arrays]))
    rows = [np.searchsorted(pairs, own[f"{name}.pairs"]) for own in arrays]
    lists = _Lists(parts, f"{name}.pair_ends", f"{name}.ids", rows, len(pairs))
    yield f"{name}.pairs", [pairs[lists.counts > 0]]
    yield f"{name}.pair_ends", [lists.ends]
    yield f"{name}.ids", [lists.put_together(None)]


def _words(parts: Sequence[Part]) -> Packed:
    known = [part.mapped.strings("word").all() for part in parts]
    words = sorted(set().union(*known))
    codes = {word: code for code, word in enumerate(words)}
    rows = [np.fromiter(map(codes.__getitem__, own), np.int64, len(own)) for own in known]
    lists = _Lists(parts, "posting.ends", "posting.ids", rows, len(words))
    kept = np.flatnonzero(lists.counts).tolist()
    yield from packed("word", [words[code].encode() for code in kept])
    yield "posting.ends", [lists.ends]
    yield "posting.ids", [lists.put_together(None)]
    for name in ("posting.body", "posting.high"):
        yield name, [lists.put_together(name)]


def _facet(parts: Sequence[Part], name: str) -> Packed:
    known = [part.mapped.strings(f"{name}.value").all() for part in parts]
    values = sorted(set().union(*known))
    codes = {value: code for code, value in enumerate(values)}
    pieces, lengths = [], []
    for part, own in zip(parts, known, strict=True):
        ends = part.mapped.arrays[f"{name}.ends"]
        common = np.array([codes[value] for value in own], np.uint32)
        pieces.append(common[part.mapped.arrays[f"{name}.codes"][part.rows(ends)]])
        lengths.append(np.diff(ends, prepend=ends.dtype.type(0))[part.living])
    yield from packed(f"{name}.value", [value.encode() for value in values])
    yield f"{name}.codes", pieces
    yield f"{name}.ends", [np.cumsum(np.concatenate(lengths), dtype=np.uint32)]


class _Lists:
    """For each term the documents that hold it, in all parts; *rows* are the terms of each part.

    Terms that only documents hold which are gone have a count of nothing, and no end.
    """

    def __init__(
        self, parts: Sequence[Part], ends: str, ids: str, rows: Sequence[Array], terms: int
    ) -> None:
        self._parts, self._ids, self._rows = parts, ids, rows
        self._own: list[Array] = []  # how many documents each term has in each part
        self.counts = np.zeros(terms, np.int64)
        for part, own in zip(parts, rows, strict=True):
            taken = np.cumsum(part.living[part.mapped.arrays[ids]])
            until = np.concatenate(([0], taken))[part.mapped.arrays[ends]]
            self._own.append(np.diff(until, prepend=0))
            self.counts[own] += self._own[-1]

    @property
    def ends(self) -> Array:
        """Where the documents of each term end."""
        return np.cumsum(self.counts[self.counts > 0]).astype(np.uint32)

    def put_together(self, name: str | None) -> Array:
        """Return the documents of all terms, or what stands beside each under *name*."""
        free = np.cumsum(self.counts) - self.counts  # where the next document of each term goes
        kind = self._parts[0].mapped.arrays[name or self._ids].dtype
        found = np.empty(int(self.counts.sum()), kind)
        for part, rows, counts in zip(self._parts, self._rows, self._own, strict=True):
            ids = part.mapped.arrays[self._ids]
            living = part.living[ids]
            values = part.mapped.arrays[name][living] if name else part.numbers[ids[living]]
            before = np.cumsum(counts) - counts
            found[np.repeat(free[rows] - before, counts) + np.arange(len(values))] = values
            free[rows] += counts
        return found
