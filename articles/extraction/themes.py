"""What an article is about: themes with the words that speak for them, and the field of work."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from articles.extraction.lexicon import table
from articles.extraction.lexicon.phrases import Heads, heads, occurrences
from articles.extraction.types import Layout, Mention, Organization, Passage, Theme
from articles.extraction.vocabulary import Sector

STRONG, WEAK = 3.0, 1.0
IN_TITLE = 3  # how often a cue in a title counts
IN_HEADING = 2
LEAST = 7.5
LEAST_IN_SHORT = 4.5  # a short report has room for fewer words on each theme
FULL_LENGTH = 1200  # characters of a report at which a theme needs the whole of LEAST
IN_LEAD = 2  # how often a cue in the first sentence counts
SPECIFIC = 4  # characters of a cue that stands for a theme by itself in the first sentence
LEAD = re.compile(r"[^。！？!?\n]{1,200}")
LEAST_WEAK = 4  # different weak cues that make up for a second strong one
LEAST_STRONG = 2  # different strong cues, or one in a title
SHARE_OF_BEST = 0.12
SHORT = 25  # characters a party word, at most, of a brief that speaks of little else
EVIDENCE = 12
TITLED = 10.0  # the title says what the article is about, whatever its length
FRAMED = 1.5  # and so do its first and last paragraph
# The theme of the field that a report comes from needs less than others, and counts as much more: an
# office reports on all kinds of things, a school on teaching.
OWN_THEME = {
    Sector.ENTERPRISE: ("enterprise-development", 2.0),
    Sector.SCHOOL: ("campus-education", 2.0),
    Sector.RURAL: ("rural-revitalization", 2.0),
    Sector.COMMUNITY: ("community-governance", 2.0),
    Sector.NEW_ORGANIZATIONS: ("new-organizations", 2.0),
    Sector.RETIRED: ("retired-members", 2.0),
    Sector.AGENCY: ("agency-efficiency", 1.0),
}
PARTY_THEME = "organization-building"  # what hardly any report leaves out
TITLES = frozenset({"headline", "subheadline", "kicker"})
PROSE = frozenset({"abstract", "body"})

PARTY_WORD = re.compile(r"党(?!参)|支部|团委|基层组织")
PARTY_WORDS_OF_A_REPORT = 3

# What in the name of a body tells its field; the first that fits decides.
SECTOR_OF_NAME = (
    (
        Sector.HOSPITAL,
        re.compile(r"医院|卫生[院室]|医共体|(?:医疗|健康)集团|保健院|疾控|卫生健康|卫健"),
    ),
    (Sector.NEW_ORGANIZATIONS, re.compile(r"律师|会计师|商会|行业|快递|外卖|商圈|楼宇|两新|非公")),
    (Sector.SCHOOL, re.compile(r"大学|学院|中学|小学|幼儿园|学校|附中|一中|教育集团")),
    (Sector.COMMUNITY, re.compile(r"社区|居委会|街道")),
    (
        Sector.ENTERPRISE,
        re.compile(
            r"公司|集团|银行|信用社|供电|电厂|油田|铁路|[厂矿]|车间|项目部|工区|[车机供电工务]段"
        ),
    ),
    (Sector.RURAL, re.compile(r"[村镇乡]|苏木|嘎查|合作社|驻村")),
    (
        Sector.AGENCY,
        re.compile(
            r"法院|检察院|[局厅署]|海关|委员会|党组|机关|人民政府|政务|工委|公安|组织部|宣传部|司法所|税务所"
        ),
    ),
)
IN_FRONT = 2  # how much more a body counts that a title or the first paragraph names
LEAST_SECTOR = 3.0


@cache
def _cues() -> dict[str, tuple[tuple[str, float], ...]]:
    """Return ``(slug, weight)`` of every cue."""
    cues: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in table("themes"):
        for column, weight in (("strong", STRONG), ("weak", WEAK)):
            for cue in row[column].split():
                cues[cue].append((row["slug"], weight))
    return {cue: tuple(themes) for cue, themes in cues.items()}


@cache
def _cue_heads() -> Heads:
    """Return the cues ready for finding."""
    return heads(_cues())


@dataclass(slots=True)
class Tally:
    """What speaks for one theme."""

    strong: Counter[str] = field(default_factory=Counter)
    weak: Counter[str] = field(default_factory=Counter)
    places: list[tuple[Passage, Mention]] = field(default_factory=list)
    leads: bool = False  # a strong cue stands in a heading or in the first sentence

    def score(self) -> float:
        """Return the points of all cues; a cue counts less the more often it comes back."""
        return sum(
            weight * (1 + math.log(times))
            for weight, cues in ((STRONG, self.strong), (WEAK, self.weak))
            for times in cues.values()
        )

    def titled(self) -> bool:
        """Tell whether a strong cue stands in a title."""
        return any(passage.part in TITLES for passage, _mention in self.places)

    def stands(self) -> bool:
        """Tell whether more than a passing word speaks for the theme."""
        told = bool(self.strong) and len(self.weak) >= LEAST_WEAK
        return told or len(self.strong) >= LEAST_STRONG or self.titled() or self.leads


def find_themes(layout: Layout, sector: Sector = Sector.OTHER) -> tuple[Theme, ...]:
    """Return the themes of the article, the best first, each with the cues that speak for it.

    A cue in a title or a heading counts more than one in running text, and a theme that the title
    names, or the first and last paragraph, goes before one that is only spoken of at length. The
    theme of the *sector* that the report comes from goes before others, and needs less.
    """
    tallies = _tallies(layout)
    own, weight = OWN_THEME.get(sector, ("", 1.0))
    raw = {
        slug: tally.score()
        for slug, tally in tallies.items()
        if tally.stands() or (slug in (own, PARTY_THEME) and tally.strong)
    }
    least = max(_least(layout), SHARE_OF_BEST * max(raw.values(), default=0.0))
    frame = _frame(layout)
    themes = [
        Theme(
            slug,
            round(score * _standing(tallies[slug], frame) * (weight if slug == own else 1.0), 2),
            tuple(mention for _passage, mention in tallies[slug].places[:EVIDENCE]),
        )
        for slug, score in raw.items()
        if score >= least or (slug in (own, PARTY_THEME) and score >= LEAST_IN_SHORT)
    ]
    themes.sort(key=lambda theme: (-theme.score, theme.slug))
    return tuple(themes) or _only(tallies)


def _least(layout: Layout) -> float:
    """Return the points that a theme needs in an article of this length."""
    return max(LEAST_IN_SHORT, LEAST * min(1.0, len(layout.body) / FULL_LENGTH))


def _only(tallies: Mapping[str, Tally]) -> tuple[Theme, ...]:
    """Return the theme of a brief that has room for one strong word and a weak one on it."""
    told = {
        slug: tally
        for slug, tally in tallies.items()
        if tally.strong and len(tally.strong) + len(tally.weak) > 1
    }
    if not told:
        return ()
    slug = max(told, key=lambda slug: (told[slug].score(), slug))
    mentions = tuple(mention for _passage, mention in told[slug].places[:EVIDENCE])
    return (Theme(slug, round(told[slug].score(), 2), mentions),)


def _tallies(layout: Layout) -> dict[str, Tally]:
    """Return what speaks for each theme."""
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for passage, times in _weighted(layout):
        for start, end in occurrences(passage.text, _cue_heads()):
            cue = passage.text[start:end]
            for slug, weight in _cues()[cue]:
                tally = tallies[slug]
                if weight == STRONG:
                    tally.leads = tally.leads or (times > 1 and len(cue) >= SPECIFIC)
                    tally.strong[cue] += times
                    mention = Mention(passage.span(start, end), cue, "strong-cue")
                    tally.places.append((passage, mention))
                else:
                    tally.weak[cue] += 1
    return tallies


def _frame(layout: Layout) -> tuple[Passage, ...]:
    """Return the first and the last paragraph of an article that has more than these."""
    paragraphs = tuple(layout.running_text())
    return (paragraphs[0], paragraphs[-1]) if len(paragraphs) > 2 else ()


def _standing(tally: Tally, frame: tuple[Passage, ...]) -> float:
    """Return the factor for standing in the title and in the frame of the article."""
    starts = [passage.start for passage, _mention in tally.places if passage.part == "body"]
    factor = TITLED if tally.titled() else 1.0
    framing = sum(
        any(0 <= start - paragraph.start < len(paragraph.text) for start in starts)
        for paragraph in frame
    )
    return factor * FRAMED**framing


def _weighted(layout: Layout) -> Iterator[tuple[Passage, int]]:
    """Yield the passages that tell what the article is about, with their weight."""
    for passage in layout.passages():
        if passage.part in TITLES:
            yield passage, IN_TITLE
        elif passage.level > 0:
            yield passage, IN_HEADING
        elif passage.part in PROSE:
            lead = LEAD.match(passage.text) if passage.start == 0 else None
            if lead is None or passage.part != "body":
                yield passage, 1
                continue
            yield replace(passage, text=lead.group()), IN_LEAD
            rest = passage.start + lead.end()
            yield replace(passage, start=rest, text=passage.text[lead.end() :]), 1


def primary_theme(themes: tuple[Theme, ...]) -> str:
    """Return the slug of the best theme, "" where there is none."""
    return themes[0].slug if themes else ""


def is_off_topic(layout: Layout, themes: tuple[Theme, ...]) -> bool:
    """Tell whether the article is no report on party work: it hardly speaks of the party."""
    titles = " ".join((layout.headline, layout.subheadline, *layout.kicker))
    if PARTY_WORD.search(titles):
        return False
    text = layout.abstract + layout.body
    spoken = len(PARTY_WORD.findall(text))
    if spoken > 1 and spoken * SHORT >= len(text):
        return False  # a brief that speaks of little else
    return spoken < PARTY_WORDS_OF_A_REPORT or not themes


def theme_of(sentence: str, themes: tuple[Theme, ...]) -> str:
    """Return the slug of the one among *themes* that *sentence* speaks of most, "" for none."""
    allowed = {theme.slug: theme.score for theme in themes}
    points: Counter[str] = Counter()
    for start, end in occurrences(sentence, _cue_heads()):
        for slug, weight in _cues()[sentence[start:end]]:
            if slug in allowed:
                points[slug] += int(weight)
    if not points:
        return ""
    return max(points, key=lambda slug: (points[slug], allowed[slug], slug))


def judge_sector(layout: Layout, organizations: tuple[Organization, ...]) -> Sector:
    """Return the field of work that the bodies named and the words of the article speak for."""
    points: defaultdict[Sector, float] = defaultdict(float)
    for organization in organizations:
        sector = _sector_of(organization.name)
        if sector is not None:
            said = 1 + math.log(max(1, len(organization.mentions)))
            points[sector] += said * (IN_FRONT if _is_in_front(organization, layout) else 1)
    counts: Counter[str] = Counter()
    for passage, times in _weighted(layout):
        for start, end in occurrences(passage.text, _sector_heads()):
            counts[passage.text[start:end]] += times * times
    for cue, count in counts.items():
        points[_sector_cues()[cue]] += 1 + math.log(count)
    best = max(points, key=lambda sector: (points[sector], sector), default=Sector.OTHER)
    return best if points[best] >= LEAST_SECTOR else Sector.OTHER


def _sector_of(name: str) -> Sector | None:
    """Return the field of work that the *name* of a body tells."""
    return next((sector for sector, form in SECTOR_OF_NAME if form.search(name)), None)


def _is_in_front(organization: Organization, layout: Layout) -> bool:
    """Tell whether a title or the first paragraph names *organization*."""
    first = next(layout.running_text(), None)
    edge = first.start + len(first.text) if first else 0
    return any(
        mention.span.part in TITLES or (mention.span.part == "body" and mention.span.start < edge)
        for mention in organization.mentions
    )


@cache
def _sector_heads() -> Heads:
    """Return the cues of sectors ready for finding."""
    return heads(_sector_cues())


@cache
def _sector_cues() -> dict[str, Sector]:
    """Return the sector of every cue."""
    by_value = {sector.value: sector for sector in Sector}
    return {
        cue: by_value[row["sector"]] for row in table("sector_cues") for cue in row["cues"].split()
    }
