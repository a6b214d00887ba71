"""The timeline: the reports of a year month by month, and the years beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles import revision
from articles.extraction.vocabulary import BrandKind, DatePrecision
from articles.filters import BrowseFilter, Value
from articles.models import Article, Brand, BrandMention
from articles.models.article import ArticleQuerySet
from articles.views.facets import facets
from articles.views.lists import links
from articles.views.paging import Pages
from articles.views.years import Year, year_bars, year_counts

PAGE_SIZE = 100  # rows of the timeline are one line each


@dataclass(frozen=True, slots=True)
class Row:
    """An article, and the brands that the archive first meets in it."""

    article: Article
    brands: tuple[Brand, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """The articles of one month; those of which only the year is known have none."""

    label: str
    rows: tuple[Row, ...]


def timeline(request: HttpRequest) -> HttpResponse:
    """The year asked for, else the latest one, by month; ``?undated=1`` lists what has no date."""
    browse = BrowseFilter.parse(request.GET)
    everything = Article.objects.on_topic()
    pool = browse.without("year").apply(everything).order_by()
    counts = year_counts(pool)
    undated = revision.counted(pool.filter(published_on=None))
    unknown = request.GET.get("undated") == "1"
    asked = browse
    spanned = browse.chosen.get("year") or browse.year_from or browse.year_to
    if counts and not (unknown or spanned):
        latest = str(max(counts))
        browse = browse.only("year", Value(latest, f"{latest}年")).with_("page", browse.page)
    shown = pool.filter(published_on=None) if unknown else _dated(browse.apply(everything))
    rows = shown.order_by("published_on", "pk").for_list()
    page = Pages(rows, PAGE_SIZE).get_page(browse.page)
    context = {
        "browse": asked,
        "years": _years(counts, browse, unknown=unknown),
        "months": _months(page.object_list),
        "page": page,
        "links": links(page, browse, undated="1" if unknown else ""),
        "undated": undated,
        "unknown": unknown,
        "undated_query": f"?{browse.without('year').urlencode(undated='1')}",
        "facets": facets(request.path, everything, browse, ("region", "theme", "sector")),
    }
    return render(request, "articles/timeline.html", context)


def _dated(articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.filter(published_on__isnull=False)


def _years(counts: dict[int, int], browse: BrowseFilter, *, unknown: bool) -> list[Year]:
    base = browse.without("year")
    chosen = () if unknown else {value.value for value in browse.chosen.get("year", ())}

    def link(year: int) -> str:
        return f"?{base.only('year', Value(str(year), f'{year}年')).urlencode()}"

    return year_bars(counts, link, chosen)


def _months(articles: Iterable[Article]) -> list[Month]:
    """Group *articles*, in order of date, by month; those of a bare year come first in it."""
    found = list(articles)
    keys = [article.pk for article in found]
    first = revision.once(f"first-met-{keys}", lambda: _first_met(found))
    rows = [Row(article, tuple(first.get(article.pk, ()))) for article in found]
    rows.sort(key=lambda row: _place(row.article))
    return [
        Month(label, tuple(group))
        for label, group in groupby(rows, key=lambda row: _label(row.article))
    ]


def _place(article: Article) -> tuple[int, bool, int, int]:
    day = article.published_on or date.max
    month_known = article.date_precision in (DatePrecision.DAY, DatePrecision.MONTH)
    return (day.year, month_known, day.month if month_known else 0, day.day)


def _label(article: Article) -> str:
    day = article.published_on
    if day is None:
        return "日期不详"
    if article.date_precision == DatePrecision.YEAR:
        return f"{day.year}年（月份不详）"
    return f"{day.year}年{day.month}月"


def _first_met(articles: Sequence[Article]) -> defaultdict[int, list[Brand]]:
    """Return by article the brands proper of which none of the archive's dated articles is older."""
    public = BrandMention.objects.public().filter(
        article__in=Article.objects.on_topic(), brand__kind=BrandKind.BRAND
    )
    here = public.filter(article__in=articles).values("brand")
    met: defaultdict[int, list[Brand]] = defaultdict(list)
    days = _earliest(public.filter(brand__in=here))
    dates = {article.pk: article.published_on for article in articles}
    seen: set[int] = set()
    mentions = public.filter(article__in=articles, brand__in=days).select_related("brand")
    for mention in mentions.order_by("article__published_on", "article", "start"):
        if mention.brand_id not in seen and days[mention.brand_id] == dates[mention.article_id]:
            seen.add(mention.brand_id)
            met[mention.article_id].append(mention.brand)
    return met


def _earliest(mentions: QuerySet[BrandMention]) -> dict[int, date]:
    dated = mentions.filter(article__published_on__isnull=False).order_by()
    return dict(dated.values_list("brand").annotate(Min("article__published_on")))
