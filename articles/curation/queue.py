"""Who looks at what next: each item of the queue is kept for one person at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, Q, Value
from django.utils import timezone

from articles.curation.writing import writing
from articles.keys import key_of
from articles.models import Article, ReviewItem, ReviewKind, Skip, Verdict
from articles.models.review import ReviewItemQuerySet

TRIES = 8  # items that are tried in turn, as many as people may reach for the first at once
ROUNDS = 5  # of tries, before somebody is told that all is taken
ANY = Value(1)  # counted: for a column SQLite would look into each entry
ARTICLES = 8  # offered in the list, those with most waiting


class Span(NamedTuple):
    """A run of percents of confidence, both ends included."""

    label: str
    low: int
    high: int


class Age(NamedTuple):
    """How long something has waited: at most, or else at least, so many days."""

    label: str
    days: int
    within: bool

    def holds(self, now: datetime) -> Q:
        """Return the condition on the time at which an item came in."""
        moment = now - timedelta(days=self.days)
        return Q(created_at__gte=moment) if self.within else Q(created_at__lt=moment)


BANDS = {
    "low": Span("低于 60%", 0, 59),
    "middle": Span("60%—84%", 60, 84),
    "high": Span("85% 以上", 85, 100),
}
AGES = {
    "day": Age("一天以内", 1, True),
    "week": Age("一周以内", 7, True),
    "month": Age("一个月以上", 30, False),
}


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of the queue that somebody works on; an empty value does not narrow."""

    kind: str = ""
    article: int = 0
    province: str = ""
    band: str = ""
    age: str = ""

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> Slice:
        """Return the slice that an address names; what means nothing is passed over."""
        province = query.get("province", "")
        return cls(
            kind=_one_of(query.get("kind", ""), ReviewKind.values),
            article=key_of(query.get("article", "")),
            province=province if province == NOWHERE or _is_prefix(province) else "",
            band=_one_of(query.get("band", ""), BANDS),
            age=_one_of(query.get("age", ""), AGES),
        )

    def query(self, **changes: Any) -> str:
        """Return the query string of this slice with *changes*, "?" included, "" for all."""
        now = replace(self, **changes)
        values = {name: getattr(now, name) for name in self.__slots__}
        written = urlencode({name: value for name, value in values.items() if value})
        return f"?{written}" if written else ""

    def narrow(self, items: ReviewItemQuerySet) -> ReviewItemQuerySet:
        """Keep the items of this slice."""
        if self.kind:
            items = items.filter(kind=self.kind)
        if self.article:
            items = items.filter(article=self.article)
        if self.province:
            items = items.filter(province="" if self.province == NOWHERE else self.province)
        if self.band:
            span = BANDS[self.band]
            items = items.filter(confidence__gte=span.low, confidence__lte=span.high)
        if self.age:
            items = items.filter(AGES[self.age].holds(timezone.now()))
        return items


NOWHERE = "none"  # the province of what has no region


def _one_of(value: str, known: Collection[str]) -> str:
    return value if value in known else ""


def _is_prefix(value: str) -> bool:
    return len(value) == 2 and value.isascii() and value.isdecimal()


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits, by the values of each filter, all other filters in force."""

    total: int
    kinds: Counter[str]
    bands: Counter[str]
    provinces: Counter[str]
    ages: Counter[str]
    articles: list[tuple[int, str, int]]  # key, headline, items


def counts(chosen: Slice) -> Counts:
    """Count what waits. Three queries, each answered by an index alone."""
    waiting = ReviewItem.objects.filter(done=False)
    cells = list(_cells(chosen, waiting))
    tests = _tests(chosen)

    def by(name: str, value: Callable[[Cell], str]) -> Counter[str]:
        found: Counter[str] = Counter()
        for cell in cells:
            if all(held(cell) for other, held in tests.items() if other != name):
                found[value(cell)] += cell.items[chosen.age]
        return found

    within = [cell for cell in cells if all(held(cell) for held in tests.values())]
    return Counts(
        total=sum(cell.items[chosen.age] for cell in within),
        kinds=by("kind", lambda cell: cell.kind),
        bands=by("band", lambda cell: _band(cell.confidence)),
        provinces=by("province", lambda cell: cell.province or NOWHERE),
        ages=Counter({age: sum(cell.items[age] for cell in within) for age in AGES}),
        articles=_articles(chosen, waiting),
    )


class Cell(NamedTuple):
    """How many items share a kind, a confidence and a province, by their ages; "" for any."""

    kind: str
    confidence: int | None
    province: str
    items: Mapping[str, int]


def _cells(chosen: Slice, waiting: ReviewItemQuerySet) -> Iterator[Cell]:
    now = timezone.now()
    items = waiting.filter(article=chosen.article) if chosen.article else waiting
    ages = {name: Count(ANY, filter=age.holds(now)) for name, age in AGES.items()}
    rows = items.order_by().values_list("kind", "confidence", "province")
    for kind, confidence, province, *found in rows.annotate(any=Count(ANY), **ages):
        yield Cell(kind, confidence, province, dict(zip(("", *AGES), found, strict=True)))


def _tests(chosen: Slice) -> dict[str, Callable[[Cell], bool]]:
    return {
        "kind": lambda cell: chosen.kind in ("", cell.kind),
        "band": lambda cell: chosen.band in ("", _band(cell.confidence)),
        "province": lambda cell: chosen.province in ("", cell.province or NOWHERE),
    }


def _band(confidence: int | None) -> str:
    """Return the name of the band of a confidence, "" for what no machine said."""
    if confidence is None:
        return ""
    return next(name for name, span in BANDS.items() if span.low <= confidence <= span.high)


def _articles(chosen: Slice, waiting: ReviewItemQuerySet) -> list[tuple[int, str, int]]:
    """Return the articles of which most waits, and the chosen one."""
    items = chosen.narrow(waiting).order_by().values_list("article")
    most = dict(items.annotate(n=Count(ANY)).order_by("-n", "article")[:ARTICLES])
    names = dict(Article.objects.filter(pk__in=most).values_list("pk", "headline"))
    return [(pk, names[pk], n) for pk, n in most.items() if pk in names]


def take(user: int, chosen: Slice) -> ReviewItem | None:
    """Return what *user* should look at now, kept for five minutes; None if nothing is to be had.

    What the user has on the screen already comes first, what was skipped comes last, and what
    somebody else has on the screen not at all.
    """
    for _ in range(ROUNDS):
        items = _offered(user, chosen, timezone.now())
        if not items:
            return None
        for item in items:
            if hold(item, user):
                return item
    return None


def _offered(user: int, chosen: Slice, now: datetime) -> list[ReviewItem]:
    waiting = chosen.narrow(ReviewItem.objects.waiting())
    free = waiting.free_for(user, now)
    return (
        list(waiting.filter(locked_by=user).order_by("-locked_at")[:1])
        or list(free.skipped_by(user, yes=False)[:TRIES])
        or list(free.skipped_by(user, yes=True)[:TRIES])
    )


def hold(item: ReviewItem, user: int) -> bool:
    """Keep *item* for *user*; tell whether that could be done. One statement: no two succeed."""
    now = timezone.now()
    free = ReviewItem.objects.filter(pk=item.pk, done=False).free_for(user, now)
    return free.update(locked_by=user, locked_at=now) == 1


@writing()
def skip(item: ReviewItem, user: int) -> None:
    """Put *item* off for *user*: others may have it, and it comes back last."""
    Skip.objects.bulk_create(  # no signal: no page looks different
        [Skip(item=item, user_id=user)],
        update_conflicts=True,
        unique_fields=["item", "user"],
        update_fields=["at"],
    )
    ReviewItem.objects.filter(pk=item.pk, locked_by=user).update(locked_by=None, locked_at=None)


@writing()
def drop(item: ReviewItem) -> None:
    """Take *item* from the queue: what it was about is gone."""
    ReviewItem.objects.filter(pk=item.pk).delete()


def done_today(user: int) -> int:
    """Return how many decisions of *user* today stand."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    mine = Verdict.objects.standing().filter(by=user, decided_at__gte=midnight)
    return mine.count()
