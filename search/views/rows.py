"""Hits as readers see them: article, headline, snippet, and every place; hits marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from articles.models import Article
from articles.outputs.sought import Spot, spots
from articles.outputs.typography import for_eye
from search.concordance import Seeker
from search.documents import blocks
from search.highlighting import Piece, Span, pieces, snippet
from search.places import hits
from search.query import Query

SPOTS = 5  # lines and paragraphs that a row leads to one by one


@dataclass(frozen=True, slots=True)
class Row:
    """A result: the article, its headline and a snippet, marks as print has them, hits marked.

    ``hits`` is how many places its page marks, ``spots`` the first lines and paragraphs that hold
    them, and ``more`` the fragment of the first hit further on, "" if there is none.
    """

    article: Article
    headline: list[Piece]
    snippet: list[Piece]
    hits: int
    spots: list[Spot]
    more: str


def rows(articles: Iterable[Article], query: Query) -> list[Row]:
    """Return the rows that show *articles* as answers to *query*; no query to the database."""
    seeker = Seeker(query)
    return [_row(article, query, seeker) for article in articles]


def _row(article: Article, query: Query, seeker: Seeker) -> Row:
    paragraphs = [block.text for block in article.blocks() if not block.level]
    texts = map(for_eye, (article.abstract, *paragraphs, *blocks(article)))
    found = hits(article, seeker)
    titled = [Span(hit.start, hit.end, "") for hit in found if hit.part == "headline"]
    headline = pieces(for_eye(article.headline), titled)
    at = spots(article, found)
    more = at[SPOTS].href if len(at) > SPOTS else ""
    return Row(article, headline, snippet(texts, query), len(found), at[:SPOTS], more)
