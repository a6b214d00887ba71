from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search.engine import Document, EngineUnavailable
from search.indexing import check, rebuild

SHOWN = 20  # keys of each list


class Command(BaseCommand):
    help = "重建检索索引；加 --check 则只核对索引与数据库是否一致，不作修改"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不一致时返回 1")

    def handle(self, *, check: bool, **options: object) -> None:
        try:
            self._check() if check else self._rebuild()
        except EngineUnavailable as error:
            raise CommandError(str(error)) from error

    def _rebuild(self) -> None:
        self.stdout.write(f"索引已重建：{rebuild(_progress)} 篇")

    def _check(self) -> None:
        report = check()
        if report.clean:
            self.stdout.write("索引与数据库一致")
            return
        for title, pks in (
            ("索引缺少", report.missing),
            ("索引多出", report.extra),
            ("索引过时", report.stale),
        ):
            if pks:
                more = "……" if len(pks) > SHOWN else ""
                keys = "、".join(map(str, pks[:SHOWN]))
                self.stdout.write(f"{title} {len(pks)} 篇：{keys}{more}")
        raise CommandError("索引与数据库不一致，请运行 python manage.py reindex", returncode=1)


def _progress(documents: Iterable[Document], total: int) -> Iterable[Document]:
    shown: Iterable[Document] = tqdm(
        documents, total=total, unit="篇", desc="建立索引", file=sys.stderr, disable=None
    )
    return shown
