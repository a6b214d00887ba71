"""What the frame of every page shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from articles import revision
from articles.models import Source, Visit

TYPE_COOKIE, LARGE = "type", "large"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the size of type that the reader has chosen, the numbers that the law wants in the
    foot, when the last file came in, and when the reader was here before.
    """
    return {
        "large": request.COOKIES.get(TYPE_COOKIE) == LARGE,
        "icp_number": settings.ICP_NUMBER,
        "police_number": settings.POLICE_NUMBER,
        "imported": SimpleLazyObject(last_import),
        "last_visit": SimpleLazyObject(lambda: last_visit(request)),
    }


def last_visit(request: HttpRequest) -> datetime | None:
    """Return when the visit before this one ended; None, without a query, for the anonymous."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return Visit.objects.since(user.pk, timezone.now())


def last_import() -> datetime | None:
    """Return when the last file came in, None for an empty archive."""
    return revision.once("last-import", _last_import)


def _last_import() -> datetime | None:
    newest: datetime | None = Source.objects.aggregate(at=Max("imported_at"))["at"]
    return newest
