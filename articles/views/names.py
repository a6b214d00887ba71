"""What the A–Z indexes of organizations and brands share."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True)
class NameFilter:
    """What narrows an index: region, page (both read by BrowseFilter), letter, one closed list."""

    browse: BrowseFilter
    letter: str
    kind: str
    notices: tuple[str, ...]

    @classmethod
    def parse(
        cls, query: QueryDict, field: str, kinds: Mapping[str, str], **fixed: Model
    ) -> NameFilter:
        """Read *query*, where *field* holds one of *kinds*; wrong values give a notice.

        *fixed* is the region that the page itself sets.
        """
        browse = BrowseFilter.parse(query, ("region", "page"), **fixed)
        notices = list(browse.notices)
        letter = query.get("letter", "").upper()
        if letter and letter not in {*string.ascii_uppercase, OTHER}:
            notices.append(f"字母“{letter[:SHOWN_CHARACTERS]}”无法识别，已忽略")
            letter = ""
        kind = query.get(field, "")
        if kind and kind not in kinds:
            notices.append(f"类型“{kind[:SHOWN_CHARACTERS]}”无法识别，已忽略")
            kind = ""
        return cls(browse, letter, kind, tuple(notices))

    def urlencode(self, field: str, **changes: str) -> str:
        """Return the query string with *changes*, on the first page unless they name one."""
        values = {field: self.kind, "letter": self.letter} | changes
        return "?" + self.browse.with_("page", 1).urlencode(**values)


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
    guide: Guide
    links: list[PageLink]


def index(
    address: str, names: QuerySet[Any], chosen: NameFilter, field: str, kinds: Mapping[str, str]
) -> Index:
    """Return the page of *names* (public ones) that *chosen* asks for.

    Six queries at most, one while nothing changes: *address*, the path of the page, tells all that
    *chosen* does not.
    """
    guide = revision.once(
        f"index-{address}{chosen.urlencode(field)}", lambda: _guide(names, chosen, field, kinds)
    )
    pages = Pages(_here(names, chosen, field).order_by("sort_key", "pk"), INDEX_SIZE)
    pages.count = guide.total
    page = pages.get_page(chosen.browse.page)
    return Index(page, chosen.browse.page, guide, _links(page, chosen, field))


def _here(names: QuerySet[Any], chosen: NameFilter, field: str) -> QuerySet[Any]:
    """Return those of *names* that meet all conditions of *chosen*."""
    of_kind = names.filter(**{field: chosen.kind}) if chosen.kind else names
    return _beginning(of_kind.filter(chosen.browse.condition("region")), chosen.letter)


def _guide(
    names: QuerySet[Any], chosen: NameFilter, field: str, kinds: Mapping[str, str]
) -> Guide:
    here = names.filter(chosen.browse.condition("region"))
    of_letter = _beginning(here, chosen.letter).order_by().values_list(field)
    counts = dict(of_letter.annotate(n=Count("pk", distinct=True)))
    of_kind = here.filter(**{field: chosen.kind}) if chosen.kind else here
    first = of_kind.order_by().annotate(first=Substr("sort_key", 1, 1)).values_list("first")
    present = {letter.upper() if letter.isalpha() else OTHER for (letter,) in first.distinct()}
    return Guide(
        _here(names, chosen, field).count(),
        [
            (a, chosen.urlencode(field, letter=a) if a in present else "", a == chosen.letter)
            for a in [*string.ascii_uppercase, OTHER]
        ],
        [
            (label, counts[kind], chosen.urlencode(field, **{field: kind}), kind == chosen.kind)
            for kind, label in kinds.items()
            if kind in counts
        ],
        _chips(chosen, field, kinds),
        _regions(names, chosen, field),
    )


def _regions(names: QuerySet[Any], chosen: NameFilter, field: str) -> list[Facet]:
    """Return the facet of regions, unless the page itself sets the region. Two queries."""
    if "region" in chosen.browse.fixed:
        return []
    of_kind = names.filter(**{field: chosen.kind}) if chosen.kind else names
    grouped = _beginning(of_kind, chosen.letter).order_by().values_list("region")
    counted = grouped.annotate(n=Count("pk"))
    counts = rolled_up({code: n for code, n in counted if code})

    def link(browse: BrowseFilter) -> str:
        return "?" + browse.urlencode(**{field: chosen.kind, "letter": chosen.letter})

    found = offered([Offer("region", counts, chosen.browse.with_("page", 1), link)])
    return [facet for facet in found if len(facet.choices) > 1 or chosen.browse.chosen]


def _beginning(names: QuerySet[Any], letter: str) -> QuerySet[Any]:
    if letter == OTHER:
        return names.filter(sort_key__regex=f"^{REST}")
    return names.filter(sort_key__startswith=letter.lower()) if letter else names


def _links(page: Page[Any], chosen: NameFilter, field: str) -> list[PageLink]:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    found = [
        PageLink(n, chosen.urlencode(field, page=str(n)), n == page.number)
        if isinstance(n, int)
        else PageLink(0, "")
        for n in numbers
    ]
    return found if len(found) > 1 else []


def _chips(chosen: NameFilter, field: str, kinds: Mapping[str, str]) -> list[tuple[str, str]]:
    kept = {field: chosen.kind, "letter": chosen.letter}
    chips = [
        (f"{chip.name}：{chip.label}", f"?{chip.rest}") for chip in chosen.browse.chips(**kept)
    ]
    if chosen.kind:
        chips.append((kinds[chosen.kind], chosen.urlencode(field, **{field: ""})))
    if chosen.letter:
        chips.append((f"首字母：{chosen.letter}", chosen.urlencode(field, letter="")))
    return chips


def in_public(mentions: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of *mentions* that stand in public articles, each report once.

    Told by the few that do not, so that the database need not begin with every article.
    """
    public = mentions.exclude(article__in=Article.objects.exclude(status=ArticleStatus.PUBLISHED))
    return public.exclude(article__in=Article.objects.repeated())
