"""What every engine under test is asked, and what it must answer with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, get_args

from tests.benchmarks.corpus import Report

SHOWN = 20  # hits on a page
SNIPPET = 120  # characters
COUNTED = ("region", "theme", "year")  # facets

Part = Literal["search", "page"]  # a page has snippets as well
PARTS: tuple[Part, ...] = get_args(Part)
Kind = Literal["frequent", "rare", "and", "phrase", "region", "prefix"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A query: all words, or one phrase, or one prefix; in a region or anywhere."""

    kind: Kind
    text: str  # words parted by blanks, or the phrase or prefix without its sign
    region: str = ""  # the code of a division

    @property
    def typed(self) -> str:
        """What one would type in a search box."""
        if self.kind == "phrase":
            return f'"{self.text}"'
        return f"{self.text}*" if self.kind == "prefix" else self.text


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page of results needs, apart from the snippets."""

    pks: list[int]
    total: int
    facets: int  # how many values were counted


class Peer(Protocol):
    """An engine in its folder."""

    def load(self) -> None:
        """Read the dictionary that texts are cut with, before any clock starts."""

    def index(self, reports: Iterable[Report]) -> None:
        """Write the index from nothing."""

    def ask(self, ask: Ask) -> Answer:
        """Answer as a page in a fresh request would be."""
        ...

    def snippets(self) -> list[str]:
        """Return a snippet with marks for each hit of the last answer."""
        ...

    def update(self, report: Report) -> None:
        """Add one report so that the next :meth:`ask` finds it."""


def around(text: str, words: Iterable[str]) -> str:
    """Return the first place of one of *words* with its surroundings, all of them marked.

    For peers that bring no snippets for texts cut beforehand.
    """
    wanted = list(words)
    places = [place for place in map(text.find, wanted) if place >= 0]
    start = max(0, min(places, default=0) - SNIPPET // 3)
    piece = text[start : start + SNIPPET]
    for word in wanted:
        piece = piece.replace(word, f"<b>{word}</b>")
    return piece


def bytes_in(folder: Path) -> int:
    """Return the size of all files in *folder*."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
