"""What the frame of every page shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Source

TYPE_COOKIE, LARGE = "type", "large"
FRESH = 300  # seconds for which the time of the last import may be behind


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


def last_import() -> datetime | str:
    """Return when the last file came in, "" for an empty archive; asked once in five minutes."""
    return cache.get_or_set("last-import", _last_import, FRESH) or ""


def _last_import() -> datetime | str:
    newest = Source.objects.order_by("-imported_at").values_list("imported_at", flat=True)
    return newest.first() or ""
