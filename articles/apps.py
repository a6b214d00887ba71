"""App set-up."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """The archive: what was read, and what people made of it."""

    name = "articles"
    verbose_name = "资料库"

    def ready(self) -> None:
        """Let every change renew the stamp of the archive, and make long work known."""
        from articles import revision  # noqa: F401, PLC0415 -- needs the app registry
        from articles.curation import kinds  # noqa: PLC0415 -- needs the app registry
        from articles.outputs import bulk  # noqa: PLC0415 -- needs the app registry

        kinds.register_all()
        bulk.register()
