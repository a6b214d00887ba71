"""Names of regions and themes in a query to the codes and slugs that documents hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from django.db.models import Q

from articles.models import Region, RegionName, Theme
from search.analysis import fold
from search.query import Field, Leaf, Listed, Node, Phrase, Query, every_leaf, plain, with_leaves

Codes = Mapping[str, set[str]]
"""By folded name: one name may go with several regions."""


def understood(typed: str) -> Query:
    """Return the query *typed* with its regions and themes looked up; one that is not there is
    searched as plain words, with a notice. At most three database queries.
    """
    query = Query.parse(typed)
    listed = [leaf for leaf in every_leaf(query.tree) if isinstance(leaf, Listed)]
    if query.tree is None or not listed:
        return query
    names = {field: {fold(x.text) for x in listed if x.field == field} for field in Field}
    codes = {
        Field.REGION: _regions(names[Field.REGION]),
        Field.THEME: _themes(names[Field.THEME]),
    }
    new: dict[Leaf, Node] = {}
    notices = [query.notice] if query.notice else []
    for leaf in listed:
        if values := codes[leaf.field].get(fold(leaf.text)):
            new[leaf] = replace(leaf, values=tuple(sorted(values)))
        else:
            new[leaf] = plain(leaf.text) or Phrase(leaf.text)
            notices.append(f"没有名为“{leaf.text}”的{leaf.field}，已按普通词检索")
    tree = with_leaves(query.tree, new)
    return replace(query, tree=tree, notice="；".join(dict.fromkeys(notices)))


def _regions(names: set[str]) -> Codes:
    """Return the codes of regions by their codes, full, short and former names."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    if not names:
        return found
    wanted = Region.objects.filter(Q(code__in=names) | Q(name__in=names) | Q(short__in=names))
    for row in wanted.values_list("code", "name", "short"):
        for name in row:
            found[name].add(row[0])
    for name, code in RegionName.objects.filter(name__in=names).values_list("name", "region"):
        found[name].add(code)
    return found


def _themes(names: set[str]) -> Codes:
    """Return the slugs of themes by slug and name, or by a part of the name where none is equal."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    rows = list(Theme.objects.values_list("slug", "name")) if names else []
    for name in names:
        equal = {slug for slug, title in rows if name in (slug, fold(title))}
        found[name] = equal or {slug for slug, title in rows if name in fold(title)}
    return found
