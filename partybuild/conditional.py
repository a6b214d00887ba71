"""Makes a public page once for each state of the archive: pages change only when that does.

Who has seen it is answered with 304; who has not, and brings no cookie, gets the copy that was made
for the first such visitor.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from articles import revision

OWN = ("/admin/", "/search/", "/login/", "/logout/", "/healthz", "/readyz", "/static/")
"""Addresses that show more than the archive, or look after themselves."""

CACHE = "pages"
LARGEST = 500_000  # bytes of a page that is worth keeping

CODE = ("articles", "search", "partybuild", "templates")


def conditional(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give public pages an ETag, and save the work where the page of today is at hand."""

    def middleware(request: HttpRequest) -> HttpResponse:
        tag = _tag(request)
        if tag and tag in parse_etags(request.headers.get("If-None-Match", "")):
            response: HttpResponse = HttpResponseNotModified()
        elif tag and (made := caches[CACHE].get(tag)) and not request.COOKIES:
            response = made
        else:
            response = get_response(request)
            if not tag or response.status_code != 200 or response.streaming or response.cookies:
                return response
            if not request.COOKIES and len(response.content) <= LARGEST:
                caches[CACHE].set(tag, response)
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware


def _tag(request: HttpRequest) -> str:
    """Return the tag of the page asked for, "" where it is not the same for everybody."""
    stamp = revision.current()
    if (
        not stamp
        or request.method not in ("GET", "HEAD")
        or request.path.startswith(OWN)
        or settings.SESSION_COOKIE_NAME in request.COOKIES
    ):
        return ""
    seen = [
        stamp,
        code_stamp(),
        str(settings.HIDE_NAMES),
        timezone.localdate().isoformat(),  # pages print the day on which they were read
        request.build_absolute_uri(),
        request.headers.get("Cookie", ""),
    ]
    digest = sha256("\n".join(seen).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


@cache
def code_stamp() -> str:
    """Return a stamp of the program itself: a new version makes new pages."""
    files = (path for name in CODE for path in (Path(settings.BASE_DIR) / name).rglob("*.*"))
    return str(max(path.stat().st_mtime_ns for path in files if path.suffix != ".pyc"))
