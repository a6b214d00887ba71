from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles import readers
from articles.curation.ingest import NothingFound, ingest
from articles.readers import File, ReaderError
from articles.signals import many_changes


class Command(BaseCommand):
    help = "读入文件或目录中的报道；已读过的文件自动跳过，失败的不影响其余。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或目录")

    def handle(self, paths: list[Path], **options: object) -> None:
        files, failures = _files(paths)
        counts: Counter[str] = Counter()
        with many_changes():
            self._ingest(files, counts, failures)
        self._report(counts, failures)

    def _ingest(self, files: list[Path], counts: Counter[str], failures: list[str]) -> None:
        bar = tqdm(files, unit="件", disable=None)  # None: quiet where stderr is no terminal
        for path in bar:
            bar.set_postfix_str(path.name[:24])
            try:
                for file in readers.files(readers.load(path), path.name):
                    bar.write(_ingest(file, counts, failures))
            except ReaderError as error:
                failures.append(str(error))
            except OSError as error:
                failures.append(f"{path}：无法读取（{error.strerror}）。")

    def _report(self, counts: Counter[str], failures: list[str]) -> None:
        for name in ("新增文件", "已有文件（跳过）", "新增报道"):
            self.stdout.write(f"{name}\t{counts[name]}")
        self.stdout.write(f"失败\t{len(failures)}")
        if failures:
            raise CommandError("\n".join(failures))


def _ingest(file: File, counts: Counter[str], failures: list[str]) -> str:
    """Read one file in, count it, and return the line that says what became of it."""
    try:
        outcome = ingest(file.load(), file.name)
    except (ReaderError, NothingFound) as error:
        failures.append(str(error))
        return f"{file.name}：失败"
    counts["新增文件" if outcome.created else "已有文件（跳过）"] += 1
    if not outcome.created:
        return f"{file.name}：内容已在库中，跳过"
    articles = outcome.source.articles.count()
    counts["新增报道"] += articles
    return f"{file.name}：{articles} 篇（{outcome.source.encoding}）"


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
