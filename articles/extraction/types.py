"""What extraction finds, as frozen dataclasses. Every fact carries the characters it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from articles.extraction import markup
from articles.extraction.vocabulary import (
    ArithmeticCheck,
    ArticleKind,
    Basis,
    BrandKind,
    BrandLevel,
    DatePrecision,
    MetricStatus,
    OrganizationType,
    Qualifier,
    Sector,
    SegmentKind,
    UnitFamily,
)

NO_PROSE = frozenset({"keywords", "doi", "references"})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start:end`` (Python code points) of the part named ``part``.

    Parts are ``headline kicker subheadline byline affiliation abstract keywords doi body references``
    and, numbered from zero, ``caption:n`` and ``credit:n``.
    """

    part: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or negative span {self.start}:{self.end} in {self.part}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of a part that a finder may read at once: ``part_text[start:start+len(text)] == text``.

    A body gives one passage a block, every other part one as a whole. ``level`` is 0 for running
    text, 1 and 2 for section headings of the body, and -1 for the parts outside the body.
    """

    part: str
    start: int
    text: str
    level: int

    def span(self, start: int, end: int) -> Span:
        """Return the span in the part of ``text[start:end]``."""
        return Span(self.part, self.start + start, self.start + end)


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of source characters and where it went: one row of the ledger of repairs.

    ``part_text[part_start:part_start + end - start] == source[start:end]``, to the letter, unless
    the kind is furniture (then ``part`` is empty). Every source character that is no white space
    lies in exactly one segment.
    """

    start: int
    end: int
    part: str
    part_start: int
    kind: SegmentKind


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """What a term of party and state is: an undertaking of a kind, or a set phrase (None).

    ``bare`` undertakings are found without quotes, too. The kinds METHOD and BRAND are for names
    that belong to somebody, and no rule has them.
    """

    kind: BrandKind | None
    bare: bool = False

    def __post_init__(self) -> None:
        if self.kind in (BrandKind.BRAND, BrandKind.METHOD):
            raise ValueError(f"a term of policy is no {self.kind}")


@dataclass(frozen=True, slots=True)
class Lexicons:
    """What the archive adds to the word lists of the project; by default nothing.

    ``policy`` has a rule for each term as it is written, quotes left out.
    """

    policy: Mapping[str, PolicyRule] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Caption:
    """A photo caption with its credit ("" where none is printed)."""

    text: str
    credit: str


@dataclass(frozen=True, slots=True)
class Author:
    """A person named in the byline, as printed."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a list of references: as printed, and its parts where they can be read."""

    text: str
    authors: tuple[str, ...] = ()
    title: str = ""
    type: str = ""
    container: str = ""
    year: int | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""


@dataclass(frozen=True)
class Layout:
    """One article, repaired, before anything is found in it."""

    kind: ArticleKind
    headline: str
    kicker: tuple[str, ...]
    subheadline: str
    byline: str  # the printed lines, joined by "\n"
    authors: tuple[Author, ...]
    byline_organizations: tuple[str, ...]
    affiliation: str
    abstract: str
    keywords: tuple[str, ...]
    doi: str
    references: tuple[Reference, ...]
    body: str  # light markup, see articles.extraction.markup
    captions: tuple[Caption, ...]
    segments: tuple[Segment, ...]
    imprint: str = ""  # what mastheads and running heads of the file say, "\n" between; no part

    def parts(self) -> dict[str, str]:
        """Return the text of every part that holds any, by name, in reading order."""
        parts = {
            "kicker": "\n".join(self.kicker),
            "headline": self.headline,
            "subheadline": self.subheadline,
            "byline": self.byline,
            "affiliation": self.affiliation,
            "abstract": self.abstract,
            "keywords": "\n".join(self.keywords),
            "doi": self.doi,
            "body": self.body,
            "references": "\n".join(reference.text for reference in self.references),
        }
        for number, caption in enumerate(self.captions):
            parts[f"caption:{number}"] = caption.text
            parts[f"credit:{number}"] = caption.credit
        return {name: text for name, text in parts.items() if text}

    def passages(self) -> Iterator[Passage]:
        """Yield every passage in reading order.

        Keywords, DOI and references are no prose: a place or a number in them says nothing of the
        article, so that finders never see them here; who wants them reads the fields.
        """
        return iter(self._passages)

    @cached_property
    def _passages(self) -> tuple[Passage, ...]:
        # Cut once, for every finder goes through them.
        return tuple(self._cut())

    def _cut(self) -> Iterator[Passage]:
        for part, text in self.parts().items():
            if part in NO_PROSE:
                continue
            if part != "body":
                yield Passage(part, 0, text, -1)
                continue
            for block in markup.blocks(text):
                yield Passage(part, block.start, block.text, block.level)

    def running_text(self) -> Iterator[Passage]:
        """Yield the paragraphs of the body."""
        return (passage for passage in self.passages() if passage.level == 0)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in the text; ``anaphora`` for forms such as 该院."""

    span: Span
    text: str
    rule: str
    confidence: float = 1.0
    anaphora: bool = False


@dataclass(frozen=True, slots=True)
class RegionMention:
    """A division named in the text."""

    adcode: str
    mention: Mention
    basis: Basis


@dataclass(frozen=True, slots=True)
class RegionVerdict:
    """The region of an article, with the spans that speak for it; ``adcode`` "" leaves it open."""

    adcode: str
    basis: Basis
    evidence: tuple[Span, ...]
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Organization:
    """A named body with every place that names it; ``name`` is canonical (白山市中心医院)."""

    name: str
    type: OrganizationType
    adcode: str
    parent: str  # canonical name, "" for none
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand, programme or work method; ``owner`` and ``parent`` are names, "" where unknown."""

    name: str
    kind: BrandKind
    level: BrandLevel
    owner: str
    parent: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """A quantity that the text states; ``text`` is the number with its 余/多 and measure word."""

    span: Span
    text: str
    value: Decimal  # base units: 1.27万余 is 12700, 83.3% is 83.3
    value_max: Decimal | None  # upper bound of a stated range
    unit: str
    family: UnitFamily
    qualifier: Qualifier
    qualifier_text: str  # as printed, "" for none
    subject: str
    action: str
    year: int | None
    period: str  # as printed: 2024年度, 近三年
    organization: str  # canonical name, "" where the text names none
    theme: str  # slug, "" for none
    status: MetricStatus
    part_of: Span | None  # the figure of which this one is a part (其中)
    check: ArithmeticCheck
    sentence: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the article with the words that speak for it; ``score`` without unit."""

    slug: str
    score: float
    evidence: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A person named with a role; ``where`` is byline or body."""

    name: str
    role: str
    where: str


@dataclass(frozen=True, slots=True)
class Misprint:
    """A suspected misprint of the source: ``text`` as printed, ``suggestion`` what was meant.

    The printed text always stays as it is.
    """

    span: Span
    text: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Publication:
    """When and where an article was published, as far as the text tells; never guessed."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    issue: str = ""
    page: str = ""
    issn: str = ""
    precision: DatePrecision = DatePrecision.UNKNOWN
    basis: Basis = Basis.STATED


@dataclass(frozen=True, slots=True)
class Article:
    """One article with everything found in it. ``ordinal`` counts from 1 within its file."""

    ordinal: int
    layout: Layout
    region: RegionVerdict | None
    regions: tuple[RegionMention, ...]
    organizations: tuple[Organization, ...]
    brands: tuple[Brand, ...]
    metrics: tuple[Metric, ...]
    themes: tuple[Theme, ...]  # best first
    primary_theme: str  # slug, "" for none
    off_topic: bool
    sector: Sector
    persons: tuple[Person, ...]
    publication: Publication | None
    mentioned_years: tuple[int, ...]
    misprints: tuple[Misprint, ...] = ()
