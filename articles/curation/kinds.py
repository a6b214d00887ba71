"""The long work that the archive itself knows; search and the site add theirs."""

from __future__ import annotations

import io

from django.core.management import call_command

from articles.curation import batches, rereading, undoing
from articles.curation.ingest import reread
from articles.curation.jobs import Kind, register
from articles.curation.progress import Progress
from articles.models import Source
from articles.signals import many_changes


def register_all() -> None:
    """Make the kinds known; called once when the site starts."""
    register("check", Kind("检查待导入的文件", batches.look, right="articles.import_source"))
    register("import", Kind("导入", batches.take_in, right="articles.import_source"))
    register("undo", Kind("撤销导入", undoing.undo, right="articles.delete_source"))
    whole = Kind("重新识读全部来源文件", reread_sources, "articles.import_source", offered=True)
    register("reread", whole)
    register("outlook", Kind("预览重新识读", rereading.look, "articles.import_source"))
    gold = Kind("评测识读质量", evaluate, "articles.import_source", offered=True)
    register("evaluate", gold)


def reread_sources(progress: Progress) -> None:
    """Read stored files again: those whose keys stand under ``sources``, all where there are none.

    The key of the last file that was read is kept, so that a later run goes on after it.
    """
    chosen = Source.objects.order_by("pk")
    if keys := progress.params.get("sources"):
        chosen = chosen.filter(pk__in=keys)
    left = chosen.filter(pk__gt=progress.params.get("after", 0)).values_list("pk", flat=True)
    progress.expect(chosen.count(), done=chosen.count() - len(left))
    changed = progress.params.get("changed", 0)
    with many_changes():
        for pk in left:
            source = Source.objects.filter(pk=pk).first()
            difference = reread(source) if source else None
            progress.params["after"] = pk
            if source and difference and not difference.empty:
                changed += 1
                progress.params["changed"] = changed
                progress.step(
                    f"{source.name}：新增 {len(difference.added)}，移除 {len(difference.removed)}，"
                    f"变更 {len(difference.changed)}"
                )
            else:
                progress.step()
    progress.message = f"有变化的来源文件 {changed} 个"


def evaluate(progress: Progress) -> None:
    """Measure the reading against the annotations and keep the run for the page about the data."""
    progress.expect(1)
    said = io.StringIO()
    call_command("evaluate", stdout=said)
    for line in said.getvalue().splitlines():
        progress.say(line)
    progress.step("结果已记入“数据质量”页")
