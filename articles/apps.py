"""App set-up."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """The archive: what was read, and what people made of it."""

    name = "articles"
    verbose_name = "资料库"
