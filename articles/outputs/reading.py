"""One article as a page shows it: pieces of text with marks, and a card for each thing named."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.extraction.markup import Block
from articles.models import (
    Article,
    Brand,
    BrandMention,
    Metric,
    Organization,
    OrganizationMention,
    Origin,
    Reviewed,
    ReviewStatus,
)
from articles.outputs.spans import Mark, Run, split_spans
from articles.outputs.typography import for_eye, phrases

KINDS = {"org": "单位", "brand": "品牌", "metric": "数据"}
MANY, FIRST = 60, 12  # an article with more cards than this shows so many of a kind at once
PARTS = {
    "kicker": "引题",
    "headline": "标题",
    "subheadline": "副题",
    "byline": "署名",
    "affiliation": "作者单位",
    "abstract": "摘要",
    "keywords": "关键词",
    "doi": "DOI",
    "references": "参考文献",
    "caption": "图片说明",
    "credit": "供图",
}
AS_PRINTED = {"doi", "references"}  # their punctuation is a convention of its own
KIND_OF: dict[type, str] = {OrganizationMention: "org", BrandMention: "brand", Metric: "metric"}
Named = OrganizationMention | BrandMention | Metric


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or block of text; ``level`` is that of a heading of the body, 0 for the rest."""

    id: str
    runs: tuple[Run, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands: the fragment that leads there, and what the place is called."""

    href: str
    label: str


@dataclass(frozen=True, slots=True)
class NameCard:
    """An organization or a brand, with all places that name it, and wordings unlike its name."""

    id: str
    row: Organization | Brand
    wordings: tuple[str, ...]
    places: tuple[Place, ...]
    indirect: tuple[Place, ...]  # 该院 and the like
    status: str
    confidence: float  # of the least sure of its mentions, 0 to 1


@dataclass(frozen=True, slots=True)
class MetricCard:
    """A quantity with its place."""

    id: str
    metric: Metric
    place: Place
    status: str


@dataclass(frozen=True, slots=True)
class Group:
    """The cards of one kind: those that show at once, and those behind 其余."""

    kind: str
    name: str
    first: Sequence[NameCard | MetricCard]
    rest: Sequence[NameCard | MetricCard]

    @property
    def size(self) -> int:
        """How many cards there are."""
        return len(self.first) + len(self.rest)


@dataclass(frozen=True, slots=True)
class Reading:
    """All of an article that depends on its facts."""

    parts: dict[str, tuple[Piece, ...]]
    body: tuple[Piece, ...]
    organizations: tuple[NameCard, ...]
    brands: tuple[NameCard, ...]
    metrics: tuple[MetricCard, ...]

    @property
    def count(self) -> int:
        """How many cards there are."""
        return len(self.organizations) + len(self.brands) + len(self.metrics)

    @property
    def groups(self) -> list[Group]:
        """The cards by kind, kinds without any left out; of many cards, some are folded away."""
        cards: dict[str, tuple[NameCard, ...] | tuple[MetricCard, ...]]
        cards = {"org": self.organizations, "brand": self.brands, "metric": self.metrics}
        cut = FIRST if self.count > MANY else self.count
        return [
            Group(kind, KINDS[kind], found[:cut], found[cut:])
            for kind, found in cards.items()
            if found
        ]

    @property
    def decided(self) -> int:
        """On how many of them a person has had a say."""
        names = [card.status for card in (*self.organizations, *self.brands)]
        states = names + [card.status for card in self.metrics]
        return len(states) - states.count(str(ReviewStatus.PENDING.label))


def read(
    article: Article,
    facts: Sequence[Named],
    *,
    shown: Iterable[str] = KINDS,
    raw: bool = False,
    also: Iterable[tuple[str, Mark]] = (),
) -> Reading:
    """Lay *article* out with *facts*; of them only the kinds in *shown* are marked in the text,
    besides the marks of *also*, which stand with their parts.

    *raw* leaves the punctuation as it is stored; offsets are the same either way.
    """
    shown = set(shown)
    blocks = article.blocks()
    marked = marks(fact for fact in facts if KIND_OF[type(fact)] in shown)
    for part, mark in also:
        marked[part].append(mark)
    texts = {
        name: text if raw or name in AS_PRINTED else for_eye(text)
        for name, text in article.parts().items()
    }
    finder = PlaceFinder(blocks, shown)
    return Reading(
        {n: _lines(n, text, marked[n]) for n, text in texts.items() if n != "body"},
        tuple(_body(texts.get("body", ""), blocks, marked["body"])),
        _cards(finder, [fact for fact in facts if isinstance(fact, OrganizationMention)]),
        _cards(finder, [fact for fact in facts if isinstance(fact, BrandMention)]),
        tuple(
            MetricCard(card_id(fact), fact, finder.place(fact), status([fact]))
            for fact in sorted(facts, key=finder.order)
            if isinstance(fact, Metric)
        ),
    )


def marks(facts: Iterable[Named]) -> defaultdict[str, list[Mark]]:
    """Return by part where *facts* stand, each with the ids of its place and of its card."""
    found = defaultdict(list)
    for fact in facts:
        kind = KIND_OF[type(fact)]
        found[fact.part].append(Mark(fact.start, fact.end, kind, mark_id(fact), card_id(fact)))
    return found


def _lines(part: str, text: str, marks: list[Mark]) -> tuple[Piece, ...]:
    cut = phrases(text) if part == "headline" else []
    at = 0
    for line in [] if cut else text.split("\n"):
        cut.append((at, line))
        at += len(line) + 1
    name = part.replace(":", "-")
    return tuple(
        Piece(f"{name}-{number}", tuple(split_spans(line, marks, start)))
        for number, (start, line) in enumerate(cut, 1)
    )


def _body(text: str, blocks: Sequence[Block], marks: list[Mark]) -> Iterable[Piece]:
    for name, block in zip(block_ids(blocks), blocks, strict=True):
        runs = split_spans(text[block.start : block.end], marks, block.start)
        yield Piece(name, tuple(runs), block.level)


def block_ids(blocks: Sequence[Block]) -> list[str]:
    """Return the ids under which the page of an article shows *blocks*: p1, h1, p2 and so on."""
    numbers = {"h": 0, "p": 0}
    names = []
    for block in blocks:
        letter = "h" if block.level else "p"
        numbers[letter] += 1
        names.append(f"{letter}{numbers[letter]}")
    return names


def mark_id(fact: Named) -> str:
    """Return the id of the place in the text; it stays as long as the fact does."""
    return f"s-{KIND_OF[type(fact)]}-{fact.pk}"


def card_id(fact: Named) -> str:
    """Return the id of the card on which *fact* stands: names share one, metrics do not."""
    if isinstance(fact, OrganizationMention):
        return f"f-org-{fact.organization_id}"
    return f"f-brand-{fact.brand_id}" if isinstance(fact, BrandMention) else f"f-metric-{fact.pk}"


def status(facts: Iterable[Reviewed]) -> str:
    """Return what people have said of *facts* as a whole: 人工, 已审 or 待审."""
    rows = list(facts)
    if any(fact.origin == Origin.PERSON for fact in rows):
        return str(Origin.PERSON.label)
    done = all(fact.status == ReviewStatus.CONFIRMED for fact in rows)
    return str((ReviewStatus.CONFIRMED if done else ReviewStatus.PENDING).label)


class PlaceFinder:
    """Names the places of one article."""

    def __init__(self, blocks: Sequence[Block], shown: Iterable[str]) -> None:
        self._blocks = list(zip(block_ids(blocks), blocks, strict=True))
        self._shown = set(shown)

    def place(self, fact: Named) -> Place:
        """Return where *fact* stands; the fragment is its mark, or the block if it is unmarked."""
        block, label = self.where(fact.part, fact.start)
        marked = KIND_OF[type(fact)] in self._shown
        return Place(f"#{mark_id(fact) if marked else block}", label)

    def order(self, fact: Named) -> tuple[int, int]:
        """Sort key: what stands above the body first, what stands below it last."""
        names = ["kicker", "headline", "subheadline", "byline", "affiliation", "abstract", "body"]
        part = names.index(fact.part) if fact.part in names else len(names)
        return part, fact.start

    def where(self, part: str, start: int) -> tuple[str, str]:
        """Return the id of the line or block in which a place stands, and what it is called."""
        if part != "body":
            name, _, number = part.partition(":")
            return f"{part.replace(':', '-')}-1", PARTS.get(name, part) + _ordinal(number)
        for name, block in self._blocks:
            if block.start <= start < block.end:
                return name, "小标题" if block.level else f"原文第 {name[1:]} 段"
        return "text", "原文"


def _ordinal(number: str) -> str:
    return f" {int(number) + 1}" if number else ""


def _cards(
    finder: PlaceFinder, facts: Sequence[OrganizationMention] | Sequence[BrandMention]
) -> tuple[NameCard, ...]:
    groups = defaultdict(list)
    for fact in sorted(facts, key=finder.order):
        groups[card_id(fact)].append(fact)
    return tuple(_card(finder, name, group) for name, group in groups.items())


def _card(
    finder: PlaceFinder, name: str, facts: Sequence[OrganizationMention | BrandMention]
) -> NameCard:
    first = facts[0]
    row = first.organization if isinstance(first, OrganizationMention) else first.brand
    direct = [f for f in facts if not getattr(f, "anaphora", False)]
    indirect = [f for f in facts if getattr(f, "anaphora", False)]
    return NameCard(
        name,
        row,
        tuple(dict.fromkeys(fact.quote for fact in direct if fact.quote != row.name)),
        _places(finder, direct),
        _places(finder, indirect),
        status(facts),
        min(fact.confidence for fact in facts),
    )


def _places(
    finder: PlaceFinder, facts: Iterable[OrganizationMention | BrandMention]
) -> tuple[Place, ...]:
    """Return the places of *facts*; from the second in one paragraph on, only their number."""
    seen: Counter[str] = Counter()
    places = []
    for place in map(finder.place, facts):
        seen[place.label] += 1
        again = seen[place.label]
        places.append(place if again == 1 else Place(place.href, f"第 {again} 处"))
    return tuple(places)
