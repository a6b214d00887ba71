"""How good the data are: what is reviewed, missing, at odds, and how far the archive reaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.core.cache import cache
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from articles import revision
from articles.extraction.vocabulary import ArithmeticCheck, MetricStatus
from articles.models import (
    Article,
    BrandMention,
    Job,
    Metric,
    OrganizationMention,
    Region,
    ReviewItem,
    ReviewStatus,
)
from articles.models.fact import FactQuerySet
from articles.outputs.charts import heat
from partybuild.figures import measured
from search.models import PendingChange

CONFLICTS = 20  # rows of values at odds that the page shows
YEARS = 10  # columns of the table of coverage; older years share one


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the page; ``url`` is for all readers, ``desk`` for staff."""

    label: str
    count: int
    of: int | None = None  # the whole that it is a part of
    url: str = ""
    desk: str = ""

    @property
    def share(self) -> float | None:
        """The part that it is of the whole, None where there is none."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Province:
    """A line of the table of coverage: articles by column, each with its step of heat."""

    name: str
    url: str
    cells: tuple[tuple[int, int], ...]
    total: int


def quality(request: HttpRequest) -> HttpResponse:
    """Show what the archive knows of its own gaps; nothing is estimated."""
    gaps = known()
    context = {
        **gaps,
        "figures": [*gaps["figures"], *_queues()],
        "jobs": Job.objects.order_by("-created_at")[:5] if _staff(request) else (),
        **measured(),
    }
    return render(request, "about_data.html", context)


def known() -> dict[str, Any]:
    """Return figures, values at odds and coverage, counted once for each state of the archive."""
    stamp = revision.current()
    kept = cache.get_or_set(f"quality-{stamp}", _known) if stamp else _known()
    return cast(dict[str, Any], kept)


def _known() -> dict[str, Any]:
    """Return what only a change of the archive can change."""
    years, provinces = _coverage()
    conflicts = _conflicts()
    return {
        "figures": [*_articles(), *_facts()],
        "conflicts": conflicts[:CONFLICTS],
        "more": max(len(conflicts) - CONFLICTS, 0),
        "years": years,
        "provinces": provinces,
    }


def _staff(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_staff", False))


def _articles() -> list[Figure]:
    n: Mapping[str, int] = Article.objects.listed().aggregate(
        all=Count("pk"),
        undated=Count("pk", filter=Q(published_on=None)),
        placeless=Count("pk", filter=Q(region=None, off_topic=False)),
        themeless=Count("pk", filter=Q(primary_theme=None, off_topic=False)),
        off_topic=Count("pk", filter=Q(off_topic=True)),
    )
    repeated = Article.objects.public().repeated().count()
    lists = reverse("admin:articles_article_changelist")
    desk = f"{lists}?counted=1"
    ours = f"{desk}&off_topic__exact=0"
    return [
        Figure("公开的报道", n["all"], url=reverse("articles"), desk=desk),
        Figure(
            "日期不详",
            n["undated"],
            n["all"],
            f"{reverse('timeline')}?undated=1",
            f"{desk}&published_on__isnull=True",
        ),
        Figure(
            "地区待定",
            n["placeless"],
            n["all"],
            reverse("undecided"),
            f"{ours}&region__isnull=True",
        ),
        Figure(
            "未归入主题",
            n["themeless"],
            n["all"],
            reverse("unsorted"),
            f"{ours}&primary_theme__isnull=True",
        ),
        Figure("非党建内容", n["off_topic"], n["all"], desk=f"{desk}&off_topic__exact=1"),
        Figure("与另一篇相同", repeated, desk=f"{lists}?counted=repeated"),
    ]


def _facts() -> list[Figure]:
    confirmed = Count("pk", filter=Q(status=ReviewStatus.CONFIRMED))
    found = []
    reviewed: dict[str, FactQuerySet[Any]] = {
        "单位": OrganizationMention.objects.all(),
        "品牌": BrandMention.objects.all(),
        "数据": Metric.objects.all(),
    }
    for label, facts in reviewed.items():
        n = facts.public().aggregate(all=Count("pk"), confirmed=confirmed)
        desk = reverse(f"admin:articles_{facts.model._meta.model_name}_changelist")
        desk = f"{desk}?status__exact={ReviewStatus.CONFIRMED}&anchored__exact=1"
        found.append(Figure(f"{label}：已审", n["confirmed"], n["all"], desk=desk))
    n = Metric.objects.comparable().aggregate(
        all=Count("pk"),
        yearless=Count("pk", filter=Q(year=None)),
        ownerless=Count("pk", filter=Q(organization=None)),
        outside=Count("pk", filter=Q(indicator=None)),
        planned=Count("pk", filter=Q(outcome=MetricStatus.PLANNED)),
        doubtful=Count("pk", filter=Q(arithmetic=ArithmeticCheck.DOUBTFUL)),
    )
    unsorted = reverse("unsorted-metrics")
    desk = f"{reverse('admin:articles_metric_changelist')}?counted=1"
    return [
        *found,
        Figure("数据：年份未知", n["yearless"], n["all"], desk=f"{desk}&year__isnull=True"),
        Figure(
            "数据：单位未写明", n["ownerless"], n["all"], desk=f"{desk}&organization__isnull=True"
        ),
        Figure(
            "数据：未归入指标", n["outside"], n["all"], unsorted, f"{desk}&indicator__isnull=True"
        ),
        Figure("数据：计划数", n["planned"], n["all"], desk=f"{desk}&outcome__exact=planned"),
        Figure(
            "数据：验算不符", n["doubtful"], n["all"], desk=f"{desk}&arithmetic__exact=doubtful"
        ),
    ]


def _queues() -> list[Figure]:
    waiting = ReviewItem.objects.waiting().count()
    return [
        Figure("待审事项", waiting, desk=reverse("admin:articles_reviewitem_changelist")),
        Figure("待更新索引的报道", PendingChange.objects.waiting()),
    ]


def _conflicts() -> list[dict[str, Any]]:
    """Return organizations with more than one value of an indicator in a year."""
    achieved = Metric.objects.comparable().filter(outcome=MetricStatus.ACHIEVED)
    owned = achieved.filter(organization__isnull=False, indicator__isnull=False, year__gt=0)
    # Parts of a whole, and what differs in what is counted, are no contradiction.
    rows = owned.filter(part_of=None).order_by("organization__sort_key", "year").values(
        "organization", "organization__name", "organization__slug", "indicator__name",
        "indicator__slug", "year", "subject", "action",
    )  # fmt: skip
    return list(
        rows.annotate(values_count=Count("value", distinct=True)).filter(values_count__gt=1)
    )


def _coverage() -> tuple[list[str], list[Province]]:
    """Return the columns of the table of coverage, and its lines: provinces with articles."""
    dated = Article.objects.on_topic().order_by().annotate(year=ExtractYear("published_on"))
    counts: Counter[tuple[str, int | None]] = Counter()
    for code, year, n in dated.values_list("region", "year").annotate(Count("pk")):
        counts[(code or "")[:2], year] += n
    years = sorted({year for _, year in counts if year}, reverse=True)
    shown, older = years[:YEARS], set(years[YEARS:])
    labels = [str(year) for year in shown] + ["更早"] * bool(older) + ["不详"]
    most = max(4, *counts.values()) if counts else 0  # a single article is not the darkest step

    def line(prefix: str, name: str, url: str) -> Province:
        cells = [counts[prefix, year] for year in shown]
        cells += [sum(counts[prefix, year] for year in older)] if older else []
        cells.append(counts[prefix, None])
        return Province(name, url, tuple((n, heat(n, most)) for n in cells), sum(cells))

    told = {prefix for prefix, _ in counts}
    lines = [
        line(region.prefix, region.name, region.get_absolute_url())
        for region in Region.objects.provinces()
        if region.prefix in told
    ]
    return labels, [*lines, line("", "地区待定", "")] if "" in told else lines
