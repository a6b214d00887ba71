"""What the frame of every page shows."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles import revision
from articles.models import Source

TYPE_COOKIE, LARGE = "type", "large"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the size of type that the reader has chosen, the numbers that the law wants in the
    foot, and when the last file came in.
    """
    return {
        "large": request.COOKIES.get(TYPE_COOKIE) == LARGE,
        "icp_number": settings.ICP_NUMBER,
        "police_number": settings.POLICE_NUMBER,
        "imported": SimpleLazyObject(last_import),
    }


def last_import() -> datetime | None:
    """Return when the last file came in, None for an empty archive."""
    return _last_import(revision.current())


@lru_cache(maxsize=1)
def _last_import(stamp: str) -> datetime | None:
    """Ask once for each state of the archive."""
    newest: datetime | None = Source.objects.aggregate(at=Max("imported_at"))["at"]
    return newest
