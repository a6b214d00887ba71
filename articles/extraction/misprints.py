"""Misprints that are well known, noted beside the text and never corrected in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from articles.extraction.lexicon import table
from articles.extraction.lexicon.phrases import Heads, heads, occurrences
from articles.extraction.types import Layout, Misprint, Passage

# Parts of names, in which any two characters may meet.
NAMES = ("byline", "affiliation", "credit:")


def find_misprints(layout: Layout) -> tuple[Misprint, ...]:
    """Return the suspected misprints of *layout* in reading order (keywords last), with what was meant.

    Only words of the list ``misprints.tsv`` are known, and none is taken where its neighbours show
    that its characters belong to other words (预防犯罪).
    """
    keywords = Passage("keywords", 0, "\n".join(layout.keywords), -1)
    return tuple(
        misprint
        for passage in (*layout.passages(), keywords)
        if not passage.part.startswith(NAMES)
        for misprint in _in_passage(passage)
    )


def _in_passage(passage: Passage) -> Iterator[Misprint]:
    text = passage.text
    for start, end in occurrences(text, _heads()):
        row = _rows()[text[start:end]]
        parted = text.endswith(tuple(row["not_after"].split()), 0, start) or text.startswith(
            tuple(row["not_before"].split()), end
        )
        if not parted:
            yield Misprint(passage.span(start, end), text[start:end], row["right"])


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {row["wrong"]: row for row in table("misprints")}


@cache
def _heads() -> Heads:
    return heads(_rows())
