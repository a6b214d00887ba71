"""What a person sees of an item of the queue, with a stamp that tells whether it is still that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Model

from articles.curation.anchoring import Anchor, anchor, locate
from articles.models import Article, Claim, Fact, Report, ReviewItem

ROWS: Mapping[str, tuple[str, ...]] = {
    "organizationmention": ("organization__region",),
    "brandmention": ("brand__owner",),
    "regionmention": ("region__parent",),
    "metric": ("organization__region", "region__parent", "indicator", "theme"),
    "claim": (),
    "report": (),
}
"""Kinds, with the joins that fetch what their rows name."""

CONTEXT = 2  # sentences shown besides the one that holds the place
REACH = 400  # characters that these may reach to each side
SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]+[”’』」）)]*|[^。！？!?\n]+")
EVIDENCE = 4  # passages shown of a claim


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences of a part; ``quote`` is what is judged, "" where they only introduce."""

    part: str
    before: str
    quote: str = ""
    after: str = ""


@dataclass(frozen=True)
class Exhibit:
    """An item with its fact, claim or report, and the sentences around it."""

    item: ReviewItem
    row: Fact | Claim | Report
    article: Article
    passages: tuple[Passage, ...]
    lost: bool = False  # its text has changed, and the place is not found again

    @cached_property
    def stamp(self) -> str:
        """What the form sends back: equal as long as the screen shows what is stored."""
        names = [f"{name}={value}" for name, value in _columns(self.row)]
        seen = [str(self.item.version), *names, *map(repr, self.passages), str(self.lost)]
        if isinstance(self.row, Claim):
            seen.append(repr(value_of(self.article, self.row.field)))
        return sha256("\n".join(seen).encode()).hexdigest()[:32]


def _columns(row: Model) -> Iterator[tuple[str, str]]:
    """Yield the columns of *row*; what it names by key also by name, where that was fetched."""
    for field in row._meta.concrete_fields:
        yield field.attname, str(field.value_from_object(row))
        if field.name in row._state.fields_cache and field.name != "article":
            yield field.name, str(getattr(row, field.name))


def value_of(article: Article, column: str) -> Any:
    """Return what *article* holds in *column*, a row by its key."""
    field = article._meta.get_field(column)
    return field.value_from_object(article) if isinstance(field, models.Field) else None


def exhibit(item: ReviewItem) -> Exhibit | None:
    """Return what is to be seen of *item*, None where its fact is gone. Three queries at most."""
    model = apps.get_model("articles", item.kind)
    rows = model._default_manager.select_related("article", *ROWS[item.kind])
    row = rows.filter(pk=item.target).first()
    if not isinstance(row, Fact | Claim | Report):
        return None
    article = row.article
    parts = article.parts()
    match row:
        case Fact():
            place = _place(row, parts)
            passages = (_around(parts[place[0]], *place),) if place else (_kept(row),)
            return Exhibit(item, row, article, passages, lost=place is None)
        case Claim():
            return Exhibit(item, row, article, tuple(_grounds(row, parts)) or _opening(article))
        case _:
            return Exhibit(item, row, article, tuple(_reported(row, parts)))


def _place(fact: Fact, parts: dict[str, str]) -> tuple[str, int, int] | None:
    """Return part, start and end of *fact* in the text of now."""
    if fact.anchored and parts.get(fact.part, "")[fact.start : fact.end] == fact.quote:
        return fact.part, fact.start, fact.end
    was = Anchor(fact.start, fact.end, fact.quote, fact.prefix, fact.suffix)
    found = locate(parts, fact.part, was)
    return (found[0], found[1].start, found[1].end) if found else None


def _around(text: str, part: str, start: int, end: int) -> Passage:
    """Return the sentence of a place with one before it and one after."""
    left, right = _bounds(text, start, end)
    before, after = text[left:start].lstrip("\n"), text[end:right].rstrip("\n")
    return Passage(part, before, text[start:end], after)


def _bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentences that are shown around a place begin and end."""
    floor, ceiling = max(0, start - REACH), min(len(text), end + REACH)
    found = list(SENTENCE.finditer(text, floor, ceiling))
    inside = [n for n, one in enumerate(found) if one.start() < end and start < one.end()]
    if not inside:
        return start, end
    first = max(0, inside[0] - CONTEXT // 2)
    last = min(len(found) - 1, inside[-1] + CONTEXT // 2)
    return min(start, found[first].start()), max(end, found[last].end())


def _kept(fact: Fact) -> Passage:
    """Return what a fact that has lost its place still knows of it."""
    return Passage(fact.part, fact.prefix, fact.quote, fact.suffix)


def _grounds(claim: Claim, parts: dict[str, str]) -> Iterator[Passage]:
    for one in claim.evidence[:EVIDENCE]:
        text = parts.get(one["part"], "")
        if text[one["start"] : one["end"]] == one["quote"]:
            yield _around(text, one["part"], one["start"], one["end"])


def _opening(article: Article) -> tuple[Passage, ...]:
    """Return how the body begins, for what no words speak for."""
    sentences = SENTENCE.findall(article.body[:REACH])
    return (Passage("body", "".join(sentences[: CONTEXT + 1])),)


def _reported(report: Report, parts: dict[str, str]) -> Iterator[Passage]:
    """Yield the first place of the words that a reader spoke of."""
    for part, text in parts.items():
        start = text.find(report.quote) if report.quote else -1
        if start >= 0:
            place = anchor(text, start, start + len(report.quote))
            yield _around(text, part, place.start, place.end)
            return
