"""The set-up that tutorials teach: Whoosh as it comes, with jieba's ready-made analyser.

The headline is a field of its own and opens the text as well; a parser asks both, all words must
occur; a searcher is opened for each query and the stored text gives the snippets.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import jieba
from whoosh.fields import ID, KEYWORD, NUMERIC, TEXT, Schema
from whoosh.index import create_in, exists_in, open_dir
from whoosh.qparser import MultifieldParser
from whoosh.query import Term

from tests.benchmarks.asking import SHOWN, Answer, Ask
from tests.benchmarks.corpus import Report


def chinese_analyzer() -> Any:
    """Return jieba's analyser for Whoosh."""
    with warnings.catch_warnings():  # jieba leaves a file open
        warnings.simplefilter("ignore")
        return import_module("jieba.analyse").ChineseAnalyzer()


class Tutorial:
    """See :class:`tests.benchmarks.asking.Peer`."""

    def __init__(self, folder: Path) -> None:
        path = folder / "index"
        path.mkdir(exist_ok=True)
        analyzer = chinese_analyzer()
        schema = Schema(
            pk=ID(stored=True, unique=True),
            title=TEXT(analyzer, stored=True),
            content=TEXT(analyzer, stored=True),
            region=ID(sortable=True),
            regions=KEYWORD,
            theme=ID(sortable=True),
            year=NUMERIC(int, sortable=True),
        )
        self._index = open_dir(path) if exists_in(path) else create_in(path, schema)
        self._parser = MultifieldParser(["title", "content"], self._index.schema)
        self._snippets: list[str] = []

    def load(self) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""
        jieba.initialize()

    def index(self, reports: Iterable[Report]) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""
        writer = self._index.writer()
        for report in reports:
            writer.add_document(**_fields(report))
        writer.commit()

    def ask(self, ask: Ask) -> Answer:
        """See :class:`tests.benchmarks.asking.Peer`."""
        self._searcher = self._index.searcher()
        self._hits = self._searcher.search(
            self._parser.parse(ask.typed),
            limit=SHOWN,
            filter=Term("regions", ask.region) if ask.region else None,
            groupedby=["region", "theme", "year"],
        )
        groups = [self._hits.groups(name) for name in ("region", "theme", "year")]
        pks = [int(hit["pk"]) for hit in self._hits[:SHOWN]]  # counting groups keeps them all
        return Answer(pks, len(self._hits), sum(map(len, groups)))

    def snippets(self) -> list[str]:
        """See :class:`tests.benchmarks.asking.Peer`."""
        found = [hit["title"] + hit.highlights("content") for hit in self._hits[:SHOWN]]
        self._searcher.close()
        return found

    def update(self, report: Report) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""
        writer = self._index.writer()
        writer.update_document(**_fields(report))
        writer.commit()


def _fields(report: Report) -> dict[str, Any]:
    return {
        "pk": str(report.pk),
        "title": report.headline,
        "content": f"{report.headline}\n{report.body}",
        "region": report.region,
        "regions": " ".join(report.regions),
        "theme": report.theme,
        "year": report.year,
    }
