"""Which state of the archive pages show: a stamp that every change renews.

The stamp is a file beside the originals, so that all processes see it without a query.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from articles.signals import articles_changed


def current() -> str:
    """Return the stamp; "" as long as nothing has changed in this folder."""
    try:
        return str(_path().stat().st_mtime_ns)
    except FileNotFoundError:
        return ""


def renew() -> None:
    """Tell all processes that pages may look different."""
    _path().touch()
    os.utime(_path())


@receiver(articles_changed)
def follow_articles(**kwargs: Any) -> None:
    """Renew the stamp once the change is committed."""
    transaction.on_commit(renew, robust=True)


@receiver([post_save, post_delete])
def follow_rows(sender: type[models.Model], **kwargs: Any) -> None:
    """Renew the stamp after a change of a list, a name or anything else of the archive."""
    if sender._meta.app_label == "articles":
        transaction.on_commit(renew, robust=True)


def _path() -> Path:
    return Path(settings.DATA_DIR) / "revision"
