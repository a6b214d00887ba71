"""Rows of numbers to geometry; ``templates/charts/`` draws it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

LEAST = Decimal("0.4")  # percent: the smallest bar that can still be seen

# Column and row of each province-level unit in a grid of eight by eight: a scheme, no map.
# pages.css draws it; a test holds the two together.
TILES = {
    "230000": (8, 1), "150000": (6, 2), "220000": (8, 2), "650000": (1, 3), "640000": (4, 3),
    "140000": (5, 3), "110000": (6, 3), "120000": (7, 3), "210000": (8, 3), "630000": (2, 4),
    "620000": (3, 4), "610000": (4, 4), "410000": (5, 4), "130000": (6, 4), "370000": (7, 4),
    "540000": (1, 5), "510000": (3, 5), "500000": (4, 5), "420000": (5, 5), "340000": (6, 5),
    "320000": (7, 5), "310000": (8, 5), "530000": (3, 6), "520000": (4, 6), "430000": (5, 6),
    "360000": (6, 6), "330000": (7, 6), "450000": (4, 7), "440000": (5, 7), "350000": (6, 7),
    "710000": (8, 7), "460000": (4, 8), "820000": (5, 8), "810000": (6, 8),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Datum:
    """What a bar says: the printed value stands at its end; ``estimated`` hatches it."""

    label: str
    value: Decimal
    printed: str
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A datum with the length of its bar in percent of the longest."""

    datum: Datum
    length: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars on one axis that begins at zero."""

    bars: tuple[Bar, ...]
    title: str
    log: bool = False  # lengths go by the number of digits: named where it is shown

    @property
    def hatched(self) -> bool:
        """Tell whether any value is an estimate."""
        return any(bar.datum.estimated for bar in self.bars)


def bar_chart(data: Iterable[Datum], title: str, *, log: bool = False) -> BarChart:
    """Place *data* one under the other in the given order; negative values get no length."""
    rows = list(data)
    sizes = [_logarithm(row.value) if log else row.value for row in rows]
    most = max(sizes, default=Decimal(0))
    bars = zip(rows, sizes, strict=True)
    return BarChart(tuple(Bar(row, _length(size, most)) for row, size in bars), title, log)


def _logarithm(value: Decimal) -> Decimal:
    """Return a size by which 10, 100 and 1,000 stand at even distances, and 0 is nothing."""
    return (1 + value).log10() if value > 0 else Decimal(0)


def _length(value: Decimal, most: Decimal) -> str:
    share = max(100 * value / most, LEAST) if value > 0 else Decimal(0)
    return f"{share:.1f}%"


@dataclass(frozen=True, slots=True)
class Tile:
    """A province-level unit in the grid; ``heat`` runs from 0 (none) to 4 (most)."""

    code: str
    name: str
    url: str
    count: int
    heat: int

    @property
    def place(self) -> str:
        """The class that gives the tile its place in the grid."""
        return f"t{self.code[:2]}"


def heat(count: int, most: int) -> int:
    """Return the step of *count* between 0 and 4, where only none is 0.

    >>> [heat(n, 8) for n in (0, 1, 2, 3, 5, 8)]
    [0, 1, 1, 2, 3, 4]
    """
    return -(-4 * count // most) if count > 0 and most > 0 else 0
