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
from articles.extraction.vocabulary import OrganizationType, Sector

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
TITLES = frozenset({"headline", "subheadline", "kicker"})
PROSE = frozenset({"abstract", "body"})

PARTY_WORD = re.compile(r"党(?!参)|支部|团委|基层组织")
PARTY_WORDS_OF_A_REPORT = 3

SECTOR_OF_TYPE = {
    OrganizationType.HOSPITAL: Sector.HOSPITAL,
    OrganizationType.SCHOOL: Sector.SCHOOL,
    OrganizationType.COMPANY: Sector.ENTERPRISE,
    OrganizationType.COMMUNITY: Sector.COMMUNITY,
}
VILLAGE = re.compile(r"村(?:党支部|党总支|党委|委会|民委员会|两委)?$")
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


def find_themes(layout: Layout) -> tuple[Theme, ...]:
    """Return the themes of the article, the best first, each with the cues that speak for it.

    A cue in a title or a heading counts more than one in running text, and a theme that the title
    names, or the first and last paragraph, goes before one that is only spoken of at length.
    """
    tallies = _tallies(layout)
    raw = {slug: tally.score() for slug, tally in tallies.items() if tally.stands()}
    least = max(_least(layout), SHARE_OF_BEST * max(raw.values(), default=0.0))
    frame = _frame(layout)
    themes = [
        Theme(
            slug,
            round(score * _standing(tallies[slug], frame), 2),
            tuple(mention for _passage, mention in tallies[slug].places[:EVIDENCE]),
        )
        for slug, score in raw.items()
        if score >= least
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
        sector = SECTOR_OF_TYPE.get(organization.type)
        if sector is Sector.COMMUNITY and VILLAGE.search(organization.name):
            sector = Sector.RURAL
        if sector is not None:
            points[sector] += 1 + math.log(max(1, len(organization.mentions)))
    counts: Counter[str] = Counter()
    for passage, times in _weighted(layout):
        for start, end in occurrences(passage.text, _sector_heads()):
            counts[passage.text[start:end]] += times * times
    for cue, count in counts.items():
        points[_sector_cues()[cue]] += 1 + math.log(count)
    best = max(points, key=lambda sector: (points[sector], sector), default=Sector.OTHER)
    return best if points[best] >= LEAST_SECTOR else Sector.OTHER


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
