"""All hits of a search by their keys, for what does not go page by page."""

from __future__ import annotations

from django.db.models import Max

from articles.models import Article
from search.engines import get_engine
from search.views.answering import hidden, narrowed
from search.views.asked import Asked

MOST = 100_000


def hits(asked: Asked) -> list[int]:
    """Return the keys of the hits, those first that came into the archive last.

    Raises :exc:`~search.engine.EngineUnavailable`.
    """
    filters = narrowed(asked.browse, hidden())
    return sorted(get_engine().search(asked.query, filters, size=MOST).pks, reverse=True)


def newest() -> int:
    """Return the key of the article that came into the archive last: what comes has a greater."""
    key: int | None = Article.objects.aggregate(newest=Max("pk"))["newest"]
    return key or 0
