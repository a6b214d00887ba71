from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.curation import batches
from articles.extraction.vocabulary import DatePrecision
from articles.management.bars import under_a_bar
from articles.models import Batch, Outcome

DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
Day = tuple[date, DatePrecision]


class Command(BaseCommand):
    help = "读入文件或目录中的报道；已读过的文件自动跳过，失败的不影响其余。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或目录")
        parser.add_argument(
            "-j", "--jobs", type=_processes, default=1, metavar="N", help="同时使用的进程数"
        )
        parser.add_argument("--publication", default="", metavar="NAME", help="来源刊物")
        parser.add_argument(
            "--date", type=_day, metavar="DATE", help="刊发日期：2024-03-01、2024-03 或 2024"
        )
        parser.add_argument("--page", default="", metavar="PAGE", help="版次")

    def handle(
        self,
        paths: list[Path],
        *,
        jobs: int,
        publication: str,
        date: Day | None,
        page: str,
        **options: object,
    ) -> None:
        files, failures = _files(paths)
        typed: dict[str, object] = {"publication": publication, "page": page}
        if date:
            typed |= {"published_on": date[0], "date_precision": date[1]}
        batch = _take_in(files, typed, min(jobs, max(1, len(files))))
        counts = batches.counts(batch)
        failures += [
            f"{file.name}：{file.failure}" for file in batch.files.filter(outcome=Outcome.FAILED)
        ]
        for name, count in (
            ("新增文件", counts[Outcome.NEW]),
            ("已有文件（跳过）", counts[Outcome.KNOWN]),
            ("新增报道", counts["articles"]),
            ("失败", len(failures)),
        ):
            self.stdout.write(f"{name}\t{count}")
        if failures:
            raise CommandError("\n".join(failures))


def _take_in(files: list[Path], typed: dict[str, object], processes: int) -> Batch:
    """Import the files under the eyes of a progress bar; the desk knows of it like of any import."""
    batch = batches.open_batch(typed, None)
    batches.add_paths(batch, ((path.name, path.resolve()) for path in files))
    under_a_bar("import", {"batch": batch.pk, "processes": processes}, len(files))
    return batch


def _day(text: str) -> Day:
    """Return the day that *text* begins with, and how much of it was said."""
    match = DATE.fullmatch(text)
    try:
        if not match:
            raise ValueError
        year, month, day = (int(part) if part else 0 for part in match.groups())
        first = date(year, month or 1, day or 1)
    except ValueError as error:
        raise ArgumentTypeError(
            f"日期应写作 2024-03-01、2024-03 或 2024，而不是“{text}”"
        ) from error
    said = DatePrecision.DAY if day else DatePrecision.MONTH if month else DatePrecision.YEAR
    return first, said


def _processes(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise ArgumentTypeError(f"进程数应为 1 到 64 的整数，而不是“{text}”")
    return int(text)


def _files(paths: list[Path]) -> tuple[list[Path], list[str]]:
    """Return the files that *paths* stand for, folders walked in order, and what is not there."""
    files: list[Path] = []
    failures: list[str] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.name[0] != ".")
            files += inside
            if not inside:
                failures.append(f"{path}：目录中没有文件。")
        elif path.exists():
            files.append(path)
        else:
            failures.append(f"{path}：没有这个文件或目录。")
    return files, failures
