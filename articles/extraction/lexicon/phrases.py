"""Finding many fixed phrases in a text at once, without a pattern for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

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
    spans, position = [], 0
    while position < len(text) - 1:
        end = 0
        for phrase in phrases.get(text[position : position + 2], ()):
            if text.startswith(phrase, position):
                after = position + len(phrase)
                if taken is None or not any(taken[position:after]):
                    end = after
                    spans.append((position, end))
                    break
        position = end or position + 1
    return spans
