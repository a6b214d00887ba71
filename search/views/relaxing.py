"""Ways out when nothing was found: what to leave out, and how many articles that would give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from articles.filters import NAMES, BrowseFilter
from search import analysis
from search.engine import EngineUnavailable
from search.query import (
    MAX_LENGTH,
    And,
    Leaf,
    Near,
    Node,
    Phrase,
    Query,
    Together,
    Words,
    joined,
    leaves,
    plain,
    typed,
    with_leaves,
)
from search.resolving import understood
from search.views.answering import count
from search.views.asked import Asked

TRIED = 12  # at most so many searches


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A wider search: what it does, how many articles it gives, and its address."""

    label: str
    count: int
    link: str


def relaxations(asked: Asked, hidden: frozenset[int]) -> list[Relaxation]:
    """Return wider searches that find something besides *hidden* articles; none while the engine
    is away.
    """
    found = []
    try:
        for label, wider, browsed in islice(_wider(asked), TRIED):
            if total := count(wider, browsed, hidden):
                link = replace(asked, query=wider).link(browsed)
                found.append(Relaxation(label, total, link))
    except EngineUnavailable:
        return []
    return found


def cut(query: Query) -> str:
    """Return the words into which was cut what *query* has without quotes, "" where nothing was."""
    runs = [run.text for leaf in leaves(query.tree) if isinstance(run := typed(leaf), Words)]
    found = (analysis.needles([run]) for run in runs)
    return "，".join(" / ".join(words) for words in found if len(words) > 1)


def _wider(asked: Asked) -> Iterator[tuple[str, Query, BrowseFilter]]:
    """Yield a filter less, quotation marks less, a part less; of a single run, single words."""
    query, browse = asked.query, asked.browse
    labels: dict[str, list[str]] = {}
    for chip in browse.chips():
        labels.setdefault(chip.key, []).append(chip.label)
    for key, values in labels.items():
        yield f"不限{NAMES[key]}（{'、'.join(values)}）", query, browse.without(key)
    for label, tree in _wider_trees(asked):
        text = str(tree)
        if len(text) <= MAX_LENGTH:
            yield label, Query(text, tree), browse


def _wider_trees(asked: Asked) -> Iterator[tuple[str, Node]]:
    query = asked.query
    unquoted: dict[Leaf, Node] = {}
    for leaf in leaves(query.tree):
        if isinstance(leaf, Phrase | Near | Together) and (runs := _unquoted(leaf)):
            unquoted[leaf] = runs
    if query.tree and unquoted:
        bare = str(with_leaves(query.tree, unquoted))
        if tree := understood(bare, exact=asked.exact).tree:  # may now be widened
            yield f"不加引号：{bare}", tree
    if len(query.parts) > 1:
        for part in query.parts:
            if rest := joined(And, [other for other in query.parts if other != part]):
                yield f"去掉 {part}", rest
    elif query.parts and isinstance(run := typed(query.parts[0]), Words):
        words = analysis.needles([run.text])
        for word in words:
            if len(words) > 1 and len(word) > 1:
                yield f"只查 {word}", Phrase(word, run.field)


def _unquoted(leaf: Phrase | Near | Together) -> Node | None:
    return plain(leaf.text if isinstance(leaf, Phrase) else " ".join(leaf.words), leaf.field)
