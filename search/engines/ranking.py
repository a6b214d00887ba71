"""The order of what was found: runs that stand as typed first, then BM25F over the words.

Only the page that is asked for is put in order. Whether a run stands as typed is looked up in the
texts of the best candidates, until no other document can come before them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Self

import numpy as np

from search import analysis
from search.engine import Sort
from search.engines.arrays import Array
from search.engines.inverting import LOOSE, TEXT
from search.engines.segments import PARTS, Postings, Segment
from search.query import Near, Text, Together, Words

BOOSTS = {"body": 1.0, "headline": 3.0, "names": 2.0}
SATURATION, LENGTH = 1.2, 0.75  # BM25's k1 and b
UNDATED = 1 << 30
MARKING = 25  # words that tell what a document is about
MANY = 64  # documents whose texts are looked into
GRADES = 200  # of scores; within one, the newer document comes first
NEARNESS = 0.3  # of its score that a document gains in which all words stand close together
OUTWEIGHED = 10.0 * GRADES  # any score, by a run more that stands as typed


@dataclass(frozen=True, slots=True)
class Leaf:
    """A segment and the mask of those of its documents that are still there."""

    segment: Segment
    living: Array
    gone: int  # documents that are not

    @classmethod
    def of(cls, segment: Segment, deleted: Iterable[int]) -> Self:
        """Return *segment* without the documents *deleted*."""
        living = np.ones(segment.count, bool)
        living[list(deleted)] = False
        return cls(segment, living, segment.count - int(living.sum()))

    def __contains__(self, pk: int) -> bool:
        numbers = self.segment.numbers([pk])
        return bool(len(numbers) and self.living[numbers[0]])


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found: a mask for each leaf."""

    leaves: Sequence[Leaf]
    masks: Sequence[Array]
    ids: Sequence[Array]  # the same as numbers

    @classmethod
    def of(cls, leaves: Sequence[Leaf], masks: Sequence[Array]) -> Self:
        """Return what *masks* tell of *leaves*."""
        return cls(leaves, masks, [np.flatnonzero(mask) for mask in masks])

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(map(len, self.ids))

    def at(self, places: Array) -> list[tuple[Leaf, Array | slice, Array]]:
        """Return for each leaf which of *places* lie in it, and the numbers that stand there."""
        if len(self.leaves) == 1:
            return [(self.leaves[0], slice(None), self.ids[0][places])]
        told: list[tuple[Leaf, Array | slice, Array]] = []
        start = 0
        for leaf, ids in zip(self.leaves, self.ids, strict=True):
            inside = np.flatnonzero((places >= start) & (places < start + len(ids)))
            told.append((leaf, inside, ids[places[inside] - start]))
            start += len(ids)
        return told

    def pks(self, places: Array) -> Array:
        """Return the keys of the documents at *places*."""
        keys = np.zeros(len(places), np.int64)
        for leaf, inside, ids in self.at(places):
            keys[inside] = leaf.segment.pks[ids]
        return keys

    def dates(self, places: Array) -> Array:
        """Return the dates of the documents at *places*."""
        dates = np.zeros(len(places), np.int64)
        for leaf, inside, ids in self.at(places):
            dates[inside] = leaf.segment.dates[ids]
        return dates

    def joined(self, arrays: Iterable[Array]) -> Array:
        """Return the values of the documents in *arrays*, one for each leaf."""
        found = [array[ids] for array, ids in zip(arrays, self.ids, strict=True)]
        return np.concatenate(found) if found else np.empty(0, np.int64)


def first(hits: Hits, sort: Sort, wanted: Sequence[Text], stop: int) -> list[int]:
    """Return the keys of the first *stop* of *hits*, in order.

    Equals stand newest first, and within a day the later key first; the undated come last.
    """
    if not stop or not hits.total:
        return []
    if sort == "relevance" and wanted:
        order = _relevant(hits, wanted, stop)
    else:
        everything = np.arange(hits.total)
        dates, pks = hits.dates(everything), hits.pks(everything)
        if sort == "oldest":
            order = _smallest((np.where(dates, dates, UNDATED) << 32) + pks, stop)
        else:
            order = _smallest(-((dates << 32) + pks), stop)
    return [int(pk) for pk in hits.pks(order)]


def alike(hits: Hits, pk: int, size: int) -> tuple[list[int], int]:
    """Return the keys of the *size* hits most like *pk*, and how many are like it at all."""
    home = next((leaf for leaf in hits.leaves if pk in leaf), None)
    if home is None or not hits.total:
        return [], 0
    count = sum(leaf.segment.count for leaf in hits.leaves)

    def weight(item: tuple[str, int]) -> float:
        word, often = item
        spread = sum(len(leaf.segment.postings(word).ids) for leaf in hits.leaves)
        return -often * log(1 + count / (spread + 1))

    own = home.segment.words(int(home.segment.numbers([pk])[0]), int(BOOSTS["headline"]))
    marking = sorted(own.items(), key=weight)[:MARKING]
    scored = scores(hits, [word for word, _ in marking])
    order = _newest_first(hits, scored, np.flatnonzero(scored))
    return [int(key) for key in hits.pks(order[:size])], len(order)


def scores(hits: Hits, words: Iterable[str]) -> Array:
    """Return BM25F of the documents for *words*, any of which may stand in them."""
    count = sum(leaf.segment.count for leaf in hits.leaves)
    average = [
        max(1.0, sum(leaf.segment.total_lengths[part] for leaf in hits.leaves) / count)
        for part in range(len(PARTS))
    ]
    found = [np.zeros(leaf.segment.count, np.float32) for leaf in hits.leaves]
    for word in words:
        postings = [leaf.segment.postings(word) for leaf in hits.leaves]
        spread = sum(len(one.ids) for one in postings)
        rarity = log(1 + (count - spread + 0.5) / (spread + 0.5))
        for leaf, mask, total, one in zip(hits.leaves, hits.masks, found, postings, strict=True):
            if len(one.ids):
                ids, often = _often(leaf.segment, one, mask, average)
                total[ids] += rarity * (SATURATION + 1) * often / (often + SATURATION)
    return hits.joined(found)


def _often(
    segment: Segment, postings: Postings, mask: Array, average: Sequence[float]
) -> tuple[Array, Array]:
    """Return the documents of *mask* that hold a word, and how often, by length and by place."""
    inside = mask[postings.ids]
    ids = postings.ids[inside]
    often = np.zeros(len(ids), np.float32)
    for part, name in enumerate(PARTS):
        counts = postings.counts[part][inside]
        held = np.flatnonzero(counts > 0)
        if len(held):
            long = segment.lengths[part][ids[held]] / np.float32(average[part])
            often[held] += BOOSTS[name] * counts[held] / (1 - LENGTH + LENGTH * long)
    return ids, often


def _relevant(hits: Hits, wanted: Sequence[Text], stop: int) -> Array:
    """Return the places of the first *stop* in *hits*."""
    texts: list[str] = []
    for leaf in wanted:
        texts += leaf.words if isinstance(leaf, Near | Together) else [leaf.text]
    words = sorted({term.text for text in texts for term in analysis.words(text)})
    runs = sorted({analysis.fold_run(leaf.text) for leaf in wanted if isinstance(leaf, Words)})
    scored = scores(hits, words).astype(np.float64)
    if most := scored.max():
        scored = np.round(scored * (GRADES / most))
    bounds = _at_most(hits, runs)
    if len(needles := analysis.needles(runs)) > 1:
        best = _best(hits, scored, bounds, runs, MANY)
        near = _asked(hits, best, lambda segment, ids: segment.nearness(needles, ids))
        scored[best] += np.round(NEARNESS * scored[best] * near)
    order = _best(hits, scored, bounds, runs, stop)
    return _newest_first(hits, bounds * OUTWEIGHED + scored, order)[:stop]


def _best(hits: Hits, scored: Array, bounds: Array, runs: Sequence[str], number: int) -> Array:
    """Return the places of the *number* best, and of all that equal the last, in no order.

    *bounds* say how many runs may stand as typed; for what is returned, how many do.
    """
    looked = np.zeros(len(scored), bool)
    while True:
        best = np.sort(_greatest(bounds * OUTWEIGHED + scored, number))
        fresh = best[~looked[best] & (bounds[best] > 0)]
        if not len(fresh):
            return best
        told = _asked(hits, fresh, lambda segment, ids: _as_typed(segment, ids, runs))
        if np.array_equal(told, bounds[fresh]):
            return best
        bounds[fresh] = told
        looked[fresh] = True


def _at_most(hits: Hits, runs: Sequence[str]) -> Array:
    """Return how many of *runs* may stand in each document, by their pairs."""
    counts = []
    for leaf, ids in zip(hits.leaves, hits.ids, strict=True):
        count = np.zeros(leaf.segment.count, np.int64)
        for run in runs:
            count[leaf.segment.candidates(run, (TEXT, LOOSE))] += 1
        counts.append(count[ids])
    return np.concatenate(counts)


def _as_typed(segment: Segment, ids: Array, runs: Iterable[str]) -> Array:
    """Return how many of *runs* stand in the text of each of *ids*, quotation marks or not."""
    count = np.zeros(len(ids), np.int64)
    for run in runs:
        count += segment.stands_bare(run, (TEXT,), ids)
    return count


def _asked(hits: Hits, places: Array, ask: Callable[[Segment, Array], Array]) -> Array:
    """Return what *ask* tells of the documents at *places*, which are in order."""
    return np.concatenate([ask(leaf.segment, ids) for leaf, _, ids in hits.at(places) if len(ids)])


def _newest_first(hits: Hits, rank: Array, places: Array) -> Array:
    """Return *places* by their rank, equals by date and key."""
    order = np.lexsort((-hits.pks(places), -hits.dates(places), -rank[places]))
    return places[order]


def _smallest(keys: Array, stop: int) -> Array:
    """Return the places of the *stop* smallest of *keys*, in order."""
    if stop < len(keys):
        places = np.argpartition(keys, stop - 1)[:stop]
        return places[np.argsort(keys[places])]
    return np.argsort(keys)


def _greatest(ranks: Array, stop: int) -> Array:
    """Return the places of the *stop* greatest of *ranks*, and of all that equal the last."""
    if stop >= len(ranks):
        return np.arange(len(ranks))
    return np.flatnonzero(ranks >= np.partition(ranks, -stop)[-stop])
