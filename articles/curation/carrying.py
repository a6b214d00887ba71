"""What people changed in texts, carried along when the borders between articles move. Pure.

A changed text is told from the one that was read as a list of edits; each of them stands between
two characters of the source, and goes wherever these go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from articles.curation.tracing import Spot, Trail

APART = 2  # characters of the source between two edits; with fewer they count as one

MARK = re.compile(r"(?:#{2,3} |\\)$")  # what begins the next block, by articles.extraction.markup
LOOSE_END = re.compile(r"\n+(?:#{2,3} |\\)?$")

Place = tuple[int, str]  # an article, by its key, and a part of it


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters between two of the source, as they were read and as a person put them.

    ``left`` and ``right`` are source offsets, None at an end of the part; ``gone`` are those of
    the characters taken away. ``put`` stood between ``before`` and ``after``, characters that no
    source has. ``author`` is the key of the claim that says whose edit it is.
    """

    left: int | None
    right: int | None
    gone: tuple[int, ...]
    read: str
    before: str
    put: str
    after: str
    author: int


@dataclass(frozen=True, slots=True)
class Carried:
    """Texts with the edits put in, whose word each is, and the edits that found no place."""

    texts: Mapping[Place, str]
    authors: Mapping[Place, int]
    homeless: tuple[Edit, ...]


class _Patch(NamedTuple):
    place: Place
    start: int
    end: int
    put: str


def edits(read: str, put: str, place: Place, trail: Trail, author: int) -> Iterator[Edit]:
    """Yield what makes *put* of *read*, the text of the part *place* by *trail*."""
    origins = [trail.origin(Spot(*place, at)) for at in range(len(read))]
    for a, b, c, d in _differences(read, put, origins):
        low, high = a, b  # widened to the nearest characters that the source has
        while low and origins[low - 1] is None:
            low -= 1
        while high < len(read) and origins[high] is None:
            high += 1
        yield Edit(
            left=origins[low - 1] if low else None,
            right=origins[high] if high < len(read) else None,
            gone=tuple(o for o in origins[a:b] if o is not None),
            read=read[low:high],
            before=read[low:a],
            put=put[c:d],
            after=read[b:high],
            author=author,
        )


def _differences(
    read: str, put: str, origins: Sequence[int | None]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield ``(a, b, c, d)``: ``read[a:b]`` became ``put[c:d]``.

    What is alike at both ends is cut off first, for the comparison takes time by the square.
    """
    shorter = min(len(read), len(put))
    head = next((i for i in range(shorter) if read[i] != put[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if read[-1 - i] != put[-1 - i]), rest)
    inner = SequenceMatcher(
        None, read[head : len(read) - tail], put[head : len(put) - tail], autojunk=False
    )
    held: tuple[int, int, int, int] | None = None
    for kind, *ends in inner.get_opcodes():
        if kind == "equal":
            continue
        a, b, c, d = (end + head for end in ends)
        if held and sum(o is not None for o in origins[held[1] : a]) < APART:
            held = (held[0], b, held[2], d)
            continue
        if held:
            yield held
        held = (a, b, c, d)
    if held:
        yield held


def carry(made: Iterable[Edit], trail: Trail, texts: Mapping[Place, str]) -> Carried:
    """Put edits into *texts*, in which *trail* tells where the characters of the source stand."""
    patches: dict[Place, list[_Patch]] = {}
    authors: dict[Place, int] = {}
    homeless: list[Edit] = []
    for edit in made:
        found = _whole(edit, trail, texts) or _parted(edit, trail, texts)
        if edit.put.strip() and not any(patch.put for patch in found):
            homeless.append(edit)
        for patch in found:
            patches.setdefault(patch.place, []).append(patch)
            authors.setdefault(patch.place, edit.author)
    changed = {place: _patched(texts[place], held) for place, held in patches.items()}
    return Carried(changed, authors, tuple(homeless))


def _patched(text: str, patches: Iterable[_Patch]) -> str:
    for patch in sorted(patches, key=lambda one: (one.start, one.end), reverse=True):
        text = text[: patch.start] + patch.put + text[patch.end :]
    return text


def _spot(offset: int | None, trail: Trail, texts: Mapping[Place, str]) -> Spot | None:
    """Return where a source character stands in one of *texts*."""
    spot = None if offset is None else trail.spot(offset)
    return spot if spot and spot[:2] in texts else None


def _whole(edit: Edit, trail: Trail, texts: Mapping[Place, str]) -> list[_Patch]:
    """Return the edit in one piece, if what was read still stands between the same characters."""
    left, right = (_spot(end, trail, texts) for end in (edit.left, edit.right))
    first = _spot(edit.gone[0], trail, texts) if edit.gone else None
    if left:
        spot, start = left, left.at + 1
    elif right:
        spot, start = right, right.at - len(edit.read)
    elif first:
        spot, start = first, first.at
    else:
        return []
    end = start + len(edit.read)
    if right and right != Spot(*spot[:2], end):
        return []
    if start < 0 or texts[spot[:2]][start:end] != edit.read:
        return []
    return [_Patch(spot[:2], start, end, edit.before + edit.put + edit.after)]


def _parted(edit: Edit, trail: Trail, texts: Mapping[Place, str]) -> list[_Patch]:
    """Return the edit in pieces, as a border runs through it or its text has gone elsewhere.

    What was taken away goes wherever it stands now; what was put in follows what stood before it.
    """
    gone = [spot for offset in edit.gone if (spot := _spot(offset, trail, texts))]
    patches = [_Patch(spot[:2], spot.at, spot.at + 1, "") for spot in gone]
    left, right = (_spot(end, trail, texts) for end in (edit.left, edit.right))
    if left and not (right and _touches_right(edit)):
        put = LOOSE_END.sub("", edit.before + edit.put)
        patches.append(_Patch(left[:2], left.at + 1, left.at + 1, put))
    elif right:
        at, put = right.at, MARK.sub("", edit.put + edit.after).lstrip("\n")
        while put.endswith("\n") and at and texts[right[:2]][at - 1] != "\n":
            at -= 1  # a block of its own stands before the mark of the next
        patches.append(_Patch(right[:2], at, at, put))
    elif gone:
        patches.append(_Patch(gone[0][:2], gone[0].at, gone[0].at, edit.put.strip("\n")))
    return patches


def _touches_right(edit: Edit) -> bool:
    """Tell whether what was put in stands in the block of what follows it, and of nothing before."""
    put = edit.put
    apart = "\n" in edit.before + put[: len(put) - len(put.lstrip("\n"))]
    return apart and "\n" not in put[len(put.rstrip("\n")) :] + edit.after
