"""What was typed into the search box, understood.

:mod:`search.query.tree` is what can be asked, :mod:`search.query.parser` how it is typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from search.query.parser import MAX_DISTANCE, MAX_LENGTH, MAX_TERMS, parse, plain
from search.query.tree import (
    And,
    Field,
    Leaf,
    Listed,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Text,
    Together,
    Widened,
    Words,
    Years,
    every_leaf,
    joined,
    leaves,
    typed,
    with_leaves,
)

__all__ = [
    "MAX_DISTANCE",
    "MAX_LENGTH",
    "MAX_TERMS",
    "And",
    "Field",
    "Leaf",
    "Listed",
    "Near",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Text",
    "Together",
    "Widened",
    "Words",
    "Years",
    "every_leaf",
    "joined",
    "leaves",
    "plain",
    "typed",
    "with_leaves",
]


@dataclass(frozen=True, slots=True)
class Query:
    """A tree of what is asked for; None asks for nothing, so that every article answers.

    ``text`` is what was typed, within bounds; ``notice``, in Chinese, tells the reader what could
    not be taken at its word.
    """

    text: str = ""
    tree: Node | None = None
    notice: str = ""

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read *typed* as :mod:`search.query.parser` says. Nothing raises.

        Any two quotation marks make a pair, “医心向党”, ”医心向党“ and "医心向党" alike.

        >>> str(Query.parse('党建（标题：品牌 或 "医心向党"） －培训').tree)
        '党建 (标题:品牌 OR “医心向党”) -培训'
        """
        storable = typed.replace("\0", " ").encode(errors="ignore").decode()  # no lone surrogates
        text, notices = " ".join(storable.split()), []
        if len(text) > MAX_LENGTH:
            text = text[:MAX_LENGTH].rstrip()
            notices.append(f"检索词过长，只取了前 {MAX_LENGTH} 个字")
        tree, more = parse(text)
        return cls(text, tree, "；".join([*notices, *more]))

    @property
    def quoted(self) -> str:
        """What was typed, in quotes unless it brings its own.

        >>> Query("党建").quoted, Query("“党建” 品牌").quoted
        ('“党建”', '“党建” 品牌')
        """
        return self.text if "“" in self.text or '"' in self.text else f"“{self.text}”"

    @property
    def wanted(self) -> tuple[Text, ...]:
        """The texts that may stand in what is found, each once; what is excluded is left out."""
        found: list[Text] = []
        for leaf in leaves(self.tree):
            each = [leaf]
            if isinstance(leaf, Widened):
                each = [leaf.leaf, *(one for other in leaf.others for one in leaves(other))]
            found += [one for one in each if isinstance(one, Text)]
        return tuple(dict.fromkeys(found))

    @property
    def parts(self) -> tuple[Node, ...]:
        """What must all hold."""
        if self.tree is None:
            return ()
        return self.tree.parts if isinstance(self.tree, And) else (self.tree,)

    @property
    def blank(self) -> bool:
        """Whether nothing was asked for, so that every article answers."""
        return self.tree is None
