"""Measures the public pages of an archive of 10,000 articles beside an empty page of its frame.

    python -m tests.benchmarks.pages [ARTICLES]

A few hundred made-up reports are read as any file is, with all their facts; their rows are then
copied until there are enough, each copy under its own file. Every page is asked through Django's
test client in rotating order; the median counts. The empty page renders ``base.html`` alone.

Each page is asked in three ways: right after a change of the archive, when nothing is counted yet;
by one for whom it must be made, with what is counted known; and once more by a visitor without a
cookie, who gets the copy that is kept. Milliseconds are those of the processor, the database
within the process included: what else the machine is doing is left out.
"""

from __future__ import annotations

import gzip
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.benchmarks.corpus import reports

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

READ = 250  # reports that are really read; the others are copies
ROUNDS = 9
CHANGES = 3  # rounds right after a change
EMPTY = "empty page"
STATIC = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MOST_QUERIES, ON_ARTICLE = 12, 9
MOST_TIMES = 5  # of the empty page, for lists
MOST_MS = 150  # of any page, whatever has just changed
MOST_HTML = 60  # KB, compressed
MOST_STATIC = 25  # KB, compressed
QUERIES = ("党员 服务", '"党建引领"')


def prepare(count: int) -> None:
    """Fill an empty database and index with *count* articles."""
    from django.core.management import call_command

    from articles.curation import reference
    from articles.curation.ingest import ingest
    from articles.models import Source
    from search import indexing

    call_command("migrate", verbosity=0)
    reference.load()
    for report in reports(1, 1 + min(READ, count)):
        text = f"{report.headline}\n\n■记者 {report.author}\n\n" + "\n\n".join(report.blocks)
        ingest(text.encode(), f"{report.pk}.txt")
    for number in range(1, -(-count // READ)):
        copy(list(Source.objects.exclude(name__contains="#")), number)
    print(f"  {indexing.rebuild()} articles", file=sys.stderr)


def copy(sources: list[Any], number: int) -> None:
    """Copy *sources* and every row that hangs on them."""
    from django.apps import apps
    from django.db.models import Model

    from articles.models import Article, Source

    def copied(
        model: type[Model], rows: list[Any], **parents: Mapping[int, int]
    ) -> dict[int, int]:
        old = [row.pk for row in rows]
        for row in rows:
            row.pk, row._state.adding = None, True
            for name, fresh in parents.items():
                setattr(row, name, fresh.get(getattr(row, name)))
        made = model._base_manager.bulk_create(rows)
        return dict(zip(old, (row.pk for row in made), strict=True))

    old_sources = [source.pk for source in sources]
    articles = list(Article.objects.filter(source__in=old_sources))
    old_articles = [article.pk for article in articles]
    for source in sources:
        source.name += f"#{number}"
        source.sha256 = sha256(f"{number} {source.sha256}".encode()).hexdigest()
    fresh_sources = copied(Source, sources)
    fresh = copied(Article, articles, source_id=fresh_sources)
    for model in apps.get_app_config("articles").get_models():
        names = {field.name: field for field in model._meta.concrete_fields}
        if "article" not in names or names["article"].related_model is not Article:
            continue
        if "target" in names:
            continue  # the queue names other rows by their keys, and no public page reads it
        own = {name + "_id": {} for name, field in names.items() if field.related_model is model}
        if "source" in names:
            own["source_id"] = fresh_sources
        rows = list(model._base_manager.filter(article__in=old_articles))
        copied(model, rows, article_id=fresh, **own)


def addresses() -> dict[str, str]:
    """Return the pages to measure by what they are."""
    from django.db.models import Count
    from django.urls import reverse
    from django.utils.http import urlencode

    from articles.models import Article, Brand, Indicator, Organization, Region, Theme

    def most(model: Any, path: str) -> str:
        row = model.objects.annotate(size=Count(path)).order_by("-size").first()
        return str(row.get_absolute_url())

    found = {EMPTY: "/empty/", "front page": reverse("home")}
    lists = ("articles", "regions", "themes", "organizations", "brands", "metrics")
    found |= {f"list of {name}": reverse(name) for name in lists}
    found["list of articles, page 40"] = reverse("articles") + "?page=40"
    found["article"] = Article.objects.order_by("pk").first().get_absolute_url()
    found["region"] = most(Region, "articles")
    found["theme"] = most(Theme, "articles")
    found["organization"] = most(Organization, "mentions")
    found["brand"] = most(Brand, "mentions")
    found["theme, organizations"] = found["theme"] + "orgs/"
    found["indicator"] = most(Indicator, "metrics")
    found["values of no indicator"] = reverse("unsorted-metrics")
    found["timeline"] = reverse("timeline")
    for typed in QUERIES:
        found[f"search {typed}"] = reverse("search") + "?" + urlencode({"q": typed})
    return found


class Row(NamedTuple):
    """A page with the milliseconds of each way to ask, the database queries right after a change,
    and its KB compressed.
    """

    name: str
    changed: float
    made: float
    again: float
    queries: int
    size: float


def measured(pages: Mapping[str, str]) -> Iterator[Row]:
    """Measure each of *pages*."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from articles import revision
    from partybuild.context import last_import

    visitor, known = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    known.cookies["any"] = "1"  # for whom a page is made anew
    queries, sizes = {}, {}
    for name, address in pages.items():  # one round before warms the process
        revision.renew()
        last_import()  # asked once after a change, whatever page is asked for
        with CaptureQueriesContext(connection) as asked:
            response = visitor.get(address)
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
        queries[name] = len(asked)
        sizes[name] = len(gzip.compress(response.content)) / 1024
    changed = _times(pages, known, CHANGES, revision.renew)
    made, again = _times(pages, known, ROUNDS), _times(pages, visitor, ROUNDS)
    for name in pages:
        yield Row(name, changed[name], made[name], again[name], queries[name], sizes[name])


def _times(
    pages: Mapping[str, str], client: Any, rounds: int, before: Callable[[], None] | None = None
) -> dict[str, float]:
    """Return the median milliseconds of each page; a first round is not counted."""
    times: defaultdict[str, list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for name, address in pages.items():
            if before:
                before()
            begun = time.process_time()
            client.get(address)
            if number:
                times[name].append(time.process_time() - begun)
    return {name: median(found) * 1000 for name, found in times.items()}


def static_size() -> float:
    """Return the KB of all style sheets and scripts of our own, compressed."""
    from django.contrib.staticfiles import finders

    ours = Path(str(finders.find("partybuild/site.css"))).parent
    files = [path for path in ours.rglob("*") if path.suffix in {".css", ".js"}]
    return sum(len(gzip.compress(path.read_bytes())) for path in files) / 1024


def main(count: int) -> None:
    """Fill, measure, print, and say which targets hold."""
    prepare(count)
    rows = list(measured(addresses()))
    empty = rows[0].made
    print(f"\n{count:,} articles\n")
    print(
        "| page | after a change, ms | made, ms | times the empty page | again, ms | queries | KB |"
    )
    print("|---|---|---|---|---|---|---|")
    for row in rows:
        print(
            f"| {row.name} | {row.changed:.1f} | {row.made:.1f} | {row.made / empty:.1f}"
            f" | {row.again:.1f} | {row.queries} | {row.size:.1f} |"
        )
    lists = [row for row in rows if row.name.startswith("list")]
    worst = max(lists, key=lambda row: row.made)
    again = max(lists, key=lambda row: row.again)
    article = next(row for row in rows if row.name == "article")
    print()
    print(
        _verdict(
            f"lists made, times the empty page ({worst.name})", worst.made / empty, MOST_TIMES
        )
    )
    print(_verdict(f"lists again, times it ({again.name})", again.again / empty, MOST_TIMES))
    print(_verdict("ms of any page right after a change", max(r.changed for r in rows), MOST_MS))
    print(_verdict("queries on any page", max(row.queries for row in rows), MOST_QUERIES))
    print(_verdict("queries on an article", article.queries, ON_ARTICLE))
    print(_verdict("KB of a page, compressed", max(row.size for row in rows), MOST_HTML))
    print(_verdict("KB of styles and scripts, compressed", static_size(), MOST_STATIC))


def _verdict(says: str, value: float, most: float) -> str:
    return f"- {'holds ' if value <= most else 'MISSED'} {says}: {value:.1f} (≤ {most:g})"


def empty(request: HttpRequest) -> HttpResponse:
    """Render the frame and nothing in it."""
    from django.shortcuts import render

    return render(request, "base.html")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "partybuild.settings"}
        os.environ.pop("DATABASE_URL", None)
        import django
        from django.test.utils import override_settings

        django.setup()
        from django.conf import settings

        storages = {**settings.STORAGES, **STATIC}
        with override_settings(ROOT_URLCONF="tests.benchmarks.pages_urls", STORAGES=storages):
            main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
