"""What a reading changed, as lists for a page: counted, linked, cut where they are long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse

from articles.curation.reconcile import Change, Difference
from articles.curation.rereading import SHOWN, SORTS

TITLES = dict(
    zip(SORTS, ("人工已定而失去原处", "新增", "删去", "更新", "随文字移到别的报道"), strict=True)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in words, with the address of what it is about, "" for none."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The changes of one sort: how many, and the first of them."""

    name: str
    title: str
    total: int
    entries: tuple[Entry, ...]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.entries)


def listed(difference: Difference) -> list[Listed]:
    """Return the changes by sort, those that want the most care first; empty sorts left out."""
    return [
        _listed(name, title, changes)
        for name, title in TITLES.items()
        if (changes := getattr(difference, name))
    ]


def _listed(name: str, title: str, changes: list[Change]) -> Listed:
    entries = tuple(_entries(changes[:SHOWN]))
    return Listed(name, title, len(changes), entries)


def _entries(changes: Iterable[Change]) -> Iterator[Entry]:
    held = list(changes)
    known = _stored(held)
    for change in held:
        yield Entry(str(change), _url(*change.row) if change.row in known and change.row else "")


def _stored(changes: Iterable[Change]) -> set[tuple[str, int]]:
    """Return the rows of *changes* that can be looked at: what a dry run made is there no more."""
    wanted: dict[str, set[int]] = {}
    for change in changes:
        if change.row:
            wanted.setdefault(change.row[0], set()).add(change.row[1])
    return {
        (name, pk)
        for name, keys in wanted.items()
        for pk in apps.get_model("articles", name)
        ._default_manager.filter(pk__in=keys)
        .values_list("pk", flat=True)
    }


def _url(model: str, key: int) -> str:
    return reverse(f"admin:articles_{model}_change", args=[key])
