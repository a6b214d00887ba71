"""Passwords that are guessed at from many addresses: the account is closed to unknown browsers."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

COOKIE = "known"
KNOWN_FOR = timedelta(
    days=180
)  # after the last time that somebody who had logged in sent anything
ACCOUNTS = 5  # that a browser is known to: the last ones, for machines that people share


class Guard(AxesDatabaseHandler):
    """Counts the failures of a name from one address and, besides, those from all of them.

    To close an account to everybody would let any stranger keep an editor out for as long as he
    likes. So what he brings about from many addresses holds for browsers alone on which nobody has
    logged in to that account before; for those that are known the limit of their address holds.
    """

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Tell whether this name is closed to the client that asks."""
        if super().is_locked(request, credentials):
            return True
        name = get_client_username(request, credentials) or ""
        return account_closed(name) > 0 and not is_known(request, name)


def account_closed(name: str) -> float:
    """Return for how many seconds *name* is closed to browsers that are not known to it."""
    return _seconds_left(_failures(name), settings.ACCOUNT_FAILURE_LIMIT)


def address_closed(name: str, address: str | None) -> float:
    """Return for how many seconds *name* is closed to *address*, None for one that is not known."""
    return _seconds_left(_failures(name).filter(ip_address=address), settings.AXES_FAILURE_LIMIT)


def _failures(name: str) -> QuerySet[AccessAttempt]:
    """Return the failures of *name* that are not forgotten yet."""
    young = timezone.now() - settings.AXES_COOLOFF_TIME
    return AccessAttempt.objects.filter(username=name, attempt_time__gt=young)


def _seconds_left(failures: QuerySet[AccessAttempt], limit: int) -> float:
    """Return how long it takes until fewer than *limit* are young enough."""
    count = 0
    rows = failures.order_by("-attempt_time").values_list("attempt_time", "failures_since_start")
    for at, failed in rows:
        count += failed
        if count >= limit:
            return float((at + settings.AXES_COOLOFF_TIME - timezone.now()).total_seconds())
    return 0.0


def locked_out(
    request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Answer who is locked out with the minutes that are left, never with whether the name exists."""
    name = (credentials or {}).get("username", "")
    here = address_closed(name, request.META.get("REMOTE_ADDR") or None)
    left = here or account_closed(name)
    context = {
        "minutes": max(1, math.ceil(left / 60)),
        "tries": settings.AXES_FAILURE_LIMIT,
        "everywhere": not here,
    }
    answer = render(request, "registration/locked.html", context, status=429)
    answer.headers["Retry-After"] = str(max(1, math.ceil(left)))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def is_known(request: HttpRequest, name: str) -> bool:
    """Tell whether somebody has logged in as *name* with the browser that asks."""
    user = get_user_model().objects.filter(username=name).values_list("pk", flat=True).first()
    return user is not None and str(user) in _known(request)


def remember_browser(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let a browser know, in a signed cookie, to which accounts somebody has logged in with it.

    Looked at where something is sent, as a login is: public pages need not know who reads them.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST" and request.user.is_authenticated:
            _remember(request, response, str(request.user.pk))
        return response

    return middleware


def _remember(request: HttpRequest, response: HttpResponse, user: str) -> None:
    others = [one for one in _known(request) if one != user]
    response.set_signed_cookie(
        COOKIE,
        ".".join([user, *others][:ACCOUNTS]),
        salt=COOKIE,
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> list[str]:
    """Return the keys of the accounts to which the browser is known, the last one first."""
    value = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=KNOWN_FOR)
    return value.split(".") if value else []
