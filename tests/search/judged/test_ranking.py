"""Does what was copied, remembered or asked for lead to the articles that answer it?

Beside our engine stands the set-up of the tutorials (``tests/benchmarks/peers/tutorial.py``) on
the same articles; ours is asked through the very function that the search page uses, the same way
for every kind of query. ``pytest -s`` prints the figures.
"""

import sys
from dataclasses import replace
from math import log2

import pytest

from search.engines.whoosh import WhooshEngine
from search.query.loosening import loosened
from search.resolving import understood
from tests.benchmarks.asking import Ask
from tests.benchmarks.corpus import Report
from tests.benchmarks.peers.tutorial import Tutorial
from tests.search.judged.collection import KINDS, articles, background, known_items, topics

SHOWN = 10


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    """Ours and the tutorial's, each over a set of documents that is indexed once."""
    made = {}

    def make(name):
        if name not in made:
            documents = [*articles().values(), *(background() if name == "known" else ())]
            ours = WhooshEngine(tmp_path_factory.mktemp("ours"))
            ours.rebuild(documents)
            tutorial = Tutorial(tmp_path_factory.mktemp("tutorial"))
            tutorial.index(map(report, documents))
            made[name] = ours, tutorial
        ours, tutorial = made[name]
        return {
            "ours": lambda text: shown(ours, understood(text)),
            "tutorial": lambda text: tutorial.ask(Ask("and", text)).pks[:SHOWN],
        }

    return make


def shown(engine, query):
    """Return the articles that the search page shows: those with all words, then those with some."""
    found = engine.search(query, size=SHOWN).pks
    some = loosened(query.tree)
    if len(found) == SHOWN or some is None:
        return found
    return found + engine.search(replace(query, tree=some), size=SHOWN - len(found)).pks


def report(document):
    """What the tutorial knows of a document; it is asked for nothing else."""
    return Report(
        pk=document.pk,
        headline=document.headline,
        blocks=document.blocks,
        author="",
        organizations=document.organizations,
        brands=document.brands,
        publication="",
        region=document.regions[0] if document.regions else "",
        regions=document.regions,
        theme="",
        year=0,
        date=0,
    )


def reciprocal_rank(pks, grades):
    """Return one over the place of the first hit that answers at all."""
    return next((1 / place for place, pk in enumerate(pks, 1) if pk in grades), 0)


def gain(grades):
    """Return the discounted gain of hits with these grades in this order."""
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))


def ndcg(pks, grades):
    """Return the gain of *pks* as a part of the best that ten hits could have."""
    best = sorted(grades.values(), reverse=True)[:SHOWN]
    return gain([grades.get(pk, 0) for pk in pks]) / gain(best)


def judged(search, queries):
    """Return MRR@10, nDCG@10, and how many queries found nothing."""
    hits = [(search(query.text), query.grades) for query in queries]
    return (
        round(sum(reciprocal_rank(*hit) for hit in hits) / len(hits), 3),
        round(sum(ndcg(*hit) for hit in hits) / len(hits), 3),
        sum(not pks for pks, _ in hits),
    )


def figures(name, queries, engines):
    """Return the figures of each engine, and print them."""
    found = {engine: judged(search, queries) for engine, search in engines.items()}
    lines = [f"\n{name}: {len(queries)} queries"]
    lines += [
        f"{engine:10} MRR@10 {mrr:.3f}  nDCG@10 {gained:.3f}  empty {empty}"
        for engine, (mrr, gained, empty) in found.items()
    ]
    sys.stdout.write("\n  ".join(lines) + "\n")
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_from_an_article_leads_back_to_it(kind, lists, engines):
    found = figures(kind, known_items(kind), engines("known"))
    rank, gained, empty = found["ours"]
    assert empty == 0
    assert better(rank, found["tutorial"][0])
    assert better(gained, found["tutorial"][1])


def test_topics_judged_by_hand_are_answered_better_than_by_the_tutorial(lists, engines):
    found = figures("topics", topics(), engines("topics"))
    rank, gained, empty = found["ours"]
    assert empty == 0
    assert better(rank, found["tutorial"][0])
    assert better(gained, found["tutorial"][1])


def test_there_are_as_many_queries_as_were_promised():
    assert len(topics()) >= 60
    assert len(topics()) + sum(len(known_items(kind)) for kind in KINDS) >= 300


def better(ours, other):
    """Whether ours is better, or both are perfect."""
    return ours > other or ours == other == 1
