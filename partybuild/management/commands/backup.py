from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from tqdm import tqdm

from partybuild.keeping.backup import backup
from partybuild.keeping.databases import Failed


class Command(BaseCommand):
    help = "把数据库与原始文件备份成一个 zip 文件；可在服务运行时进行"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, metavar="FOLDER",
            help="存放备份的文件夹，缺省为 DATA_DIR/backups",
        )  # fmt: skip

    def handle(self, *, folder: Path | None, **options: object) -> None:
        try:
            made = backup(folder or Path(settings.DATA_DIR) / "backups", shown)
        except (Failed, OSError) as error:
            raise CommandError(f"未能备份：{error}") from error
        self.stdout.write(
            f"已备份：{made.path}（{filesizeformat(made.size)}，来源文件 {made.sources} 件）"
        )
        if made.missing:
            self.stderr.write(f"注意：{made.missing} 件的原始文件不在数据目录中，只备份了文本。")


def shown(names: Sequence[str], label: str) -> Iterable[str]:
    """Show how far the work has come, where anybody looks."""
    bar: Iterable[str] = tqdm(names, desc=label, unit="件", file=sys.stderr, disable=None)
    return bar
