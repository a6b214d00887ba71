"""What a reader sought, as places in an article that its page marks; who can seek registers here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from articles.models import Article
from articles.outputs.reading import PlaceFinder
from articles.outputs.spans import Mark

HIT = "hit"


class Hit(NamedTuple):
    """A place of what was sought: ``article.part(part)[start:end]``."""

    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A line or paragraph that is hit: the fragment of its first hit, its name, and how often."""

    href: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Sought:
    """What was sought in an article, its query string, every place of it, part by part, and the
    address of the search.
    """

    words: str
    query: str
    hits: tuple[Hit, ...]
    back: str


Seek = Callable[[Mapping[str, str], Article], Sought | None]
_seekers: list[Seek] = []


def register(seek: Seek) -> None:
    """Let *seek* say what a query string seeks in an article; once, at start-up."""
    _seekers.append(seek)


def sought(given: Mapping[str, str], article: Article) -> Sought | None:
    """Return what the query string *given* seeks in *article*, None if it seeks nothing."""
    return next((found for seek in _seekers if (found := seek(given, article))), None)


def marks(hits: Sequence[Hit]) -> list[tuple[str, Mark]]:
    """Return for each of *hits* its part and its mark; they are numbered m1, m2 and so on."""
    return [
        (hit.part, Mark(hit.start, hit.end, HIT, f"m{number}", ""))
        for number, hit in enumerate(hits, 1)
    ]


def spots(article: Article, hits: Sequence[Hit]) -> list[Spot]:
    """Return the lines and paragraphs of *article* in which *hits* stand, as these follow."""
    finder = PlaceFinder(article.blocks(), ())
    found = [finder.where(hit.part, hit.start) for hit in hits]
    counts = Counter(found)
    first = {place: number for number, place in reversed(list(enumerate(found, 1)))}
    return [
        Spot(f"#m{first[place]}", place[1].removeprefix("原文"), count)
        for place, count in counts.items()
    ]
