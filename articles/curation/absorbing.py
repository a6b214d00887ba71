"""One row takes in another: all that points at the one points at the other then.

What points where is asked of the models themselves, so that a table that is added later is not
forgotten. Where both have the same thing (a fact at one place, a name), one of the two stays:
that on which a person decided, the later decision of two, else that of the row that is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from django.db import models
from django.db.models import Q

from articles.curation.facts import key_of
from articles.curation.journal import Field, Journal
from articles.curation.reconcile import TARGETS
from articles.models import (
    Brand,
    BrandMention,
    Departure,
    Fact,
    Forward,
    Organization,
    OrganizationAlias,
    OrganizationMention,
    Origin,
    Reviewed,
    ReviewItem,
    Theme,
    ThemeEvidence,
)

NEVER = datetime.min.replace(tzinfo=UTC)
MERGED = "已并入另一条"


def pointing(model: type[models.Model]) -> list[Field]:
    """Return every foreign key of any table that points at *model*, those without a way back too."""
    relations = model._meta.get_fields(include_hidden=True)
    return [
        cast(Field, relation.remote_field)
        for relation in relations
        if isinstance(relation, models.ManyToOneRel)  # one-to-one and the tables between as well
    ]


def absorb(journal: Journal, keep: models.Model, gone: models.Model) -> None:
    """Let *keep* take in *gone*: move what points at it, leave word at its address, delete it."""
    if inherit := INHERITED.get(type(gone)):
        inherit(journal, keep, gone)
    hand_over(journal, keep, gone)
    if isinstance(gone, Fact):
        for item in ReviewItem.objects.filter(kind=gone._meta.model_name, target=gone.pk):
            journal.drop(item)
    if type(gone) in ADDRESSED:
        journal.make(_word_of(gone, keep))
    journal.drop(gone)


def hand_over(journal: Journal, keep: models.Model, gone: models.Model) -> None:
    """Let all that points at *gone* point at *keep*; what cannot stand twice becomes one."""
    for field in pointing(type(keep)):
        if field.model is type(keep):
            _step_over(journal, field, keep, gone)
        for mine, theirs in clashes(field, keep, gone):
            _unite(journal, field.model, mine, theirs)
        journal.move(field, gone, keep)
        _correct_readings(journal, field, keep, gone)


def outlook(keep: models.Model, gone: models.Model) -> tuple[Counter[str], Counter[str]]:
    """Return how many rows would move, and how many would become one with another, by the Chinese
    name of their table; what hangs on those is counted too. Nothing is written.
    """
    moved, joined = Counter[str](), Counter[str]()
    for field in pointing(type(keep)):
        name = str(field.model._meta.verbose_name)
        pairs = clashes(field, keep, gone)
        rows = field.model._base_manager.filter(**{field.attname: gone.pk}).exclude(pk=keep.pk)
        moved[name] += rows.count() - len(pairs)
        joined[name] += len(pairs)
        if type(keep) in INHERITED and field.model in INHERITED:
            known = field.model._base_manager.in_bulk([pk for pair in pairs for pk in pair])
            for mine, theirs in pairs:
                more = outlook(known[mine], known[theirs])
                moved, joined = moved + more[0], joined + more[1]
    return +moved, +joined


def _step_over(journal: Journal, field: Field, keep: models.Model, gone: models.Model) -> None:
    """Let *keep*, where it points at *gone*, point at what *gone* points at, never at itself."""
    if type(keep)._base_manager.filter(pk=keep.pk, **{field.attname: gone.pk}).exists():
        beyond = getattr(type(gone)._base_manager.get(pk=gone.pk), field.attname)
        journal.change(keep, **{field.attname: None if beyond == keep.pk else beyond})


def clashes(field: Field, keep: models.Model, gone: models.Model) -> list[tuple[Any, Any]]:
    """Return the keys of rows at *keep* and at *gone* that could not both stand at *keep*."""
    found: dict[Any, Any] = {}
    for names, condition in _unique(field.model):
        if field.name in names:
            others = [name for name in names if name != field.name]
            mine = _by_value(field, keep, others, condition)
            theirs = _by_value(field, gone, others, condition) if mine else {}
            found |= {pk: mine[values] for values, pk in theirs.items() if values in mine}
    return [(mine, theirs) for theirs, mine in found.items()]


def _unique(model: type[models.Model]) -> Iterator[tuple[tuple[str, ...], Q]]:
    """Yield the columns that must not agree in two rows, with the rows that this is asked of."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield tuple(constraint.fields), constraint.condition or Q()
    for names in model._meta.unique_together:
        yield tuple(names), Q()
    for field in model._meta.concrete_fields:
        if field.unique:
            yield (field.name,), Q()


def _by_value(
    field: Field, target: models.Model, names: list[str], condition: Q
) -> dict[tuple[Any, ...], Any]:
    rows = field.model._base_manager.filter(condition, **{field.attname: target.pk})
    listed = rows.order_by("pk").values_list("pk", *names)
    return {tuple(values): pk for pk, *values in listed if None not in values}


def _unite(journal: Journal, model: type[models.Model], mine: Any, theirs: Any) -> None:
    rows = model._base_manager.in_bulk([mine, theirs])
    if len(rows) < 2:
        return  # by another rule, one of them has gone already
    kept, gone = rows[mine], rows[theirs]
    if _worth(gone) > _worth(kept):
        kept, gone = gone, kept
    absorb(journal, kept, gone)


def _worth(row: models.Model) -> tuple[bool, datetime]:
    """Return how much a person has said of *row*; of two, the greater stays."""
    if isinstance(row, Reviewed):
        return row.decided, row.reviewed_at or NEVER
    return getattr(row, "origin", Origin.MACHINE) == Origin.PERSON, NEVER


def _correct_readings(
    journal: Journal, field: Field, keep: models.Model, gone: models.Model
) -> None:
    """Let decisions of people answer for the row that is kept.

    What a machine had read before a person corrected it is noted by key and name; it must be known
    again when the next reading names the row that is kept.
    """
    if not issubclass(field.model, Fact):
        return
    rows = field.model._base_manager.filter(**{f"machine_value__{field.name}": str(gone.pk)})
    for row in rows.order_by("pk"):
        read = {**(row.machine_value or {}), field.name: str(keep.pk)}
        if NAMING.get(field.model) == field.name:
            read["key"] = key_of(field.model(**{field.name: keep}))
        journal.change(row, machine_value=read)


NAMING: Mapping[type[Fact], str] = {
    OrganizationMention: "organization",
    BrandMention: "brand",
    ThemeEvidence: "theme",
}
"""By which column a fact is known: that of which :func:`key_of` makes its key."""


def _word_of(gone: models.Model, keep: models.Model) -> Departure:
    """Return what its address will say of *gone*."""
    return Departure(
        kind=str(gone._meta.model_name),
        key=gone.pk,
        label=str(gone)[:200],
        article_key=getattr(gone, "article_id", None),
        reason=MERGED,
        target=keep.pk,
    )


def _name_of_body(journal: Journal, keep: Organization, gone: Organization) -> None:
    """Let *keep* go by the name of *gone*, and be found by its names where *gone* was."""
    forward_body(journal, keep, gone, other_names(gone))
    add_alias(journal, keep, gone.name)


def other_names(body: Organization) -> list[str]:
    """Return the names besides its own that *body* goes by."""
    return list(OrganizationAlias.objects.filter(organization=body).values_list("name", flat=True))


def add_alias(journal: Journal, body: Organization, name: str) -> None:
    """Let *body* go by *name*, as a person says."""
    alias = OrganizationAlias.everything.filter(organization=body, name=name).first()
    if alias:
        journal.change(alias, origin=Origin.PERSON, struck=False)
    else:
        journal.make(OrganizationAlias(organization=body, name=name, origin=Origin.PERSON))


def forward_body(
    journal: Journal, keep: Organization, former: Organization, others: Iterable[str]
) -> None:
    """Let readings that seek *former*, by its name or *others* and its region, find *keep*."""
    for name in sorted({former.name, *others}):
        printed = name if name == former.name else ""
        journal.make(
            Forward(organization=keep, name=name, printed=printed, region_id=former.region_id)
        )


def forward_brand(journal: Journal, keep: Brand, former: Brand) -> None:
    """Let readings that seek *former*, by name and owner or region, find *keep*."""
    journal.make(
        Forward(
            brand=keep,
            name=former.key,
            printed=former.name,
            region_id=former.region_id,
            owner_id=former.owner_id,
        )
    )


INHERITED: Mapping[type[models.Model], Callable[[Journal, Any, Any], None]] = {
    Organization: _name_of_body,
    Brand: forward_brand,
}
"""What is done besides, when a row of these is taken in."""

ADDRESSED = {Organization, Brand, Theme, *TARGETS}
"""What readers may have an address of."""
