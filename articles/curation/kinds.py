"""The long work that the archive itself knows; search and the site add theirs."""

from __future__ import annotations

import io
import logging

from django.core.management import call_command

from articles.curation import batches, rereading, undoing
from articles.curation.ingest import reread
from articles.curation.jobs import Kind, register
from articles.curation.progress import Progress
from articles.models import Source
from articles.signals import many_changes

logger = logging.getLogger(__name__)


def register_all() -> None:
    """Make the kinds known; called once when the site starts."""
    register("check", Kind("检查待导入的文件", batches.look, right="articles.import_source"))
    register("import", Kind("导入", batches.take_in, right="articles.import_source"))
    register("undo", Kind("撤销导入", undoing.undo, right="articles.delete_source"))
    again = Kind("重新识读来源文件", reread_sources, "articles.import_source", offered=True)
    register("reread", again)
    register("outlook", Kind("预览重新识读", rereading.look, "articles.import_source"))
    gold = Kind("评测识读质量", evaluate, "articles.import_source", offered=True)
    register("evaluate", gold)


def reread_sources(progress: Progress) -> None:
    """Read stored files again: those whose keys stand under ``sources``, all without that parameter.

    The key of the last file that was read is kept, so that a later run goes on after it. A file
    that breaks the reading stays as it is, and the others go on.
    """
    params = progress.params
    chosen = Source.objects.order_by("pk")
    if (keys := params.get("sources")) is not None:
        chosen = chosen.filter(pk__in=keys)
    left = list(chosen.filter(pk__gt=params.get("after", 0)).values_list("pk", flat=True))
    total = chosen.count()
    progress.expect(total, done=total - len(left))
    with many_changes():
        for pk in left:
            said, count = _reread(pk)
            params["after"] = pk
            params[count] = params.get(count, 0) + 1
            progress.step(said)
    progress.message = f"有变化的来源文件 {params.get('changed', 0)} 个" + (
        f"，失败 {params['failed']} 个" if params.get("failed") else ""
    )


def _reread(pk: int) -> tuple[str, str]:
    """Read one file again; return a line about it, and under what it counts."""
    source = Source.objects.filter(pk=pk).first()
    if source is None:
        return "", "gone"
    try:
        found = reread(source)
    except Exception as error:
        logger.exception("重新识读来源文件 %s 时出错", pk)
        return f"{source.name}：识读时出错（{type(error).__name__}），已记入日志", "failed"
    if found.empty:
        return "", "same"
    numbers = len(found.added), len(found.removed), len(found.changed)
    return "{}：新增 {}，移除 {}，变更 {}".format(source.name, *numbers), "changed"


def evaluate(progress: Progress) -> None:
    """Measure the reading against the annotations and keep the run for the page about the data."""
    progress.expect(1)
    said = io.StringIO()
    call_command("evaluate", stdout=said)
    for line in said.getvalue().splitlines():
        progress.say(line)
    progress.step("结果已记入“数据质量”页")
