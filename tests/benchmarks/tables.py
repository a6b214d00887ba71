"""What was measured, as tables with ratios, and whether the targets hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from statistics import median
from typing import Any, Literal

from tests.benchmarks.asking import PARTS, Ask, Part

Phase = Literal["cold", "warm"]
OURS = "ours"
STEPS: tuple[tuple[Phase, Part], ...] = (("cold", "search"), ("warm", "search"), ("warm", "page"))
LARGE = 10_000  # reports, from which on targets are set


@dataclass(frozen=True, slots=True)
class Measured:
    """One engine at one size. Seconds, megabytes."""

    name: str
    count: int
    asks: Sequence[Ask]
    built: Mapping[str, float]
    times: Mapping[tuple[Phase, Part], Mapping[int, float]]  # by query
    hits: Mapping[int, int]
    updates: Sequence[float]
    reopens: Sequence[float]
    unseen: int  # updates that the next search did not find
    peak: float

    @classmethod
    def of(
        cls,
        name: str,
        count: int,
        asks: Sequence[Ask],
        built: Mapping[str, float],
        answers: Mapping[int, Sequence[Mapping[str, Any]]],
        updates: Sequence[Mapping[str, Any]],
        peak: float,
    ) -> Measured:
        """Take the first round of each query for cold, the median of the others for warm."""
        times: dict[tuple[Phase, Part], dict[int, float]] = {}
        for part in PARTS:
            rounds = {n: [a[part] for a in said if part in a] for n, said in answers.items()}
            times["cold", part] = {n: told[0] for n, told in rounds.items()}
            times["warm", part] = {n: median(told[1:]) for n, told in rounds.items()}
        return cls(
            name,
            count,
            asks,
            built,
            times,
            {n: said[0]["total"] for n, said in answers.items()},
            [said["update"] for said in updates],
            [said["reopen"] for said in updates],
            sum(not said["visible"] for said in updates),
            peak,
        )

    def at(
        self, phase: Phase, part: Part, share: float, only: Iterable[int] | None = None
    ) -> float:
        """Return the milliseconds within which that *share* of the queries was answered, if any."""
        times = self.times[phase, part]
        kept = sorted(times[n] for n in (times if only is None else only))
        if not kept:
            return nan
        return kept[min(len(kept) - 1, int(share * len(kept)))] * 1000

    def of_kind(self, *kinds: str) -> list[int]:
        """Return the numbers of the queries of these kinds that were asked."""
        return [n for n in self.hits if self.asks[n].kind in kinds]

    @property
    def rate(self) -> float:
        """Reports indexed in a second of processor time."""
        return self.count / self.built["cpu"]

    @property
    def update(self) -> float:
        """Milliseconds from an added report to its being found."""
        return median(self.updates) * 1000


def printed(found: Sequence[Measured]) -> str:
    """Return the tables of every size, and of the growth from one to the next."""
    by_size: defaultdict[int, dict[str, Measured]] = defaultdict(dict)
    for one in found:
        by_size[one.count][one.name] = one
    lines: list[str] = []
    for count, engines in by_size.items():
        lines += [f"\n### {count:,} reports, {len(found[0].asks)} queries\n"]
        lines += _table(_speed(engines))
        lines += ["", "Warm milliseconds p50/p95 of search with total and facets, by kind:", ""]
        lines += _table(_kinds(engines))
        lines += ["", "Hits of all queries, by kind:", ""]
        lines += _table(_hits(engines))
        if OURS in engines:
            lines += ["", "Ratios, peer : ours (above 1 ours is better):", ""]
            lines += _table(_ratios(engines))
    targets = list(_targets(by_size))
    lines += ["\n### Targets\n", *targets] if targets else []
    return "\n".join(lines)


def _table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield "| " + " | ".join(row) + " |"
        if number == 0:
            yield "|" + "---|" * len(row)


def _speed(engines: Mapping[str, Measured]) -> Iterator[Sequence[str]]:
    yield (
        "engine", "indexed/s (wall)", "indexed/CPU s", "index+text MB", "indexing MB", "cold search",
        "warm search", "warm page", "update ms p50/p95", "searching MB",
    )  # fmt: skip
    for one in engines.values():
        updates = sorted(one.updates)
        yield (
            one.name,
            f"{one.count / one.built['seconds']:,.0f}",
            f"{one.rate:,.0f}",
            f"{one.built['bytes'] / 1e6:.1f}",
            f"{one.built['peak']:.0f}",
            *(_pair(one, *step) for step in STEPS),
            f"{one.update:.1f}/{updates[int(0.95 * len(updates))] * 1000:.1f}"
            + (f" ({one.unseen} not found)" if one.unseen else ""),
            f"{one.peak:.0f}",
        )


def _pair(one: Measured, phase: Phase, part: Part, only: Iterable[int] | None = None) -> str:
    kept = None if only is None else list(only)
    return "/".join(_figure(one.at(phase, part, share, kept)) for share in (0.5, 0.95))


def _figure(value: float) -> str:
    return "–" if isnan(value) else f"{value:.2f}"


def _kinds(engines: Mapping[str, Measured]) -> Iterator[Sequence[str]]:
    kinds = list(dict.fromkeys(ask.kind for one in engines.values() for ask in one.asks))
    yield ("engine", *kinds)
    for one in engines.values():
        yield (one.name, *(_pair(one, "warm", "search", one.of_kind(kind)) for kind in kinds))


def _hits(engines: Mapping[str, Measured]) -> Iterator[Sequence[str]]:
    kinds = list(dict.fromkeys(ask.kind for one in engines.values() for ask in one.asks))
    yield ("engine", *kinds)
    for one in engines.values():
        totals = (sum(one.hits[n] for n in one.of_kind(kind)) for kind in kinds)
        part = "" if len(one.hits) == len(one.asks) else f" ({len(one.hits)} queries)"
        yield (one.name + part, *(f"{total:,}" for total in totals))


def _ratios(engines: Mapping[str, Measured]) -> Iterator[Sequence[str]]:
    ours = engines[OURS]
    yield (
        "peer", "cold search p50", "p95", "warm search p50", "p95", "warm page p50", "p95",
        "phrases warm p95", "indexing", "update", "memory",
    )  # fmt: skip
    for peer in engines.values():
        if peer is ours:
            continue
        yield (
            peer.name,
            *(
                _figure(_ratio(peer, ours, *step, share))
                for step in STEPS
                for share in (0.5, 0.95)
            ),
            _figure(_ratio(peer, ours, "warm", "search", 0.95, "phrase")),
            f"{ours.rate / peer.rate:.2f}",
            f"{peer.update / ours.update:.2f}",
            f"{peer.peak / ours.peak:.2f}",
        )


def _ratio(
    peer: Measured, ours: Measured, phase: Phase, part: Part, share: float, *kinds: str
) -> float:
    """Return how many times longer *peer* took, on the queries that both were asked, if any."""
    both = [n for n in peer.hits if n in ours.hits and (not kinds or ours.asks[n].kind in kinds)]
    return peer.at(phase, part, share, both) / ours.at(phase, part, share, both)


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that is asked for: at least, or at most, so much."""

    says: str
    limit: float
    least: bool
    figure: Callable[[], float]

    def __str__(self) -> str:
        value = self.figure()
        holds = value >= self.limit if self.least else value <= self.limit
        sign = "≥" if self.least else "≤"
        return (
            f"- {'holds ' if holds else 'MISSED'} {self.says}: {value:.2f} ({sign} {self.limit:g})"
        )


def _targets(by_size: Mapping[int, Mapping[str, Measured]]) -> Iterator[str]:
    for count, engines in by_size.items():
        if OURS in engines and count >= LARGE:
            yield from (f"{target} at {count:,}" for target in _of_size(engines))
    sizes = sorted(count for count, engines in by_size.items() if OURS in engines)
    if {10_000, 100_000} <= set(sizes):
        small, large = (by_size[count][OURS] for count in (10_000, 100_000))
        yield from map(str, _of_growth(small, large))


def _of_size(engines: Mapping[str, Measured]) -> Iterator[Target]:
    ours = engines[OURS]

    def times(name: str, phase: Phase, share: float, *kinds: str) -> Callable[[], float]:
        return lambda: _ratio(engines[name], ours, phase, "search", share, *kinds)

    def part(name: str, phase: Phase, share: float, *kinds: str) -> Callable[[], float]:
        return lambda: 1 / times(name, phase, share, *kinds)()

    if peer := engines.get("tutorial"):
        slower = peer
        yield Target(
            "cold p50, times faster than the tutorial", 40, True, times("tutorial", "cold", 0.5)
        )
        yield Target(
            "cold p95, times faster than the tutorial", 15, True, times("tutorial", "cold", 0.95)
        )
        yield Target("indexing, times the tutorial", 4, True, lambda: ours.rate / slower.rate)
        yield Target(
            "update, part of the tutorial's", 0.2, False, lambda: ours.update / slower.update
        )
    if other := engines.get("haystack"):
        slowest = other
        yield Target(
            "warm p50, times faster than haystack", 100, True, times("haystack", "warm", 0.5)
        )
        yield Target("indexing, times haystack", 8, True, lambda: ours.rate / slowest.rate)
    if "fts5" in engines:
        yield Target("cold p95, part of FTS5's", 1, False, part("fts5", "cold", 0.95))
        yield Target("warm p95, part of FTS5's", 1, False, part("fts5", "warm", 0.95))
        yield Target("cold p50, part of FTS5's", 2.5, False, part("fts5", "cold", 0.5))
        yield Target("warm p50, part of FTS5's", 1, False, part("fts5", "warm", 0.5))
        yield Target(
            "phrases warm p95, part of FTS5's", 3, False, part("fts5", "warm", 0.95, "phrase")
        )
    yield Target("search after an update, ms", 5, False, lambda: median(ours.reopens) * 1000)
    if ours.count >= 100_000:
        yield Target("memory of a searching process, MB", 200, False, lambda: ours.peak)


def _of_growth(small: Measured, large: Measured) -> Iterator[Target]:
    """From 10,000 to 100,000 reports, for each kind but phrases."""
    for kind in dict.fromkeys(ask.kind for ask in small.asks):
        if kind != "phrase":
            yield Target(
                f"warm p95 of kind {kind}, 100k : 10k",
                3,
                False,
                lambda kind=kind: (
                    large.at("warm", "search", 0.95, large.of_kind(kind))
                    / small.at("warm", "search", 0.95, small.of_kind(kind))
                ),
            )
