"""A query put together from the boxes of a form, each of which holds plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from search.analysis import fold
from search.query.parser import QUOTES, excluded_run, plain
from search.query.tree import (
    And,
    Field,
    Listed,
    Node,
    Not,
    Or,
    Phrase,
    Together,
    Words,
    Years,
    joined,
)

TEXT_FIELDS = {
    "title": Field.TITLE,
    "author": Field.AUTHOR,
    "organization": Field.ORGANIZATION,
    "brand": Field.BRAND,
    "source": Field.SOURCE,
}
LISTED_FIELDS = {"region": Field.REGION, "theme": Field.THEME}
QUOTE = re.compile(f"[{QUOTES}]+")


def composed(boxes: Mapping[str, str], start: int | None = None, end: int | None = None) -> str:
    """Return the query that asks for what *boxes* hold, as a reader would type it; years from
    *start* to *end*. Signs of the query language mean nothing in a box.

    >>> composed({"all": "党建 引领", "none": "培训", "title": "品牌"}, 2019)
    '党建 引领 -培训 标题:品牌 年:2019..'
    """
    texts = {name: " ".join(QUOTE.sub(" ", text).split()) for name, text in boxes.items()}
    parts = [*_words(texts), *_named(texts)]
    if start or end:
        first, last = sorted((start, end)) if start and end else (start, end)
        parts.append(Years(first, last))
    tree = joined(And, parts)
    return str(tree) if tree else ""


def _words(texts: Mapping[str, str]) -> Iterator[Node]:
    yield from _runs(texts.get("all", ""))
    if fold(phrase := texts.get("phrase", "")):
        yield Phrase(phrase)
    if alternatives := joined(Or, list(_runs(texts.get("any", "")))):
        yield alternatives
    for run in _runs(texts.get("none", "")):
        yield Not(excluded_run(run.text))
    near = tuple(dict.fromkeys(word for word in texts.get("near", "").split() if fold(word)))
    if len(near) > 1:
        yield Together(near, "段" if texts.get("within") == "段" else "句")
    elif near:
        yield Phrase(near[0])


def _named(texts: Mapping[str, str]) -> Iterator[Node]:
    for name, field in TEXT_FIELDS.items():
        yield from _runs(texts.get(name, ""), field)
    for name, field in LISTED_FIELDS.items():
        if fold(text := texts.get(name, "").strip("*＊ ")):
            yield Listed(text, field)


def _runs(text: str, field: Field | None = None) -> Iterator[Words]:
    node = plain(text, field)
    parts = node.parts if isinstance(node, And) else (node,)
    yield from (part for part in parts if isinstance(part, Words))
