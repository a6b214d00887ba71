"""A name as it stands in a passage, before anybody knows whom it means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.extraction.organizations.words import Word
from articles.extraction.types import RegionMention
from articles.extraction.vocabulary import OrganizationType

DECLARATION = 20  # characters of (以下简称…) in between
DECLARED = re.compile(
    r"[(（](?:以下)?(?:简称|下称)[:：为]?[“\"‘']?(?P<short>[^()（）“”\"‘’']{2,12})[”\"’']?[)）]"
)
CLAUSE_START = frozenset("，。；：、！？,;:!?\n “‘（(《由在经以把将对为从向")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What stands before an ending: the place, a bare 市 or 县, and the words of the name."""

    start: int
    core: tuple[Word, ...]
    region: RegionMention | None = None
    place_start: int = 0  # of the first division, behind 中共 or 国网
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name in a passage: ``text[start:end]``, ``rest`` the name behind its division.

    A part of another body has that body as *parent*; a body that the text means without naming it
    (该院党委, 集团党委) leaves the parent to its *head*.
    """

    start: int
    end: int
    type: OrganizationType
    rest: str
    lead: str = ""
    place: str = ""
    region: RegionMention | None = None
    prefix: str = ""
    parent: Candidate | None = None
    head: str = ""
    anaphor: bool = False
    short: str = ""  # the abbreviation that the text declares behind the name
    alias: bool = False  # rest is an abbreviation that the text declares elsewhere
    depth: int = 0  # how many bodies it is a part of
