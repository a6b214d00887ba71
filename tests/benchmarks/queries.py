"""Queries of six kinds, drawn from the reports themselves, always the same ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import jieba

from tests.benchmarks.asking import Ask, Kind
from tests.benchmarks.corpus import Report

SHARES: dict[Kind, int] = {
    "frequent": 40,
    "rare": 40,
    "and": 40,
    "phrase": 30,
    "region": 30,
    "prefix": 20,
}  # of two hundred
FREQUENT = 0.05, 0.5  # of the reports that a word stands in
MIDDLING = 0.002, 0.2
RARE = 2, 20  # reports
SAMPLE = 2000  # reports from which words that stand together are drawn


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of some reports, and in how many each stands."""

    cut: Sequence[Sequence[str]]  # in order, of each block of the first reports
    counts: Counter[str]
    total: int

    def between(self, least: float, most: float) -> list[str]:
        """Return the words that stand in so many reports."""
        return sorted(word for word, count in self.counts.items() if least <= count <= most)

    @classmethod
    def of(cls, reports: Iterable[Report]) -> _Words:
        """Cut *reports* into words."""
        counts: Counter[str] = Counter()
        kept: list[Sequence[str]] = []
        total = 0
        for report in reports:
            blocks = [jieba.lcut(block) for block in (report.headline, *report.blocks)]
            counts.update({word for block in blocks for word in block if _ordinary(word)})
            total += 1
            if total <= SAMPLE:
                kept += blocks
        return cls(kept, counts, total)


def drawn(reports: Iterable[Report], count: int) -> list[Ask]:
    """Return *count* queries about *reports*, the kinds mixed."""
    chance = Random("queries")
    several = list(reports)
    words = _Words.of(several)
    asks: list[Ask] = []
    for kind, share in SHARES.items():
        wanted = max(2, count * share // sum(SHARES.values()))
        found: dict[Ask, None] = {}
        while len(found) < wanted:
            if ask := _draw(kind, words, several, chance):
                found[ask] = None
        asks += found
    chance.shuffle(asks)
    return asks


def _draw(kind: Kind, words: _Words, several: Sequence[Report], chance: Random) -> Ask | None:
    frequent = words.between(*(share * words.total for share in FREQUENT))
    if kind == "frequent":
        return Ask(kind, chance.choice(frequent))
    if kind == "rare":
        return Ask(kind, chance.choice(words.between(*RARE)))
    if kind == "region":
        return Ask(kind, chance.choice(frequent), chance.choice(several).regions[-1])
    if kind == "prefix":
        longer = [word for word in words.between(*RARE) if len(word) > 2]
        return Ask(kind, chance.choice(longer)[:2])
    block = chance.choice(words.cut)
    return _phrase(block, chance) if kind == "phrase" else _together(block, words, chance)


def _together(block: Sequence[str], words: _Words, chance: Random) -> Ask | None:
    """Return two or three middling words of one block."""
    least, most = (share * words.total for share in MIDDLING)
    known = sorted({word for word in block if least <= words.counts[word] <= most})
    if len(known) < 3:
        return None
    return Ask("and", " ".join(chance.sample(known, chance.choice((2, 3)))))


def _phrase(block: Sequence[str], chance: Random) -> Ask | None:
    """Return two neighbouring words of one block."""
    pairs = [
        first + second
        for first, second in pairwise(block)
        if _ordinary(first) and _ordinary(second)
    ]
    return Ask("phrase", chance.choice(pairs)) if pairs else None


def _ordinary(word: str) -> bool:
    return len(word) > 1 and all("一" <= character <= "龥" for character in word)
