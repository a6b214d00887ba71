"""A file to rows: read, extracted, stored in one transaction, announced."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles import extraction, readers
from articles.curation import columns, decoding, lexicons, likenesses, matching, review
from articles.curation.facts import Rows
from articles.curation.pairing import GONE, extents, pair, retire
from articles.curation.reconcile import Change, Difference, reconcile_facts
from articles.curation.resewing import Resewn
from articles.curation.writing import writing
from articles.extraction.vocabulary import DatePrecision
from articles.models import (
    Article,
    ArticleStatus,
    Batch,
    BrandMention,
    Indicator,
    OrganizationMention,
    Outlook,
    Region,
    Seams,
    Segment,
    Source,
    Theme,
)
from articles.models.naming import label, slug
from articles.signals import articles_changed


class NothingFound(Exception):
    """The file can be read, but holds no article; the message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the importer knows of a file; it goes before what the text states.

    An *encoding* is set where the guess was wrong; *batch* is the import that the file came in by.
    """

    publication: str = ""
    published_on: date | None = None
    date_precision: DatePrecision = DatePrecision.DAY
    page: str = ""
    encoding: str = ""
    batch: Batch | None = None


NOTHING_GIVEN = Given()


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
    given: Given = NOTHING_GIVEN,
) -> Outcome:
    """Store the articles of one file; a file whose very bytes are known is left alone.

    Raises :exc:`readers.ReaderError` or :exc:`NothingFound`; then nothing is stored.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    if (known := Source.objects.with_digest(sha256)) and known.path.exists():
        return Outcome(known, created=False)
    document, found = read(data, name, given.encoding)
    source = Source(
        name=Path(name).name[:255],
        sha256=sha256,
        size=len(data),
        media_type=document.media_type,
        encoding=document.encoding,
        text=document.text,
        publication=given.publication,
        published_on=given.published_on,
        date_precision=given.date_precision if given.published_on else DatePrecision.UNKNOWN,
        page=given.page,
        batch=given.batch,
        imported_by_id=by.pk if by else None,
    )
    with writing(by=by, reason="导入", rules=lexicons.version()), _kept(source.path, data):
        if known := Source.objects.with_digest(sha256):  # bytes lost, or given twice at once
            return Outcome(known, created=False)
        source.save()
        store(source, found)
    return Outcome(source, created=True)


def read(
    data: bytes, name: str, encoding: str = ""
) -> tuple[readers.Document, tuple[extraction.Article, ...]]:
    """Return the text of a file and the articles in it, nothing stored; *encoding* "" is told.

    Raises :exc:`readers.ReaderError` or :exc:`NothingFound`.
    """
    if encoding:
        document = readers.read(decoding.recoded(data, name, encoding), name)
        document = replace(document, encoding=encoding)
    else:
        document = readers.read(data, name)
    found = extraction.extract(document.text, lexicons.current())
    if not any(one.layout.body for one in found):
        raise NothingFound(f"{name}：没有找到报道正文，请确认文件内容。")
    return document, found


@contextmanager
def _kept(path: Path, data: bytes) -> Iterator[None]:
    """Write the original bytes, whole or not at all, before any row speaks of them.

    A failure takes them back; a run that is killed may leave them, or a part of them, which
    ``verify`` names and the next run with the same file makes good.
    """
    new = not path.exists()
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    try:
        yield
    except BaseException:
        if new:
            path.unlink(missing_ok=True)
        raise


def reread(
    source: Source, *, dry_run: bool = False, by: AbstractBaseUser | None = None
) -> Difference:
    """Read a stored source again with today's rules; with *dry_run* only tell the difference.

    Where a person has said that articles begin, they do.
    """
    seams = Seams.objects.filter(source=source).first()
    found = extraction.extract(source.text, lexicons.current(), seams.starts if seams else None)
    with writing(by=by, reason="重新识读", rules=lexicons.version(), creations=True):
        difference = store(source, found)
        if seams:
            seams.machine_starts = machine_starts(source.text)
            seams.save(update_fields=["machine_starts"])
        if dry_run:
            transaction.set_rollback(True)
    return difference


def machine_starts(text: str) -> list[int]:
    """Return where today's rules let the articles after the first of *text* begin."""
    layouts = extraction.lay_out(text)
    return [start for start, _ in extents([one.segments for one in layouts], len(text))[1:]]


@writing()
def store(
    source: Source,
    found: tuple[extraction.Article, ...],
    kept: Mapping[int, Article] = MappingProxyType({}),
) -> Difference:
    """Make the articles of *source* those of a reading, what people decided left alone.

    Articles *kept*, by their ordinals in the new order, were not read again and stay as they are.
    """
    difference = Difference()
    found = tuple(map(matching.identified, found))
    organizations, brands = _used(source)
    resewn = Resewn.of(source, found, kept)
    paired = pair(source, found, kept)
    for article in paired.gone:
        retire(article)
        difference.removed.append(Change.of(article))
    for ordinal, article in kept.items():
        Article.objects.filter(pk=article.pk).update(ordinal=ordinal)
    carried = resewn.carried(paired)
    stored = [
        (_store_text(source, one, article, carried.get(one.ordinal, {}), difference), one)
        for one, article in paired.pairs
    ]
    _write_segments(source, stored, kept)
    resewn.finish(stored, paired.gone, difference)
    touched = {article.pk for article in paired.gone}
    for article, one in stored:
        rows, grown = _rows(article, one)
        reconcile_facts(article, one, rows, difference)
        review.enqueue(Article.objects.get(pk=article.pk))
        touched |= {article.pk} | matching.articles_naming(grown)
        organizations |= {row.pk for row in rows.organizations.values()}
        brands |= {row.pk for row in rows.brands.values()}
    resewn.count_lost(difference)
    if not kept:
        source.rules_version = lexicons.version()
        source.save(update_fields=["rules_version"])
    Outlook.objects.filter(source=source).delete()  # it spoke of how things were
    matching.sweep(organizations, brands)
    articles_changed.send(sender=Article, pks=sorted(touched))
    return difference


def _used(source: Source) -> tuple[set[int], set[int]]:
    """Return the keys of organizations and brands that the source's articles name so far."""

    def keys(model: type[OrganizationMention] | type[BrandMention], target: str) -> set[int]:
        rows = model._default_manager.filter(article__source=source)
        return set(rows.order_by().values_list(target, flat=True).distinct())

    return keys(OrganizationMention, "organization"), keys(BrandMention, "brand")


def _store_text(
    source: Source,
    found: extraction.Article,
    article: Article | None,
    carried: columns.Carried,
    difference: Difference,
) -> Article:
    """Store what stands in one article and what is said of it as a whole, facts left out.

    *carried* are the texts by people that come to this article with a border.
    """
    new = article is None
    article = article or Article(source=source)
    changed = columns.fill(article, found, carried)
    if article.status == ArticleStatus.WITHDRAWN and article.withdrawn_reason == GONE:
        article.status, article.withdrawn_reason = ArticleStatus.PUBLISHED, ""
        article.continued_in = None
        changed.append(label(Article, "status"))
    article.ordinal = found.ordinal
    article.slug = slug(article.headline)
    if new or changed:
        article.save()
    else:
        Article.objects.filter(pk=article.pk).update(ordinal=article.ordinal)
    columns.sign(article, found, carried)
    likenesses.relate(article)
    changed += columns.write_captions(article, found)
    changed += columns.write_bylines(article, found)
    article = Article.objects.prefetch_related("captions", "claims").get(pk=article.pk)
    article.source = source  # each would load the whole text of the file again
    changed += columns.write_claims(article, found)
    if new:
        difference.added.append(Change.of(article))
    elif changed:
        difference.changed.append(Change.of(article, "、".join(changed)))
    return article


def _rows(article: Article, found: extraction.Article) -> tuple[Rows, set[int]]:
    organizations, grown = matching.organizations(found.organizations, article)
    return Rows(
        organizations=organizations,
        brands=matching.brands(found.brands, organizations, article),
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


def _write_segments(
    source: Source,
    stored: Iterable[tuple[Article, extraction.Article]],
    kept: Mapping[int, Article],
) -> None:
    """Make the ledger of *source* that of the reading, and leave that of articles *kept* alone."""
    wanted = [
        (article.pk, s.start, s.end, s.part, s.part_start, s.kind.value)
        for article, one in stored
        for s in one.layout.segments
    ]
    names = ("article_id", "start", "end", "part", "part_start", "kind")
    held = source.segments.exclude(article__in=[article.pk for article in kept.values()])
    if sorted(held.values_list(*names)) == sorted(wanted):
        return
    held.delete()
    Segment.objects.bulk_create(
        Segment(source=source, **dict(zip(names, values, strict=True))) for values in wanted
    )
