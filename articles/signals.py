"""All that the archive says to the rest of the site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import Signal

articles_changed = Signal()
"""Sent inside the writing transaction with ``pks``, the keys of the articles whose document may differ now."""

lists_changed = Signal()
"""Sent inside the writing transaction when a person has changed a list: themes, indicators."""

many_changes_done = Signal()
"""Sent at the end of a run of many changes, when it pays to bring them in all at once."""

_many: ContextVar[bool] = ContextVar("many", default=False)


@contextmanager
def many_changes() -> Iterator[None]:
    """Tell listeners that one change follows another, so that they may wait for the last."""
    token = _many.set(True)
    try:
        yield
    finally:
        _many.reset(token)
        many_changes_done.send(sender=None)


def hold_back() -> None:
    """Say for the rest of this process that more is to come; another one brings it all in."""
    _many.set(True)


def more_to_come() -> bool:
    """Tell whether this change is one of many."""
    return _many.get()
