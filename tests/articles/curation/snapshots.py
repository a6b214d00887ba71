"""The archive as it stands, to be compared with what it becomes."""

from typing import Any

from articles.curation.restoring import ROWS, rows_now
from articles.models import Article
from articles.models.acts import SPECS, stored_values


def snapshot() -> dict[Any, dict[str, Any]]:
    """Return every tracked column of every row, by table and key."""
    rows = {
        (model, row.pk): stored_values(row) for model in SPECS for row in model._base_manager.all()
    }
    for article in Article.objects.all():
        rows[Article, article.pk] |= rows_now(article, ROWS)
    return rows
