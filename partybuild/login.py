"""Logging in: what who guesses too often is told, how long a visit lasts, a new password."""

from __future__ import annotations

import math
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone


def locked_out(
    request: HttpRequest, original: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Answer who is locked out with the minutes that are left, never with whether the name exists."""
    username = (credentials or {}).get("username", "")
    left = seconds_left(username, request.META.get("REMOTE_ADDR") or None)
    context = {"minutes": max(1, math.ceil(left / 60)), "tries": settings.AXES_FAILURE_LIMIT}
    answer = render(request, "registration/locked.html", context, status=429)
    answer.headers["Retry-After"] = str(max(1, math.ceil(left)))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def seconds_left(username: str, address: str | None) -> float:
    """Return how long this name is locked at this address: until too few failures are young enough."""
    now = timezone.now()
    rows = AccessAttempt.objects.filter(
        username=username, ip_address=address, attempt_time__gt=now - settings.AXES_COOLOFF_TIME
    )
    failures = 0
    for at, count in rows.order_by("-attempt_time").values_list(
        "attempt_time", "failures_since_start"
    ):
        failures += count
        if failures >= settings.AXES_FAILURE_LIMIT:
            return float((at + settings.AXES_COOLOFF_TIME - now).total_seconds())
    return 0.0


def shorten(sender: Any, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    """Let a visit to the desk end after a working day: its machine may be shared."""
    if getattr(user, "is_staff", False):
        request.session.set_expiry(settings.DESK_SESSION_AGE)


class OwnPassword(PasswordChangeView):
    """A new password for whoever has logged in; their visits elsewhere end with it."""

    template_name = "registration/own_password.html"
    success_url = reverse_lazy("saved-searches")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Say that it is done on the page that follows."""
        messages.success(self.request, "密码已更换，其他设备上的登录随之失效")
        return super().form_valid(form)
