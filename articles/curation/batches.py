"""Many files in one run: each on its own, in this process or in several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import django

from articles import readers
from articles.curation.ingest import NothingFound, ingest
from articles.readers import File, ReaderError
from articles.signals import hold_back, many_changes


@dataclass(slots=True)
class Report:
    """What became of the files at one path (an archive holds several), in words and numbers."""

    lines: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def ingest_paths(paths: Iterable[Path], *, processes: int = 1) -> Iterator[tuple[Path, Report]]:
    """Ingest the files at *paths* and yield each with its report, as they are done.

    With more than one process, reading and extraction run beside each other; rows are written
    by one at a time. A failure of one file leaves the others alone.
    """
    with many_changes():
        if processes == 1:
            for path in paths:
                yield path, _ingest_path(path)
            return
        # Fresh processes: a copy of this one would share its database connection.
        with ProcessPoolExecutor(processes, get_context("spawn"), django.setup) as pool:
            waiting = {pool.submit(_ingest_apart, path): path for path in paths}
            for done in as_completed(waiting):
                yield waiting[done], done.result()


def _ingest_apart(path: Path) -> Report:
    """Ingest in a process of the pool; the one that started it brings all into the index."""
    hold_back()
    return _ingest_path(path)


def _ingest_path(path: Path) -> Report:
    report = Report()
    try:
        for file in readers.files(readers.load(path), path.name):
            _ingest_file(file, report)
    except ReaderError as error:
        report.failures.append(str(error))
    except OSError as error:
        report.failures.append(f"{path}：无法读取（{error.strerror}）。")
    return report


def _ingest_file(file: File, report: Report) -> None:
    try:
        outcome = ingest(file.load(), file.name)
    except (ReaderError, NothingFound) as error:
        report.failures.append(str(error))
        report.lines.append(f"{file.name}：失败")
        return
    report.counts["新增文件" if outcome.created else "已有文件（跳过）"] += 1
    if not outcome.created:
        report.lines.append(f"{file.name}：内容已在库中，跳过")
        return
    articles = outcome.source.articles.count()
    report.counts["新增报道"] += articles
    report.lines.append(f"{file.name}：{articles} 篇（{outcome.source.encoding}）")
