"""Articles and queries with known answers, for measuring how well hits are ordered.

Eighty-eight articles: the seeds, ``tests/practice``, the odd ones of ``tests/unseen`` where it is
there, and ``reports.txt``. Known items are drawn from them by chance, always the same ones; made-up
reports stand around them then, so that ranks mean something. Topics are judged by hand.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import jieba

from articles.extraction import Article, extract
from articles.extraction.lexicon.divisions import ancestors
from articles.extraction.markup import blocks
from search.engine import Document
from tests.benchmarks.corpus import reports

HERE = Path(__file__).parent
TESTS = HERE.parents[1]
SAFE = re.compile(r"[\w，。、；]+")  # no sign that either parser takes for an order
BACKGROUND = 150  # made-up reports around known items


class Judged(NamedTuple):
    """A query, and how well documents answer it, by key: 3 best, absent not at all."""

    text: str
    grades: Mapping[int, int]


def _texts() -> Iterator[tuple[str, str]]:
    """Yield the text of each file with the sign that its articles go by."""
    for path in sorted((TESTS.parent / "seeds").glob("*.txt")):
        yield path.name.partition("_")[0], path.read_text("utf-8", "replace")
    for sign, room in (("p", "practice"), ("u", "unseen")):
        for path in sorted(
            (TESTS / room).glob("[0-9][13579]_*.txt" if room == "unseen" else "*.txt")
        ):
            yield sign + path.name.partition("_")[0], path.read_text("utf-8", "replace")
    parts = re.split(r"^=== ", (HERE / "reports.txt").read_text("utf-8"), flags=re.MULTILINE)
    for part in parts[1:]:
        sign, _, text = part.partition("\n")
        yield sign, text


@cache
def articles() -> Mapping[str, Document]:
    """Return every article by its sign: the file's, and its number where there are more."""
    found: dict[str, Document] = {}
    for sign, text in _texts():
        for article in extract(text):
            name = sign if sign.startswith("r") else f"{sign}-{article.ordinal}"
            found[name] = _document(len(found) + 1, article)
    return found


def _document(pk: int, article: Article) -> Document:
    layout = article.layout
    code = article.region.adcode if article.region else None
    return Document(
        pk=pk,
        headline=layout.headline,
        blocks=tuple(_blocks(article)),
        authors=tuple(author.name for author in layout.authors),
        organizations=tuple(o.name for o in article.organizations),
        brands=tuple(dict.fromkeys(brand.name for brand in article.brands)),
        regions=tuple(ancestors(code)) if code else (),
        digest=str(pk),
    )


def _blocks(article: Article) -> Iterator[str]:
    """Yield what :func:`search.documents.blocks` yields of a stored article."""
    for name, text in article.layout.parts().items():
        if name == "body":
            yield from (block.text for block in blocks(text))
        elif name != "headline":
            yield from text.splitlines()


def background() -> list[Document]:
    """Return made-up reports, which nobody looks for."""
    start = len(articles()) + 1
    return [report.document for report in reports(start, start + BACKGROUND)]


def topics() -> list[Judged]:
    """Return the topics with the judgements on the articles that are here."""
    rows = (HERE / "topics.tsv").read_text("utf-8").splitlines()
    here = articles()
    found = []
    for row in rows:
        if row.startswith(("#", "query\t")):
            continue
        text, answers = row.split("\t")
        grades = dict(answer.split("=") for answer in answers.split())
        known = {here[sign].pk: int(grade) for sign, grade in grades.items() if sign in here}
        if known:
            found.append(Judged(text, known))
    return found


def title_words(document: Document, chance: random.Random) -> str:
    """Two or three words of the headline, in any order."""
    words = sorted({word for word in jieba.cut(document.headline) if len(word) > 1})
    return " ".join(chance.sample(words, min(len(words), chance.choice((2, 3)))))


def title_piece(document: Document, chance: random.Random) -> str:
    """Six to ten characters of the headline that begin or end within a word."""
    ends = {0}
    for word in jieba.cut(document.headline):
        ends.add(max(ends) + len(word))
    text, length = document.headline, chance.randint(6, 10)
    starts = [s for s in range(len(text) - length + 1) if not {s, s + length} <= ends]
    return text[(start := chance.choice(starts)) : start + length] if starts else ""


def body_piece(document: Document, chance: random.Random) -> str:
    """Eight to twelve characters of one block of the body, wherever they begin."""
    text = chance.choice([block for block in document.blocks if len(block) > 40])
    length = chance.randint(8, 12)
    start = chance.randrange(len(text) - length)
    return text[start : start + length].strip("，。、；")


KINDS = {"title words": title_words, "title pieces": title_piece, "body pieces": body_piece}
EACH = 80  # queries of each kind


def known_items(kind: str) -> list[Judged]:
    """Return :data:`EACH` different queries of a kind, each with the article it was drawn from."""
    chance = random.Random(kind)
    found: dict[str, Judged] = {}
    several = list(articles().values())
    while len(found) < EACH:
        document = chance.choice(several)
        text = KINDS[kind](document, chance)
        if len(text) > 3 and all(SAFE.fullmatch(run) for run in text.split()):
            found.setdefault(text, Judged(text, {document.pk: 1}))
    return list(found.values())
