"""What a search engine must do; the engines beside this file do it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, get_args

from search.query import Field, Query

Sort = Literal["relevance", "newest", "oldest"]
Facet = Literal[
    "region",
    "theme",
    "sector",
    "year",
    "organization_type",
    "organization",
    "brand",
    "publication",
]
FACETS: tuple[Facet, ...] = get_args(Facet)


@dataclass(frozen=True, slots=True)
class Document:
    """One article as the index sees it."""

    pk: int
    headline: str
    blocks: tuple[str, ...]  # every other text that a reader sees; no phrase crosses a border
    authors: tuple[str, ...] = ()  # who signed it, persons and bodies
    organizations: tuple[str, ...] = ()  # canonical names and aliases
    brands: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()  # the publication and the file that it came from
    regions: tuple[str, ...] = ()  # adcodes of the article's region and all above it
    themes: tuple[str, ...] = ()  # slugs
    sectors: tuple[str, ...] = ()
    organization_types: tuple[str, ...] = ()
    organization_keys: tuple[str, ...] = ()
    brand_keys: tuple[str, ...] = ()
    publications: tuple[str, ...] = ()
    year: int | None = None
    date: int = 0  # yyyymmdd, unknown parts 00, for sorting
    digest: str = ""  # of all of the above, see search.documents: tells a stale entry

    @property
    def values(self) -> dict[Field, tuple[str, ...]]:
        """The texts that a field of a query asks for."""
        return {
            Field.TITLE: (self.headline,),
            Field.AUTHOR: self.authors,
            Field.ORGANIZATION: self.organizations,
            Field.BRAND: self.brands,
            Field.SOURCE: self.sources,
        }

    @property
    def facets(self) -> dict[Facet, tuple[str, ...]]:
        """The values that filters ask for and facets count."""
        return {
            "region": self.regions,
            "theme": self.themes,
            "sector": self.sectors,
            "year": () if self.year is None else (str(self.year),),
            "organization_type": self.organization_types,
            "organization": self.organization_keys,
            "brand": self.brand_keys,
            "publication": self.publications,
        }


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search besides words; empty values narrow nothing.

    Of several values ``chosen`` for one facet any will do; different facets must all hold. The
    span of years belongs to the facet of years. ``hidden`` are keys that must not be found,
    whatever the index says: articles withdrawn since it was written.
    """

    chosen: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    year_from: int | None = None
    year_to: int | None = None
    hidden: frozenset[int] = frozenset()


UNFILTERED = Filters()


@dataclass(frozen=True, slots=True)
class Results:
    """One page of keys in order, how many there are in all, and counts by facet value.

    ``facets[name]`` maps each value to its count among all hits, where the filter of that very
    facet is left out, so that a reader sees what else could be chosen.
    """

    pks: tuple[int, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class SearchEngine(Protocol):
    """Any engine. Every method may raise :exc:`EngineUnavailable`."""

    version: str
    """Schema, analyser and fold in one string; an index of another version must be rebuilt."""

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents, each in place of the one with its key. Visible to the next search."""

    def remove(self, pks: Iterable[int]) -> None:
        """Take documents out; keys that are not there are no error."""

    def rebuild(
        self, documents: Iterable[Document], dictionary: frozenset[str] = frozenset()
    ) -> int:
        """Replace the whole index at one stroke and return how many documents it holds.

        *dictionary* holds folded words that the tokeniser shall know besides its own; it is kept
        with the index, later documents and all queries are cut with it. Searches see the old
        index until the new one is complete; a crash leaves the old one.
        """
        ...

    def dictionary(self) -> frozenset[str]:
        """Return the dictionary that the index in use was built with."""
        ...

    def digests(self) -> dict[int, str]:
        """Return the key and digest of every document in the index, for the check."""
        ...

    def stale(self) -> bool:
        """Tell whether the stored index was written by another version, or is not there."""
        ...

    def whole(self) -> bool:
        """Tell whether the stored index can answer, and is as it was written; reads all of it."""
        ...

    def teach(self, dictionary: frozenset[str]) -> None:
        """Let the tokeniser know *dictionary* from now on.

        Documents that are there keep the words they were cut into until they are put again.
        """
        ...

    def similar(self, pk: int, *, hidden: frozenset[int] = frozenset(), size: int = 5) -> Results:
        """Return the documents most like *pk*, best first, by the words that mark it out.

        Neither itself nor *hidden* ones are among them; none for a key that is not there.
        """
        ...

    def vocabulary(self) -> Iterable[tuple[str, int]]:
        """Yield each word of headlines, texts and names, and in how many documents it stands."""
        ...

    def search(
        self,
        query: Query,
        filters: Filters = UNFILTERED,
        *,
        sort: Sort = "relevance",
        start: int = 0,
        size: int = 20,
        facets: Iterable[Facet] = (),
    ) -> Results:
        """Return hits ``start:start+size`` in order, the total, and counts of *facets*.

        What each node of the tree finds is said with its class in :mod:`search.query.tree`, where
        *blocks* include the headline and *names* are organizations and brands. All comparing is
        by folded characters: a phrase is found exactly where it stands, white space left out on
        both sides. ``Not`` finds exactly what its part does not; a blank query finds all.
        Relevance: runs that stand as typed first.
        """
        ...


class EngineUnavailable(Exception):
    """The engine cannot answer now; the message says what to do."""
