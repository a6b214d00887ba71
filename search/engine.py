"""What a search engine must do; the engines beside this file do it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from search.query import Query

Sort = Literal["relevance", "newest", "oldest"]
Facet = Literal["region", "theme", "year"]
FACETS: tuple[Facet, ...] = ("region", "theme", "year")


@dataclass(frozen=True, slots=True)
class Document:
    """One article as the index sees it."""

    pk: int
    headline: str
    blocks: tuple[str, ...]  # every other text that a reader sees; no phrase crosses a border
    names: tuple[str, ...] = ()  # canonical names and aliases of its organizations and brands
    regions: tuple[str, ...] = ()  # adcodes of the article's region and all above it
    themes: tuple[str, ...] = ()  # slugs
    year: int | None = None
    date: int = 0  # yyyymmdd, unknown parts 00, for sorting
    digest: str = ""  # of all of the above, see search.documents: tells a stale entry


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search besides words; empty values narrow nothing."""

    region: str = ""
    theme: str = ""
    year_from: int | None = None
    year_to: int | None = None


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

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Replace the whole index at one stroke and return how many documents it holds.

        Searches see the old index until the new one is complete; a crash leaves the old one.
        """
        ...

    def digests(self) -> dict[int, str]:
        """Return the key and digest of every document in the index, for the check."""
        ...

    def stale(self) -> bool:
        """Tell whether the stored index was written by another version, or is not there."""
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

        A phrase is found in a document if its folded characters stand in one block, the headline
        included, with white space left out on both sides: exactly then.
        A blank query finds every document.
        """
        ...


class EngineUnavailable(Exception):
    """The engine cannot answer now; the message says what to do."""
