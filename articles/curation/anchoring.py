"""Where a quoted fact stands in a text that may have changed. Pure: strings in, offsets out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

CONTEXT = 32  # characters kept on each side, as in the columns prefix and suffix
NEARLY = 4  # characters of context that must still stand around a quote
LONG = 8  # a quote of so many characters that stands only once needs no context


class Anchor(NamedTuple):
    """A place with its quote and what stands around it: ``text[start:end] == quote``."""

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


def anchor(text: str, start: int, end: int) -> Anchor:
    """Return the anchor of ``text[start:end]``."""
    before = text[max(0, start - CONTEXT) : start]
    return Anchor(start, end, text[start:end], before, text[end : end + CONTEXT])


def locate(parts: Mapping[str, str], part: str, old: Anchor) -> tuple[str, Anchor] | None:
    """Return the part and place where *old*, once in *part*, stands now, or None.

    Text may have moved to another part, say from the body to a caption; there only one place
    counts, and only with some of its surroundings.
    """
    if here := find(parts.get(part, ""), old):
        return part, here
    elsewhere = [
        (name, there)
        for name, text in parts.items()
        if name != part and (there := find(text, old, strict=True))
    ]
    return elsewhere[0] if len(elsewhere) == 1 else None


def find(text: str, old: Anchor, *, strict: bool = False) -> Anchor | None:
    """Return where the quote of *old* stands in *text* now, or None if that cannot be told.

    The place whose surroundings agree most wins, the old offsets among equals. A quote with
    nothing of its surroundings left is lost, unless it is long and stands only once; with *strict*
    neither length nor old offsets speak for a place.
    """
    here = anchor(text, old.start, old.end) if old.end <= len(text) else None
    if here == old:
        return here
    scores = {place: agreement(text, place, old) for place in places(text, old.quote)}
    if not scores:
        return None
    best = max(scores.values())
    winners = [place for place, score in scores.items() if score == best]
    unmistakable = len(scores) == 1 and len(old.quote) >= LONG and not strict
    needed = NEARLY if strict else min(NEARLY, len(old.prefix) + len(old.suffix))
    if best < needed and not unmistakable:
        return None
    if len(winners) > 1 and (strict or old.start not in winners):
        return None
    place = winners[0] if len(winners) == 1 else old.start
    return anchor(text, place, place + len(old.quote))


def places(text: str, quote: str) -> list[int]:
    """Return every offset at which *quote* begins in *text*, overlapping ones included."""
    found, position = [], text.find(quote) if quote else -1
    while position >= 0:
        found.append(position)
        position = text.find(quote, position + 1)
    return found


def agreement(text: str, place: int, old: Anchor) -> int:
    """Count the characters next to the quote that are the same as before, on both sides."""
    before, after = text[:place][-CONTEXT:], text[place + len(old.quote) :][:CONTEXT]
    return _common(before[::-1], old.prefix[::-1]) + _common(after, old.suffix)


def _common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
