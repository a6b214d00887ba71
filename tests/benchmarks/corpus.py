"""Made-up reports for measuring: as many as wanted, always the same ones.

Sentences come from ``phrases.tsv``, places, terms and endings of names from the word lists of the
program, ordinary words from jieba's dictionary. Words and phrases are drawn by Zipf's law, and a
report keeps to the few words that it began with; so there are words of every frequency, from one
report to nearly all, and words that stand together more often than by chance. Report *n* is the
same whatever the number of reports. Nothing in it is true.

``python -m tests.benchmarks.corpus 3`` prints three of them.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Generic, TypeVar

import jieba

from search.engine import Document

T = TypeVar("T")

LEXICON = Path(__file__).parents[2] / "articles" / "extraction" / "lexicon"
PHRASES = Path(__file__).with_name("phrases.tsv")
SLOT = re.compile(r"\{(.)\}")
GIVEN = (
    "伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文玉海春晓雪梅丽红林永新忠义诚信和安宁"
)
TRADE = "恒远宏达华瑞盛泰金鼎新源中信天成东方长盛鑫隆佳禾润丰博奥科创云峰启航蓝海绿洲永固安顺"
PLACE = (
    "清河柳树石桥东沟西岭南湾北坡大营小庄杨家王官白水青山龙潭凤凰马厂牛栏平安永乐太平兴隆双井三道"
)
COLOURS = "红心先锋初心旗帜领航暖阳杏林春雨匠心银龄石榴向阳橙色蓝盾绿叶金钥匙灯塔同心惠民"
BODY_TYPES = ("hospital", "school", "government", "party_committee", "association")
LENGTHS = (6.35, 0.55)  # of the logarithm of the characters of a body
SHORTEST, LONGEST = 300, 3000
YEARS = range(2010, 2026)
TRIES = 4  # to find a phrase that the report has not used yet


@dataclass(frozen=True, slots=True)
class Report:
    """A made-up report with all that an index may want to know."""

    pk: int
    headline: str
    blocks: tuple[str, ...]
    author: str
    organizations: tuple[str, ...]
    brands: tuple[str, ...]
    publication: str
    region: str  # the code of the smallest division
    regions: tuple[str, ...]  # and all above it
    theme: str
    year: int
    date: int  # yyyymmdd

    @property
    def body(self) -> str:
        """The blocks as one text, a line each."""
        return "\n".join(self.blocks)

    @property
    def document(self) -> Document:
        """What our engine is given of it."""
        return Document(
            pk=self.pk,
            headline=self.headline,
            blocks=self.blocks,
            authors=(self.author,),
            organizations=self.organizations,
            brands=self.brands,
            sources=(self.publication,),
            regions=self.regions,
            themes=(self.theme,),
            organization_keys=self.organizations,
            brand_keys=self.brands,
            publications=(self.publication,),
            year=self.year,
            date=self.date,
            digest=str(self.pk),
        )


class Zipf(Generic[T]):
    """Things of which the first are drawn often and the last hardly ever."""

    def __init__(self, things: Sequence[T], exponent: float = 1.0, flat: float = 2.7) -> None:
        self._things = things
        self._ends = list(accumulate((n + flat) ** -exponent for n in range(len(things))))

    def draw(self, chance: Random) -> T:
        """Return one of them."""
        return self._things[bisect(self._ends, chance.random() * self._ends[-1])]


Phrase = tuple[tuple[str, str], ...]
"""Pieces of a sentence, each with the slot that follows it, or none."""


@dataclass(frozen=True, slots=True)
class Stock:
    """All that reports are made of."""

    phrases: dict[str, Zipf[Phrase]]
    themes: Zipf[str]
    nouns: Zipf[str]
    verbs: Zipf[str]
    policies: Zipf[str]
    surnames: Zipf[str]
    regions: Zipf[tuple[str, str, tuple[str, ...]]]
    suffixes: Zipf[str]


@cache
def stock() -> Stock:
    """Read the lists; some tenths of a second."""
    phrases: defaultdict[str, list[Phrase]] = defaultdict(list)
    for row in _rows(PHRASES):
        parts = SLOT.split(row[1])
        phrases[row[0]].append(tuple(zip(parts[::2], [*parts[1::2], ""], strict=True)))
    parts_of_report = {"headline", "section", "opener", "closer", "common"}
    shuffled = Random("stock")
    themes = sorted(phrases.keys() - parts_of_report)
    shuffled.shuffle(themes)
    regions = _regions()
    shuffled.shuffle(regions)
    suffixes = [
        suffix
        for suffix, kind, role, *_ in _rows(LEXICON / "organization_suffixes.tsv")
        if kind in BODY_TYPES and role == "own"
    ]
    nouns, verbs = _dictionary()
    return Stock(
        phrases={kind: Zipf(found, 0.6) for kind, found in phrases.items()},
        themes=Zipf(themes, 0.5),
        nouns=Zipf(nouns, 1.0, 30),
        verbs=Zipf(verbs, 1.0, 10),
        policies=Zipf([row[0] for row in _rows(LEXICON / "policy_terms.tsv")], 0.8),
        surnames=Zipf([row[0] for row in _rows(LEXICON / "surnames.tsv")], 0.9),
        regions=Zipf(regions, 0.6),
        suffixes=Zipf(suffixes, 0.7),
    )


def _rows(path: Path) -> list[list[str]]:
    """Return the rows of a list without remarks and header."""
    lines = path.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


def _regions() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return code, name and lineage of each division in use."""
    rows = {row[0]: row for row in _rows(LEXICON / "regions.tsv")}

    def lineage(code: str) -> tuple[str, ...]:
        return (code, *lineage(rows[code][4])) if code in rows else ()

    in_use = [(code, row[1]) for code, row in rows.items() if not row[8]]
    return [(code, name, lineage(code)) for code, name in in_use]


def _dictionary() -> tuple[list[str], list[str]]:
    """Return jieba's nouns and verbal nouns of two to four characters, the most frequent first."""
    with jieba.get_dict_file() as file:
        lines = file.read().decode("utf-8").splitlines()
    kinds: dict[str, list[tuple[int, str]]] = {"n": [], "vn": []}
    for line in lines:
        word, frequency, tag = line.split(" ")
        if tag in kinds and 2 <= len(word) <= 4 and "一" <= word[0] <= "龥":
            kinds[tag].append((-int(frequency), word))
    nouns, verbs = ([word for _, word in sorted(found)] for found in kinds.values())
    return nouns, verbs


class _Writer:
    """Writes one report with the few names and words that it keeps to."""

    def __init__(self, pk: int, seed: str) -> None:
        self.chance = Random(f"{seed}-{pk}")
        self.stock = stock()
        self.region, self.place, self.regions = self.stock.regions.draw(self.chance)
        self.nouns = Zipf(self._several(self.stock.nouns, 16), 0.8)
        self.verbs = Zipf(self._several(self.stock.verbs, 7), 0.8)
        self.bodies = [self.place + self.stock.suffixes.draw(self.chance) for _ in range(2)]
        self.brand = self._name(COLOURS, (3, 6))
        self.person = self._person()
        self.used: set[Phrase] = set()
        self.slots: dict[str, Callable[[], str]] = {
            "地": lambda: self.place,
            "位": lambda: self.chance.choice(self.bodies),
            "牌": lambda: self.brand,
            "村": lambda: self._name(PLACE, (2, 3)) + self.chance.choice(("村", "村", "社区")),
            "企": lambda: self._name(TRADE, (2, 3)) + "有限公司",
            "人": lambda: self.person if self.chance.random() < 0.6 else self._person(),
            "策": lambda: self.stock.policies.draw(self.chance),
            "词": lambda: self.nouns.draw(self.chance),
            "物": lambda: self.nouns.draw(self.chance),
            "动": lambda: self.verbs.draw(self.chance),
            "数": lambda: str(int(10 ** self.chance.uniform(2, 4.5))),
            "小": lambda: str(int(2 + 10 ** self.chance.uniform(0, 2))),
            "比": lambda: f"{self.chance.uniform(3, 100):.1f}%",
            "年": lambda: str(self.chance.choice(YEARS)),
        }

    def report(self, pk: int) -> Report:
        """Return the report with its key."""
        theme = self.stock.themes.draw(self.chance)
        year = self.chance.choice(YEARS)
        date = year * 10000 + self.chance.randint(1, 12) * 100 + self.chance.randint(1, 28)
        return Report(
            pk=pk,
            headline=self._phrase("headline"),
            blocks=tuple(self._body(theme)),
            author=self._person(),
            organizations=tuple(dict.fromkeys(self.bodies)),
            brands=(self.brand,),
            publication=f"{self.place}日报",
            region=self.region,
            regions=self.regions,
            theme=theme,
            year=year,
            date=date,
        )

    def _body(self, theme: str) -> Iterator[str]:
        """Yield paragraphs and the headings between them."""
        wanted = self.chance.lognormvariate(*LENGTHS)
        length = int(min(max(wanted, SHORTEST), LONGEST - 200))
        paragraph = [self._phrase("opener"), self._phrase(theme), self._phrase("common")]
        written = 0
        while True:
            text = "".join(paragraph)
            written += len(text)
            yield text
            if written >= length - 60:
                break
            if self.chance.random() < 0.35:
                yield self._phrase("section")
            other = self.stock.themes.draw(self.chance)
            kinds = [theme, theme, "common", theme, other]
            paragraph = [
                self._phrase(kind)
                for kind in self.chance.sample(kinds, self.chance.choice((2, 3, 4)))
            ]
        yield self._phrase("closer")

    def _phrase(self, kind: str) -> str:
        for _ in range(TRIES):
            pieces = self.stock.phrases[kind].draw(self.chance)
            if pieces not in self.used:
                break
        self.used.add(pieces)
        return "".join(f"{text}{self.slots[slot]() if slot else ''}" for text, slot in pieces)

    def _several(self, words: Zipf[str], count: int) -> list[str]:
        return list(dict.fromkeys(words.draw(self.chance) for _ in range(count)))

    def _name(self, characters: str, lengths: tuple[int, int]) -> str:
        pairs = range(0, len(characters) - 1, 2)
        length = self.chance.randint(*lengths)
        picked = "".join(characters[n : n + 2] for n in self.chance.sample(pairs, 3))
        return picked[:length]

    def _person(self) -> str:
        given = self.chance.sample(GIVEN, self.chance.choice((1, 2, 2)))
        return self.stock.surnames.draw(self.chance) + "".join(given)


def reports(start: int, stop: int, seed: str = "党建") -> Iterator[Report]:
    """Yield the reports with keys *start* to *stop*, the latter left out; keys begin with 1."""
    for pk in range(start, stop):
        yield _Writer(pk, seed).report(pk)


if __name__ == "__main__":
    for found in reports(1, 1 + int(sys.argv[1])):
        print(f"{found.headline}\n{found.author} {found.date} {found.region}\n{found.body}\n")
