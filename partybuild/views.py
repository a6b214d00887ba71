"""Pages that speak of the site as a whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article, Metric, ReviewStatus, Source


def about(request: HttpRequest) -> HttpResponse:
    """How the archive comes about, and what its numbers mean and do not mean."""
    facts = Metric.objects.public()
    newest = Source.objects.order_by("-imported_at").values_list("imported_at", flat=True).first()
    context = {
        "sources": Source.objects.count(),
        "articles": Article.objects.public().count(),
        "undated": Article.objects.public().filter(published_on__isnull=True).count(),
        "placeless": Article.objects.on_topic().filter(region__isnull=True).count(),
        "metrics": facts.count(),
        "reviewed": facts.filter(status=ReviewStatus.CONFIRMED).count(),
        "newest": newest,
    }
    return render(request, "about.html", context)
