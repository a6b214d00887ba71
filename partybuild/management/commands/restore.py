from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from partybuild.keeping.databases import Failed
from partybuild.keeping.restore import restore
from partybuild.management.commands.backup import shown


class Command(BaseCommand):
    help = "从备份恢复：先核对校验和，再整体替换；建议先停止服务"
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="manage.py backup 写的 zip 文件"
        )
        parser.add_argument("--force", action="store_true", help="替换不是空的档案")

    def handle(self, *, file: Path, force: bool, **options: object) -> None:
        try:
            back = restore(file, shown, force=force)
        except (Failed, OSError) as error:
            raise CommandError(f"未能恢复：{error}") from error
        self.stdout.write(
            f"已恢复到 {back.at[:16].replace('T', ' ')} 的备份：来源文件 {back.sources} 件，"
            f"报道 {back.articles} 篇；索引已重建"
        )
        if back.missing:
            self.stderr.write(f"注意：{back.missing} 件的原始文件不在备份中。")
