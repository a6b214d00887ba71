"""Hears of changes in the archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.dispatch import receiver

from articles.signals import articles_changed, lists_changed, many_changes_done, more_to_come
from search import names
from search.following import bring_in
from search.models import PendingChange


@receiver(articles_changed)
def note_changes(pks: Iterable[int], **kwargs: Any) -> None:
    """Note the changes in the same transaction; bring them into the index once it is committed."""
    PendingChange.objects.mark(pks)
    if not more_to_come():
        transaction.on_commit(bring_in, robust=True)


@receiver(lists_changed)
def bring_names(**kwargs: Any) -> None:
    """Let suggestions go by the lists of now, once the change is committed."""
    if not any(waiting[1] is names.bring_lists for waiting in connection.run_on_commit):
        transaction.on_commit(names.bring_lists, robust=True)


@receiver(many_changes_done)
def bring_in_all(**kwargs: Any) -> None:
    """Bring the notes of a run of many changes into the index, in one go."""
    transaction.on_commit(bring_in, robust=True)
