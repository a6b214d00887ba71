"""Finding many fixed phrases in a text at once, without a pattern for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

Heads = Mapping[str, tuple[str, ...]]


def heads(phrases: Iterable[str]) -> Heads:
    """Return *phrases* by their first two characters, the longest first.

    ValueError for a phrase of fewer than two characters, which could never be found.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)):
        if len(phrase) < 2:
            raise ValueError(f"a phrase needs two characters: {phrase!r}")
        found[phrase[:2]].append(phrase)
    return {head: tuple(group) for head, group in found.items()}


def occurrences(
    text: str, phrases: Heads, taken: bytearray | None = None
) -> list[tuple[int, int]]:
    """Return the spans of *phrases* in *text*, leftmost-longest, clear of marked characters.

    *taken* has one byte a character of *text*, not zero where nothing may be found.
    """
    pairs = _pairs(text)
    starts = sorted(start for head in phrases.keys() & pairs.keys() for start in pairs[head])
    spans, free = [], 0
    for start in starts:
        if start < free:
            continue
        for phrase in phrases[text[start : start + 2]]:
            end = start + len(phrase)
            if text.startswith(phrase, start) and (taken is None or not any(taken[start:end])):
                spans.append((start, end))
                free = end
                break
    return spans


@lru_cache(maxsize=64)
def _pairs(text: str) -> dict[str, list[int]]:
    """Return where each two neighbouring characters stand; several lists ask one passage in turn."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for start in range(len(text) - 1):
        found[text[start : start + 2]].append(start)
    return found
