"""tantivy over the words of our tokeniser, parted by blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query

from search import cutting
from tests.benchmarks.asking import COUNTED, SHOWN, Answer, Ask, around
from tests.benchmarks.corpus import Report
from tests.benchmarks.peers.sqlite_fts5 import cut

MEMORY = 128_000_000  # bytes of a writer
VALUES = 4000  # of a facet, more than there are divisions
FIELDS = ("title", "content")


class Tantivy:
    """See :class:`tests.benchmarks.asking.Peer`."""

    def __init__(self, folder: Path) -> None:
        path = folder / "index"
        path.mkdir(exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("pk", stored=True, indexed=True)
        for name in FIELDS:
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
        builder.add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("regions", tokenizer_name="whitespace", index_option="basic")
        for name in COUNTED:
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(path))
        self._writer: Any = None
        self._last: tuple[list[str], list[str]] = ([], [])

    def load(self) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""
        cutting.known("党")

    def index(self, reports: Iterable[Report]) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""
        writer = self._index.writer(MEMORY, num_threads=1)
        for report in reports:
            writer.add_document(_document(report))
        writer.commit()
        writer.wait_merging_threads()

    def ask(self, ask: Ask) -> Answer:
        """See :class:`tests.benchmarks.asking.Peer`."""
        words = cut(ask.text)
        query = self._query(ask, words)
        searcher = self._index.searcher()
        found = searcher.search(query, SHOWN)
        counts = searcher.aggregate(
            query, {name: {"terms": {"field": name, "size": VALUES}} for name in COUNTED}
        )
        rows = [searcher.doc(address) for _, address in found.hits]
        self._last = words, [row.get_first("text") for row in rows]
        counted = sum(len(counts[name]["buckets"]) for name in COUNTED)
        return Answer([row.get_first("pk") for row in rows], found.count, counted)

    def snippets(self) -> list[str]:
        """See :class:`tests.benchmarks.asking.Peer`."""
        words, texts = self._last
        return [around(text, words) for text in texts]

    def update(self, report: Report) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""
        self._writer = self._writer or self._index.writer(MEMORY, num_threads=1)
        self._writer.add_document(_document(report))
        self._writer.commit()
        self._index.reload()

    def _query(self, ask: Ask, words: list[str]) -> Query:
        if ask.kind == "prefix":
            parts = [self._either(Query.regex_query, re.escape(ask.text) + ".*")]
        elif ask.kind == "phrase" and len(words) > 1:
            parts = [self._either(Query.phrase_query, words)]
        else:
            parts = [self._either(Query.term_query, word) for word in words]
        if ask.region:
            parts.append(Query.term_query(self._schema, "regions", ask.region))
        return Query.boolean_query([(Occur.Must, part) for part in parts])

    def _either(self, make: Any, value: Any) -> Query:
        """Return a query for *value* in the headline or the text."""
        return Query.boolean_query(
            [(Occur.Should, make(self._schema, name, value)) for name in FIELDS]
        )


def _document(report: Report) -> Any:
    return tantivy.Document(
        pk=report.pk,
        title=" ".join(cut(report.headline)),
        content=" ".join(cut(report.body)),
        text=f"{report.headline}\n{report.body}",
        regions=" ".join(report.regions),
        region=report.region,
        theme=report.theme,
        year=str(report.year),
    )
