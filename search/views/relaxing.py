"""Ways out when nothing was found: what to leave out, and how many articles that would give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from articles.filters import BrowseFilter
from search import analysis
from search.engine import EngineUnavailable
from search.query import Query
from search.views.answering import count

TRIED = 12  # at most so many searches


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A wider search: what it does, how many articles it gives, and its query string."""

    label: str
    count: int
    link: str


def relaxations(query: Query, browse: BrowseFilter) -> list[Relaxation]:
    """Return wider searches that find something; none while the engine is away."""
    found = []
    try:
        for number, (label, wider, browsed) in enumerate(_wider(query, browse)):
            if number == TRIED:
                break
            if total := count(wider, browsed):
                found.append(Relaxation(label, total, browsed.urlencode(q=wider.text)))
    except EngineUnavailable:
        return []
    return found


def _wider(query: Query, browse: BrowseFilter) -> Iterator[tuple[str, Query, BrowseFilter]]:
    """Yield a filter less, quotation marks less, a part less; of a single run, single words."""
    for chip in browse.chips():
        yield f"不限{chip.name}（{chip.label}）", query, browse.without(chip.key)
    if query.phrases:
        unquoted = " ".join((*query.words, *query.phrases))
        yield f"不加引号：{unquoted}", Query.parse(unquoted), browse
    if len(query.parts) > 1:
        for part in query.parts:
            rest = " ".join(other for other in query.parts if other != part)
            yield f"去掉 {part}", Query.parse(rest), browse
    elif len(words := analysis.needles(query.words)) > 1:
        for word in words:
            if len(word) > 1:
                yield f"只查 {word}", Query.parse(f"“{word}”"), browse
