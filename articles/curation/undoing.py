"""Taking a whole import back: what would go, what people have decided on since, and doing it."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet

from articles.curation import corrections, history, restoring, staging
from articles.curation.jobs import run_key
from articles.curation.pairing import GONE
from articles.curation.progress import Progress
from articles.curation.reconcile import TARGETS
from articles.curation.writing import writing
from articles.models import (
    Article,
    ArticleStatus,
    Batch,
    BatchFile,
    BatchStage,
    Brand,
    Claim,
    Entry,
    Fact,
    Job,
    Organization,
    OrganizationAlias,
    OrganizationMention,
    Origin,
    Outcome,
    ReviewStatus,
    Source,
)
from articles.models.acts import stored_values
from articles.signals import many_changes

REASON = "导入已撤销"
DECIDED = ~Q(status=ReviewStatus.PENDING) | Q(origin=Origin.PERSON)


@dataclass(frozen=True, slots=True)
class Going:
    """A file: how many reports and facts go with it, how many decisions."""

    source: Source
    articles: int
    facts: int
    decided: int


def preview(batch: Batch) -> list[Going]:
    """Return the files that *batch* brought and that are still there, in the order they came in."""
    return going(batch.sources.order_by("pk"))


def going(chosen: QuerySet[Source]) -> list[Going]:
    """Return what would go with each of these files."""
    sources = list(chosen.defer("text").annotate(n=Count("articles")))
    keys = [source.pk for source in sources]
    facts, decided = _facts(keys), decisions(keys)
    return [
        Going(source, getattr(source, "n", 0), facts[source.pk], decided[source.pk])
        for source in sources
    ]


def _facts(sources: list[int]) -> Counter[int]:
    """Return how many facts each of *sources* holds."""
    found: Counter[int] = Counter()
    for model in TARGETS:
        rows = model._default_manager.filter(article__source__in=sources).order_by()
        found.update(dict(rows.values_list("article__source").annotate(n=Count("pk"))))
    return found


def decisions(sources: list[int]) -> Counter[int]:
    """Return on how many facts, columns and reports of each of *sources* a person has spoken."""
    found: Counter[int] = Counter()
    models: tuple[type[Fact] | type[Claim], ...] = (*TARGETS, Claim)
    for model in models:
        rows = model._default_manager.filter(DECIDED, article__source__in=sources).order_by()
        found.update(dict(rows.values_list("article__source").annotate(n=Count("pk"))))
    withdrawn = Article.objects.filter(source__in=sources, status=ArticleStatus.WITHDRAWN)
    found.update(withdrawn.exclude(withdrawn_reason=GONE).values_list("source", flat=True))
    return found


def undo(progress: Progress) -> None:
    """Do the taking back of an import, file by file; with ``decided`` in its parameters also those
    files on which people have decided something since.
    """
    batch = Batch.objects.get(pk=progress.params["batch"])
    everything = bool(progress.params.get("decided"))
    left = list(batch.sources.values_list("pk", flat=True).order_by("pk"))
    gone = batch.files.filter(outcome=Outcome.UNDONE).count()
    progress.expect(gone + len(left), done=gone)
    kept = 0
    with many_changes():
        for pk in left:
            said = _take_back(pk, even_decided=everything, by=progress.job.created_by)
            kept += said.endswith("保留")
            progress.step(said)
    if not batch.sources.exists():
        _set_names_back(batch, progress.job.created_by)
        Batch.objects.filter(pk=batch.pk).update(stage=BatchStage.UNDONE)
        staging.drop(batch)  # of an import that is over nothing is tried again
    progress.message = f"已撤销 {batch.files.filter(outcome=Outcome.UNDONE).count()} 个文件" + (
        f"，保留 {kept} 个已有人工审定的文件" if kept else ""
    )


@writing(reason=REASON)
def _take_back(pk: int, *, even_decided: bool, by: AbstractBaseUser | None) -> str:
    """Remove one file with all that came of it, unless somebody has decided on it meanwhile."""
    source = Source.objects.filter(pk=pk).first()
    if source is None:
        return ""
    if not even_decided and decisions([pk])[pk]:
        return f"{source.name}：已有人工审定，保留"
    learned = _names_printed(source)
    BatchFile.objects.filter(source=source, outcome=Outcome.NEW).update(outcome=Outcome.UNDONE)
    corrections.delete_source(source, by=by, reason=REASON)
    _forget_names(learned)
    return f"{source.name}：已撤销"


def _names_printed(source: Source) -> set[tuple[int, str]]:
    """Return each organization and name under which *source* prints it."""
    mentions = OrganizationMention.objects.filter(article__source=source).order_by()
    return set(mentions.values_list("organization", "quote"))


def _forget_names(learned: set[tuple[int, str]]) -> None:
    """Remove the aliases that a machine learned from these mentions and no other text prints."""
    aliases = OrganizationAlias.objects.filter(
        organization__in={pk for pk, _ in learned}, origin=Origin.MACHINE
    )
    for alias in aliases:
        pair = (alias.organization_id, alias.name)
        still = OrganizationMention.objects.filter(organization=pair[0], quote=pair[1])
        if pair in learned and not still.exists():
            alias.delete()


def _set_names_back(batch: Batch, by: AbstractBaseUser | None) -> None:
    """Give bodies and brands that this import changed back what they were, unless changed since."""
    runs = Job.objects.filter(kind="import", params__batch=batch.pk)
    entries = Entry.objects.filter(
        cid__in=[run_key(job) for job in runs], action=Entry.Kind.UPDATE
    )
    kinds = ContentType.objects.get_for_models(Organization, Brand).values()
    with writing(by=by, reason=REASON):
        for entry in entries.filter(content_type__in=kinds).order_by("-pk"):
            row = history.row_of(entry)
            if not isinstance(row, Organization | Brand) or row.origin != Origin.MACHINE:
                continue
            changes = history.changes_of([entry])[entry.pk]
            now = stored_values(row, list(changes))
            back = {name: was for name, (was, became) in changes.items() if now[name] == became}
            with suppress(ValidationError):  # what it pointed at is gone
                restoring.restore(row, back)
