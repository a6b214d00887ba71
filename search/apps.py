"""App set-up."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class SearchConfig(AppConfig):
    """Full-text search over the archive."""

    name = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        """Listen to the archive, offer long work, keep the tokeniser's files in our own folder."""
        from search import cutting, jobs, receivers  # noqa: F401, PLC0415 -- needs the app registry

        jobs.register_all()
        cutting.keep_dictionary_in(Path(settings.DATA_DIR) / "jieba")
