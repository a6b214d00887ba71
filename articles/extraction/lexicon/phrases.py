"""Finding many fixed phrases in a text at once, without a pattern for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import add


@dataclass(frozen=True, slots=True)
class Heads:
    """Phrases by their first two characters, the longest first, and the set of these heads."""

    phrases: Mapping[str, tuple[str, ...]]
    pairs: frozenset[str]


def heads(phrases: Iterable[str]) -> Heads:
    """Return *phrases* by their first two characters, the longest first.

    ValueError for a phrase of fewer than two characters, which could never be found.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)):
        if len(phrase) < 2:
            raise ValueError(f"a phrase needs two characters: {phrase!r}")
        found[phrase[:2]].append(phrase)
    return Heads({head: tuple(group) for head, group in found.items()}, frozenset(found))


def occurrences(text: str, listed: Heads, taken: bytearray | None = None) -> list[tuple[int, int]]:
    """Return the spans of the *listed* phrases in *text*, leftmost-longest, clear of marked characters.

    *taken* has one byte a character of *text*, not zero where nothing may be found.
    """
    starts = sorted(_starts(text, listed.pairs & _pairs(text)))
    spans, free = [], 0
    for start in starts:
        if start < free:
            continue
        for phrase in listed.phrases[text[start : start + 2]]:
            end = start + len(phrase)
            if text.startswith(phrase, start) and (taken is None or not any(taken[start:end])):
                spans.append((start, end))
                free = end
                break
    return spans


def _starts(text: str, pairs: Iterable[str]) -> Iterator[int]:
    """Yield where each of *pairs* stands in *text*."""
    for pair in pairs:
        start = text.find(pair)
        while start != -1:
            yield start
            start = text.find(pair, start + 1)


@lru_cache(maxsize=64)
def _pairs(text: str) -> frozenset[str]:
    """Return each two neighbouring characters of *text*; several lists ask one passage in turn."""
    return frozenset(map(add, text, text[1:]))
