"""What every response carries."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.core.signals import request_finished
from django.http import HttpRequest, HttpResponse

from articles.models.privacy import Names, hidden

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def client_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Put the address of the client where that of our proxy stands, as ``settings.PROXIES`` says.

    Each proxy adds whom it serves to the right of X-Forwarded-For; what stands further left anybody
    may have written. An address that is none leaves that of the proxy.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.PROXIES:
            hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
            named = hops[-settings.PROXIES].strip() if len(hops) >= settings.PROXIES else ""
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(named))
        return get_response(request)

    return middleware


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set the policy of ``settings.SECURE_CSP`` (Django 6's name for it) on every response."""
    policy = "; ".join(
        f"{name} {' '.join(values)}" for name, values in settings.SECURE_CSP.items()
    )

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware


def hide_names(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Hide the names of people from all but staff where ``settings.HIDE_NAMES`` says so.

    It holds until the answer is sent, files that are written meanwhile included.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        is_open = not settings.HIDE_NAMES or getattr(request.user, "is_staff", False)
        hidden.set(None if is_open else Names())
        return get_response(request)

    return middleware


def show_again(**_: object) -> None:
    """Let the thread read as itself again once an answer is sent."""
    hidden.set(None)


request_finished.connect(show_again, dispatch_uid="show_again")
