from __future__ import annotations

from argparse import ArgumentParser
from contextlib import nullcontext

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from tqdm import tqdm

from articles.curation.ingest import reread
from articles.curation.reconcile import Difference
from articles.curation.writing import run
from articles.keys import key_of
from articles.models import Source
from articles.signals import many_changes


class Command(BaseCommand):
    help = "用现行规则重新识读已入库的来源文件；人工审定的内容不变。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sources", nargs="*", metavar="SOURCE", help="文件名、编号或 SHA-256")
        parser.add_argument("--all", action="store_true", help="全部来源文件")
        parser.add_argument("--dry-run", action="store_true", help="只显示差异，不写入")

    def handle(self, *, sources: list[str], all: bool, dry_run: bool, **options: object) -> None:
        with nullcontext() if dry_run else many_changes(), run(reason="重新识读"):
            changed = self._reread(_chosen(sources, everything=all), dry_run=dry_run)
        self.stdout.write(f"{'将有变化' if dry_run else '有变化'}的来源文件：{changed}")

    def _reread(self, keys: list[int], *, dry_run: bool) -> int:
        changed = 0
        for key in tqdm(keys, unit="件", disable=None):
            source = Source.objects.get(pk=key)
            difference = reread(source, dry_run=dry_run)
            changed += not difference.empty
            self.stdout.write(_summary(source, difference))
            for mark, lines in (
                ("＋", difference.added),
                ("－", difference.removed),
                ("～", difference.changed),
                ("→", difference.moved),
                ("！", difference.lost),
            ):
                for line in lines:
                    self.stdout.write(f"  {mark} {line}")
        return changed


def _chosen(names: list[str], *, everything: bool) -> list[int]:
    """Return the keys of the sources that are meant; their texts are loaded one at a time."""
    keys = Source.objects.order_by("pk").values_list("pk", flat=True)
    if everything:
        return list(keys)
    if not names:
        raise CommandError("请指明来源文件，或用 --all 重新识读全部。")
    chosen: list[int] = []
    for name in names:
        found = list(keys.filter(Q(pk=key_of(name)) | Q(name=name) | Q(sha256=name)))
        if not found:
            raise CommandError(f"{name}：没有这个来源文件。")
        chosen += found
    return chosen


def _summary(source: Source, difference: Difference) -> str:
    return (
        f"{source.name}：新增 {len(difference.added)}，移除 {len(difference.removed)}，"
        f"变更 {len(difference.changed)}，移到别篇 {len(difference.moved)}，"
        f"失去原处 {len(difference.lost)}，不变 {difference.kept}，人工审定 {difference.by_people}"
    )
