"""Brands under brands: the 1+N system that a brand stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from articles.models import Brand

LEVELS = 3  # of a system: 1, N, and what belongs to one of the N
MANY = 30  # brands under one that are still read without groups
UNKNOWN = "单位未写明"


@dataclass(frozen=True, slots=True)
class Branch:
    """A brand of a system with those below it."""

    brand: Brand
    children: tuple[Branch, ...]
    current: bool

    def __iter__(self) -> Iterator[Branch]:
        """Go through the branch itself and all below it."""
        yield self
        for child in self.children:
            yield from child

    @property
    def groups(self) -> list[Group]:
        """What lies right below, in one group without a label or, where it is much, by the type
        of the units."""
        if len(self.children) <= MANY:
            return [Group("", self.children)] if self.children else []
        found: dict[str, list[Branch]] = {}
        for child in self.children:
            owner = child.brand.owner
            found.setdefault(owner.get_type_display() if owner else UNKNOWN, []).append(child)
        ranked = sorted(found.items(), key=lambda one: (one[0] == UNKNOWN, -len(one[1])))
        return [Group(label, tuple(branches)) for label, branches in ranked]


@dataclass(frozen=True, slots=True)
class Group:
    """Brands of units of one type; without a label where there is but one group."""

    label: str
    branches: tuple[Branch, ...]

    @property
    def current(self) -> bool:
        """Tell whether the brand of the page is among them."""
        return any(leaf.current for branch in self.branches for leaf in branch)


@dataclass(frozen=True, slots=True)
class System:
    """The tree that a brand stands in; ``circular`` where brands stand above each other."""

    top: Branch
    circular: bool

    @property
    def size(self) -> int:
        """How many brands stand below the top."""
        return len(self.keys) - 1

    @property
    def keys(self) -> set[int]:
        """The keys of all its brands."""
        return {branch.brand.pk for branch in self.top}


def system(row: Brand) -> System:
    """Return the system of *row* from its top, three levels deep. One query."""
    top, seen = row, {row.pk}
    while top.parent and top.parent_id not in seen and len(seen) < LEVELS:
        top = top.parent
        seen.add(top.pk)
    below: dict[int | None, list[Brand]] = {}
    found = Brand.objects.filter(Q(parent=top) | Q(parent__parent=top))
    for child in found.exclude(pk=top.pk).select_related("owner").by_pinyin():
        below.setdefault(child.parent_id, []).append(child)

    def branch(brand: Brand, depth: int) -> Branch:
        children = below.get(brand.pk, []) if depth < LEVELS else []
        return Branch(brand, tuple(branch(c, depth + 1) for c in children), brand.pk == row.pk)

    return System(branch(top, 1), circular=top.parent_id in seen)
