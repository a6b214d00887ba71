"""What the A–Z indexes of organizations and brands share."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Page
from django.db.models import Count, Model, QuerySet
from django.db.models.functions import Substr
from django.http import QueryDict

from articles import revision
from articles.filters import SHOWN_CHARACTERS, BrowseFilter
from articles.models import Article, ArticleStatus
from articles.views.facets import Facet, Offer, offered, rolled_up
from articles.views.lists import INDEX_SIZE, PageLink
from articles.views.paging import Pages

OTHER = "#"
REST = "[^a-z]"  # sort keys that begin with no letter


@dataclass(frozen=True, slots=True)
class Kind:
    """What stands in an index: the column that holds one of ``choices``, labels by value, and
    ``rows``, which makes of names what a page shows of them, in plain values.
    """

    field: str
    choices: Mapping[str, str]
    rows: Callable[[QuerySet[Any]], Sequence[Any]]


@dataclass(frozen=True)
class NameFilter:
    """What narrows an index: region, page (both read by BrowseFilter), letter, one closed list."""

    kind: Kind
    browse: BrowseFilter
    letter: str
    chosen: str  # of the closed list
    notices: tuple[str, ...]

    @classmethod
    def parse(cls, query: QueryDict, kind: Kind, **fixed: Model) -> NameFilter:
        """Read *query*; wrong values give a notice. *fixed* is the region that the page itself
        sets.
        """
        browse = BrowseFilter.parse(query, ("region", "page"), **fixed)
        notices = list(browse.notices)
        letter = query.get("letter", "").upper()
        if letter and letter not in {*string.ascii_uppercase, OTHER}:
            notices.append(f"字母“{letter[:SHOWN_CHARACTERS]}”无法识别，已忽略")
            letter = ""
        chosen = query.get(kind.field, "")
        if chosen and chosen not in kind.choices:
            notices.append(f"类型“{chosen[:SHOWN_CHARACTERS]}”无法识别，已忽略")
            chosen = ""
        return cls(kind, browse, letter, chosen, tuple(notices))

    @property
    def extra(self) -> dict[str, str]:
        """The parameters besides region and page, blank ones included."""
        return {self.kind.field: self.chosen, "letter": self.letter}

    def urlencode(self, **changes: str) -> str:
        """Return the query string with *changes*, on the first page unless they name one."""
        return "?" + self.browse.with_("page", 1).urlencode(**self.extra | changes)

    def of_region(self, names: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of *names* in the region asked for."""
        return names.filter(self.browse.condition("region"))

    def of_kind(self, names: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of *names* that have the value asked for."""
        return names.filter(**{self.kind.field: self.chosen}) if self.chosen else names

    def of_letter(self, names: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of *names* that begin with the letter asked for."""
        if self.letter == OTHER:
            return names.filter(sort_key__regex=f"^{REST}")
        begins = {"sort_key__startswith": self.letter.lower()} if self.letter else {}
        return names.filter(**begins)

    def apply(self, names: QuerySet[Any]) -> QuerySet[Any]:
        """Return those of *names* that meet all conditions."""
        return self.of_letter(self.of_kind(self.of_region(names)))


@dataclass(frozen=True, slots=True)
class Guide:
    """What leads through an index, whichever of its pages is shown: how many names there are,
    its letters, kinds, conditions and regions.
    """

    total: int
    letters: list[
        tuple[str, str, bool]
    ]  # letter, query ("" where nothing begins with it), current
    kinds: list[tuple[str, int, str, bool]]
    chips: list[tuple[str, str]]
    facets: list[Facet]


@dataclass(frozen=True, slots=True)
class Index:
    """One page of an index with what leads through it, and its pager; ``asked`` is the number of
    the page that was asked for.
    """

    page: Page[Any]
    asked: int
    rows: Sequence[Any]
    guide: Guide
    links: list[PageLink]


def index(address: str, names: QuerySet[Any], chosen: NameFilter) -> Index:
    """Return the page of *names* (public ones) that *chosen* asks for.

    Seven queries at most, none while nothing changes: *address*, the path of the page, tells all
    that *chosen* does not.
    """
    here = f"index-{address}{chosen.urlencode()}"
    guide = revision.once(here, lambda: _guide(names, chosen))
    pages = Pages(chosen.apply(names).order_by("sort_key", "pk"), INDEX_SIZE)
    pages.count = guide.total
    page = pages.get_page(chosen.browse.page)
    shown = cast("QuerySet[Any]", page.object_list)
    rows = revision.once(f"{here} {page.number}", lambda: chosen.kind.rows(shown))
    return Index(page, chosen.browse.page, rows, guide, _links(page, chosen))


def _guide(names: QuerySet[Any], chosen: NameFilter) -> Guide:
    here = chosen.of_region(names)
    counted = chosen.of_letter(here).order_by().values_list(chosen.kind.field)
    counts = dict(counted.annotate(n=Count("pk", distinct=True)))
    ordered = chosen.of_kind(here).order_by()
    first = ordered.annotate(first=Substr("sort_key", 1, 1)).values_list("first").distinct()
    present = {letter.upper() if letter.isalpha() else OTHER for (letter,) in first}
    return Guide(
        chosen.apply(names).count(),
        [
            (a, chosen.urlencode(letter=a) if a in present else "", a == chosen.letter)
            for a in [*string.ascii_uppercase, OTHER]
        ],
        [
            (
                label,
                counts[kind],
                chosen.urlencode(**{chosen.kind.field: kind}),
                kind == chosen.chosen,
            )
            for kind, label in chosen.kind.choices.items()
            if kind in counts
        ],
        _chips(chosen),
        _regions(names, chosen),
    )


def _regions(names: QuerySet[Any], chosen: NameFilter) -> list[Facet]:
    """Return the facet of regions, unless the page itself sets the region. Two queries."""
    if "region" in chosen.browse.fixed:
        return []
    grouped = chosen.of_letter(chosen.of_kind(names)).order_by().values_list("region")
    counts = rolled_up({code: n for code, n in grouped.annotate(n=Count("pk")) if code})

    def link(browse: BrowseFilter) -> str:
        return "?" + browse.urlencode(**chosen.extra)

    found = offered([Offer("region", counts, chosen.browse.with_("page", 1), link)])
    return [facet for facet in found if len(facet.choices) > 1 or chosen.browse.chosen]


def _links(page: Page[Any], chosen: NameFilter) -> list[PageLink]:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    found = [
        PageLink(n, chosen.urlencode(page=str(n)), n == page.number)
        if isinstance(n, int)
        else PageLink(0, "")
        for n in numbers
    ]
    return found if len(found) > 1 else []


def _chips(chosen: NameFilter) -> list[tuple[str, str]]:
    chips = [
        (f"{chip.name}：{chip.label}", f"?{chip.rest}")
        for chip in chosen.browse.chips(**chosen.extra)
    ]
    if chosen.chosen:
        label = chosen.kind.choices[chosen.chosen]
        chips.append((label, chosen.urlencode(**{chosen.kind.field: ""})))
    if chosen.letter:
        chips.append((f"首字母：{chosen.letter}", chosen.urlencode(letter="")))
    return chips


def in_public(mentions: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of *mentions* that stand in public articles, each report once.

    Told by the few that do not, so that the database need not begin with every article.
    """
    public = mentions.exclude(article__in=Article.objects.exclude(status=ArticleStatus.PUBLISHED))
    return public.exclude(article__in=Article.objects.repeated())
