from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand
from django.http import QueryDict

from articles.filters import Sort
from articles.outputs.numbers import machine_date, printed_date
from articles.views.facets import Facet
from search.highlighting import Piece
from search.query.widening import Expansions
from search.views.answering import Answer, answer, notices
from search.views.asked import Asked
from search.views.facets import facets
from search.views.rows import Row, rows


class Command(BaseCommand):
    help = "检索报道，与检索页同样作答；检索词写法见检索页“检索语法”。以减号开头的检索词前加 --"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", metavar="检索词", help="如 '党建 “三会一课” -培训'")
        parser.add_argument("--page", default="", metavar="页", help="第几页，每页 20 篇")
        parser.add_argument(
            "--sort", default="", choices=[Sort.NEWEST.value, Sort.OLDEST.value], help="默认按相关"
        )
        parser.add_argument(
            "--filters",
            default="",
            metavar="条件",
            help="检索页网址中的筛选条件，如 'region=220000&year=2023&year=2024'",
        )
        parser.add_argument(
            "--exact", action="store_true", help="只检索原词，不扩展到同义词和地区"
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="以 JSON 打印")

    def handle(self, *, query: str, filters: str, as_json: bool, **options: Any) -> None:
        given = QueryDict(filters, mutable=True)
        given.update({"q": query, "page": options["page"], "sort": options["sort"]})
        if options["exact"]:
            given["exact"] = "1"
        asked = Asked.parse(given)
        found = answer(asked.query, asked.browse)
        shown = rows(found.articles, asked.query)
        groups = facets(found, asked)
        told = notices(asked.query, asked.browse, found)
        if as_json:
            said = _as_json(asked, found, shown, groups, told)
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))
        else:
            self._print(found, shown, groups, [*told, *_widened(asked.expansions)])

    def _print(
        self, found: Answer, shown: Iterable[Row], groups: Iterable[Facet], told: Iterable[str]
    ) -> None:
        for notice in told:
            self.stdout.write(self.style.WARNING(notice))
        first, last = found.page.start_index(), found.page.end_index()
        self.stdout.write(f"共 {found.total} 条" + (f"，第 {first}—{last} 条" if last else ""))
        for number, row in enumerate(shown, first):
            said = _hit(row)
            self.stdout.write(f"\n{number}. {self._marked(row.headline)}")
            self.stdout.write(
                f"   报道 {said['key']}　{said['region'] or '地区待定'}　{_day(row)}"
            )
            self.stdout.write(f"   {self._marked(row.snippet)}")
        for group in groups:
            counts = "、".join(f"{choice.label} {choice.count}" for choice in group.choices)
            if counts:
                self.stdout.write(f"\n{group.name}：{counts}")

    def _marked(self, pieces: Iterable[Piece]) -> str:
        return "".join(self.style.SUCCESS(text) if hit else text for text, hit in pieces)


def _as_json(
    asked: Asked, found: Answer, shown: Iterable[Row], groups: Iterable[Facet], told: Sequence[str]
) -> dict[str, object]:
    return {
        "query": asked.query.text,
        "also_sought": asked.expansions.sought,
        "also_excluded": asked.expansions.excluded,
        "total": found.total,
        "page": found.page.number,
        "pages": found.page.paginator.num_pages,
        "notices": told,
        "hits": [_hit(row) for row in shown],
        "facets": {
            group.key: [
                {"value": choice.value, "label": choice.label, "count": choice.count}
                for choice in group.choices
            ]
            for group in groups
        },
    }


def _widened(expansions: Expansions) -> Iterator[str]:
    if expansions.sought:
        yield f"也检索了：{'、'.join(expansions.sought)}"
    if expansions.excluded:
        yield f"也排除了：{'、'.join(expansions.excluded)}"


def _hit(row: Row) -> dict[str, object]:
    article = row.article
    return {
        "key": article.pk,
        "headline": "".join(piece.text for piece in row.headline),
        "region": str(article.region) if article.region else None,
        "date": machine_date(article.published_on, article.date_precision) or None,
        "snippet": "".join(piece.text for piece in row.snippet),
    }


def _day(row: Row) -> str:
    return printed_date(row.article.published_on, row.article.date_precision)
