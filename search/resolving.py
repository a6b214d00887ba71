"""Names of regions and themes in a query to the codes and slugs that documents hold, and leaves
to what means the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from django.db.models import Q

from articles.extraction.lexicon import words
from articles.extraction.vocabulary import RegionLevel
from articles.models import Region, RegionName, Theme
from search.analysis import fold
from search.models import Synonym
from search.query import (
    Field,
    Leaf,
    Listed,
    Node,
    Phrase,
    Query,
    Widened,
    Words,
    every_leaf,
    plain,
    with_leaves,
)
from search.query.widening import MAX_WIDENED, Groups, grouped, may_widen, others

Codes = Mapping[str, set[str]]
"""By folded name: one name may go with several regions."""


def understood(typed: str, *, exact: bool = False) -> Query:
    """Return the query *typed* with its regions and themes looked up; one that is not there is
    searched as plain words, with a notice.

    Unless it is *exact*, leaves without quotes are widened by synonyms, and a word that is the
    name of a region by the articles of that region. At most four database queries.
    """
    query = _looked_up(Query.parse(typed))
    return query if exact else _widened(query)


def _looked_up(query: Query) -> Query:
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


def _widened(query: Query) -> Query:
    asked = [
        leaf
        for leaf in every_leaf(query.tree)
        if isinstance(leaf, Words | Phrase) and may_widen(leaf)
    ]
    if query.tree is None or not asked:
        return query
    groups = _groups(tuple(Synonym.objects.groups()))
    places = _places(fold(leaf.text) for leaf in asked if leaf.field is None)
    new: dict[Leaf, Node] = {}
    for leaf in dict.fromkeys(asked):
        codes = places.get(fold(leaf.text)) if leaf.field is None else None
        place = (Listed(leaf.text, Field.REGION, tuple(sorted(codes))),) if codes else ()
        if found := (*others(leaf, groups), *place):
            new[leaf] = Widened(leaf, found)
    kept = dict(islice(new.items(), MAX_WIDENED))
    return replace(query, tree=with_leaves(query.tree, kept))


@lru_cache(maxsize=1)
def _groups(groups: tuple[tuple[str, ...], ...]) -> Groups:
    """Return *groups* by their terms: people seldom change them, and every search asks."""
    return grouped(groups)


def _places(names: Iterable[str]) -> Codes:
    """Return the codes of the regions that *names* surely mean.

    A short name that is also an ordinary word, or one that only a county has, may mean anything.
    """
    sure = {name for name in names if not name.isascii() and name not in words("region_stop")}
    rows = Region.objects.filter(Q(name__in=sure) | Q(short__in=sure)) if sure else []
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row.name].add(row.code)
        if row.level != RegionLevel.COUNTY:
            found[row.short].add(row.code)
    return found


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
    """Return the slugs of themes by slug and name, or by a part of the name where none is equal.

    The name of a theme that was merged stands for the one into which it was.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    themes = Theme.everything.values_list("slug", "name", "merged_into__slug") if names else ()
    rows = [(slug, title, heir or slug) for slug, title, heir in themes]
    for name in names:
        equal = {heir for slug, title, heir in rows if name in (slug, fold(title))}
        found[name] = equal or {heir for slug, title, heir in rows if name in fold(title)}
    return found
