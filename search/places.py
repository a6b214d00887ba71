"""Where in an article what a query seeks stands: the same places for lists, counts and its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from articles.models import Article
from articles.outputs.reading import block_ids
from articles.outputs.sought import Hit, Sought
from search.concordance import Line, Seeker
from search.resolving import understood


@dataclass(frozen=True, slots=True)
class Stretch:
    """A block of an article: ``part(name)[start:]`` begins with it; ``anchor`` is its id."""

    part: str
    anchor: str
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the query: ``article.part(part)[start:end] == line.hit``."""

    article: Article
    part: str
    anchor: str
    start: int
    line: Line

    @property
    def end(self) -> int:
        """Where it ends in its part."""
        return self.start + len(self.line.hit)

    @property
    def address(self) -> str:
        """The address of the block in which it stands."""
        return f"{self.article.get_absolute_url()}#{self.anchor}"


def places(article: Article, seeker: Seeker) -> Iterator[Place]:
    """Yield the places of what *seeker* seeks, part by part. No query if captions are at hand."""
    for at in stretches(article):
        for line in seeker.lines(at.text, is_headline=at.part == "headline"):
            yield Place(article, at.part, at.anchor, at.start + line.start, line)


def hits(article: Article, seeker: Seeker) -> tuple[Hit, ...]:
    """Return the places of what *seeker* seeks as the page of *article* marks them."""
    return tuple(Hit(place.part, place.start, place.end) for place in places(article, seeker))


def stretches(article: Article) -> Iterator[Stretch]:
    """Yield the texts of *article* that a reader sees, block by block, the headline whole."""
    for part, text in article.parts().items():
        if part == "body":
            blocks = article.blocks()
            for anchor, block in zip(block_ids(blocks), blocks, strict=True):
                yield Stretch(part, anchor, block.start, block.text)
            continue
        start, name = 0, part.replace(":", "-")
        for number, line in enumerate([text] if part == "headline" else text.split("\n"), 1):
            yield Stretch(part, f"{name}-{number}", start, line)
            start += len(line) + 1


def seek(given: Mapping[str, str], article: Article) -> Sought | None:
    """Return what ``q`` and ``exact`` of a query string seek in *article*, as a search has it."""
    exact = given.get("exact") == "1"
    query = understood(given.get("q", ""), exact=exact)
    if not query.wanted:
        return None
    asked = {"q": query.text} | ({"exact": "1"} if exact else {})
    back = f"{reverse('search')}?{urlencode(asked)}"
    return Sought(query.quoted, urlencode(asked), hits(article, Seeker(query)), back)
