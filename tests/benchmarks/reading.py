"""Prints how long reading the seed texts takes beside one plain cut of them into words.

Run it as ``python tests/benchmarks/reading.py [FOLDER]``; it states no limit, because the machine
decides over seconds. The ratio is comparable between machines.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from articles.extraction.pipeline import extract  # noqa: E402 - the path must be set before

ROUNDS = 5


def main(folder: Path) -> None:
    """Print the best of some rounds for cutting and for reading every text in *folder*."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    jieba.setLogLevel(60)
    cut = _best(lambda: [list(jieba.cut(text)) for text in texts])
    read = _best(lambda: [extract(text) for text in texts])
    characters = sum(map(len, texts))
    sys.stdout.write(f"{len(texts)} texts, {characters} characters, best of {ROUNDS} rounds\n")
    sys.stdout.write(
        f"cut {cut * 1000:.1f} ms, read {read * 1000:.1f} ms, ratio {read / cut:.1f}\n"
    )


def _best(work: Callable[[], object]) -> float:
    """Return the shortest time of *work* in seconds; one round before warms the word lists."""
    work()
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "seeds")
