"""How often the reading is right: by the annotations, and by what people decided in use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any

from django.db.models import Count, Max, Model, Q

from articles.admin.desk import list_url
from articles.models import (
    BrandMention,
    Claim,
    EvaluationRun,
    Metric,
    OrganizationMention,
    Origin,
    RegionMention,
    ReviewStatus,
    ThemeEvidence,
)

Z = 1.959964  # 95 %
VERSIONS = 4  # of each kind, the newest
RUNS = 50  # of the gold score that are looked through

MACHINE = Q(origin=Origin.MACHINE) | Q(machine_value__isnull=False)  # not added by hand
REJECTED = MACHINE & Q(status=ReviewStatus.REJECTED)
CORRECTED = Q(origin=Origin.PERSON, machine_value__isnull=False) & ~Q(status=ReviewStatus.REJECTED)
CONFIRMED = Q(origin=Origin.MACHINE, status=ReviewStatus.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of *n* were right."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share, None where nothing was looked at."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's interval of 95 %, which holds for few cases and near 0 and 1 as well."""
        return wilson(self.hits, self.n) if self.n else None

    def __str__(self) -> str:
        """Return share, interval and number; cut, not rounded: what lacks one is not 100 %."""
        if self.value is None or self.interval is None:
            return "—"
        share, low, high = (f"{int(one * 1000) / 10:g}%" for one in (self.value, *self.interval))
        return f"{share}（{low}～{high}，n={self.n}）"


@dataclass(frozen=True, slots=True)
class Decided:
    """What people made of readings of one kind by one version; each with the list that shows it."""

    confirmed: int
    corrected: int
    rejected: int
    urls: dict[str, str]

    @property
    def share(self) -> Share:
        """How many were right as they had been read."""
        return Share(self.confirmed, self.confirmed + self.corrected + self.rejected)


@dataclass(frozen=True, slots=True)
class Line:
    """One kind as one version of the rules read it."""

    kind: str
    version: str
    gold: Share | None
    live: Decided | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of reading: its row in the gold score, and its table."""

    label: str
    row: str = ""
    model: type[Model] | None = None
    flag: bool = False  # one answer an article: wrong is missed, never too much


KINDS = (
    Kind("分篇", "articles found"),
    Kind("标题", "headline", flag=True),
    Kind("段落修复", "paragraphs repaired exactly"),
    Kind("报道所属地区", "region of the article", flag=True),
    Kind("人物", "persons"),
    Kind("工程、活动与工作法", "programmes"),
    Kind("单位", "organizations", OrganizationMention),
    Kind("品牌", "brands", BrandMention),
    Kind("数据", "metrics", Metric),
    Kind("文中地区", "regions mentioned", RegionMention),
    Kind("主题", "themes", ThemeEvidence),
    Kind("报道栏目", model=Claim),
)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the bounds between which the share lies with 95 % (Wilson 1927); *n* is above 0."""
    share, square = hits / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    # At the ends the bound is the end itself, which floats just miss.
    return (middle - half if hits else 0.0), (middle + half if hits < n else 1.0)


def lines() -> list[Line]:
    """Return the table: kinds, each by version, the newest first; kinds with no figure are left out."""
    golden = _golden()
    return [line for kind in KINDS for line in _of(kind, golden)]


Golden = dict[str, dict[str, tuple[datetime, Share]]]


def _golden() -> Golden:
    """Return the last score of each row by each version, and when it was measured."""
    found: Golden = defaultdict(dict)
    flags = {kind.row for kind in KINDS if kind.flag}
    for run in EvaluationRun.objects.order_by("-created_at")[:RUNS]:
        for row, figures in run.figures.items():
            if run.rules_version not in found[row]:
                wrong = figures["missed"] if row in flags else figures["extra"]
                share = Share(figures["hits"], figures["hits"] + wrong)
                found[row][run.rules_version] = run.created_at, share
    return found


def _of(kind: Kind, golden: Golden) -> Iterable[Line]:
    measured = golden.get(kind.row, {})
    decided = _decided(kind.model) if kind.model else {}
    when: dict[str, datetime] = {version: at for version, (at, _) in measured.items()}
    for version, (at, _) in decided.items():
        when[version] = max(at, when.get(version, at))
    for version in sorted(when, key=lambda name: when[name], reverse=True)[:VERSIONS]:
        # A version with terms of the archive's own (+…) is measured by its rules alone.
        gold = measured.get(version) or measured.get(version.partition("+")[0])
        live = decided.get(version)
        yield Line(kind.label, version, gold[1] if gold else None, live[1] if live else None)


def _decided(model: type[Model]) -> dict[str, tuple[datetime, Decided]]:
    """Return by version what people decided on machine readings, and when last."""
    rows = (
        model._default_manager.filter(CONFIRMED | CORRECTED | REJECTED, reviewed_at__isnull=False)
        .order_by()
        .values("rules_version")
        .annotate(
            confirmed=Count("pk", filter=CONFIRMED),
            corrected=Count("pk", filter=CORRECTED),
            rejected=Count("pk", filter=REJECTED),
            latest=Max("reviewed_at"),
        )
    )
    return {row["rules_version"]: (row["latest"], _counts(model, row)) for row in rows}


def _counts(model: type[Model], row: dict[str, Any]) -> Decided:
    def url(**query: object) -> str:
        return list_url(model, rules_version__exact=row["rules_version"], **query)

    machine, person = Origin.MACHINE.value, Origin.PERSON.value
    urls = {
        "confirmed": url(status__exact="confirmed", origin__exact=machine),
        "corrected": url(
            status__in="pending,confirmed", origin__exact=person, machine_value__isnull="False"
        ),
        "rejected": url(status__exact="rejected"),
    }
    return Decided(row["confirmed"], row["corrected"], row["rejected"], urls)
