from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.curation.reconcile import TARGETS
from articles.models import Article, Source


class Command(BaseCommand):
    help = "核对档案：每条事实与原文逐字相符，整理记录无缺，原件俱在。只检查，不改动。"

    def handle(self, **options: object) -> None:
        problems = [*_facts(), *_ledgers(), *_originals()]
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write("核对无误。")


def _facts() -> Iterator[str]:
    """Name every anchored fact whose quote does not stand where it says."""
    articles = Article.objects.prefetch_related("captions").order_by("pk")
    for article in tqdm(articles.iterator(100), total=articles.count(), unit="篇", disable=None):
        parts = article.parts()
        for model in TARGETS:
            for fact in model._default_manager.filter(article=article, anchored=True):
                if parts.get(fact.part, "")[fact.start : fact.end] != fact.quote:
                    yield f"报道 {article.pk} {model._meta.verbose_name} {fact.pk}：“{fact.quote}”不在所记位置。"


def _ledgers() -> Iterator[str]:
    """Name every source with a character that the ledger forgets or has twice."""
    for source in Source.objects.order_by("pk").iterator(100):
        at, lost = 0, ""
        for start, end in source.segments.order_by("start").values_list("start", "end"):
            lost += source.text[at:start].strip()
            if start < at:
                yield f"来源文件 {source.pk}：第 {start} 字在整理记录中重复。"
            at = max(at, end)
        if lost := lost + source.text[at:].strip():
            yield f"来源文件 {source.pk}：整理记录缺 {len(lost)} 字：“{lost[:20]}”。"


def _originals() -> Iterator[str]:
    """Name every source without its original bytes, and every original without a source."""
    known = set(Source.objects.values_list("sha256", flat=True))
    folder = Path(settings.DATA_DIR) / "sources"
    held = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    for sha256 in sorted(known - held):
        yield f"原件缺失：{sha256}（重新导入该文件即可补上）"
    for name in sorted(held - known):
        yield f"原件无主：{name}（导入中断所留，可删除，或重新导入该文件）"
