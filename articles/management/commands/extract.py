from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles import extraction, readers
from articles.extraction import Article
from articles.extraction.regions import lineage
from articles.readers import File, ReaderError


class Command(BaseCommand):
    help = "识读文件，打印其中的报道；只读文件，不写数据库。"
    requires_system_checks: list[str] = []  # no database is needed

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="文件", help="要识读的文件")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="以 JSON 打印全部结果"
        )

    def handle(self, *, files: list[Path], as_json: bool, **options: object) -> None:
        found: list[tuple[str, Article]] = []
        unread = 0
        for file in _given(files):
            try:
                document = readers.read(file.load(), file.name)
            except ReaderError as error:
                self.stderr.write(str(error))
                unread += 1
            else:
                found += [(file.name, article) for article in extraction.extract(document.text)]
        if as_json:
            rows = [extraction.to_json(article, source) for source, article in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(_summary(found))
        if unread:
            raise CommandError(f"{len(files)} 个文件中有 {unread} 个未能识读。")


def _given(paths: list[Path]) -> Iterator[File]:
    """Yield the files at *paths*, those in archives too; a path that fails says so when loaded."""
    for path in paths:
        try:
            yield from readers.files(readers.load(path), path.name)
        except ReaderError as error:
            yield readers.refused(path.name, str(error))
        except OSError as error:
            yield readers.refused(path.name, f"{path}：{_reason(error)}。")


def _reason(error: OSError) -> str:
    """Return in Chinese why a file cannot be opened."""
    reasons = {
        FileNotFoundError: "找不到文件，请检查路径",
        IsADirectoryError: "这是文件夹，请给出其中的文件",
        PermissionError: "没有读取权限",
    }
    return reasons.get(type(error), "打不开文件")


def _place(article: Article) -> str:
    """Return the region of *article* in words."""
    if article.region is None or not article.region.adcode:
        return "未定"
    return "".join(name for name in lineage(article.region.adcode).values() if name)


def _summary(found: Sequence[tuple[str, Article]]) -> str:
    """Return one block of lines an article, for people."""
    blocks = [
        "\n".join(
            [
                f"{source} 第 {article.ordinal} 篇〔{article.layout.kind.label}〕{article.layout.headline}",
                f"  地区 {_place(article)}"
                f"  领域 {article.sector.label}  主题 {article.primary_theme or '未定'}"
                + ("  非党建" if article.off_topic else ""),
                f"  机构 {len(article.organizations)}  品牌与项目 {len(article.brands)}"
                f"  数据 {len(article.metrics)}  人物 {len(article.persons)}"
                f"  图片 {len(article.layout.captions)}",
            ]
        )
        for source, article in found
    ]
    return "\n\n".join([*blocks, f"共 {len(found)} 篇。"])
