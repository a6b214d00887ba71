"""The numbers of one organization over the years: where they rise, and where reports disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from articles.extraction import plain
from articles.extraction.vocabulary import MetricStatus, Qualifier
from articles.models import Indicator, Metric

LEAST = 3  # years that make a line
WIDTH, HEIGHT, MARGIN = 100, 24, 3  # of the drawing
NEAR = Decimal("0.1")  # how far about a number 约 reaches


@dataclass(frozen=True, slots=True)
class Series:
    """The values of an indicator by year; ``dots`` are places in a drawing of 100 by 24 whose
    bottom is zero. ``line`` joins the years that have one value: where there are several, all
    are dots, none is the right one, and no mean is made.
    """

    indicator: Indicator
    values: tuple[tuple[int, Metric], ...]
    dots: tuple[tuple[str, str], ...]
    line: str

    @property
    def first(self) -> Metric:
        """A value of the first year."""
        return self.values[0][1]

    @property
    def last(self) -> Metric:
        """A value of the last year."""
        return self.values[-1][1]


def series(metrics: Iterable[Metric]) -> list[Series]:
    """Return the indicators that *metrics* know of three years or more, in their own order.

    Plans are left out, and so are values that are part of another.
    """
    found: dict[Indicator, list[tuple[int, Metric]]] = defaultdict(list)
    for metric in metrics:
        whole = metric.outcome == MetricStatus.ACHIEVED and metric.part_of_id is None
        if metric.indicator and metric.year and whole:
            found[metric.indicator].append((metric.year, metric))
    told = [one for one in found.items() if len({year for year, _ in one[1]}) >= LEAST]
    told.sort(key=lambda one: (one[0].order, one[0].name))
    return [_series(*one) for one in told]


def _series(indicator: Indicator, found: list[tuple[int, Metric]]) -> Series:
    values = sorted(found, key=lambda pair: (pair[0], pair[1].value))
    years = [year for year, _ in values]
    most = max((metric.value for _, metric in values), default=Decimal(0)) or Decimal(1)
    across = Decimal(WIDTH - 2 * MARGIN) / (years[-1] - years[0])
    dots = [
        (
            f"{MARGIN + across * (year - years[0]):.1f}",
            f"{HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * max(metric.value, Decimal(0)) / most:.1f}",
        )
        for year, metric in values
    ]
    sole = [f"{x},{y}" for year, (x, y) in zip(years, dots, strict=True) if years.count(year) == 1]
    return Series(indicator, tuple(values), tuple(dots), " ".join(sole))


def disputed(metrics: Iterable[Metric]) -> set[int]:
    """Return the keys of values that contradict each other.

    That is: different reports, one indicator, the same thing counted in the same known year and
    period, and values that cannot both be right as they are qualified.
    """
    groups: dict[tuple[object, ...], list[Metric]] = defaultdict(list)
    for metric in metrics:
        if metric.indicator_id and metric.year and metric.outcome == MetricStatus.ACHIEVED:
            same = (metric.indicator_id, metric.year, metric.period, plain(metric.said))
            groups[same].append(metric)
    return {pk for group in groups.values() for pk in _contradicting(group)}


def _contradicting(group: Sequence[Metric]) -> set[int]:
    return {
        metric.pk
        for pair in combinations(group, 2)
        if pair[0].article_id != pair[1].article_id and not _agree(*pair)
        for metric in pair
    }


def _agree(one: Metric, other: Metric) -> bool:
    """Tell whether both can be right: 1200余人 and 1234人 can."""
    pairs = ((one, other), (other, one))
    return one.value == other.value or any(_covers(*pair) for pair in pairs)


def _covers(loose: Metric, value: Metric) -> bool:
    ahead = value.value - loose.value
    match loose.qualifier:
        case Qualifier.MORE:
            return ahead > 0
        case Qualifier.LESS:
            return ahead < 0
        case Qualifier.ABOUT:
            return abs(ahead) <= NEAR * abs(loose.value)
    high = loose.value_max
    return high is not None and loose.value <= value.value <= high
