"""A query that asks for some of the words where the one that was typed asks for all."""

from __future__ import annotations

from collections.abc import Iterator

from search import analysis
from search.query.tree import And, Listed, Node, Not, Or, Phrase, Widened, Words, Years, joined


def loosened(tree: Node | None) -> Node | None:
    """Return what finds articles with some of the words of *tree*, none of which *tree* finds.

    Runs are taken apart into their words; what is excluded, and regions, themes and years typed
    by name, must hold as before. None where there are not two words to choose from.
    """
    if tree is None:
        return None
    parts = tree.parts if isinstance(tree, And) else (tree,)
    fixed = [part for part in parts if isinstance(part, Not | Listed | Years)]
    words = dict.fromkeys(word for part in parts if part not in fixed for word in _words(part))
    if len(words) < 2:
        return None
    return joined(And, [Or(tuple(words)), *fixed, Not(tree)])


def _words(part: Node) -> Iterator[Node]:
    """Yield what of *part* may stand for itself."""
    run = part.leaf if isinstance(part, Widened) else part
    if isinstance(part, Widened) and not isinstance(run, Listed | Years):
        yield from part.others
    if not isinstance(run, Words):
        yield run
        return
    found = [word for word in analysis.needles([run.text]) if len(word) > 1]
    yield from (Phrase(word, run.field) for word in found or [run.text])
