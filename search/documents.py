"""Articles as documents: what of a row the index knows."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import astuple, replace
from hashlib import sha256
from multiprocessing import get_context

import django
from django.db.models import Prefetch

from articles.extraction.vocabulary import DatePrecision
from articles.models import Article, BrandMention, Organization, OrganizationMention
from articles.models.article import ArticleQuerySet
from search.engine import Document

CHUNK = 200  # articles read at a time


def documents(pks: Iterable[int] | None = None, *, processes: int = 1) -> Iterator[Document]:
    """Yield the documents of the public articles with these keys, or of all; the rest has none.

    With more than one process, chunks are read beside each other, a few ahead of who takes them.
    """
    chosen = Article.objects.listed().order_by("pk")
    if pks is not None:
        chosen = chosen.filter(pk__in=pks)
    keys = list(chosen.values_list("pk", flat=True))
    chunks = [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]
    if processes == 1:
        for chunk in chunks:
            yield from _chunk(chunk)
        return
    # Fresh processes: a copy of this one would share its database connection.
    with ProcessPoolExecutor(processes, get_context("spawn"), django.setup) as pool:
        ahead: deque[Future[list[Document]]] = deque()
        for chunk in chunks:
            ahead.append(pool.submit(_chunk, chunk))
            if len(ahead) > 2 * processes:
                yield from ahead.popleft().result()
        while ahead:
            yield from ahead.popleft().result()


def _chunk(keys: list[int]) -> list[Document]:
    """Return the documents of these articles, by key; no cursor stays open to block writers."""
    chunk = Article.objects.listed().filter(pk__in=keys)
    return [document(article) for article in _with_all_that_is_indexed(chunk).order_by("pk")]


def document(article: Article) -> Document:
    """Return what the index keeps of *article*; its digest tells any difference."""
    date = article.published_on
    organizations = {m.organization for m in article.organizationmentions.all() if m.public}
    brands = {m.brand for m in article.brandmentions.all() if m.public}
    found = Document(
        pk=article.pk,
        headline=article.headline,
        blocks=tuple(blocks(article)),
        authors=tuple(_authors(article)),
        organizations=tuple(_names(organizations)),
        brands=tuple(sorted({brand.name for brand in brands})),
        sources=tuple(filter(None, (article.publication, article.source.name))),
        regions=tuple(region.code for region in article.region.lineage())
        if article.region
        else (),
        themes=(article.primary_theme.slug,) if article.primary_theme else (),
        sectors=(str(article.sector),),  # of a row just made, an enum with a repr of its own
        organization_types=tuple(sorted({str(body.type) for body in organizations})),
        organization_keys=tuple(sorted(str(body.pk) for body in organizations)),
        brand_keys=tuple(sorted(str(brand.pk) for brand in brands)),
        publications=(article.publication,) if article.publication else (),
        year=date.year if date else None,
        date=_day(article),
    )
    return replace(found, digest=sha256(repr(astuple(found)).encode()).hexdigest())


def blocks(article: Article) -> Iterator[str]:
    """Yield every text of *article* that a reader sees besides the headline, block by block."""
    for name, text in article.parts().items():
        if name == "body":
            yield from (block.text for block in article.blocks())
        elif name != "headline":
            yield from text.splitlines()


def _with_all_that_is_indexed(articles: ArticleQuerySet) -> ArticleQuerySet:
    light = articles.defer("source__text")  # else each brings the text of its whole file
    return light.select_related(
        "region__parent__parent", "primary_theme", "source"
    ).prefetch_related(
        "captions",
        "bylines",
        Prefetch(
            "organizationmentions",
            OrganizationMention.objects.public()
            .select_related("organization")
            .prefetch_related("organization__aliases"),
        ),
        Prefetch("brandmentions", BrandMention.objects.public().select_related("brand")),
    )


def _authors(article: Article) -> Iterable[str]:
    """Return the names in its byline, or the byline as it stands where none was made out."""
    return [byline.name for byline in article.bylines.all()] or article.byline.splitlines()


def _names(found: Iterable[Organization]) -> list[str]:
    """Return the names that organizations go by, also those that the article does not print."""
    return sorted({name for o in found for name in (o.name, *(a.name for a in o.aliases.all()))})


def _day(article: Article) -> int:
    """Return its date as yyyymmdd, parts that are not known as zeros."""
    date = article.published_on
    if date is None:
        return 0
    year, month, day = date.year * 10000, date.month * 100, date.day
    if article.date_precision == DatePrecision.YEAR:
        return year
    return year + month + (day if article.date_precision == DatePrecision.DAY else 0)
