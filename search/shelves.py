"""Names in memory, to be searched by characters, by pinyin, by its initials, or by all of them.

Names are kept as long strings, letter under letter: what they are written with, and the first
letters of their syllables. To look for a name is to look into a string, however many there are;
the heaviest stand first, so that a search can stop early.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

READINGS = 6  # ways to cut letters into syllables that are tried
TRIED = 500  # places of one string that are compared in one search
LONGEST = 6  # letters of a syllable
DIGRAPHS = frozenset({"zh", "ch", "sh"})
END = "\n"


class Cell(NamedTuple):
    """One character of a name as it was typed: itself, its syllable, or how the syllable begins."""

    text: str
    sound: bool = False
    whole: bool = False


Cells = tuple[Cell, ...]


class Match(NamedTuple):
    """Where a name was found; sorted, the best come first."""

    place: int  # 0 for the whole name, 1 for its beginning, 2 for the rest
    lighter: int  # less its weight
    rest: int  # characters that were not typed
    pk: int
    text: str  # what stands there


@dataclass(frozen=True, slots=True)
class Shelf:
    """Names of one kind, the heaviest first."""

    kind: str
    pks: array[int]
    weights: array[int]
    starts: array[int]
    written: str
    initials: str
    syllables: tuple[str, ...]

    @classmethod
    def of(
        cls, kind: str, names: Iterable[tuple[int, int, str, str]], known: dict[str, str]
    ) -> Shelf:
        """Return the shelf of names given as ``(pk, weight, folded, pinyin)``.

        *known* collects the syllables, so that there is one copy of each.
        """
        pks, weights, starts = array("Q"), array("Q"), array("Q")
        written, syllables = [END], [END]
        for pk, weight, folded, pinyin in names:
            sounds = pinyin.lower().split(" ")
            if len(sounds) != len(folded):  # not one for one: this name is found by no sound
                sounds = list(folded)
            pks.append(pk)
            weights.append(weight)
            starts.append(len(syllables))
            written.append(folded + END)
            syllables += [known.setdefault(sound, sound) for sound in sounds]
            syllables.append(END)
        initials = "".join([sound[0] for sound in syllables])
        return cls(kind, pks, weights, starts, "".join(written), initials, tuple(syllables))

    def find(self, cells: Cells, limit: int, *, last: int = 2) -> Iterator[Match]:
        """Yield where *cells* stand: *limit* of each place of :class:`Match`, up to the *last*.

        Places that are looked at only after the first ones come again among the later.
        """
        text, needle, offset = self._needle(cells)
        around = [(END, END), (END, ""), ("", "")] if len(needle) == len(cells) else [("", "")]
        for before, after in around[: last + 1]:
            left = limit
            for place in _places(text, before + needle + after):
                start = place + len(before) - offset
                if self._stands(cells, start):
                    match = self._match(start, len(cells))
                    if match.place <= last:
                        yield match
                        left -= 1
                if not left:
                    break

    def around(self, text: str) -> Iterator[tuple[str, str, int]]:
        """Yield what stands in the same name before and after each place of *text*, and the
        weight of the name.
        """
        for place in _places(self.written, text):
            row = bisect_right(self.starts, place) - 1
            start, end = self.starts[row], self.written.index(END, place)
            before, after = self.written[start:place], self.written[place + len(text) : end]
            yield before, after, self.weights[row]

    def _needle(self, cells: Cells) -> tuple[str, str, int]:
        """Return the string to look into, for what, and how far that is from the first cell."""
        runs, offset = [], 0
        for sound, group in groupby(cells, lambda cell: cell.sound):
            run = "".join(cell.text[0] for cell in group)
            if not sound:
                runs.append((run, offset))
            offset += len(run)
        if not runs:
            return self.initials, "".join(cell.text[0] for cell in cells), 0
        return self.written, *max(runs, key=lambda run: len(run[0]))

    def _stands(self, cells: Cells, start: int) -> bool:
        if start < 1 or start + len(cells) >= len(self.written):
            return False
        for place, (text, sound, whole) in enumerate(cells, start):
            syllable = self.syllables[place]
            if not sound:
                if self.written[place] != text:
                    return False
            elif syllable != text and (whole or not syllable.startswith(text)):
                return False
        return True

    def _match(self, start: int, length: int) -> Match:
        row = bisect_right(self.starts, start) - 1
        end = self.written.index(END, start)
        first = start == self.starts[row]
        place = 0 if first and end == start + length else 1 if first else 2
        found = self.written[start : start + length]
        return Match(
            place, -self.weights[row], end - self.starts[row] - length, self.pks[row], found
        )


def _places(text: str, needle: str) -> Iterator[int]:
    place = text.find(needle)
    for _ in range(TRIED):
        if place < 0:
            return
        yield place
        place = text.find(needle, place + 1)


def readings(letters: str, known: Collection[str], *, open_end: bool = True) -> list[Cells]:
    """Return the ways to cut *letters* into syllables of *known* or their initials, the shortest
    ways first. With an *open end* the last syllable may be no more than begun.

    >>> known = {"bai", "shan", "shi"}
    >>> [[cell.text for cell in way] for way in readings("baiss", known)]
    [['bai', 's', 's']]
    """
    beginnings = {syllable[:end] for syllable in known for end in range(1, len(syllable) + 1)}
    first = {syllable[0] for syllable in known} | DIGRAPHS
    ways: list[list[Cells]] = [[] for _ in letters] + [[()]]
    for start in reversed(range(len(letters))):
        for end in range(start + 1, min(start + LONGEST, len(letters)) + 1):
            piece, begun = letters[start:end], open_end and end == len(letters)
            if piece in known or piece in first or (begun and piece in beginnings):
                whole = piece in known and len(piece) > 1 and not begun
                ways[start] += [(Cell(piece, True, whole), *way) for way in ways[end]]
        ways[start] = sorted(ways[start], key=len)[:READINGS]
    return ways[0]
