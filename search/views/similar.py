"""More like this: what else an article's reader may want to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.extraction import likeness
from articles.models import Article
from articles.models.article import OPENING
from articles.models.likeness import Likeness
from articles.views.lists import Row
from search.engine import EngineUnavailable
from search.engines import get_engine

SHOWN = 5
LOOKED_AT = 15  # of what the engine takes for most alike
# Share of runs of characters in common, of the shorter text. Measured on the seed reports: two on
# the same matters share 0.03 to 0.09, two on different ones at most 0.026.
ALIKE = 0.03


@require_safe
@cache_control(public=True, max_age=300)
def similar(request: HttpRequest, pk: int) -> HttpResponse:
    """Articles like one article; with ``?part=1`` the list alone, to be put into its page."""
    article = get_object_or_404(Article.objects.public(), pk=pk)
    template = (
        "search/similar_list.html" if request.GET.get("part") == "1" else "search/similar.html"
    )
    return render(request, template, {"article": article, "rows": alike(article)})


def alike(article: Article) -> list[Row]:
    """Return the articles most like *article*, none that is the same text as it or as one before.

    None while the engine is away. At most two database queries.
    """
    try:
        keys = get_engine().similar(article.pk, size=LOOKED_AT).pks
    except EngineUnavailable:
        return []
    twins = _twins([article.pk, *keys])
    own = likeness.runs(article.body)
    shown: list[Article] = []
    for other in Article.objects.listed().select_related("region", "primary_theme").in_order(keys):
        same = twins.get(other.pk, set()) & {article.pk, *(row.pk for row in shown)}
        if same or likeness.compare(own, likeness.runs(other.body)).contained < ALIKE:
            continue
        shown.append(other)
    return [Row.of(row, row.body[:OPENING]) for row in shown[:SHOWN]]


def _twins(keys: list[int]) -> dict[int, set[int]]:
    """Return for each article those of *keys* that are one text with it, or an excerpt."""
    found: dict[int, set[int]] = {}
    pairs = Likeness.objects.filter(article__in=keys, other__in=keys)
    for one, other in pairs.values_list("article", "other"):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found
