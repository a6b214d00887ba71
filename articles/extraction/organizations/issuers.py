"""Who issues a bulletin: the bodies that its masthead names, and that 我院 and 本局 mean."""

from __future__ import annotations

from collections.abc import Iterator

from articles.extraction import mastheads
from articles.extraction.organizations.candidates import candidates
from articles.extraction.organizations.names import Candidate
from articles.extraction.organizations.walking import Reading
from articles.extraction.types import Mention, Passage, RegionMention
from articles.extraction.vocabulary import Basis, OrganizationType


def issuers(imprint: str) -> Iterator[tuple[Passage, Candidate]]:
    """Yield the names of bodies in the lines of *imprint*; their passages are no parts of an article."""
    for line in imprint.split("\n") if imprint else ():
        passage = Passage("imprint", 0, line, -1)
        for candidate in candidates(Reading(line, _divisions(passage))):
            if candidate.type is not OrganizationType.MEDIA:
                yield passage, candidate


def _divisions(passage: Passage) -> dict[int, tuple[int, RegionMention]]:
    found = {}
    for name in mastheads.named(passage.text):
        mention = Mention(passage.span(name.start, name.end), name.text, "masthead")
        found[name.end] = (name.start, RegionMention(name.candidates[0], mention, Basis.STATED))
    return found
