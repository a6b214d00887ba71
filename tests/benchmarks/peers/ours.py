"""The engine of this archive, with the texts in SQLite, as on the site."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from search import cutting
from search.engine import UNFILTERED, Document, Filters
from search.engines.whoosh import WhooshEngine
from search.highlighting import marked, snippet
from search.query import Query
from tests.benchmarks.asking import COUNTED, SHOWN, Answer, Ask
from tests.benchmarks.corpus import Report

ROWS = "SELECT * FROM texts WHERE pk IN (SELECT value FROM json_each(?))"


class Ours:
    """See :class:`tests.benchmarks.asking.Peer`."""

    def __init__(self, folder: Path) -> None:
        self._engine = WhooshEngine(folder / "index")
        self._texts = sqlite3.connect(folder / "texts.sqlite")
        self._texts.execute("PRAGMA journal_mode=WAL")
        self._texts.execute(
            "CREATE TABLE IF NOT EXISTS texts (pk INTEGER PRIMARY KEY, headline, blocks)"
        )
        self._last: tuple[Query, tuple[int, ...]] = (Query(), ())

    def load(self) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""
        cutting.known("党")

    def index(self, reports: Iterable[Report]) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""

        def kept() -> Iterator[Document]:
            for report in reports:
                self._keep(report)
                yield report.document

        self._engine.rebuild(kept())
        self._texts.commit()

    def ask(self, ask: Ask) -> Answer:
        """See :class:`tests.benchmarks.asking.Peer`."""
        query = Query.parse(ask.typed)
        chosen = Filters({"region": frozenset({ask.region})}) if ask.region else UNFILTERED
        found = self._engine.search(query, chosen, size=SHOWN, facets=COUNTED)
        self._last = query, found.pks
        return Answer(list(found.pks), found.total, sum(map(len, found.facets.values())))

    def snippets(self) -> list[str]:
        """See :class:`tests.benchmarks.asking.Peer`; the headline is marked, too."""
        query, pks = self._last
        rows = self._texts.execute(ROWS, [json.dumps(pks)])
        shown = (
            (marked(head, query), snippet(json.loads(blocks), query)) for _, head, blocks in rows
        )
        return [
            "".join(f"<b>{p.text}</b>" if p.is_hit else p.text for p in (*headline, *body))
            for headline, body in shown
        ]

    def update(self, report: Report) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""
        self._keep(report)
        self._texts.commit()
        self._engine.put([report.document])

    def _keep(self, report: Report) -> None:
        row = report.pk, report.headline, json.dumps(report.blocks, ensure_ascii=False)
        self._texts.execute("INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", row)
