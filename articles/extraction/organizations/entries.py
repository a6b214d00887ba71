"""A body of one article while its mentions are gathered and its full name is not yet known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.extraction.organizations.suffixes import PARTY_TYPES
from articles.extraction.types import Mention
from articles.extraction.vocabulary import OrganizationType

GROUP = "集团"
LEGAL_GROUP = re.compile(r"集团(?:股份|控股)?(?:有限)?(?:责任)?公司$")
SPELT_OUT = {
    "项目": "项目部",
    "律所": "律师事务所",
    "段": "务段",
    "总支": "党总支",
    "委": "委员会",
}
HEAD_TYPES = {
    "院": OrganizationType.HOSPITAL,
    "医院": OrganizationType.HOSPITAL,
    "校": OrganizationType.SCHOOL,
    "学校": OrganizationType.SCHOOL,
    "支部": OrganizationType.PARTY_BRANCH,
    "企业": OrganizationType.COMPANY,
    "公司": OrganizationType.COMPANY,
    "集团公司": OrganizationType.COMPANY,
}


@dataclass(slots=True)
class Entry:
    """A body on its way to becoming an :class:`Organization`."""

    name: str
    type: OrganizationType
    adcode: str
    parent: Entry | None
    mentions: list[Mention] = field(default_factory=list)

    @property
    def body(self) -> Entry:
        """Return the body itself, of a party committee or branch the one that has it."""
        entry = self
        while entry.parent is not None and entry.type in PARTY_TYPES:
            entry = entry.parent
        return entry

    def line(self) -> Iterator[Entry]:
        """Yield this body and those that it is a part of, outwards."""
        entry: Entry | None = self
        while entry is not None:
            yield entry
            entry = entry.parent

    def answers_to(self, head: str) -> bool:
        """Tell whether 该 with *head* may mean this body."""
        if head == GROUP and LEGAL_GROUP.search(self.name):
            return True
        return self.name.endswith(SPELT_OUT.get(head, head)) or HEAD_TYPES.get(head) is self.type
