from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.curation.batches import ingest_paths


class Command(BaseCommand):
    help = "读入文件或目录中的报道；已读过的文件自动跳过，失败的不影响其余。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或目录")
        parser.add_argument(
            "-j", "--jobs", type=_processes, default=1, metavar="N", help="同时使用的进程数"
        )

    def handle(self, paths: list[Path], *, jobs: int, **options: object) -> None:
        files, failures = _files(paths)
        counts: Counter[str] = Counter()
        bar = tqdm(total=len(files), unit="件", disable=None)  # quiet where stderr is no terminal
        for path, report in ingest_paths(files, processes=min(jobs, max(1, len(files)))):
            bar.set_postfix_str(path.name[:24])
            bar.update()
            for line in report.lines:
                bar.write(line)
            counts += report.counts
            failures += report.failures
        bar.close()
        for name in ("新增文件", "已有文件（跳过）", "新增报道"):
            self.stdout.write(f"{name}\t{counts[name]}")
        self.stdout.write(f"失败\t{len(failures)}")
        if failures:
            raise CommandError("\n".join(failures))


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
