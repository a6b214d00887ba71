"""Leaves widened by what means the same; pure, the groups of terms come in as an argument.

A run is widened where it is a term, or holds one: 卫健局 finds 卫生健康局, and 卫健局党建 what has
卫生健康局 and 党建. The longest term counts. What stands in quotes is never widened; what is excluded
without quotes is excluded with all that means the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice, product

from search import analysis, cutting
from search.query.tree import (
    And,
    Field,
    Leaf,
    Listed,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Widened,
    Words,
    leaves,
)

MAX_OTHERS = 12  # that one leaf is widened by
MAX_WIDENED = 8  # leaves of a query
LONG_TERM = 3  # characters of a term that may stand anywhere in a run, not only as words of it

Groups = Mapping[str, tuple[str, ...]]
"""The terms of a group, as people wrote them, by each of these terms as :func:`key` gives it."""


@dataclass(frozen=True, slots=True)
class Expansions:
    """What was searched, and what was excluded, besides what was typed; for the reader's eye."""

    sought: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sought or self.excluded)


def key(term: str) -> str:
    """Return what two writings of a term share."""
    return analysis.fold_run(term)


def grouped(groups: Iterable[tuple[str, ...]]) -> Groups:
    """Return *groups* by their terms; of two groups that share a term the first one has it."""
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for term in group:
            found.setdefault(key(term), group)
    return found


def may_widen(leaf: Leaf) -> bool:
    """Tell whether *leaf* was typed without quotes, so that it may be widened."""
    return isinstance(leaf, Words) or (isinstance(leaf, Phrase) and not leaf.quoted)


def others(leaf: Words | Phrase, groups: Groups) -> tuple[Node, ...]:
    """Return what means the same as *leaf*, none where nothing does."""
    pieces = list(_cut(key(leaf.text), groups))
    if not any(_besides(term, group) for term, group in pieces):
        return ()
    if len(pieces) == 1:
        [(term, group)] = pieces
        return tuple(_whole(other, leaf.field) for other in _besides(term, group))
    if isinstance(leaf, Words):
        return (And(tuple(_part(text, group, leaf.field) for text, group in pieces)),)
    variants = product(*([text, *_besides(text, group)] for text, group in pieces))
    texts = ("".join(variant) for variant in islice(variants, 1, MAX_OTHERS + 1))
    return tuple(_whole(text, leaf.field) for text in texts)


def expansions(tree: Node | None) -> Expansions:
    """Return what *tree* was widened by."""
    wanted = set(leaves(tree))
    excluded = [leaf for leaf in leaves(Not(tree) if tree else None) if leaf not in wanted]
    return Expansions(_said(leaves(tree)), _said(excluded))


def _said(found: Iterable[Leaf]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(map(_said_of, found))))


def _said_of(leaf: Leaf) -> Iterator[str]:
    if not isinstance(leaf, Widened) or not isinstance(leaf.leaf, Words | Phrase):
        return
    typed = key(leaf.leaf.text)
    for other in chain.from_iterable(map(leaves, leaf.others)):
        if isinstance(other, Listed):
            yield f"{other.text}及所辖地区的报道"
        elif isinstance(other, Phrase | Prefix) and key(other.text) not in typed:
            yield other.text


def _cut(run: str, groups: Groups) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield *run* in pieces: terms with their group, and what stands between with none."""
    longest = max(map(len, groups), default=0)
    borders = _borders(run)
    rest = place = 0
    while place < len(run):
        for end in range(min(len(run), place + longest), place + 1, -1):
            long = end - place >= LONG_TERM
            if (term := run[place:end]) in groups and (long or {place, end} <= borders):
                if any(map(str.isalnum, run[rest:place])):
                    yield run[rest:place], ()
                yield term, groups[term]
                rest = place = end
                break
        else:
            place += 1
    if any(map(str.isalnum, run[rest:])):
        yield run[rest:], ()


def _borders(run: str) -> set[int]:
    ends = {0}
    for word in cutting.cut(run):
        ends.add(max(ends) + len(word))
    return ends


def _besides(term: str, group: tuple[str, ...]) -> list[str]:
    """Return the others of *group*, those left out that *term* stands in: it finds them itself."""
    return [other for other in group if term not in key(other)][:MAX_OTHERS]


def _whole(term: str, field: Field | None) -> Node:
    """Return what finds *term* uncut: with a field a phrase, as a prefix would begin its value."""
    return Phrase(term, field) if field else Prefix(term)


def _part(text: str, group: tuple[str, ...], field: Field | None) -> Node:
    if not group:
        return Words(text, field)
    return Or(tuple(_whole(term, field) for term in (text, *_besides(text, group))))
