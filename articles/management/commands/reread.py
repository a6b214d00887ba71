from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from tqdm import tqdm

from articles.curation import rereading, workers
from articles.curation.ingest import reread
from articles.curation.reconcile import Difference
from articles.keys import key_of
from articles.management.bars import under_a_bar
from articles.models import JobStatus, Source


class Command(BaseCommand):
    help = "用现行规则重新识读已入库的来源文件；人工审定的内容不变。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sources", nargs="*", metavar="SOURCE", help="文件名、编号或 SHA-256")
        parser.add_argument("--all", action="store_true", help="全部来源文件")
        parser.add_argument("--dry-run", action="store_true", help="只显示差异，不写入")

    def handle(self, *, sources: list[str], all: bool, dry_run: bool, **options: object) -> None:
        keys = _chosen(sources, everything=all)
        if dry_run:
            self.stdout.write(f"将有变化的来源文件：{self._look(keys)}")
            return
        workers.reap()
        if job := rereading.running():
            raise CommandError(f"已有同类任务在进行：任务 {job.pk}（manage.py jobs）")
        job = under_a_bar("reread", {} if all else {"sources": keys}, len(keys))
        self.stdout.write(job.message)
        if job.status != JobStatus.DONE or job.params.get("failed"):
            raise CommandError(f"任务 {job.pk} 没有全部做完：manage.py jobs；编辑台“任务”中有记录")

    def _look(self, keys: list[int]) -> int:
        """Print what reading these sources again would change; return in how many of them."""
        changing = 0
        for key in tqdm(keys, unit="件", disable=None):
            source = Source.objects.get(pk=key)
            difference = reread(source, dry_run=True)
            changing += not difference.empty
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
        return changing


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
