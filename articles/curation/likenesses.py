"""Look-alikes of an article, found when its text changes."""

from __future__ import annotations

import hashlib

from django.db.models import Count, Q

from articles.extraction import likeness
from articles.models import Article
from articles.models.likeness import Likeness, Sample

CANDIDATES = 40  # articles compared in full, those with most samples in common first
SHARED = 0.4  # of the smaller sample; excerpts share at least twice as much


def relate(article: Article) -> None:
    """Bring the likenesses of *article* up to its text of now; nothing to do if it did not change."""
    fingerprint = hashlib.sha256(article.body.encode()).hexdigest()
    if article.fingerprint == fingerprint:
        return
    article.fingerprint = fingerprint
    article.save(update_fields=["fingerprint"])
    mine = likeness.runs(article.body)
    values = likeness.sample(mine)
    if (before := set(article.samples.values_list("value", flat=True))) != values:
        if before:
            article.samples.all().delete()
        Sample.objects.bulk_create(Sample(article=article, value=v) for v in sorted(values))
    if before:  # a new article is like nothing yet
        Likeness.objects.filter(Q(article=article) | Q(other=article)).delete()
    Likeness.objects.bulk_create(
        Likeness(
            article_id=min(article.pk, other.pk),
            other_id=max(article.pk, other.pk),
            overlap=found.overlap,
            contained=found.contained,
        )
        for other in _candidates(values, but=article.pk)
        if (found := likeness.compare(mine, likeness.runs(other.body))).related
    )


def resembling(body: str) -> list[tuple[Article, likeness.Likeness]]:
    """Return the stored articles that *body*, which is not stored, is like; most alike first."""
    mine = likeness.runs(body)
    pairs = [
        (other, likeness.compare(mine, likeness.runs(other.body)))
        for other in _candidates(likeness.sample(mine))
    ]
    return sorted((p for p in pairs if p[1].related), key=lambda p: -p[1].overlap)


def _candidates(values: frozenset[int], *, but: int | None = None) -> list[Article]:
    """Return the articles that share enough samples with *values* to be worth a comparison."""
    sharing = (
        Sample.objects.filter(value__in=values)
        .exclude(article=but)
        .values("article")
        .annotate(shared=Count("pk"))
        .order_by("-shared")[:CANDIDATES]
    )
    shared = {row["article"]: row["shared"] for row in sharing}
    sizes = dict(
        Sample.objects.filter(article__in=shared)
        .values_list("article")
        .annotate(size=Count("pk"))
        .order_by()
    )
    close = [pk for pk, count in shared.items() if count >= SHARED * min(len(values), sizes[pk])]
    return list(Article.objects.filter(pk__in=close).only("pk", "headline", "body"))
