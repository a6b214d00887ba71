"""Reading again after the rules have got better: what would change is looked at first."""

from __future__ import annotations

import logging
from typing import Any

from django.db.models import QuerySet

from articles.curation import lexicons
from articles.curation.ingest import reread
from articles.curation.progress import Progress
from articles.curation.reconcile import Difference
from articles.models import Job, JobStatus, Outlook, Source

logger = logging.getLogger(__name__)

SORTS = ("lost", "added", "removed", "changed", "moved")  # what wants the most care first
SHOWN = 200  # changes of a sort that are kept in words
ERROR_LENGTH = 300
BUSY = (JobStatus.WAITING, JobStatus.RUNNING)


def behind() -> QuerySet[Source]:
    """Return the sources that were read by other rules than today's."""
    return Source.objects.exclude(rules_version=lexicons.version()).order_by("pk")


def running() -> Job | None:
    """Return the look or the reading that waits or is under way: a second one would be in vain."""
    return Job.objects.filter(kind__in=("outlook", "reread"), status__in=BUSY).first()


def look(progress: Progress) -> None:
    """Note for each source that today's rules have not read what they would change; write nothing else.

    With ``sources``, a list of keys, among the parameters for these only. The key of the last one
    is kept, so that a later run goes on after it.
    """
    chosen = behind()
    if keys := progress.params.get("sources"):
        chosen = Source.objects.filter(pk__in=keys).order_by("pk")
    left = chosen.filter(pk__gt=progress.params.get("after", 0)).values_list("pk", flat=True)
    progress.expect(chosen.count(), done=chosen.count() - len(left))
    for pk in left:
        if source := Source.objects.filter(pk=pk).first():
            outlook = foresee(source)
            said = outlook.error or f"变化 {outlook.changes}"
            progress.step(f"{source.name}：{said}" if outlook.changes or outlook.error else "")
        else:
            progress.step()
        progress.params["after"] = pk
    found = Outlook.objects.filter(changes__gt=0, rules_version=lexicons.version())
    progress.message = f"会有变化的来源文件 {found.count()} 个"


def foresee(source: Source) -> Outlook:
    """Store what reading *source* again would change; a file that cannot be read keeps the error."""
    values: dict[str, Any] = {"rules_version": lexicons.version(), "error": "", "changes": 0}
    try:
        difference = reread(source, dry_run=True)
    except Exception as error:  # one bad file must not stop the look at the others
        logger.exception("预览重新识读 %s 失败", source.pk)
        values |= {"error": f"{type(error).__name__}：{error}"[:ERROR_LENGTH], "figures": {}}
    else:
        values["figures"] = figures(difference)
        values["changes"] = sum(len(getattr(difference, sort)) for sort in SORTS)
    outlook, _ = Outlook.objects.update_or_create(source=source, defaults=values)
    return outlook


def figures(difference: Difference) -> dict[str, int]:
    """Return how many changes of each sort there are, and what stays, as JSON."""
    counts = {sort: len(getattr(difference, sort)) for sort in SORTS}
    return {**counts, "kept": difference.kept, "by_people": difference.by_people}


def summed() -> dict[str, int]:
    """Return the figures of all outlooks by today's rules in sum, with how many there are."""
    total = dict.fromkeys((*SORTS, "kept", "by_people", "sources", "changing", "failed"), 0)
    rows = Outlook.objects.filter(rules_version=lexicons.version())
    for counts, error in rows.values_list("figures", "error").iterator():
        total["sources"] += 1
        total["failed"] += bool(error)
        total["changing"] += any(counts.get(sort) for sort in SORTS)
        for name, count in counts.items():
            total[name] += count
    return total
