"""Known-item search: does what was copied or remembered from a text lead back to it?

The documents are the paragraphs of the seeds (and of ``tests/unseen``, where it is there), each
with its first clause for a headline; the queries are drawn from them, always the same ones. Beside
our engine stands the set-up of the tutorials: Whoosh, jieba's ``ChineseAnalyzer``, and Whoosh's
own parser, over the body alone and over headline and body. ``pytest -s`` prints the figures.
"""

import random
import re
import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import jieba
import pytest
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import MultifieldParser, QueryParser

from articles.extraction import extract
from articles.extraction.markup import blocks
from search.analysis import fold
from search.engine import Document
from search.engines.whoosh import WhooshEngine
from search.query import Query

TESTS = Path(__file__).parents[2]
SOURCES = sorted([*TESTS.parent.glob("seeds/*.txt"), *TESTS.glob("unseen/*.txt")])
MOST_FILES = 40  # what is beyond would only make the run longer
CLAUSE = re.compile(r"[^，。；：！？、]{6,40}(?=[，。；：！？])")
SHOWN = 10
EACH = 60  # queries of each kind
SAFE = re.compile(r"[\w，。、；]+")  # no sign that either parser takes for an order


class Asked(NamedTuple):
    """A query, and the key of the document that it was drawn from."""

    text: str
    pk: int


def documents():
    """The long paragraphs, each once, the first clause of each as its headline."""
    found = {}
    for path in SOURCES[:MOST_FILES]:
        for article in extract(path.read_text("utf-8", "replace")):
            for block in blocks(article.layout.body):
                clause = CLAUSE.match(block.text)
                if clause and len(block.text) > 40:
                    found[fold(block.text)] = clause[0], block.text[clause.end() :]
    return [Document(pk, title, (body,)) for pk, (title, body) in enumerate(found.values(), 1)]


DOCUMENTS = documents()


def title_words(document, chance):
    """Two or three words of the headline, in any order."""
    words = sorted({word for word in jieba.cut(document.headline) if len(word) > 1})
    return " ".join(chance.sample(words, min(len(words), chance.choice((2, 3)))))


def title_piece(document, chance):
    """Six to ten characters of the headline that begin or end within a word."""
    ends = {0}
    for word in jieba.cut(document.headline):
        ends.add(max(ends) + len(word))
    text, length = document.headline, chance.randint(6, 10)
    starts = [s for s in range(len(text) - length + 1) if not {s, s + length} <= ends]
    return text[(start := chance.choice(starts)) : start + length] if starts else ""


def body_piece(document, chance):
    """Eight to twelve characters of the body, wherever they begin."""
    text, length = document.blocks[0], chance.randint(8, 12)
    start = chance.randrange(max(1, len(text) - length))
    return text[start : start + length].strip("，。、；")


def queries(draw):
    """Return :data:`EACH` different queries, the same ones every time."""
    chance = random.Random(draw.__name__)
    found = {}
    for _ in range(20 * EACH):
        document = chance.choice(DOCUMENTS)
        text = draw(document, chance)
        if all(SAFE.fullmatch(run) for run in text.split()) and len(text) > 3:
            found.setdefault(text, Asked(text, document.pk))
        if len(found) == EACH:
            break
    return list(found.values())


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    engine = WhooshEngine(tmp_path_factory.mktemp("judged") / "index")
    engine.rebuild(DOCUMENTS)
    return lambda text: engine.search(Query.parse(text), size=SHOWN).pks


@pytest.fixture(scope="module")
def tutorials():
    """The tutorial set-up, by the fields that it asks."""
    with warnings.catch_warnings():  # jieba leaves a file open
        warnings.simplefilter("ignore")
        analyzer = import_module("jieba.analyse").ChineseAnalyzer()
    schema = Schema(pk=ID(stored=True), title=TEXT(analyzer), content=TEXT(analyzer))
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for document in DOCUMENTS:
        writer.add_document(
            pk=str(document.pk),
            title=document.headline,
            content=document.headline + document.blocks[0],
        )
    writer.commit()
    parsers = {
        "body": QueryParser("content", schema),
        "headline and body": MultifieldParser(["title", "content"], schema),
    }
    searcher = index.searcher()

    def asks(parser):
        return lambda text: [
            int(hit["pk"]) for hit in searcher.search(parser.parse(text), limit=SHOWN)
        ]

    return {name: asks(parser) for name, parser in parsers.items()}


def judged(search, asked):
    """Return the mean reciprocal rank within ten, and how many queries found nothing."""
    ranks, empty = 0.0, 0
    for query in asked:
        pks = list(search(query.text))
        empty += not pks
        ranks += 1 / (pks.index(query.pk) + 1) if query.pk in pks else 0
    return round(ranks / len(asked), 3), empty


@pytest.mark.parametrize("draw", [title_words, title_piece, body_piece])
def test_what_comes_from_a_text_leads_back_to_it(draw, ours, tutorials):
    asked = queries(draw)
    assert len(asked) == EACH
    figures = {"ours": judged(ours, asked)}
    figures |= {name: judged(search, asked) for name, search in tutorials.items()}
    lines = [f"\n{draw.__name__}: {len(asked)} queries, {len(DOCUMENTS)} documents"]
    lines += [f"{name:18} MRR@10 {r:.3f}  empty {e}" for name, (r, e) in figures.items()]
    sys.stdout.write("\n  ".join(lines) + "\n")
    rank, empty = figures.pop("ours")
    assert empty == 0
    assert rank >= max(other for other, _ in figures.values())
