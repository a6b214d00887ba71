"""The long work that search knows, for the desk to ask for."""

from __future__ import annotations

from collections.abc import Iterable

from articles.curation.jobs import Kind, register
from articles.curation.progress import Progress
from search.engine import Document
from search.indexing import check, rebuild, repair

RIGHT = "articles.import_source"


def register_all() -> None:
    """Make the kinds known; called once when the site starts."""
    register("reindex", Kind("重建检索索引", reindex, RIGHT, offered=True))
    register("repair-index", Kind("核对并修复检索索引", mend, RIGHT, offered=True))


def reindex(progress: Progress) -> None:
    """Write the whole index anew; the old one answers until the new one is whole."""

    def counted(documents: Iterable[Document], total: int) -> Iterable[Document]:
        progress.expect(total)
        for document in documents:
            progress.step()
            yield document

    progress.message = f"索引已重建：{rebuild(counted)} 篇"


def mend(progress: Progress) -> None:
    """Compare index and archive, article by article, and bring in what differs."""
    progress.expect(1)
    report = check()
    if report.clean:
        progress.message = "索引与数据库一致"
    else:
        repair(report)
        progress.message = (
            f"已修复：缺少 {len(report.missing)} 篇，多出 {len(report.extra)} 篇，"
            f"过时 {len(report.stale)} 篇，词典相差 {report.words} 个名称"
        )
    progress.step(progress.message)
