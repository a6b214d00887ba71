"""Which state of the archive pages show: a stamp that every change renews.

The stamp is a file beside the originals, so that all processes see it without a query. What is
counted of a state need be counted once only: see :func:`once` and :func:`kept`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import EmptyResultSet
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from articles.signals import articles_changed

CACHE = "counts"
Made = TypeVar("Made")


def current() -> str:
    """Return the stamp; "" as long as nothing has changed in this folder."""
    try:
        return str(_path().stat().st_mtime_ns)
    except FileNotFoundError:
        return ""


def once(name: str, make: Callable[[], Made]) -> Made:
    """Return what *make* makes under *name*, made once in this process for each state of the
    archive. It must be the same for everybody, and small; *name* may be as long as it likes, and
    must tell it from all else: often the address where it stands.
    """
    stamp = current()
    if not stamp:
        return make()
    key = sha256(f"{stamp} {name}".encode()).hexdigest()
    return cast(Made, caches[CACHE].get_or_set(key, make))


def kept(rows: models.QuerySet[Any, Made]) -> list[Made]:
    """Return *rows*, plain values such as counts, asked once for each state of the archive."""
    return once(f"rows-{question(rows)}", lambda: list(rows))


def counted(rows: models.QuerySet[Any, Any]) -> int:
    """Return how many *rows* there are, counted once for each state of the archive."""
    return once(f"count-{question(rows.order_by())}", rows.count)


def question(rows: models.QuerySet[Any, Any]) -> str:
    """Return a name for what *rows* ask of the database: the same question, the same name.

    Putting the question into words takes as long as many an answer: what an address or a few keys
    tell apart is better named by these.
    """
    try:
        return repr((rows.db, rows.query.sql_with_params()))
    except EmptyResultSet:
        return ""


def renew() -> None:
    """Tell all processes that pages may look different."""
    path = _path()
    path.touch()
    now = max(time.time_ns(), path.stat().st_mtime_ns + 1)  # the clock of files stands for a while
    os.utime(path, ns=(now, now))


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
