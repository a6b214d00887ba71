"""django-haystack with its Whoosh backend; the analyser of the text is jieba's."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import django
import jieba
from django.conf import settings

from tests.benchmarks.asking import COUNTED, SHOWN, Answer, Ask
from tests.benchmarks.corpus import Report
from tests.benchmarks.peers.tutorial import chinese_analyzer

BATCH = 1000  # django-haystack's own default


class Haystack:
    """See :class:`tests.benchmarks.asking.Peer`. One in a process: it sets Django up."""

    def __init__(self, folder: Path) -> None:
        settings.configure(
            INSTALLED_APPS=["haystack"],
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
            HAYSTACK_CONNECTIONS={
                "default": {
                    "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
                    "PATH": str(folder / "index"),
                    "BATCH_SIZE": BATCH,
                    "SILENTLY_FAIL": False,
                }
            },
        )
        django.setup()
        from haystack import connections

        self._model, fields = _declared()
        unified = connections["default"].get_unified_index()
        self._fields = fields()
        unified.build(indexes=[self._fields])
        self._backend = connections["default"].get_backend()
        self._last: Any = None

    def load(self) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""
        jieba.initialize()

    def index(self, reports: Iterable[Report]) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""
        rows: list[Any] = []
        for report in reports:
            rows.append(self._row(report))
            if len(rows) == BATCH:
                self._backend.update(self._fields, rows)
                rows = []
        self._backend.update(self._fields, rows)

    def ask(self, ask: Ask) -> Answer:
        """See :class:`tests.benchmarks.asking.Peer`."""
        from haystack.inputs import AutoQuery
        from haystack.query import SearchQuerySet

        found = SearchQuerySet().models(self._model)
        if ask.kind == "prefix":
            found = found.filter(content__startswith=ask.text)
        else:
            found = found.filter(content=AutoQuery(ask.typed))
        if ask.region:
            found = found.narrow(f"regions:{ask.region}")
        for name in COUNTED:
            found = found.facet(name)
        hits = found[:SHOWN]
        counts = found.query.get_facet_counts() if hits else {}
        self._last = ask, hits
        counted = sum(map(len, counts.get("fields", {}).values()))
        return Answer(
            [int(hit.pk) for hit in hits], found.query.get_count() if hits else 0, counted
        )

    def snippets(self) -> list[str]:
        """See :class:`tests.benchmarks.asking.Peer`."""
        from haystack.utils.highlighting import Highlighter

        ask, hits = self._last
        return [Highlighter(ask.text, max_length=120).highlight(hit.text) for hit in hits]

    def update(self, report: Report) -> None:
        """See :class:`tests.benchmarks.asking.Peer`."""
        self._backend.update(self._fields, [self._row(report)])

    def _row(self, report: Report) -> Any:
        return self._model(
            pk=report.pk,
            text=f"{report.headline}\n{report.body}",
            region=report.region,
            regions=" ".join(report.regions),
            theme=report.theme,
            year=report.year,
        )


def _declared() -> tuple[Any, Any]:
    """Return a model, of which nothing is stored, and what is indexed of it."""
    from django.db import models
    from haystack import indexes

    class Page(models.Model):  # noqa: DJ008 - never printed
        text = models.TextField()
        region = models.TextField()
        regions = models.TextField()
        theme = models.TextField()
        year = models.IntegerField()

        class Meta:
            app_label = "haystack"

    class PageIndex(indexes.SearchIndex, indexes.Indexable):  # type: ignore[misc]
        text = indexes.CharField(document=True, model_attr="text", analyzer=chinese_analyzer())
        region = indexes.CharField(model_attr="region")
        regions = indexes.CharField(model_attr="regions")
        theme = indexes.CharField(model_attr="theme")
        year = indexes.CharField(model_attr="year")

        def get_model(self) -> type[Page]:
            return Page

    return Page, PageIndex
