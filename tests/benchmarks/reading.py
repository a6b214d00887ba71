"""Prints how long reading the seed texts takes beside one plain cut of them into words.

Run it as ``python tests/benchmarks/reading.py [FOLDER] [--steps]``. Both are timed round by round
in turn, in processor time of this process, so that other work on the machine touches the ratio
little; it states no limit, because the machine decides over seconds.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from types import FunctionType
from typing import ParamSpec, TypeVar

import jieba

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from articles.extraction import pipeline  # noqa: E402 - the path must be set before

ROUNDS = 15

P = ParamSpec("P")
R = TypeVar("R")


def main(folder: Path, *, steps: bool) -> None:
    """Print the best of some rounds for cutting and for reading every text in *folder*.

    With *steps*, print as well what each step of the reading takes, in cuts of the same text.
    """
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    jieba.setLogLevel(60)
    cut, read = _best_in_turn(
        lambda: [list(jieba.cut(text)) for text in texts],
        lambda: [pipeline.extract(text) for text in texts],
    )
    characters = sum(map(len, texts))
    sys.stdout.write(f"{len(texts)} texts, {characters} characters, best of {ROUNDS} rounds\n")
    sys.stdout.write(
        f"cut {cut * 1000:.1f} ms, read {read * 1000:.1f} ms, ratio {read / cut:.2f}\n"
    )
    if steps:
        _print_steps(texts, cut)


def _best_in_turn(*works: Callable[[], object]) -> list[float]:
    """Return the shortest processor time of each of *works* in seconds.

    They are run in turn, round by round; one round before warms the word lists.
    """
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS + 1):
        for work, taken in zip(works, times, strict=True):
            begin = time.process_time()
            work()
            taken.append(time.process_time() - begin)
    return [min(taken[1:]) for taken in times]


def _print_steps(texts: list[str], cut: float) -> None:
    """Print the best round of each function that the pipeline calls, in units of *cut*."""
    spent: defaultdict[str, float] = defaultdict(float)
    rounds: list[dict[str, float]] = []
    for name, step in list(vars(pipeline).items()):
        ours = isinstance(step, FunctionType) and step.__module__.startswith("articles.")
        if ours and name != "extract" and not name.startswith("_"):
            setattr(pipeline, name, _timed(name, step, spent))
    for _ in range(ROUNDS):
        spent.clear()
        for text in texts:
            pipeline.extract(text)
        rounds.append(dict(spent))
    best = {name: min(one[name] for one in rounds) for name in rounds[0]}
    for name, seconds in sorted(best.items(), key=lambda item: -item[1]):
        sys.stdout.write(f"  {name:20} {seconds * 1000:7.2f} ms {seconds / cut:6.2f} cuts\n")
    sys.stdout.write(f"  {'all steps':20} {'':10} {sum(best.values()) / cut:6.2f} cuts\n")


def _timed(name: str, step: Callable[P, R], spent: dict[str, float]) -> Callable[P, R]:
    """Return *step* so that the time of each call is added to its *name* in *spent*."""

    @wraps(step)
    def timed(*args: P.args, **kwargs: P.kwargs) -> R:
        begin = time.process_time()
        try:
            return step(*args, **kwargs)
        finally:
            spent[name] += time.process_time() - begin

    return timed


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "seeds")
    parser.add_argument("--steps", action="store_true")
    options = parser.parse_args()
    main(options.folder, steps=options.steps)
