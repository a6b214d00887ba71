"""Facts that have lost their place in the text (出处待核): what their addresses say meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles.models import (
    Article,
    BrandMention,
    Fact,
    Metric,
    OrganizationMention,
    ReviewStatus,
)

SHOWN: dict[str, type[Fact]] = {
    "org": OrganizationMention,
    "brand": BrandMention,
    "metric": Metric,
}


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A fact without a place: what it is, the words it was read from, where it can be seen."""

    kind: str
    quote: str
    url: str


def unplaced(article: Article) -> list[Unplaced]:
    """Return the facts of *article* that are waiting for a place. Three queries."""
    return [
        Unplaced(str(model._meta.verbose_name), row.quote, reverse("fact", args=[kind, row.pk]))
        for kind, model in SHOWN.items()
        for row in _waiting(model, article)
    ]


def _waiting(model: type[Fact], article: Article) -> Iterable[Fact]:
    lost = model._default_manager.filter(article=article, anchored=False)
    return lost.exclude(status=ReviewStatus.REJECTED).order_by("part", "start")


def unplaced_page(request: HttpRequest, row: Fact) -> HttpResponse:
    """Show a fact that has lost its place, without a link into the text."""
    meta = row._meta
    context = {
        "row": row,
        "kind": meta.verbose_name,
        "metric": row if isinstance(row, Metric) else None,
        "desk": reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk]),
    }
    return render(request, "articles/unplaced.html", context)
