"""Years beside each other: one bar for each, and a gap for those without articles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.db.models.functions import ExtractYear

from articles import revision
from articles.filters import years_label
from articles.models.article import ArticleQuerySet
from articles.outputs.charts import Datum, bar_chart

FIFTH = 5


@dataclass(frozen=True, slots=True)
class Year:
    """A year in the row of bars; without articles, ``label`` is the span of such years."""

    label: str
    count: int
    height: str  # of its bar, in percent of the highest
    url: str
    current: bool
    fifth: bool = False  # keeps its label where many years stand on a narrow screen


def year_counts(articles: ArticleQuerySet) -> dict[int, int]:
    """Return how many articles each year has; the undated are left out. One query."""
    dated = articles.order_by().filter(published_on__isnull=False)
    found = dated.annotate(year=ExtractYear("published_on")).values_list("year")
    return dict(revision.kept(found.annotate(Count("pk"))))


def year_bars(
    counts: Mapping[int, int], link: Callable[[int], str], chosen: Collection[str] = ()
) -> list[Year]:
    """Return the years from the first to the last, empty ones between them as one.

    *link* gives the address that a year leads to; *chosen* are the years in force.
    """
    years = sorted(counts)
    chart = bar_chart([Datum(str(y), Decimal(counts[y]), "") for y in years], "")
    found: list[Year] = []
    for before, year, bar in zip([*years[:1], *years], years, chart.bars, strict=False):
        if year - before > 1:
            found.append(Year(years_label(before + 1, year - 1), 0, "", "", current=False))
        fifth = year % FIFTH == 0 or year in (years[0], years[-1])
        found.append(
            Year(str(year), counts[year], bar.length, link(year), str(year) in chosen, fifth)
        )
    return found
