"""Measures our search beside others on the same reports and the same queries.

    python -m tests.benchmarks.search [1k|10k|100k …] [--quick] [--all] [--row N] [--save] [--only NAME…]

Each engine indexes in one process and answers in another, fresh one. Queries go out in rows of
twenty, each row to every engine before the next, in rotating order, so that whatever disturbs the
machine disturbs all alike; the median of a query's rounds counts. ``--row 1`` lets every query
meet a processor whose caches the other engines have just filled. Pages, which have snippets, have
rounds of their own, after those of searches. The first round meets a fresh process
(cold), the others a warm one. Compare the ratios; milliseconds belong to the machine.

The two peers that need minutes to index are left out beyond 10,000 reports unless ``--all`` asks
for them, and django-haystack gets every fourth query. ``--quick`` takes 1,000 reports and few
queries, ``--save`` puts the tables into the README beside this file.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

from tests.benchmarks.asking import PARTS, Ask, Part
from tests.benchmarks.corpus import Report, reports
from tests.benchmarks.peers import PEERS
from tests.benchmarks.queries import drawn
from tests.benchmarks.tables import Measured, printed

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000}
SLOW = {"tutorial", "haystack"}  # to index
LARGE = 10_000  # reports; more are indexed by the slow ones on demand only
DRAWN_FROM = 10_000  # reports, so that larger sizes get the queries of 10k
EVERY = {"haystack": 4}  # queries are left to it
QUERIES, FEW = 200, 40
ROW = 20  # queries that an engine is asked before the next has its turn
ROUNDS = 3  # after the cold one
UPDATES = 20
FIGURES = "## Figures\n"
PYTHON = (sys.executable, "-W", "ignore", "-m", "tests.benchmarks.worker")


@dataclass
class Served:
    """An engine that answers in its process."""

    name: str
    process: subprocess.Popen[str]
    times: defaultdict[int, list[dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # by query
    updates: list[dict[str, Any]] = field(default_factory=list)

    def tell(self, told: dict[str, Any]) -> dict[str, Any]:
        """Send a line and return what is said to it."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        return self.hear()

    def hear(self) -> dict[str, Any]:
        """Return what is said next."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended before its time; its words stand above")
        said: dict[str, Any] = json.loads(line)
        return said


def measure(
    count: int, names: Sequence[str], queries: int, row: int, folder: Path
) -> list[Measured]:
    """Index *count* reports with each engine, ask them all, and return what was measured."""
    asks = _written(count, queries, folder)
    built = {name: _indexed(name, folder) for name in names}
    with ExitStack() as stack:
        engines = [Served(name, stack.enter_context(_serving(name, folder))) for name in names]
        for engine in engines:
            engine.hear()
        for part in PARTS:
            for _ in range(1 + ROUNDS):
                _round(engines, asks, part, row)
        peaks = {engine.name: engine.tell({})["peak"] for engine in engines}
        for number in range(UPDATES):
            for engine in _rotated(engines, number):
                engine.updates.append(engine.tell({"update": count + 1 + number}))
        return [
            Measured.of(e.name, count, asks, built[e.name], e.times, e.updates, peaks[e.name])
            for e in engines
        ]


def _written(count: int, queries: int, folder: Path) -> list[Ask]:
    """Write the reports to *folder* and return queries about the first of them."""
    with (folder / "corpus.pickle").open("wb") as file:
        for report in reports(1, count + 1):
            pickle.dump(report, file)
    return drawn(_first(min(count, DRAWN_FROM)), queries)


def _first(count: int) -> Iterator[Report]:
    return islice(reports(1, count + 1), count)


def _indexed(name: str, folder: Path) -> dict[str, float]:
    (folder / name).mkdir()
    run = subprocess.run(
        [*PYTHON, name, str(folder / name), "index"], stdout=subprocess.PIPE, text=True, check=True
    )
    built: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    print(f"  {name} indexed in {built['seconds']:.1f} s", file=sys.stderr)
    return built


def _serving(name: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*PYTHON, name, str(folder / name), "serve"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _round(engines: Sequence[Served], asks: Sequence[Ask], part: Part, row: int) -> None:
    for turn, first in enumerate(range(0, len(asks), row)):
        for engine in _rotated(engines, turn):
            for number in range(first, min(first + row, len(asks))):
                if number % EVERY.get(engine.name, 1) == 0:
                    told = {"ask": asdict(asks[number]), "part": part}
                    engine.times[number].append(engine.tell(told))


def _rotated(engines: Sequence[Served], number: int) -> list[Served]:
    start = number % len(engines)
    return [*engines[start:], *engines[:start]]


def _installed(wanted: Sequence[str]) -> list[str]:
    """Return those of *wanted* that can be imported here, and name the others."""
    found = []
    for name in wanted:
        module = PEERS[name].partition(":")[0]
        run = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", f"import {module}"],
            capture_output=True,
            check=False,
        )
        if run.returncode:
            print(f"left out, not installed: {name} (pip install -e '.[bench]')")
        else:
            found.append(name)
    return found


def machine() -> str:
    """Return what was measured on, in one line."""
    packages = ("Whoosh-Reloaded", "jieba", "rjieba", "django-haystack", "tantivy")
    found = []
    for name in packages:
        with suppress(PackageNotFoundError):
            found.append(f"{name} {version(name)}")
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores (load {load}), "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {', '.join(found)}."
    )


def save(text: str) -> None:
    """Put *text* in place of the figures in the README."""
    readme = Path(__file__).with_name("README.md")
    kept = readme.read_text("utf-8").partition(FIGURES)[0]
    readme.write_text(f"{kept}{FIGURES}\n{text}\n", "utf-8")


def main() -> None:
    """Measure every size that was asked for and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.search")
    parser.add_argument("sizes", nargs="*", choices=[*SIZES, []], default=[])
    parser.add_argument("--quick", action="store_true", help="1,000 reports, few queries")
    parser.add_argument("--all", action="store_true", help="also the slow peers at 100k")
    parser.add_argument("--row", type=int, default=ROW, help="queries in a row to one engine")
    parser.add_argument("--only", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--save", action="store_true", help="into the README")
    options = parser.parse_args()
    sizes = options.sizes or (["1k"] if options.quick else ["1k", "10k"])
    names = _installed(options.only)
    found: list[Measured] = []
    for size in sizes:
        count = SIZES[size]
        these = [n for n in names if options.all or count <= LARGE or n not in SLOW]
        for name in set(names) - set(these):
            print(f"left out at {size}, it takes very long to index: {name} (--all)")
        with tempfile.TemporaryDirectory() as folder:
            queries = FEW if options.quick else QUERIES
            found += measure(count, these, queries, options.row, Path(folder))
    text = f"{machine()}\n{printed(found)}"
    print(text)
    if options.save:
        save(text)


if __name__ == "__main__":
    main()
