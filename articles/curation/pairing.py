"""Which stored article a reading means, and what becomes of those that it no longer finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max

from articles import extraction
from articles.curation.tracing import Run, Trail
from articles.models import Article, ArticleStatus, ReviewItem, ReviewKind, Source

GONE = "重新识读来源文件后不再单独成篇"
PARKED = 10_000  # ordinals of articles that a newer reading no longer finds begin here
MOVING = 20_000  # and here those that are about to get another

Extent = tuple[int, int]  # source characters start:end, from one border to the next


@dataclass(frozen=True, slots=True)
class Pairing:
    """A reading's articles with the stored ones they are, those found no more, and those as ever."""

    pairs: tuple[tuple[extraction.Article, Article | None], ...]
    gone: tuple[Article, ...]
    kept: Mapping[int, Article]  # by ordinal: not read again


def live(source: Source) -> list[Article]:
    """Return the articles of *source* that its last reading found, in the order of their text."""
    stored = source.articles.filter(ordinal__lt=PARKED).order_by("ordinal")
    return list(stored.prefetch_related("segments", "claims", "captions"))


def extents(ledgers: Sequence[Sequence[Run]], length: int) -> list[Extent]:
    """Return from where to where the articles with these *ledgers* reach, in the same order.

    The first begins with the source, of *length* characters, and each ends where the next begins.
    """
    starts = [min((run.start for run in held), default=length) for held in ledgers]
    order = sorted(range(len(starts)), key=lambda number: starts[number])
    found: list[Extent] = [(0, length)] * len(starts)
    for rank, number in enumerate(order):
        end = starts[order[rank + 1]] if rank + 1 < len(order) else length
        found[number] = (starts[number] if rank else 0, end)
    return found


def pair(
    source: Source, found: Sequence[extraction.Article], kept: Mapping[int, Article]
) -> Pairing:
    """Pair each found article with the stored one that shares most of its source characters.

    All ordinals that change are freed on the way: they are unique.
    """
    as_ever = {article.pk for article in kept.values()}
    stored = [
        article
        for article in source.articles.prefetch_related("segments", "claims")
        if article.pk not in as_ever
    ]
    shares = sorted(_shares(found, stored), reverse=True)
    by_key = {article.pk: article for article in stored}
    chosen: dict[int, Article] = {}
    for _, ordinal, pk in shares:
        if -ordinal not in chosen and pk in by_key:
            chosen[-ordinal] = by_key.pop(pk)
    moving = [a.pk for o, a in kept.items() if a.ordinal != o]
    moving += [article.pk for article in chosen.values()]
    for number, pk in enumerate(moving):
        Article.objects.filter(pk=pk).update(ordinal=MOVING + number)
    gone = [article for article in by_key.values() if article.ordinal < PARKED]
    return Pairing(tuple((one, chosen.get(one.ordinal)) for one in found), tuple(gone), kept)


def _shares(
    found: Sequence[extraction.Article], stored: Sequence[Article]
) -> Iterator[tuple[int, int, int]]:
    """Yield characters in common, ordinal (negative) and key of what may be one article.

    An article that an earlier reading no longer found has no characters; it is known by the
    headline that was read for it.
    """
    trail = Trail({article.pk: article.segments.all() for article in stored})
    parked = [article for article in stored if article.ordinal >= PARKED]
    for one in found:
        shared: Counter[int] = Counter()
        for s in one.layout.segments:
            if s.part:
                shared += trail.owners(s.start, s.end)
        yield from ((share, -one.ordinal, pk) for pk, share in shared.items())
        yield from (
            (0, -one.ordinal, article.pk)
            for article in parked
            if one.layout.headline in _headlines(article)
        )


def _headlines(article: Article) -> set[str]:
    """Return the headline that stands, and the one that was read where a person changed it."""
    read = [claim.machine_value for claim in article.claims.all() if claim.field == "headline"]
    return {article.headline, *(headline for headline in read if isinstance(headline, str))}


def retire(article: Article) -> None:
    """Withdraw an article that is found no more; once, so that a person may publish it again."""
    parked = article.source.articles.filter(ordinal__range=(PARKED, MOVING - 1))
    last = parked.aggregate(last=Max("ordinal"))["last"]
    article.ordinal = PARKED if last is None else last + 1
    article.status = ArticleStatus.WITHDRAWN
    article.withdrawn_reason = article.withdrawn_reason or GONE
    article.save(update_fields=["ordinal", "status", "withdrawn_reason", "updated_at"])
    waiting = ReviewItem.objects.filter(article=article, done=False)
    waiting.exclude(kind=ReviewKind.REPORT).delete()


def point_on(gone: Sequence[Article], before: Trail, after: Trail) -> None:
    """Note of each article that is *gone* where most of its characters stand now."""
    for article in gone:
        heirs: Counter[int] = Counter()
        for start, end in before.runs_of(article.pk):
            heirs += after.owners(start, end)
        best = max(heirs, key=lambda pk: (heirs[pk], -pk), default=None)
        if best is not None:
            Article.objects.filter(pk=article.pk).update(continued_in=best)
