"""What answers when a page is not there or could not be made."""

from __future__ import annotations

import logging
import secrets

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from articles.views.addresses import departed_page
from articles.views.missing import near

log = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, and what may have been meant by its address; of what was
    there once, why it is gone.
    """
    try:
        if answer := departed_page(request):
            return answer
        meant = near(request.path)
    except DatabaseError:
        log.exception("no look at names near %s", request.path)
        meant = []
    last = request.path.strip("/").rpartition("/")[2]
    asked = "" if last.isascii() else last  # an address in Chinese is a question
    return render(request, "404.html", {"meant": meant, "asked": asked}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the page failed, with a number under which the log tells more.

    No context processors: what failed may be what they ask.
    """
    number = secrets.token_hex(4)
    log.error("error %s at %s: the traceback stands above", number, request.path)
    return HttpResponse(render_to_string("500.html", {"number": number}), status=500)
