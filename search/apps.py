"""App set-up."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class SearchConfig(AppConfig):
    """Full-text search over the archive."""

    name = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        """Listen to the archive, offer long work and marks in articles, keep the tokeniser's files in our own folder."""
        from articles.outputs import sought  # noqa: PLC0415 -- needs the app registry
        from search import (  # noqa: PLC0415 -- needs the app registry
            cutting,
            jobs,
            places,
            receivers,  # noqa: F401 -- connects itself
        )

        jobs.register_all()
        sought.register(places.seek)
        cutting.keep_dictionary_in(Path(settings.DATA_DIR) / "jieba")
