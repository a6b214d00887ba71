"""A file to rows: read, extracted, stored in one transaction, announced."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.core.files import locks
from django.db import IntegrityError, transaction

from articles import extraction, readers
from articles.curation import columns, likenesses, matching, review
from articles.curation.facts import Rows
from articles.curation.reconcile import Difference, reconcile_facts
from articles.extraction.version import rules_version
from articles.extraction.vocabulary import DatePrecision
from articles.models import (
    Article,
    ArticleStatus,
    BrandMention,
    Indicator,
    OrganizationMention,
    Region,
    Segment,
    Source,
    Theme,
)
from articles.models.naming import slug
from articles.signals import articles_changed

GONE = "重新识读来源文件后不再单独成篇"
PARKED = 10_000  # ordinals of articles that a newer reading no longer finds stand above this


class NothingFound(Exception):
    """The file can be read, but holds no article; the message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an ingest did: the source, and whether it is new."""

    source: Source
    created: bool


def ingest(
    data: bytes,
    name: str,
    *,
    by: AbstractBaseUser | None = None,
    publication: str = "",
    published_on: date | None = None,
    date_precision: DatePrecision = DatePrecision.DAY,
) -> Outcome:
    """Store the articles of one file; a file whose very bytes are known is left alone.

    What the importer knows of *publication* and date goes before what the text states.
    Raises :exc:`readers.ReaderError` or :exc:`NothingFound`; then nothing is stored.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if known := Source.objects.with_digest(sha256):
        return Outcome(known, created=False)
    document = readers.read(data, name)
    found = extraction.extract(document.text)
    if not any(one.layout.body for one in found):
        raise NothingFound(f"{name}：没有找到报道正文，请确认文件内容。")
    source = Source(
        name=Path(name).name[:255],
        sha256=sha256,
        size=len(data),
        media_type=document.media_type,
        encoding=document.encoding,
        text=document.text,
        publication=publication,
        published_on=published_on,
        date_precision=date_precision if published_on else DatePrecision.UNKNOWN,
        imported_by_id=by.pk if by else None,
    )
    _keep(source.path, data)
    try:
        with transaction.atomic():
            source.save()
            store(source, found)
    except IntegrityError:  # the same file, given twice at the same moment
        if known := Source.objects.with_digest(sha256):
            return Outcome(known, created=False)
        raise
    return Outcome(source, created=True)


def _keep(path: Path, data: bytes) -> None:
    """Write the original bytes, whole or not at all, before any row speaks of them.

    A run that is killed leaves a part, which the next run with the same file writes anew.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("ab") as file:
        locks.lock(file, locks.LOCK_EX)  # the same file may come in twice at the same moment
        if path.exists():
            part.unlink(missing_ok=True)
            return
        file.truncate(0)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        part.replace(path)


def reread(source: Source, *, dry_run: bool = False) -> Difference:
    """Read a stored source again with today's rules; with *dry_run* only tell the difference."""
    with transaction.atomic():
        difference = store(source, extraction.extract(source.text))
        if dry_run:
            transaction.set_rollback(True)
    return difference


@transaction.atomic
def store(source: Source, found: tuple[extraction.Article, ...]) -> Difference:
    """Make the articles of *source* those of a reading, what people decided left alone."""
    difference = Difference()
    touched: set[int] = set()
    before = _used(source)
    pairs, gone = _pair(source, found)
    source.segments.all().delete()
    for article in gone:
        _retire(article, difference)
        touched.add(article.pk)
    for one, paired in pairs:
        touched |= _store_article(source, one, paired, difference)
    source.rules_version = rules_version()
    source.save(update_fields=["rules_version"])
    matching.sweep(*before)
    articles_changed.send(sender=Article, pks=sorted(touched))
    return difference


def _used(source: Source) -> tuple[set[int], set[int]]:
    """Return the keys of organizations and brands that the source's articles name so far."""

    def keys(model: type[OrganizationMention] | type[BrandMention], target: str) -> set[int]:
        rows = model._default_manager.filter(article__source=source)
        return set(rows.order_by().values_list(target, flat=True).distinct())

    return keys(OrganizationMention, "organization"), keys(BrandMention, "brand")


Pairs = list[tuple[extraction.Article, Article | None]]


def _pair(source: Source, found: tuple[extraction.Article, ...]) -> tuple[Pairs, list[Article]]:
    """Pair each found article with the stored one that shares most of its source characters."""
    stored = list(source.articles.prefetch_related("segments", "claims", "captions", "bylines"))
    shares = sorted(
        ((_shared(one, article), -one.ordinal, article.pk) for one in found for article in stored),
        reverse=True,
    )
    by_key = {article.pk: article for article in stored}
    chosen: dict[int, Article] = {}
    for share, ordinal, pk in shares:
        if share and -ordinal not in chosen and pk in by_key:
            chosen[-ordinal] = by_key.pop(pk)
    # Free all ordinals first: they are unique, and a new split may number the articles anew.
    for article in stored:
        Article.objects.filter(pk=article.pk).update(ordinal=PARKED + stored.index(article))
    return [(one, chosen.get(one.ordinal)) for one in found], list(by_key.values())


def _shared(one: extraction.Article, article: Article) -> int:
    mine = {(s.start, s.end) for s in one.layout.segments if s.part}
    total = 0
    for segment in article.segments.all():
        total += sum(
            max(0, min(end, segment.end) - max(start, segment.start)) for start, end in mine
        )
    return total


def _retire(article: Article, difference: Difference) -> None:
    article.status = ArticleStatus.WITHDRAWN
    article.withdrawn_reason = article.withdrawn_reason or GONE
    article.save(update_fields=["status", "withdrawn_reason"])
    difference.removed.append(f"报道：{article.headline}")


def _store_article(
    source: Source, found: extraction.Article, article: Article | None, difference: Difference
) -> set[int]:
    """Store one article; return the keys of all articles whose documents may differ now."""
    if article is None:
        article = Article(source=source)
        difference.added.append(f"报道：{found.layout.headline}")
    elif article.status == ArticleStatus.WITHDRAWN and article.withdrawn_reason == GONE:
        article.status, article.withdrawn_reason = ArticleStatus.PUBLISHED, ""
    new = article.pk is None
    changed = columns.fill(article, found)
    article.ordinal = found.ordinal
    article.slug = slug(article.headline)
    article.save()
    if changed and not new:
        difference.changed.append(f"报道：{article.headline}（{'、'.join(changed)}）")
    likenesses.relate(article)
    columns.write_captions(article, found)
    columns.write_bylines(article, found)
    columns.write_claims(article, found)
    _write_segments(source, article, found)
    article = Article.objects.prefetch_related("captions").get(pk=article.pk)
    rows, grown = _rows(article, found)
    reconcile_facts(article, found, rows, difference)
    review.enqueue(Article.objects.get(pk=article.pk))
    return {article.pk} | matching.articles_naming(grown)


def _rows(article: Article, found: extraction.Article) -> tuple[Rows, set[int]]:
    organizations, grown = matching.organizations(found.organizations)
    return Rows(
        organizations=organizations,
        brands=matching.brands(found.brands, organizations, article.region),
        themes=dict(Theme.objects.values_list("slug", "pk")),
        indicators=dict(Indicator.objects.values_list("slug", "pk")),
        regions=frozenset(
            Region.objects.filter(
                pk__in=[one.adcode for one in found.regions]
                + [one.adcode for one in found.organizations]
                + ([found.region.adcode] if found.region else [])
            ).values_list("pk", flat=True)
        ),
    ), grown


def _write_segments(source: Source, article: Article, found: extraction.Article) -> None:
    Segment.objects.bulk_create(
        Segment(
            source=source,
            article=article,
            start=s.start,
            end=s.end,
            part=s.part,
            part_start=s.part_start,
            kind=s.kind.value,
        )
        for s in found.layout.segments
    )
