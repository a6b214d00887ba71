"""The quality board: what is covered, reviewed, right, healthy, and what waits, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from articles import revision
from articles.admin.desk import list_url
from articles.curation.jobs import KINDS
from articles.models import (
    Article,
    Job,
    JobStatus,
    Reason,
    ReviewItem,
    ReviewKind,
    Ruling,
    Verdict,
)
from partybuild import start
from partybuild.keeping.backup import Backup, last
from partybuild.precision import Share, lines
from partybuild.quality import Figure, known
from search import cutting
from search.engine import EngineUnavailable
from search.engines import get_engine
from search.models import PendingChange

RIGHT = "articles.view_reviewitem"
CHECKS = ("repair-index", "reindex")
OLD = 7  # days after which a backup is old


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """The archive and its index side by side; ``trouble`` says why the index cannot answer."""

    archived: int
    indexed: int | None
    waiting: int
    words: int
    dictionary: str
    tokeniser: str
    trouble: str
    checked: Job | None

    @property
    def difference(self) -> int | None:
        """How many documents the index has more (or fewer, below 0) than the archive."""
        return None if self.indexed is None else self.indexed - self.archived


@dataclass(frozen=True, slots=True)
class Rulings:
    """What the queue's decisions on one kind were, with the reasons given, the commonest first."""

    label: str
    kind: str
    counts: dict[str, int]
    reasons: tuple[tuple[str, int, str], ...]

    @property
    def wrong(self) -> Share:
        """How many were not right as they had been read."""
        n = sum(self.counts.values())
        return Share(n - self.counts.get(Ruling.ACCEPTED, 0), n)

    @property
    def cells(self) -> list[tuple[int, str]]:
        """The number of each ruling, with its list."""
        return [
            (self.counts.get(one, 0), _told(kind__exact=self.kind, ruling__exact=one))
            for one in Ruling.values
        ]


@require_safe
def board(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show the board to who may see the queue; what a button changes takes its own right."""
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    health = index_health()
    remedy = "reindex" if health.trouble else "repair-index"
    context = {
        **site.each_context(request),
        "title": "质量",
        "figures": known()["figures"],
        "lines": lines(),
        "rulings": rulings(),
        "work": work(),
        "index": health,
        "remedy": remedy if request.user.has_perm(KINDS[remedy].right) else "",
        "remedy_label": KINDS[remedy].label,
        "pending_url": list_url(PendingChange),
        **_backup(),
    }
    return TemplateResponse(request, "admin/quality.html", context)


def index_health() -> IndexHealth:
    """Return how the index stands; nothing is read of it but what it holds."""
    engine = get_engine()
    indexed, words, trouble = None, frozenset[str](), ""
    try:
        indexed, words = len(engine.digests()), engine.dictionary()
    except EngineUnavailable as error:
        trouble = str(error)
    done = Job.objects.filter(kind__in=CHECKS, status=JobStatus.DONE)
    return IndexHealth(
        archived=revision.counted(Article.objects.public()),
        indexed=indexed,
        waiting=PendingChange.objects.waiting(),
        words=len(words),
        dictionary=cutting.digest(words)[:8] if words else "",
        tokeniser=cutting.VERSION,
        trouble=trouble,
        checked=done.order_by("-finished_at").first(),
    )


def rulings() -> list[Rulings]:
    """Return what people decided, by kind, each fact once; kinds on which nothing was decided are left out."""
    rows = (
        Verdict.objects.standing()
        .order_by()
        .values_list("kind", "ruling", "reason")
        .annotate(n=Count("pk"))
    )
    counts: dict[str, dict[str, int]] = {}
    reasons: dict[str, dict[str, int]] = {}
    for kind, ruling, reason, n in rows:
        tally = counts.setdefault(kind, {})
        tally[ruling] = tally.get(ruling, 0) + n
        if reason:
            given = reasons.setdefault(kind, {})
            given[reason] = given.get(reason, 0) + n
    return [
        Rulings(str(one.label), one.value, counts[one.value], _reasons(one, reasons))
        for one in ReviewKind
        if one.value in counts
    ]


def _told(**query: object) -> str:
    """Return the list of the decisions that stand, narrowed by *query*."""
    return list_url(Verdict, undone_at__isempty=1, **query)


def _reasons(
    kind: ReviewKind, reasons: dict[str, dict[str, int]]
) -> tuple[tuple[str, int, str], ...]:
    found = sorted(reasons.get(kind.value, {}).items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        (
            str(Reason(name).label),
            n,
            _told(kind__exact=kind.value, reason__exact=name),
        )
        for name, n in found
    )


def work() -> list[Figure]:
    """Return what waits for people, and what went wrong in the background, each with its list."""
    waiting = ReviewItem.objects.filter(done=False).count()
    items = Figure("待审事项", waiting, desk=list_url(ReviewItem))
    return [items, *start.reports(), *start.jobs()]


def _backup() -> dict[str, Any]:
    """Return the last backup, and how many days ago it was made."""
    made: Backup | None = last()
    at: datetime | None = parse_datetime(made.at) if made else None
    days = (datetime.now(at.tzinfo) - at).days if at else None
    return {"backup": made, "backup_at": at, "backup_old": days is not None and days >= OLD}
