"""What an act made of the rows it touched, as entries of history."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib.contenttypes.models import ContentType

from articles.models.acts import SPECS, Act, Touched
from articles.models.entry import Entry

BATCH = 500
LONG = 200  # characters of JSON from which a value is stored once only in an act
LABEL = 200  # characters by which an entry calls its row
REASON = 200  # characters of a reason

# A fact whose place alone has changed, with a text of its article, has followed that text.
PLACE = frozenset({"part", "start", "end", "prefix", "suffix", "anchored", "sentence"})
TEXTS = frozenset(
    {"kicker", "headline", "subheadline", "byline", "affiliation", "abstract", "keywords", "doi",
     "body", "references", "captions"}
)  # fmt: skip

Long = dict[tuple[int, str], list[Any]]
"""By article and JSON: the column that holds a long value, and on which side."""


def record(act: Act) -> None:
    """Write the entries of *act*; nothing where nothing came of it."""
    key, rows = uuid.uuid4().hex, list(act.layers[0].values())
    long = _long_values(rows)
    gone = {row.pk for row in rows if _is_article(row) and not row.exists}
    edited = {row.pk for row in rows if _is_article(row) and TEXTS & row.differences().keys()}
    made = [
        _entry(act, key, row, changes, follows=row.called[1] in edited and set(changes) <= PLACE)
        for row in rows
        if (changes := _changes(act, row, long, gone)) is not None
    ]
    Entry.objects.bulk_create(made, batch_size=BATCH)


def _entry(
    act: Act, key: str, row: Touched, changes: dict[str, list[Any]], *, follows: bool
) -> Entry:
    kinds = {(True, False): Entry.Kind.DELETE, (False, True): Entry.Kind.CREATE}
    extra = {"rules": act.rules, "by": act.name, "reverts": act.reverts}
    label, article = row.called
    return Entry(
        content_type=ContentType.objects.get_for_model(row.model),
        object_pk=str(row.pk),
        object_id=row.pk if isinstance(row.pk, int) else None,
        object_repr=label[:LABEL],
        action=kinds.get((row.existed, row.exists), Entry.Kind.UPDATE),
        changes=changes,
        actor_id=None if act.machine else act.actor,
        machine=act.machine or act.actor is None,
        cid=act.run or None,
        act=key,
        article_key=article,
        follows=follows and row.existed and row.exists,
        reason=act.reason[:REASON],
        additional_data={name: value for name, value in extra.items() if value},
    )


def _is_article(row: Touched) -> bool:
    return SPECS[row.model].article == "pk"


def _changes(act: Act, row: Touched, long: Long, gone: set[Any]) -> dict[str, list[Any]] | None:
    """Return what the entry of *row* holds, None where it gets none; *gone* are removed articles."""
    if not row.existed and not (row.exists and act.tells_creations):
        return None
    changes = row.differences()
    if row.existed and row.exists and not changes:
        return None
    spec, article = SPECS[row.model], row.called[1]
    if not (row.existed and row.exists):
        changes = {name: pair for name, pair in changes.items() if name not in spec.bulky}
    if not row.exists and article in gone and not _is_article(row):
        changes = {name: pair for name, pair in changes.items() if name == spec.label}
    if article is not None and not _is_article(row):
        changes = {n: [_seen(article, v, long) for v in pair] for n, pair in changes.items()}
    return changes


def _long_values(rows: list[Touched]) -> Long:
    """Return where the long values of changed articles stand, so that they are stored once."""
    found: Long = {}
    for row in rows:
        if _is_article(row) and row.existed and row.exists:
            for name, pair in row.differences().items():
                for side, value in enumerate(pair):
                    if len(text := json.dumps(value)) > LONG:
                        found[row.pk, text] = [name, side]
    return found


def _seen(article: int, value: Any, long: Long) -> Any:
    """Return *value*, or where it stands in the entry of *article* of the same act."""
    if not long or not isinstance(value, str | list):
        return value
    place = long.get((article, json.dumps(value)))
    return {"see": place} if place else value
