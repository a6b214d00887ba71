"""Gives brands and figures their owners, as far as the text names one.

The owner of a brand stands before it; the owner of a figure is the subject of its sentence, else
the last subject of the paragraph, else the body that the whole article is about. A figure of a
division or a system (全市, 全系统) belongs to no body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from articles.extraction import markup
from articles.extraction.lexicon import divisions
from articles.extraction.lexicon.tagging import tags
from articles.extraction.organizations.suffixes import PARTY_TYPES
from articles.extraction.types import Brand, Layout, Mention, Metric, Organization, Span
from articles.extraction.vocabulary import BrandKind, BrandLevel, OrganizationType

FULL_STOPS = "。！？!?\n"
LONGEST_SENTENCE = 400  # characters
CLAUSE_HEAD = re.compile(
    r"(?:^|[。！？!?；;，,：:\n“”]|目前|同时|此外|其中|今年|去年|近年来|近日|日前|为此|随后|\d[年月日]|以来"
    r"|本报讯(?:[（(][^（）()]{0,40}[）)])?|[（(](?:通讯员|记者)[^（）()]{0,40}[）)])\s*$"
)
LONGEST_HEAD = 50  # characters of what may stand before the head of a clause: 本报讯（记者…）
OWN_KIND = re.compile(
    r"(?P<kind>项目部|项目(?=党)|支行|分公司|商会|协会|公司|集团|学校|学院|医院|合作社|林场(?![里内外场])|农场(?![里内外场])|社区|街道|村(?![镇级落庄])|矿(?![工区山])|厂(?![商家房区]))(?=[\u4e00-\u9fff])"
)
KINDS = {
    "公司": OrganizationType.COMPANY,
    "集团": OrganizationType.COMPANY,
    "学校": OrganizationType.SCHOOL,
    "医院": OrganizationType.HOSPITAL,
}
SPELT_OUT = {"项目": "项目部"}  # 项目党支部
REGION_SUBJECT = re.compile(
    r"(?<![“‘「《])(?:全市|全县|全区|全省|全国|全州|全系统|全镇|全乡|各医院|各单位|各支部)"
    r"|(?:^|[。！？；，,;])(?P<place>(?!全)[\u4e00-\u9fff]{1,10}[省市县区州旗镇乡])(?![级直属委内外场民域块长政村])(?=[\u4e00-\u9fff]{2})"
)
COMPANION = re.compile(
    r"(?:联合|会同|携手|邀请|走进|来到|向|与|和|同|对|为|在|赴|到)$"
)  # 联合|市中医院打造…
EXAMPLES = re.compile(r"(?:、[^，,。；;\n]{1,40}?)?等[约近]?\d")  # 甲公司、乙公司等40多家企业
FOUNDING = re.compile(r"(?:成立|组建|创办|领办|兴办|注册)了?$")
FOUNDED_END = re.compile(r"[，,。]")
AUTHORS = ("byline", "credit")
WITHOUT_OWNER = frozenset({"brand.policy"})
WHOLE_BRANCHES = frozenset({"党总支", "党总支部"})
MAIN_SHARE = 0.4  # of all mentions of bodies
MAIN_WEIGHT = 2
INNER_SHARE = 0.6  # of the weight of the whole, from which on a part is the body itself
TITLED, ACTING = 3, 2  # weight of a mention in a title and at the head of a clause
TITLES = ("headline", "subheadline", "kicker")


@dataclass(frozen=True, slots=True)
class _Place:
    """A mention of a body in the text of one part."""

    start: int
    end: int
    organization: Organization


class _Bodies:
    """The bodies of an article by where they are named."""

    def __init__(self, layout: Layout, organizations: tuple[Organization, ...]) -> None:
        self.parts = layout.parts()
        self.by_name = {organization.name: organization for organization in organizations}
        self.places: dict[str, list[_Place]] = {}
        for organization in organizations:
            for mention in organization.mentions:
                span = mention.span
                place = _Place(span.start, span.end, organization)
                self.places.setdefault(span.part, []).append(place)
        for places in self.places.values():
            places.sort(key=lambda place: (place.start, place.end))
        self.main = self._main(organizations)

    def body(self, organization: Organization) -> Organization:
        """Return the body that has *organization* for its party body; a body has itself."""
        line = list(self.line(organization))
        return next((body for body in line if body.type not in PARTY_TYPES), line[-1])

    def called(self, kind: str, part: str, position: int) -> Organization | None:
        """Return the body that *kind* alone means at *position*: the main one, else the last."""
        if self.main is not None and _is_kind(self.main, kind):
            return self.main
        for place in reversed(self.before(part, 0, position)):
            for body in (place.organization, self.body(place.organization)):
                if _is_kind(body, kind):
                    return body
        return None

    def before(self, part: str, start: int, end: int) -> list[_Place]:
        """Return the mentions that lie in ``part[start:end]``."""
        return [
            place
            for place in self.places.get(part, [])
            if start <= place.start and place.end <= end
        ]

    def over(self, part: str, position: int) -> bool:
        """Tell whether the name of a body runs over ``part[position]``."""
        return any(place.start < position < place.end for place in self.places.get(part, []))

    def _main(self, organizations: Iterable[Organization]) -> Organization | None:
        """Return the body that the article is about, if one clearly outweighs the others.

        A university counts its colleges; one college that makes most of them is the body itself.
        """
        counts: Counter[str] = Counter()
        total = 0
        for organization in organizations:
            told = [m for m in organization.mentions if not m.span.part.startswith(AUTHORS)]
            weight = sum(map(self._prominence, told))
            total += weight
            for body in self.line(self.body(organization)):
                counts[body.name] += weight
        for body in self._called_by_kind(organizations):
            total += ACTING
            for outer in self.line(body):
                counts[outer.name] += ACTING
        if not counts:
            return None
        name, count = counts.most_common(1)[0]
        if count < MAIN_WEIGHT or count < MAIN_SHARE * total:
            return None
        inner = [
            other
            for other, weight in counts.items()
            if weight >= INNER_SHARE * count
            and self.by_name[name] in self.line(self.by_name[other])
        ]
        return self.by_name[
            max(inner, key=lambda other: len(list(self.line(self.by_name[other]))))
        ]

    def _called_by_kind(self, organizations: Iterable[Organization]) -> Iterator[Organization]:
        """Yield a body each time a clause begins with its kind alone, and no other is of that kind."""
        bodies = [body for body in organizations if body.type not in PARTY_TYPES]
        text = self.parts.get("body", "")
        for match in OWN_KIND.finditer(text):
            meant = [body for body in bodies if _is_kind(body, match["kind"])]
            if len(meant) == 1 and self.heads("body", 0, match.start()):
                yield meant[0]

    def line(self, organization: Organization) -> Iterator[Organization]:
        """Yield *organization* and the bodies of the article that it is a part of, outwards."""
        seen = set[str]()
        while organization.name not in seen:
            yield organization
            seen.add(organization.name)
            organization = self.by_name.get(organization.parent, organization)

    def _prominence(self, mention: Mention) -> int:
        """Return the weight of one mention: those who act count more than those who are named."""
        span = mention.span
        if span.part in TITLES:
            return TITLED
        return ACTING if self.heads(span.part, 0, span.start) else 1

    def heads(self, part: str, begin: int, start: int) -> bool:
        """Tell whether ``part[start]`` stands at the head of a clause, *begin* being one."""
        text = self.parts[part]
        return start == begin or bool(
            CLAUSE_HEAD.search(text, max(0, begin, start - LONGEST_HEAD), start)
        )


def _is_kind(body: Organization, kind: str) -> bool:
    """Tell whether *body* may be called by *kind* alone."""
    return body.name.endswith(SPELT_OUT.get(kind, kind)) or (
        kind in KINDS and KINDS[kind] is body.type
    )


def own_brands(
    layout: Layout, brands: tuple[Brand, ...], organizations: tuple[Organization, ...]
) -> tuple[Brand, ...]:
    """Return *brands* with their owners: the body named before the brand, in its sentence.

    Only brands and named work methods fall back to the body that the article is about.
    """
    bodies = _Bodies(layout, organizations)
    return tuple(replace(brand, owner=_brand_owner(bodies, brand)) for brand in brands)


def _brand_owner(bodies: _Bodies, brand: Brand) -> str:
    strong = [m for m in brand.mentions if m.rule != "brand.again"] or list(brand.mentions)
    if any(mention.rule in WITHOUT_OWNER for mention in strong):
        return ""
    found = [owner for mention in strong for owner in _named_before(bodies, mention)]
    direct = [owner for owner, gap in found if not gap]
    if direct or found:
        return (direct or [owner for owner, _ in found])[0].name
    if brand.level is BrandLevel.PROGRAMME or bodies.main is None:
        return ""
    if brand.kind is BrandKind.BRAND or brand.level is BrandLevel.UNIT:
        return bodies.main.name
    return ""


def _named_before(bodies: _Bodies, mention: Mention) -> list[tuple[Organization, str]]:
    """Return the last body before *mention* in its sentence and what lies between, or nothing."""
    span = mention.span
    text = bodies.parts[span.part]
    begin = _sentence_start(text, 0, span.start)
    places = bodies.before(span.part, begin, span.start)
    if not places:
        return []
    acting = [
        place
        for place in places
        if not COMPANION.search(text, max(begin, place.start - 2), place.start)
    ]
    last = max(acting or places, key=lambda place: (place.end, -place.start))
    gap = text[last.end : span.start].strip("“「 的")
    if _speaks_of_region(bodies, span.part, last.end, span.start):
        return []
    return [(last.organization, gap)]


def own_metrics(
    layout: Layout, metrics: tuple[Metric, ...], organizations: tuple[Organization, ...]
) -> tuple[Metric, ...]:
    """Return *metrics* with the bodies that they are told of; "" where there is none."""
    bodies = _Bodies(layout, organizations)
    blocks = {block.start: block.end for block in markup.blocks(layout.body)}
    return tuple(
        replace(metric, organization=_metric_owner(bodies, metric.span, blocks))
        for metric in metrics
    )


def _metric_owner(bodies: _Bodies, span: Span, blocks: dict[int, int]) -> str:
    text = bodies.parts.get(span.part, "")
    paragraph = 0
    if span.part == "body":
        paragraph = max((start for start in blocks if start <= span.start), default=0)
    sentence = _sentence_start(text, paragraph, span.start)
    subject = _subject(bodies, span.part, sentence, span.start)
    if subject is not None:
        taken = _takes_over(bodies, span.part, subject.end, span.start)
        return "" if taken else _counted(bodies, subject.organization)
    if _speaks_of_region(bodies, span.part, sentence, span.start):
        return ""
    earlier = _subject(bodies, span.part, paragraph, sentence)
    if earlier is not None:
        return _counted(bodies, earlier.organization)
    return bodies.main.name if bodies.main else ""


def _subject(bodies: _Bodies, part: str, start: int, end: int) -> _Place | None:
    """Return the last body in ``part[start:end]`` that stands at the head of a clause."""
    text = bodies.parts[part]
    heads = [
        place
        for place in bodies.before(part, start, end)
        if (bodies.heads(part, start, place.start) or _is_founded(text, start, place))
        and not EXAMPLES.match(text, place.end)
    ]
    own = _own_kind(bodies, part, start, end)
    if own is not None and not any(place.start > own.start for place in heads):
        return own
    if not heads:
        return None
    last = max(heads, key=lambda place: (place.start, place.end))
    for place in bodies.before(part, last.end, end):
        if place.start == last.end:  # the street only says where its community lies
            last = place
    return last


def _is_founded(text: str, start: int, place: _Place) -> bool:
    """Tell whether the clause ends with the firm that it founds: 牵头成立…合作社，吸纳社员20户."""
    firm = place.organization.type is OrganizationType.COMPANY and FOUNDED_END.match(
        text, place.end
    )
    return bool(firm and FOUNDING.search(text, max(start, place.start - 3), place.start))


def _own_kind(bodies: _Bodies, part: str, start: int, end: int) -> _Place | None:
    """Return the body that is only called by its kind at the last head of a clause: 公司, 学校."""
    for match in reversed(list(OWN_KIND.finditer(bodies.parts[part], start, end))):
        at = match.start()
        named = bodies.over(part, at + 1) or any(
            place.start == at for place in bodies.places.get(part, [])
        )
        if named or not bodies.heads(part, start, at):
            continue
        meant = bodies.called(match["kind"], part, at)
        if meant is not None:
            return _Place(at, match.end(), meant)
    return None


def _speaks_of_region(bodies: _Bodies, part: str, start: int, end: int) -> bool:
    """Tell whether ``part[start:end]`` has a division or a system for its subject, and no body."""
    return any(
        match["place"] is None
        or (_is_division(match["place"]) and not bodies.over(part, match.end()))
        for match in REGION_SUBJECT.finditer(bodies.parts[part], start, end)
    )


def _takes_over(bodies: _Bodies, part: str, start: int, end: int) -> bool:
    """Tell whether a later clause of ``part[start:end]`` has a division for its subject: ；全县…"""
    return any(
        match["place"] is None and bodies.heads(part, start, match.start())
        for match in REGION_SUBJECT.finditer(bodies.parts[part], start + 1, end)
    )


def _is_division(text: str) -> bool:
    """Tell whether *text* is the name of a division, or of a town as far as its form tells."""
    whole, _ = divisions.leading(text)
    if whole == len(text) or text in divisions.full_names():
        return True
    name = text[whole:-1]
    return text[-1] in "镇乡" and 2 <= len(name) <= 4 and name not in tags()


def _counted(bodies: _Bodies, organization: Organization) -> str:
    """Return the name under which figures count: a party committee's are those of its body.

    So are those of a general branch; 第三党支部 counts for itself.
    """
    whole = organization.name.removeprefix(organization.parent) in WHOLE_BRANCHES
    if organization.type is OrganizationType.PARTY_COMMITTEE or (whole and organization.parent):
        return bodies.body(organization).name
    return organization.name


def _sentence_start(text: str, floor: int, end: int) -> int:
    """Return where the sentence of ``text[end]`` begins, not before *floor*."""
    floor = max(floor, end - LONGEST_SENTENCE)
    return max(floor, *(text.rfind(mark, floor, end) + 1 for mark in FULL_STOPS))
