from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search.engine import Document, EngineUnavailable
from search.engines import get_engine
from search.indexing import CheckReport, catch_up, check, rebuild, repair

SHOWN = 20  # keys of each list


class Command(BaseCommand):
    help = "重建检索索引；--check 逐篇核对索引与数据库并修复，--if-needed 只做该做的"

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--check", action="store_true", help="逐篇核对，修复不一致之处")
        ways.add_argument(
            "--if-needed", action="store_true", help="索引不可用时重建，否则补齐待更新的报道"
        )
        parser.add_argument(
            "-j", "--jobs", type=int, default=1, choices=range(1, 65), metavar="N",
            help="重建时同时读取数据库的进程数",
        )  # fmt: skip
        parser.add_argument(
            "--dry-run", action="store_true", help="与 --check 合用：只核对，不一致时返回 1"
        )

    def handle(
        self, *, check: bool, if_needed: bool, dry_run: bool, jobs: int, **options: object
    ) -> None:
        if dry_run and not check:
            raise CommandError("--dry-run 须与 --check 合用")
        try:
            if check and (dry_run or get_engine().whole()):
                self._check(dry_run)
            elif if_needed:
                self.stdout.write(f"索引已补齐：{catch_up(_progress)} 篇")
            else:
                self.stdout.write(f"索引已重建：{rebuild(_progress, processes=jobs)} 篇")
        except EngineUnavailable as error:
            raise CommandError(str(error)) from error

    def _check(self, dry_run: bool) -> None:
        report = check()
        if report.clean:
            self.stdout.write("索引与数据库一致")
            return
        self._tell(report)
        if dry_run:
            raise CommandError(
                "索引与数据库不一致，请运行 manage.py reindex --check", returncode=1
            )
        repair(report)
        self.stdout.write("已修复")

    def _tell(self, report: CheckReport) -> None:
        for title, pks in (
            ("索引缺少", report.missing),
            ("索引多出", report.extra),
            ("索引过时", report.stale),
        ):
            if pks:
                more = "……" if len(pks) > SHOWN else ""
                keys = "、".join(map(str, pks[:SHOWN]))
                self.stdout.write(f"{title} {len(pks)} 篇：{keys}{more}")
        if report.words:
            self.stdout.write(f"词典相差 {report.words} 个名称")


def _progress(documents: Iterable[Document], total: int) -> Iterable[Document]:
    shown: Iterable[Document] = tqdm(
        documents, total=total, unit="篇", desc="建立索引", file=sys.stderr, disable=None
    )
    return shown
