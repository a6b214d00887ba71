"""Two readers and one writer at once: does anybody ever see an error, or lose an article?

    python -m tests.benchmarks.stress [SECONDS] [REPORTS]

The readers search without a pause, each in its own process; the writer adds, changes and takes out
reports, and now and then writes the whole index anew. Printed are the searches, the changes, and
every error that a user would have met; the program ends with 1 when there was one.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing.queues import Queue
from pathlib import Path
from random import Random

from search.engine import Document, EngineUnavailable
from search.engines.whoosh import WhooshEngine
from search.query import Query
from tests.benchmarks.asking import COUNTED
from tests.benchmarks.corpus import reports

READERS = 2
REBUILD = 50  # changes between two
FIXED = "永不更改的报道"  # stands in one report that nobody changes
Tally = tuple[str, Counter[str], list[float]]


def documents(count: int) -> Iterator[Document]:
    """Yield the documents of the beginning; the first is never changed."""
    yield Document(pk=1, headline=FIXED, blocks=("正文",), digest="1")
    yield from (report.document for report in reports(2, count + 1))


def read(root: Path, until: float, told: Queue[Tally], number: int) -> None:
    """Search until the time is over; the fixed report must always be found."""
    engine, chance = WhooshEngine(root), Random(number)
    counts: Counter[str] = Counter()
    times: list[float] = []
    while time.time() < until:
        typed = chance.choice((f'"{FIXED}"', "党员 服务", "群众", "医院", "支部 -社区", "党建*"))
        begun = time.perf_counter()
        try:
            found = engine.search(Query.parse(typed), facets=COUNTED)
            counts["searches"] += 1
            counts["errors: the fixed report was gone"] += FIXED in typed and found.pks != (1,)
        except Exception as error:  # whatever it is, a user would have seen it
            counts[f"errors: {error!r}"] += 1
        times.append(time.perf_counter() - begun)
    told.put(("reader", counts, times))


def write(root: Path, until: float, told: Queue[Tally], count: int) -> None:
    """Change one report after another; what was put must be found at once."""
    engine, chance = WhooshEngine(root), Random("writer")
    counts: Counter[str] = Counter()
    times: list[float] = []
    fresh = (report.document for report in reports(count + 1, sys.maxsize))
    while time.time() < until:
        begun = time.perf_counter()
        try:
            _change(engine, next(fresh), chance, counts)
        except EngineUnavailable as error:  # stays in the queue and is done later
            counts[f"put off: {error}"] += 1
        except Exception as error:
            counts[f"errors: {error!r}"] += 1
        times.append(time.perf_counter() - begun)
        if counts["changes"] % REBUILD == REBUILD - 1:
            engine.rebuild(documents(count))
            counts["rebuilds"] += 1
            counts["changes"] += 1
    told.put(("writer", counts, times))


def _change(engine: WhooshEngine, fresh: Document, chance: Random, counts: Counter[str]) -> None:
    engine.put([fresh])
    found = engine.search(Query.parse(f'"{fresh.headline}"'), size=100)
    counts["errors: what was put was not found"] += fresh.pk not in found.pks
    if chance.random() < 0.3:
        engine.remove([fresh.pk])
    counts["changes"] += 1


def main(seconds: float, count: int) -> int:
    """Let them run and return the number of errors."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "index"
        WhooshEngine(root).rebuild(documents(count))
        context = multiprocessing.get_context("spawn")
        told: Queue[Tally] = context.Queue()
        until = time.time() + seconds + 3  # they take a moment to start
        jobs = [context.Process(target=read, args=(root, until, told, n)) for n in range(READERS)]
        jobs.append(context.Process(target=write, args=(root, until, told, count)))
        for job in jobs:
            job.start()
        tallies = [told.get() for _ in jobs]
        for job in jobs:
            job.join()
    return sum(_printed(*tally) for tally in tallies)


def _printed(name: str, counts: Counter[str], times: list[float]) -> int:
    """Print what one of them met and return how many errors that were."""
    times.sort()
    median, slow = (times[int(share * len(times))] * 1000 for share in (0.5, 0.95))
    said = ", ".join(f"{what} {number}" for what, number in counts.items() if number)
    print(f"{name}: {said}; ms p50 {median:.1f}, p95 {slow:.1f}, most {times[-1] * 1000:.0f}")
    return sum(number for what, number in counts.items() if what.startswith("errors"))


if __name__ == "__main__":
    seconds, count = [*map(int, sys.argv[1:]), *(20, 1000)[len(sys.argv) - 1 :]]
    sys.exit(1 if main(seconds, count) else 0)
