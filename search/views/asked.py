"""What a reader asks of the search page, and the addresses of like questions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from django.http import QueryDict

from articles.filters import BrowseFilter
from search.query import And, Query, joined
from search.query.widening import Expansions, expansions
from search.resolving import understood


@dataclass(frozen=True, slots=True)
class Asked:
    """Words and filters. With ``exact`` words are not widened to others that mean the same."""

    query: Query
    browse: BrowseFilter
    exact: bool = False

    @classmethod
    def parse(cls, given: QueryDict) -> Self:
        """Read the query string of a search page."""
        exact = given.get("exact") == "1"
        query = understood(given.get("q", ""), exact=exact)
        return cls(query, BrowseFilter.parse(given), exact)

    @property
    def expansions(self) -> Expansions:
        """What was searched besides what was typed."""
        return expansions(self.query.tree)

    @property
    def first(self) -> str:
        """The address of the first page of these very answers."""
        return self.link(self.browse.with_("page", 1))

    @property
    def switched(self) -> str:
        """The address of the same search with words widened, or with words as typed."""
        return replace(self, exact=not self.exact).first

    @property
    def extra(self) -> dict[str, str]:
        """The parameters besides those of the filter, blank ones included."""
        return {"q": self.query.text, "exact": "1" if self.exact else ""}

    @property
    def words(self) -> str:
        """The query string of the words alone, for the pages that mark them."""
        return BrowseFilter().urlencode(**self.extra)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The parameters that a search for other words keeps."""
        first = self.browse.with_("page", 1)
        return [*([("exact", "1")] if self.exact else []), *first.pairs()]

    def link(self, browse: BrowseFilter) -> str:
        """Return the address of the same words within *browse*."""
        return f"?{browse.urlencode(**self.extra)}"

    def asking(self, text: str) -> str:
        """Return the address of other words within the same filters, on the first page."""
        return f"?{self.browse.with_('page', 1).urlencode(**self.extra | {'q': text})}"


def within(first: str, second: str) -> str:
    """Return what finds what both *first* and *second* find, as a reader would type it.

    >>> within("党员 OR 干部", "培训"), within("“党员", "培训")
    ('党员 OR 干部 培训', '党员 培训')
    """
    trees = [query.tree for query in map(Query.parse, (first, second)) if query.tree]
    both, text = joined(And, trees), f"{first} {second}".strip()
    return text if Query.parse(text).tree == both else str(both)
