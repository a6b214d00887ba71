"""What of two values may be set against each other, and what the text leaves unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from statistics import median_high

from articles.extraction.vocabulary import Qualifier, UnitFamily
from articles.models import Metric

FAR = 50  # times the median: a value beyond is to be looked at again
FEW = 8  # values below which a median says nothing
COUNTERS = ("个", "件", "项", "条")  # measure words for things of any sort
COUNTED = (UnitFamily.COUNT, UnitFamily.BODIES)


class PeriodKind(StrEnum):
    """For what stretch of time a value speaks; the value is what readers are told."""

    UNSAID = "时段未写明"
    POINT = "时点"
    RUNNING = "累计"
    SPAN = "跨年"
    PART = "年内一段"
    YEAR = "全年"


KINDS = (  # the first that is found in the words of the period holds
    (PeriodKind.RUNNING, re.compile(r"以来|累计")),
    (PeriodKind.POINT, re.compile(r"截至|目前|如今|现已|[底末初]前?$")),
    (
        PeriodKind.SPAN,
        re.compile(r"年[—–~－至到-]|\d[—–~－至-]\d|^[近过最]|期间|年来|[两三四五六七八九十]年"),
    ),
    (PeriodKind.PART, re.compile(r"[上下]半年|月|旬|日")),
    (PeriodKind.YEAR, re.compile(r"年")),
)


def period_kind(period: str) -> PeriodKind:
    """Return for what stretch of time the words *period* speak.

    >>> period_kind("截至目前").name, period_kind("2024年度").name, period_kind("6月中旬").name
    ('POINT', 'YEAR', 'PART')
    """
    return next((kind for kind, words in KINDS if words.search(period)), PeriodKind.UNSAID)


def outliers(values: Sequence[Decimal]) -> Decimal | None:
    """Return the bound above which a value of *values* is far out, None for a few or for zero.

    >>> outliers([Decimal(n) for n in (1, 2, 3, 4, 5, 6, 7, 900)])
    Decimal('250')
    """
    if len(values) < FEW:
        return None
    return FAR * median_high(values) or None


def changes(metrics: Iterable[Metric]) -> dict[int, str]:
    """Return by key how each of *metrics* differs from the same thing one year before.

    The same thing: of one organization, unit and period kind, in the same words. Where a year has
    two values of it, nothing is said.
    """
    by_thing: dict[tuple[object, ...], dict[int, list[Metric]]] = {}
    for metric in metrics:
        if metric.organization_id and metric.year and metric.value_max is None:
            kind = period_kind(metric.period)
            thing = (metric.organization_id, metric.family, metric.unit, metric.said, kind)
            by_thing.setdefault(thing, {}).setdefault(metric.year, []).append(metric)
    found = {}
    for years in by_thing.values():
        for year, here in years.items():
            before = years.get(year - 1, [])
            if len(here) == len(before) == 1 and before[0].value:
                found[here[0].pk] = change(before[0], here[0])
    return found


def change(before: Metric, after: Metric) -> str:
    """Return what became of *before* within a year: a share, of shares their difference."""
    difference = after.value - before.value
    about = "" if after.qualifier == before.qualifier == Qualifier.EXACT else "约 "
    if after.family == UnitFamily.SHARE:
        return f"较上年{about or ' '}{_signed(difference)} 个百分点"
    return f"较上年{about or ' '}{_signed(100 * difference / before.value)}%"


def _signed(value: Decimal) -> str:
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{abs(rounded):,f}".removesuffix(".0")
    return f"{'−' if rounded < 0 else '+'}{text}" if rounded else "0"
