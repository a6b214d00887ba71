"""您是不是要找: searches for what may have been meant, when next to nothing was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from search.engine import EngineUnavailable
from search.query import MAX_LENGTH, Leaf, Node, Phrase, Query, Words, leaves, typed, with_leaves
from search.resolving import understood
from search.spelling import alternatives
from search.suggestions import memory
from search.views.answering import Answer, count
from search.views.asked import Asked

FEW = 2  # hits; with more of them nothing else is offered
WORTH = 5  # times as many must be found where something was found
LOOKED_AT = 4  # runs of a query
TRIED = 6  # at most so many searches
OFFERED = 2


@dataclass(frozen=True, slots=True)
class Meant:
    """Another search: its words, how many articles it gives, and its address."""

    text: str
    count: int
    link: str


def meant(asked: Asked, found: Answer) -> list[Meant]:
    """Return searches for what sounds like the words of *asked* or differs from them by a slip,
    within the same filters, if they find more; none while the engine is away.
    """
    if found.degraded or asked.query.blank or found.total > FEW:
        return []
    offered: list[Meant] = []
    try:
        for text in islice(_others(asked.query), TRIED):
            total = count(Query.parse(text), asked.browse, found.hidden)
            if total > WORTH * found.total and len(offered) < OFFERED:
                offered.append(_offer(asked, text, found))
    except EngineUnavailable:
        return []
    return offered


def _offer(asked: Asked, text: str, found: Answer) -> Meant:
    """Count as the page will that the offer leads to, which also finds what means the same."""
    query = understood(text, exact=asked.exact)
    total = count(query, asked.browse, found.hidden)
    link = replace(asked, query=query).first
    return Meant(text, total, link)


def _others(query: Query) -> Iterator[str]:
    """Yield queries with all doubtful runs replaced by the likeliest, then one by one."""
    if query.tree is None:
        return
    runs = [leaf for leaf in leaves(query.tree) if isinstance(typed(leaf), Words | Phrase)]
    shelves = memory().shelves()
    found: dict[Leaf, list[Node]] = {}
    for leaf in runs[:LOOKED_AT]:
        run = typed(leaf)
        if isinstance(run, Words | Phrase) and (others := alternatives(run.text, shelves)):
            found[leaf] = [replace(run, text=other) for other in others]
    changes = [{leaf: others[0] for leaf, others in found.items()}] if len(found) > 1 else []
    changes += [{leaf: other} for leaf, others in found.items() for other in others]
    for change in changes:
        text = str(with_leaves(query.tree, change))
        if len(text) <= MAX_LENGTH:
            yield text
