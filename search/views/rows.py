"""Hits as readers see them: article, headline and snippet, hits marked."""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import Article
from articles.outputs.typography import for_eye
from search.documents import blocks
from search.highlighting import Piece, marked, snippet
from search.query import Query


@dataclass(frozen=True, slots=True)
class Row:
    """A result: the article, its headline and a snippet, marks as print has them, hits marked."""

    article: Article
    headline: list[Piece]
    snippet: list[Piece]

    @classmethod
    def of(cls, article: Article, query: Query) -> Row:
        """Return the row that shows *article* as an answer to *query*."""
        paragraphs = [block.text for block in article.blocks() if not block.level]
        texts = map(for_eye, (article.abstract, *paragraphs, *blocks(article)))
        return cls(article, marked(for_eye(article.headline), query), snippet(texts, query))
