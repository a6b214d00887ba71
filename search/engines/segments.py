"""A segment as it is read: in which documents a string stands, a word, a value of a facet.

See :mod:`search.engines.inverting` for what is kept. Grams give candidates; wherever more than one
pair is asked for, the folded text itself has the last word. Documents are numbers, sets of them
arrays in order, or, over all documents of the segment, masks.
"""

from __future__ import annotations

import mmap
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from operator import add
from typing import NamedTuple

import numpy as np

from search import analysis, cutting
from search.engine import Facet
from search.engines.arrays import Array, Mapped
from search.engines.inverting import BORDER, HIGH, LOOSE, NAMES, SEAMS, SIDES, TEXT
from search.query import Field

ENTRY = 200  # bytes that a set takes in the cache besides its numbers
PLACES = 8  # of a word in a document, around which others are looked for
AROUND = 180  # bytes, some sixty characters
FEW = 4  # candidates; rather look into their texts than at more pairs
NONE = np.empty(0, np.uint16)
PARTS = ("body", "headline", "names")
POSTING = ("ids", "body", "high")


class Postings(NamedTuple):
    """The documents that hold a word, and how often, by the names of :data:`PARTS`."""

    ids: Array
    counts: tuple[Array, ...]


class Cache:
    """Sets that were worked out lately, the oldest dropped when they take too many bytes."""

    def __init__(self, room: int) -> None:
        self._kept: OrderedDict[Hashable, Array] = OrderedDict()
        self._room = room
        self._lock = threading.Lock()

    def get(self, key: Hashable, work_out: Callable[[], Array]) -> Array:
        """Return what is kept under *key*, or what *work_out* gives."""
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return kept
        fresh = work_out()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = fresh
                self._room -= fresh.nbytes + ENTRY
            while self._room < 0:
                self._room += self._kept.popitem(last=False)[1].nbytes + ENTRY
        return fresh


class Segment:
    """What was written at one time under a *name*; it never changes."""

    def __init__(self, name: str, mapped: Mapped, cache: Cache) -> None:
        self.name = name
        self.mapped = mapped
        self._arrays = mapped.arrays
        self.pks = self._arrays["pk"]
        self.dates = self._arrays["date"]
        self.years = self._arrays["year"]
        self.count = len(self.pks)
        self.strings = {name: mapped.texts(name) for name in (TEXT, *SIDES.values())}
        self.lengths = tuple(self._arrays[f"length.{part}"] for part in PARTS)
        self.total_lengths = tuple(int(lengths.sum()) for lengths in self.lengths)
        self._words = mapped.strings("word")
        self._cache = cache
        self._singles: dict[Facet, bool] = {}

    # -- strings -----------------------------------------------------------------------------

    def holding(self, needle: str, field: Field | None, among: Array | None = None) -> Array:
        """Return the documents of the mask *among* in which *needle* stands as it is.

        That is in the text, or in the values of *field*.
        """
        name = SIDES[field] if field else TEXT
        exact = len(needle) <= 2

        def verified(candidates: Array) -> Array:
            return candidates if exact else candidates[self._stands(needle, name, candidates)]

        return self._checked(("as it is", needle, name), needle, (name,), among, verified)

    def holding_bare(self, needle: str, field: Field | None, among: Array | None = None) -> Array:
        """Return the documents of *among* in which *needle* stands, quotation marks passed over.

        That is in the text or a name, or in the values of *field*.
        """
        names = (SIDES[field],) if field else (TEXT, *NAMES)
        sets = (SIDES[field], SEAMS) if field else (TEXT, LOOSE)
        exact = field is None and len(needle) <= 2

        def verified(candidates: Array) -> Array:
            return candidates if exact else candidates[self.stands_bare(needle, names, candidates)]

        return self._checked(("bare", needle, names), needle, sets, among, verified)

    def beginning_bare(self, needle: str, field: Field, among: Array | None = None) -> Array:
        """Return the documents of *among* a value of whose *field*, bare, begins with *needle*."""
        name = SIDES[field]
        wanted = BORDER + needle

        def verified(candidates: Array) -> Array:
            texts = (self.strings[name][number].decode() for number in candidates.tolist())
            return candidates[[wanted in analysis.bare(text) for text in texts]]

        return self._checked(("begins", needle, name), wanted, (name, SEAMS), among, verified)

    def nearness(self, needles: Sequence[str], ids: Array) -> Array:
        """Tell for each of *ids* how many of *needles* stand around one place: of all, the share.

        The place is one where the rarest of them stands, the longest being taken for that.
        """
        first, *others = sorted((needle.encode() for needle in needles), key=len, reverse=True)
        stretches = self.strings[TEXT].stretches(ids)
        return np.array([_nearness(first, others, *stretch) for stretch in stretches])

    def candidates(self, needle: str, sets: tuple[str, ...]) -> Array:
        """Return the documents each pair of *needle* stands in, in one of *sets* of grams."""
        key = self.name, needle, sets
        return self._cache.get(key, lambda: self._candidates(needle, sets))

    def _candidates(self, needle: str, sets: tuple[str, ...]) -> Array:
        if len(needle) <= 2:
            return np.flatnonzero(self._marked(needle, sets)).astype(np.uint16)
        pairs = {needle[place : place + 2] for place in range(len(needle) - 1)}
        holders = [[self._pair(name, pair) for name in sets] for pair in pairs]
        holders.sort(key=lambda lists: sum(map(len, lists)))
        found = np.flatnonzero(self._mask(holders[0])).astype(np.uint16)
        for lists in holders[1:]:
            if len(found) <= FEW:
                break
            found = found[self._mask(lists)[found]]
        return found

    def texts(self, name: str, ids: Array) -> Iterable[list[str]]:
        """Yield the strings of *name* for each of *ids*."""
        for number in ids.tolist():
            yield self.strings[name][number].decode().split(BORDER)[1:-1]

    def stands_bare(self, needle: str, names: Sequence[str], ids: Array) -> Array:
        """Tell for each of *ids* whether *needle* stands in one of *names*, bare or not."""
        stands = np.zeros(len(ids), bool)
        for name in names:
            rest = np.flatnonzero(~stands)
            stands[rest] = self._stands(needle, name, ids[rest])
        if stands.all():
            return stands
        seams = LOOSE if TEXT in names else SEAMS
        pairs = map(add, needle, needle[1:])
        across = self._mask(self._pair(seams, pair) for pair in pairs)[ids]  # it may span a mark
        for name in names:
            rest = np.flatnonzero(~stands & across)
            if len(rest):  # to make the pattern costs as much as a hundred look-ups
                loose = analysis.passing_over_quotes(needle).search
                stretches = self.strings[name].stretches(ids[rest])
                stands[rest] = [bool(loose(*stretch)) for stretch in stretches]
        return stands

    def _stands(self, needle: str, name: str, ids: Array) -> Array:
        """Tell for each of *ids* whether *needle* stands in its *name* as it is."""
        if len(needle) <= 2:
            return self._marked(needle, (name,))[ids]
        wanted, stretches = needle.encode(), self.strings[name].stretches(ids)
        found = (data.find(wanted, start, end) >= 0 for data, start, end in stretches)
        return np.fromiter(found, bool, len(ids))

    # -- words -------------------------------------------------------------------------------

    def postings(self, word: str) -> Postings:
        """Return where *word* stands."""
        row = self._words.place(word.encode())
        ends = self._arrays["posting.ends"]
        place = (int(ends[row - 1]) if row > 0 else 0, int(ends[row]) if row >= 0 else 0)
        ids, body, high = (self.mapped.part(f"posting.{of}", *place) for of in POSTING)
        return Postings(ids, (body, high >> 4, high & HIGH))

    def words(self, number: int, headline: int) -> Counter[str]:
        """Return the words of a document and how often, each in the headline *headline* times."""
        found = Counter[str]()
        for name, times in ((TEXT, 1), (SIDES[Field.TITLE], headline - 1)):
            for word in cutting.words_for_search(self.strings[name][number].decode()):
                if analysis.is_word(word):
                    found[word] += times
        return found

    def spread(self, living: Array) -> Iterable[tuple[str, int]]:
        """Yield each word that stands in one of the *living*, and in how many."""
        ends = self._arrays["posting.ends"]
        before = np.concatenate(([0], np.cumsum(living[self._arrays["posting.ids"]])))
        counts = np.diff(before[ends], prepend=0).tolist()
        return ((word, n) for word, n in zip(self._words.all(), counts, strict=True) if n)

    # -- facets ------------------------------------------------------------------------------

    def values(self, facet: Facet) -> list[str]:
        """Return all values of *facet*, in the order of their codes."""
        return self.mapped.strings(f"facet.{facet}.value").all()

    def counts(self, facet: Facet, ids: Array) -> Array:
        """Return how many of the documents *ids* have each value of *facet*, by their codes."""
        if 2 * len(ids) <= self.count:
            return self._counted(facet, ids)
        others = np.ones(self.count, bool)  # fewer to count
        others[ids] = False
        every = self._cache.get((self.name, facet), lambda: self._counted(facet, None))
        return every - self._counted(facet, np.flatnonzero(others))

    def _counted(self, facet: Facet, ids: Array | None) -> Array:
        codes, ends = self._arrays[f"facet.{facet}.codes"], self._arrays[f"facet.{facet}.ends"]
        if ids is not None and self._single(facet):
            codes = codes[ids]
        elif ids is not None:
            starts = np.where(ids, ends[ids - 1], 0).astype(np.int32)
            lengths = ends[ids].astype(np.int32) - starts
            skipped = np.repeat(starts - np.cumsum(lengths, dtype=np.int32) + lengths, lengths)
            codes = codes[skipped + np.arange(len(skipped), dtype=np.int32)]
        return np.bincount(codes, minlength=len(self._arrays[f"facet.{facet}.value.ends"]))

    def _single(self, facet: Facet) -> bool:
        """Tell whether every document has one value of *facet*."""
        single = self._singles.get(facet)
        if single is None:
            ends = self._arrays[f"facet.{facet}.ends"]
            single = self._singles[facet] = bool((np.diff(ends, prepend=0) == 1).all())
        return single

    def having(self, facet: Facet, values: frozenset[str]) -> Array:
        """Return the mask of the documents that have one of *values* for *facet*."""
        return self._cache.get((self.name, facet, values), lambda: self._having(facet, values))

    def _having(self, facet: Facet, values: frozenset[str]) -> Array:
        known = self.mapped.strings(f"facet.{facet}.value")
        codes, ends = self._arrays[f"facet.{facet}.codes"], self._arrays[f"facet.{facet}.ends"]
        mask = np.zeros(self.count, bool)
        for code in (known.place(value.encode()) for value in values):
            places = np.flatnonzero(codes == code) if code >= 0 else NONE
            mask[ends.searchsorted(places.astype(ends.dtype), "right")] = True
        return mask

    def digests(self, documents: Array) -> dict[int, str]:
        """Return the digest of each of the mask *documents* by its key."""
        kept = self.mapped.strings("digest").all()
        return {int(self.pks[i]): kept[i] for i in np.flatnonzero(documents).tolist()}

    def numbers(self, pks: Iterable[int]) -> Array:
        """Return the numbers of the documents with these keys."""
        wanted = np.fromiter(pks, np.int64)
        order = self._by_key
        places = self.pks.searchsorted(wanted, sorter=order)
        near = order[np.minimum(places, self.count - 1)]
        found: Array = near[self.pks[near] == wanted]
        return found

    @cached_property
    def _by_key(self) -> Array:
        return np.argsort(self.pks)

    # -- how it is done ----------------------------------------------------------------------

    def _checked(
        self,
        key: Hashable,
        needle: str,
        sets: tuple[str, ...],
        among: Array | None,
        verified: Callable[[Array], Array],
    ) -> Array:
        """Return what is *verified* of the candidates for *needle*; only what is whole is kept."""
        candidates = self.candidates(needle, sets)
        wanted = candidates if among is None else candidates[among[candidates]]
        if len(wanted) < len(candidates) // 2:
            return verified(wanted)
        whole = self._cache.get((self.name, key), lambda: verified(candidates))
        return whole if among is None else whole[among[whole]]

    def _pair(self, name: str, pair: str) -> Array:
        """Return the documents that hold *pair*, in one set of grams."""
        pairs, ends = self._arrays[f"{name}.pairs"], self._arrays[f"{name}.pair_ends"]
        code = np.uint64(ord(pair[0]) << 21 | ord(pair[1]))
        place = int(pairs.searchsorted(code))
        if place == len(pairs) or pairs[place] != code:
            return NONE
        start = int(ends[place - 1]) if place else 0
        return self.mapped.part(f"{name}.ids", start, int(ends[place]))

    def _beginning(self, name: str, character: str) -> Array:
        """Return the documents of all pairs that begin with *character*, some of them twice."""
        pairs, ends = self._arrays[f"{name}.pairs"], self._arrays[f"{name}.pair_ends"]
        codes = np.array([ord(character) << 21, (ord(character) + 1) << 21], np.uint64)
        first, last = pairs.searchsorted(codes).tolist()
        start, end = (int(ends[place - 1]) if place else 0 for place in (first, last))
        return self.mapped.part(f"{name}.ids", start, end)

    def _marked(self, needle: str, sets: Iterable[str]) -> Array:
        """Return the mask of the documents that hold *needle*, two characters at most."""
        if len(needle) == 2:
            return self._mask(self._pair(name, needle) for name in sets)
        return self._mask(self._beginning(name, needle or BORDER) for name in sets)

    def _mask(self, lists: Iterable[Array]) -> Array:
        """Return the mask of the documents in any of *lists*."""
        mask = np.zeros(self.count, bool)
        for ids in lists:
            mask[ids] = True
        return mask


def _nearness(
    first: bytes, others: Sequence[bytes], data: bytes | mmap.mmap, start: int, end: int
) -> float:
    find, best, place = data.find, 0, start
    for _ in range(PLACES):
        place = find(first, place, end)
        if place < 0 or best == len(others):
            break
        low, high = max(start, place - AROUND), min(end, place + len(first) + AROUND)
        best = max(best, sum(find(other, low, high) >= 0 for other in others))
        place += len(first)
    return best / len(others)
