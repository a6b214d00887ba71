"""Pages that speak of the site as a whole."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from articles.models import Article, Metric, ReviewStatus, Source
from partybuild.context import LARGE, TYPE_COOKIE
from partybuild.figures import measured

YEAR = 365 * 24 * 3600  # seconds that a preference is kept


def type_size(request: HttpRequest, size: str) -> HttpResponseRedirect:
    """Keep the size of type, large or normal, in a cookie, and lead back to the page.

    A link, not a form: it may be followed twice without harm, and works without JavaScript.
    """
    if size not in (LARGE, "normal"):
        raise Http404(f"没有字号 {size}")
    back = request.GET.get("next", "")
    local = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = HttpResponseRedirect(back if local else reverse("home"))
    if size == LARGE:
        response.set_cookie(
            TYPE_COOKIE, LARGE, YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(TYPE_COOKIE, samesite="Lax")
    return response


def about(request: HttpRequest) -> HttpResponse:
    """How the archive comes about, and what its numbers mean and do not mean."""
    facts = Metric.objects.comparable()  # as the front page counts them
    newest = Source.objects.order_by("-imported_at").values_list("imported_at", flat=True).first()
    context = {
        "sources": Source.objects.count(),
        "articles": Article.objects.public().count(),
        "undated": Article.objects.public().filter(published_on__isnull=True).count(),
        "placeless": Article.objects.on_topic().filter(region__isnull=True).count(),
        "metrics": facts.count(),
        "reviewed": facts.filter(status=ReviewStatus.CONFIRMED).count(),
        "newest": newest,
        "hidden_names": settings.HIDE_NAMES,
        **measured(),
    }
    return render(request, "about.html", context)
