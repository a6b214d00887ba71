"""Organizations: the index, and one organization."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from articles.extraction.vocabulary import OrganizationType
from articles.filters import BrowseFilter
from articles.models import Article, Metric, Organization, OrganizationMention
from articles.views.exporting import articles_file
from articles.views.lists import listing, moved
from articles.views.names import NameFilter, article_counts, index

NUMBERS = 60  # key numbers on a page; more are found among the articles


def organizations(request: HttpRequest) -> HttpResponse:
    """All organizations from A to Z, by region and type."""
    kinds = dict(OrganizationType.choices())
    chosen = NameFilter.parse(request.GET, "type", kinds)
    names = Organization.objects.public()
    found = index(names.select_related("region"), chosen, "type", kinds)
    keys = [row.pk for row in found.page]
    counts = article_counts(OrganizationMention.objects.public(), "organization", keys)
    context = {
        "index": found,
        "rows": [(row, counts.get(row.pk, 0)) for row in found.page],
        "notices": chosen.notices,
    }
    return render(request, "articles/organizations.html", context)


def organization(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    """One organization: its names, its place among others, key numbers, brands and articles."""
    row = get_object_or_404(
        Organization.objects.select_related("region__parent__parent", "parent"), pk=pk
    )
    if answer := moved(request, row):
        return answer
    browse = BrowseFilter.parse(request.GET, organization=row)
    if file := articles_file(request, Article.objects.public(), browse, f"单位-{row.name}"):
        return file
    numbers = Metric.objects.comparable().filter(organization=row).for_table()
    context = {
        "organization": row,
        "browse": browse,
        "lineage": row.region.lineage() if row.region else [],
        "aliases": list(row.aliases.all()),
        "children": list(row.children.public().by_pinyin()),  # type: ignore[attr-defined]
        "brands": list(row.brands.public().by_pinyin()),  # type: ignore[attr-defined]
        "numbers": list(
            numbers.order_by(F("year").desc(nulls_last=True), "-article_id", "part", "start")[
                :NUMBERS
            ]
        ),
        "listing": listing(Article.objects.public(), browse),
    }
    missing = {"children": "下级单位", "brands": "品牌", "numbers": "数据"}
    context["missing"] = [name for key, name in missing.items() if not context[key]]
    return render(request, "articles/organization.html", context)
