"""What a query asks for: a small tree that every engine compiles in its own way.

``str(node)`` is the query that gives this very tree when it is read again. ``Phrase`` and its
like hold text as it was typed; engines fold it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal


class Field(StrEnum):
    """A part of a document that can be asked for by name; the values are what is typed."""

    TITLE = "标题"
    AUTHOR = "作者"
    ORGANIZATION = "单位"
    BRAND = "品牌"
    SOURCE = "来源"
    REGION = "地区"
    THEME = "主题"
    YEAR = "年"


ALTERNATIVES = frozenset({"OR", "ＯＲ", "或"})
CONJUNCTIONS = frozenset({"AND", "ＡＮＤ"})
NEGATIONS = frozenset({"NOT", "ＮＯＴ"})
OPERATORS = ALTERNATIVES | CONJUNCTIONS | NEGATIONS
"""Runs that are no words unless they stand in quotes."""


@dataclass(frozen=True, slots=True)
class Words:
    """A run without white space, cut into words that may stand apart.

    Each word stands in one block or one name; with a field, in one of its values. Quotation marks
    in these are passed over: 四强党支部 stands in “四强”党支部.
    """

    text: str
    field: Field | None = None

    def __str__(self) -> str:
        return _in_field(self.field, self.text)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text that stands as it is in one block; with a field, in one of its values.

    What is excluded is a phrase even where it was typed without quotes. It is then not ``quoted``,
    and also stands in a name, or where quotation marks are passed over: what a word finds, the
    same word excludes.
    """

    text: str
    field: Field | None = None
    quoted: bool = True

    def __str__(self) -> str:
        return _in_field(self.field, f"“{self.text}”")


@dataclass(frozen=True, slots=True)
class Prefix:
    """A text that is not cut, in one block or one name, quotation marks in these passed over.

    Chinese print marks no beginnings of words, so any place will do; with a field, one of its
    values begins so.
    """

    text: str
    field: Field | None = None

    def __str__(self) -> str:
        return _in_field(self.field, f"{self.text}*")


@dataclass(frozen=True, slots=True)
class Near:
    """Words that stand in one block, or one value of a field, close to each other.

    In any order; the stretch that holds a place of each has at most ``distance`` folded
    characters more than the words themselves. Each word has two folded characters or more.
    """

    words: tuple[str, ...]
    distance: int
    field: Field | None = None

    def __str__(self) -> str:
        return _in_field(self.field, f"“{' '.join(self.words)}”~{self.distance}")


@dataclass(frozen=True, slots=True)
class Together:
    """Texts that stand in one sentence, or in one block; with a field, in one of its values."""

    words: tuple[str, ...]
    within: Literal["句", "段"]
    field: Field | None = None

    def __str__(self) -> str:
        return _in_field(self.field, f"“{' '.join(self.words)}”~{self.within}")


@dataclass(frozen=True, slots=True)
class Widened:
    """A leaf, or any of what the archive takes to mean the same; ``leaf`` is what was typed.

    Nothing is excluded in ``others``.
    """

    leaf: Text
    others: tuple[Node, ...]

    def __str__(self) -> str:
        return str(self.leaf)


@dataclass(frozen=True, slots=True)
class Listed:
    """A region or a theme: one of ``values``, codes or slugs, which are looked up after parsing."""

    text: str
    field: Field
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        bare = self.text.isalnum() and self.text not in OPERATORS
        return _in_field(self.field, self.text if bare else f"“{self.text}”")


@dataclass(frozen=True, slots=True)
class Years:
    """A span of years, both ends included; None leaves an end open."""

    start: int | None
    end: int | None

    def __str__(self) -> str:
        if self.start == self.end:
            return f"{Field.YEAR}:{self.start}"
        return f"{Field.YEAR}:{self.start or ''}..{self.end or ''}"

    def holds(self, year: int | None) -> bool:
        """Tell whether *year* lies in the span; an unknown year never does."""
        return (
            year is not None
            and (self.start is None or self.start <= year)
            and (self.end is None or year <= self.end)
        )


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts, two or more."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(f"({part})" if isinstance(part, Or) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts, two or more."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(
            f"({part})" if isinstance(part, And) else str(part) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever the part is not."""

    part: Node

    def __str__(self) -> str:
        part = typed(self.part)
        if isinstance(part, Phrase) and not part.quoted:
            return f"-{_in_field(part.field, part.text)}"
        bare = isinstance(part, Phrase | Prefix | Near | Together | Listed | Years)
        return f"-{part}" if bare else f"-({part})"


Text = Words | Phrase | Prefix | Near | Together
Leaf = Text | Widened | Listed | Years
Node = Leaf | And | Or | Not


def joined(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    """Return *parts* as one node: nested ones of the same kind taken in, each part once."""
    flat = [p for part in parts for p in (part.parts if isinstance(part, kind) else (part,))]
    once = tuple(dict.fromkeys(flat))
    return kind(once) if len(once) > 1 else next(iter(once), None)


def leaves(node: Node | None, *, wanted: bool = True) -> Iterator[Leaf]:
    """Yield the leaves of *node* that may stand in what is found, those excluded left out.

    >>> [str(leaf) for leaf in leaves(Not(And((Words("a"), Not(Words("b"))))))]
    ['b']
    """
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from leaves(part, wanted=wanted)
    elif isinstance(node, Not):
        yield from leaves(node.part, wanted=not wanted)
    elif node is not None and wanted:
        yield node


def typed(node: Node) -> Node:
    """Return *node* as it was typed, not widened."""
    return node.leaf if isinstance(node, Widened) else node


def every_leaf(node: Node | None) -> Iterator[Leaf]:
    """Yield all leaves of *node*."""
    yield from leaves(node)
    yield from leaves(node, wanted=False)


def with_leaves(node: Node, new: dict[Leaf, Node]) -> Node:
    """Return *node* with leaves that are keys of *new* replaced."""
    if isinstance(node, And | Or):
        return replace(node, parts=tuple(with_leaves(part, new) for part in node.parts))
    if isinstance(node, Not):
        return Not(with_leaves(node.part, new))
    return new.get(node, node)


def _in_field(field: Field | None, text: str) -> str:
    return f"{field}:{text}" if field else text
