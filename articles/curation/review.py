"""What a person should look at: the queue follows the facts."""

from __future__ import annotations

from articles.extraction.vocabulary import ArithmeticCheck, Basis
from articles.models import Article, Claim, Fact, Metric, Reviewed, ReviewItem, ReviewKind

MODELS: dict[ReviewKind, str] = {
    ReviewKind.ORGANIZATION: "organizationmentions",
    ReviewKind.BRAND: "brandmentions",
    ReviewKind.METRIC: "metrics",
    ReviewKind.REGION: "regionmentions",
    ReviewKind.CLAIM: "claims",
}


def enqueue(article: Article) -> None:
    """Make the queue of *article* equal to its facts: open what is pending, close the rest."""
    facts = article.review_items.exclude(kind=ReviewKind.REPORT)  # what readers say stands
    known = {(item.kind, item.target): item for item in facts}
    wanted: dict[tuple[str, int], tuple[int, bool]] = {}
    for kind, name in MODELS.items():
        for row in getattr(article, name).all():
            wanted[kind.value, row.pk] = (risk(row), row.decided)
    article.review_items.filter(
        pk__in=[item.pk for key, item in known.items() if key not in wanted]
    ).delete()
    ReviewItem.objects.bulk_create(
        ReviewItem(kind=kind, target=target, article=article, risk=danger, done=done)
        for (kind, target), (danger, done) in wanted.items()
        if (kind, target) not in known
    )
    changed = []
    for key, item in known.items():
        if key in wanted and (item.risk, item.done) != wanted[key]:
            item.risk, item.done = wanted[key]
            item.version += 1
            changed.append(item)
    ReviewItem.objects.bulk_update(changed, ["risk", "done", "version"])


def settle(row: Reviewed) -> None:
    """Note in the queue that a person has decided on *row*, which is a fact or a claim."""
    kind = row._meta.model_name
    for item in ReviewItem.objects.filter(kind=kind, target=row.pk):
        item.done = row.decided
        item.version += 1
        item.save(update_fields=["done", "version"])


def risk(row: Fact | Claim) -> int:
    """Return how badly *row* wants a look, 0 to 100: unsure, inferred, or failing arithmetic."""
    danger = round(60 * (1 - max(0.0, min(1.0, row.confidence))))
    if isinstance(row, Metric) and row.arithmetic == ArithmeticCheck.DOUBTFUL:
        danger += 40
    if getattr(row, "basis", "") == Basis.INFERRED:
        danger += 30
    if isinstance(row, Claim) and row.field == "off_topic" and row.value:
        danger += 30
    return min(danger, 100)
