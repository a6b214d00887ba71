"""SQLite's full-text index over the words of our tokeniser, parted by blanks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from search import analysis, cutting
from tests.benchmarks.asking import COUNTED, SHOWN, Answer, Ask, around
from tests.benchmarks.corpus import Report

SCHEMA = """
CREATE TABLE IF NOT EXISTS reports (pk INTEGER PRIMARY KEY, headline, body, region, theme, year);
CREATE TABLE IF NOT EXISTS lineages (code, pk, PRIMARY KEY (code, pk)) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(title, content, content='');
"""
ROWS = "SELECT headline, body FROM reports WHERE pk IN (SELECT value FROM json_each(?))"


class Fts5:
    """See :class:`tests.benchmarks.asking.Peer`."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "fts5.sqlite")
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.executescript(SCHEMA)
        self._last: tuple[list[str], list[int]] = ([], [])

    def load(self) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""
        cutting.known("党")

    def index(self, reports: Iterable[Report]) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""
        for report in reports:
            self._add(report)
        self._base.commit()

    def ask(self, ask: Ask) -> Answer:
        """See :class:`tests.benchmarks.asking.Peer`."""
        words = cut(ask.text)
        match = _match(ask, words)
        narrowed = "AND pk IN (SELECT pk FROM lineages WHERE code = ?)" if ask.region else ""
        values = (match, ask.region) if ask.region else (match,)
        found = f"FROM words JOIN reports ON pk = words.rowid WHERE words MATCH ? {narrowed}"
        pks = self._base.execute(f"SELECT pk {found} ORDER BY rank LIMIT {SHOWN}", values)
        total = self._base.execute(f"SELECT count(*) {found}", values).fetchone()[0]
        counts = [
            self._base.execute(f"SELECT {name}, count(*) {found} GROUP BY 1", values).fetchall()
            for name in COUNTED
        ]
        self._last = words, [pk for (pk,) in pks]
        return Answer(self._last[1], total, sum(map(len, counts)))

    def snippets(self) -> list[str]:
        """See :class:`tests.benchmarks.asking.Peer`."""
        words, pks = self._last
        rows = self._base.execute(ROWS, [json.dumps(pks)])
        return [headline + around(body, words) for headline, body in rows]

    def update(self, report: Report) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""
        self._add(report)
        self._base.commit()

    def _add(self, report: Report) -> None:
        row = report.pk, report.headline, report.body, report.region, report.theme, report.year
        self._base.execute("INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?)", row)
        lineage = [(code, report.pk) for code in report.regions]
        self._base.executemany("INSERT INTO lineages VALUES (?, ?)", lineage)
        row = report.pk, " ".join(cut(report.headline)), " ".join(cut(report.body))
        self._base.execute("INSERT INTO words (rowid, title, content) VALUES (?, ?, ?)", row)


def cut(text: str) -> list[str]:
    """Return the words of *text* as our own index has them."""
    return [
        word
        for run in text.split()
        for word in cutting.words_for_search(analysis.fold(run))
        if analysis.is_word(word)
    ]


def _match(ask: Ask, words: list[str]) -> str:
    if ask.kind == "prefix":
        return f'"{ask.text}"*'
    return '"' + " ".join(words) + '"' if ask.kind == "phrase" else _all(words)


def _all(words: list[str]) -> str:
    return " AND ".join(f'"{word}"' for word in words)
