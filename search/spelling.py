"""What may have been meant by words that are not found: what sounds the same, or differs in one
character, among the names of the archive and the words of its texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from articles.models.naming import syllables
from search.models.name import spelled
from search.shelves import Cell, Match, Shelf, readings
from search.suggestions import memory

LENGTHS = range(2, 13)  # characters of what is looked at
WINDOWS = (4, 3, 2)  # characters that are looked at together in a longer run
EACH = 8  # places in one shelf
OFFERED = 4


def alternatives(run: str, shelves: tuple[Shelf, ...]) -> list[str]:
    """Return what may have been meant by *run* among the names on *shelves*, the likeliest first;
    nothing for what is a name or a word as it stands.
    """
    typed = spelled(run)
    if len(typed) not in LENGTHS or _known(shelves, typed):
        return []
    if typed.isascii():
        found: Iterable[str] = _in_letters(shelves, typed) if typed.isalpha() else ()
    else:
        found = chain(
            _alike(shelves, typed, last=0 if len(typed) == 2 else 2),
            _alike_in_part(shelves, typed),
            _one_off(shelves, typed),
        )
    return [text for text in dict.fromkeys(found) if text != typed][:OFFERED]


def _known(shelves: Iterable[Shelf], text: str) -> bool:
    cells = tuple(map(Cell, text))
    return any(True for shelf in shelves for _ in shelf.find(cells, 1, last=0))


def _in_letters(shelves: tuple[Shelf, ...], letters: str) -> Iterator[str]:
    """Yield what *letters* spell in full, then names of which they are the initials."""
    known = memory().syllables
    for way in readings(letters, known, open_end=False):
        if all(cell.text in known for cell in way):
            yield from _texts(chain.from_iterable(shelf.find(way, EACH) for shelf in shelves))
    for way in readings(letters, known):
        yield from _texts(chain.from_iterable(shelf.find(way, EACH, last=0) for shelf in shelves))


def _alike(shelves: Iterable[Shelf], text: str, last: int) -> Iterator[str]:
    """Yield what sounds as *text* does."""
    sounds = zip(text, syllables(text), strict=True)
    cells = tuple(Cell(sound, sound != sign, sound != sign) for sign, sound in sounds)
    yield from _texts(chain.from_iterable(shelf.find(cells, EACH, last=last) for shelf in shelves))


def _alike_in_part(shelves: tuple[Shelf, ...], text: str) -> Iterator[str]:
    """Yield *text* with a word in it that is none put right by its sound."""
    for length in WINDOWS:
        for start in range(len(text) - length + 1 if length < len(text) else 0):
            part = text[start : start + length]
            if not _known(shelves, part):
                for other in _alike(shelves, part, last=0):
                    yield text[:start] + other + text[start + length :]


def _one_off(shelves: Iterable[Shelf], text: str) -> Iterator[str]:
    """Yield what differs from *text* in one character: another one, one more, or one less."""
    if len(text) < 3:
        return
    half = len(text) // 2
    first, second = text[:half], text[half:]
    found: list[tuple[int, int, str]] = []  # the heaviest first, then the longest
    for shelf in shelves:
        for _, after, weight in shelf.around(first):
            found += ((-weight, -len(slip), first + slip) for slip in _slips(second, after))
        for before, _, weight in shelf.around(second):
            slips = _slips(first[::-1], before[::-1])
            found += ((-weight, -len(slip), slip[::-1] + second) for slip in slips)
    yield from (other for *_, other in sorted(found) if text not in other and other not in text)


def _slips(typed: str, text: str) -> Iterator[str]:
    """Yield how *text* begins where that is *typed* but for one character.

    >>> list(_slips("会课", "会一课")), list(_slips("二课", "一课")), list(_slips("一一课", "一课"))
    (['会一', '会一课', '会'], ['一课'], ['一课'])
    """
    same = 0
    while same < min(len(typed), len(text)) and typed[same] == text[same]:
        same += 1
    for skipped, added in ((1, 1), (0, 1), (1, 0)):
        other = text[: len(typed) - skipped + added]
        if other[:same] + other[same + added :] == typed[:same] + typed[same + skipped :]:
            yield other


def _texts(matches: Iterable[Match]) -> Iterator[str]:
    """Yield what was found, in whole names first, in the most frequent first."""
    yield from dict.fromkeys(match.text for match in sorted(matches))
