"""Which body each name means: full names, antecedents, and every place that names one."""

from __future__ import annotations

import re

from articles.extraction.lexicon import divisions
from articles.extraction.organizations.entries import Entry
from articles.extraction.organizations.fullnames import complete, rename
from articles.extraction.organizations.names import Candidate
from articles.extraction.organizations.naming import (
    ABBREVIATED_HOSPITAL,
    party_name,
    place,
    printed_place,
)
from articles.extraction.organizations.sameness import is_branch, may_be_one
from articles.extraction.organizations.suffixes import PARTY_TYPES
from articles.extraction.types import Mention, Organization, Passage
from articles.extraction.vocabulary import OrganizationType

RULES = {"named": 0.95, "prefix": 0.9, "part": 0.9, "anaphor": 0.7, "declared": 0.95}
CENTRAL = "中共"
OMITTED = ("中共", "国家税务总局", "国网")  # what may stand before a division or be left away
FARTHEST = 200  # mentions back to the body that 该院 may mean
LONGEST_SENTENCE = 400  # characters
CLAUSE_HEADS = ("", *"。！？!?；;，,：:\n“”")
TITLES = ("headline", "subheadline", "kicker")
OURS = "我"  # 我院
INDUSTRIES = {OrganizationType.HOSPITAL, OrganizationType.SCHOOL, OrganizationType.COMPANY}
KINDS = frozenset({"社区", "村", "街道", "镇", "乡"})
HELPING = re.compile(  # 在甲医院专家帮扶下，该院…
    r"[^，,。；;！？\n]{0,12}?(?:帮扶|支持|指导|帮助|援助|支援|牵头|领导|推动|引领|带动)(?:之?下)[，,]"
)
PARTY_ENDING = re.compile(r"(?:第[一二三四五六七八九十]+)?党(?:委|总支|支部|工委|组)$")
PROJECT = re.compile(r"(?P<site>.{2,}项目)(?P<rest>(?:党|纪|团|工会).+)")


class Registry:
    """The bodies of one article, in the order in which it names them."""

    def __init__(self, home: str) -> None:
        """Start empty for an article whose division is *home* ("" if open)."""
        self.home = home
        self.declared: dict[str, Entry] = {}
        self._entries: dict[tuple[str, str], Entry] = {}
        self._recent: list[tuple[Entry, str, int]] = []  # with part and end of the mention
        self._latest: dict[str, str] = {}  # the last division that leads a name, by its kind
        self._acting: list[Entry] = []  # those at the head of a clause or in a title
        self._issuers: list[tuple[Passage, Candidate]] = []  # of the bulletin, whom 我院 means

    def declare(self, passage: Passage, candidate: Candidate) -> None:
        """Take in the abbreviation that the text gives behind a full name, before any use of it."""
        if candidate.short and not candidate.head and candidate.short not in self.declared:
            entry = self._resolve(passage, candidate)
            if entry is not None:
                self.declared[candidate.short] = entry

    def introduce(self, passage: Passage, candidate: Candidate) -> None:
        """Take in a body of the masthead: it issues the article, which need not name it."""
        self._issuers.append((passage, candidate))

    def add(self, passage: Passage, candidate: Candidate) -> None:
        """Take in one name of *passage*, if it is clear whom it means."""
        entry = self._resolve(passage, candidate)
        if entry is None:
            return
        rule = _rule(candidate)
        self.note(passage, candidate.start, candidate.end, entry, rule)

    def note(self, passage: Passage, start: int, end: int, entry: Entry, rule: str) -> None:
        """Put down that ``passage.text[start:end]`` means *entry*."""
        span = passage.span(start, end)
        text = passage.text[start:end]
        entry.mentions.append(
            Mention(span, text, f"organization.{rule}", RULES[rule], anaphora=rule == "anaphor")
        )
        self._recent.append((entry, span.part, span.end))
        if passage.text[:start].strip()[-1:] in CLAUSE_HEADS or span.part in TITLES:
            self._acting.append(entry)

    def organizations(self) -> tuple[Organization, ...]:
        """Return every body with a mention, in order of appearance."""
        complete(self._entries, self._acting)
        named = {id(entry): entry for entry, _, _ in self._recent}.values()
        return tuple(
            Organization(
                entry.name,
                entry.type,
                entry.adcode,
                entry.parent.name if entry.parent else "",
                tuple(entry.mentions),
            )
            for entry in named
        )

    def _resolve(self, passage: Passage, candidate: Candidate) -> Entry | None:
        if candidate.alias:
            return self.declared.get(candidate.rest)
        if candidate.anaphor:
            return self._antecedent(passage, candidate.head, candidate.start)
        if candidate.head or candidate.parent:
            return self._part(passage, candidate)
        return self._whole(candidate)

    def _whole(self, candidate: Candidate) -> Entry | None:
        rest = candidate.rest
        if candidate.region is not None:
            adcode = candidate.region.adcode
            where = printed_place(candidate.place, adcode)
            self._latest[divisions.name_of(adcode)[-1:]] = adcode
        elif candidate.prefix:
            adcode, where = place(candidate.prefix, self.home)
            if not where and self.home:
                return None  # 县委组织部 in a report from a city: named by its office alone
            if not where and candidate.prefix in self._latest:
                adcode = self._latest[candidate.prefix]
                where = divisions.name_of(adcode)
            where = where or candidate.prefix
        else:
            adcode, where = "", ""
        if where and (match := ABBREVIATED_HOSPITAL.fullmatch(rest)):
            rest = f"第{match['number']}人民医院"
        printed = candidate.lead
        if printed == CENTRAL and candidate.type not in PARTY_TYPES:
            printed = ""  # 中共|鹤壁市市场监督管理局|机关委员会
        name = printed + where + rest if printed else party_name(where, rest)
        lead = "" if printed in OMITTED else printed
        key = (adcode or where, lead + rest)
        if known := self._same_body(key, name, candidate.type):
            key = known
        entry = self._entries.setdefault(
            key, Entry(name, candidate.type, adcode or self.home, None)
        )
        if entry.parent is None and len(name) > len(entry.name):
            rename(self._entries, entry, name)
        return entry

    def _same_body(
        self, key: tuple[str, str], name: str, kind: OrganizationType
    ) -> tuple[str, str] | None:
        """Return the key of the one body of which *name* is the full or the short form, or None.

        延平小学 is 福州市鼓楼区延平小学 where the article names no other 延平小学; a name that a place
        must complete (市中医院, 第一医院) is left alone.
        """
        if key in self._entries:
            return None
        if kind is OrganizationType.COMPANY:
            branches = [
                other
                for other, entry in self._entries.items()
                if entry.parent is not None
                and entry.type is kind
                and (entry.name.endswith(name) or is_branch(other[1], entry.name, key, name))
            ]
            if len(branches) == 1:
                return branches[0]
        same = [
            other
            for other, entry in self._entries.items()
            if entry.parent is None
            and entry.type is kind
            and may_be_one(key, name, other, entry.name)
        ]
        return same[0] if len(same) == 1 else None

    def _part(self, passage: Passage, candidate: Candidate) -> Entry | None:
        if candidate.head in KINDS and (same := self._ending_in(candidate.head + candidate.rest)):
            return same
        if candidate.head == "*":
            parent = self._latest_in_sentence(passage, candidate.start) or self._main()
            parent = parent or next((e for e in self._issuing() if e.type in INDUSTRIES), None)
        elif candidate.head:
            parent = self._owner_of_part(passage, candidate.head)
        else:
            parent = self._resolve(passage, candidate.parent) if candidate.parent else None
        if parent is None and candidate.head == "*" and not candidate.rest.startswith("第"):
            return self._whole(candidate)
        if parent is None:
            return None
        rest = candidate.rest
        if candidate.head == "*" and parent.type not in PARTY_TYPES:
            unit = PARTY_ENDING.sub("", rest)
            if len(unit) > 1 and (own := self._ending_in(unit)) is not None:
                parent, rest = own, rest.removeprefix(unit)  # 公路养护段|党支部 of 东川公路养护段
        if candidate.prefix:  # 人保财险县支公司
            rest = (place(candidate.prefix, self.home)[1] or candidate.prefix) + rest
        if project := PROJECT.match(rest):  # 祥永铁路项目|党工委
            site, rest = project["site"] + "部", project["rest"]
            made = Entry(parent.name + site, OrganizationType.COMPANY, parent.adcode, parent)
            parent = self._entries.setdefault((str(id(parent)), site), made)
        adcode = candidate.region.adcode if candidate.region else parent.adcode
        key = (str(id(parent)), rest)
        stem = (
            parent.name.removesuffix("部") if project or candidate.head == "项目" else parent.name
        )
        name = stem + rest
        return self._entries.setdefault(key, Entry(name, candidate.type, adcode, parent))

    def _ending_in(self, ending: str) -> Entry | None:
        """Return the one body named so far that ends in *ending*: 镇党委."""
        same = [entry for entry in self._entries.values() if entry.name.endswith(ending)]
        return same[0] if len(same) == 1 and same[0].mentions else None

    def _owner_of_part(self, passage: Passage, head: str) -> Entry | None:
        """Return whose 党委 it is that is called 医院党委: rather of one that acts than of a guest.

        社区党委 and the like are mostly kinds; they name the one that has been named just before.
        """
        acting = next((e for e in reversed(self._acting[-FARTHEST:]) if e.answers_to(head)), None)
        if head not in KINDS:
            main = self._main()
            if main is not None and main.answers_to(head):
                return main
            return acting or self._antecedent(passage, head)
        near = {e.name for e, part, end in self._recent[-FARTHEST:] if e.answers_to(head)}
        if len(near) != 1 or acting is None:
            return None
        again = len(acting.mentions) > 1
        here = any(
            mention.span.end >= passage.start and mention.span.part == passage.part
            for mention in acting.mentions
        )
        return acting if again or here else None

    def _antecedent(self, passage: Passage, head: str, start: int = -1) -> Entry | None:
        """Return whom 该院 means: the last such body of the paragraph, else the last that acted.

        局党委 speaks of the bureau as well as the name of the bureau does.
        """
        here: list[Entry] = []
        for entry, where, end in reversed(self._recent[-FARTHEST:]):
            if where != passage.part or end <= passage.start:
                break
            if not HELPING.match(passage.text, end - passage.start):
                here += entry.line()
        recent = [entry for entry, _, _ in self._recent[-FARTHEST:]]
        known = (*here, *reversed(self._acting[-FARTHEST:]), *reversed(recent))
        found = next((entry for entry in known if entry.answers_to(head)), None)
        if found is not None or start < 0 or not passage.text.startswith(OURS, start):
            return found
        return next((body for body in self._issuing() if body.answers_to(head)), None)

    def _issuing(self) -> list[Entry]:
        """Return the bodies that issue the bulletin, of party bodies those that have them."""
        found = (self._resolve(passage, candidate) for passage, candidate in self._issuers)
        return [entry.body for entry in found if entry is not None]

    def _main(self) -> Entry | None:
        """Return the body that acts as often as all others together so far, if one does."""
        bodies = [entry.body for entry in self._acting[-FARTHEST:]]
        bodies = [body for body in bodies if body.type not in PARTY_TYPES]
        if not bodies:
            return None
        best = max(bodies, key=lambda body: sum(other is body for other in bodies))
        return best if 2 * sum(other is best for other in bodies) >= len(bodies) else None

    def _latest_in_sentence(self, passage: Passage, start: int) -> Entry | None:
        floor = max(0, start - LONGEST_SENTENCE)
        ends = (passage.text.rfind(mark, floor, start) for mark in "。！？!?")
        begin = passage.start + max(floor, *(end + 1 for end in ends))
        for entry, part, end in reversed(self._recent):
            if part != passage.part or end <= begin:
                return None
            if entry.body.type not in PARTY_TYPES:
                return entry.body
        return None


def _rule(candidate: Candidate) -> str:
    if candidate.anaphor:
        return "anaphor"
    if candidate.alias:
        return "declared"
    if candidate.parent or candidate.head:
        return "part"
    return "prefix" if candidate.prefix else "named"
