"""Whoosh's own searchers read what we wrote, and find what we find: a change of Whoosh shows here."""

import pytest
from whoosh import __version__, query
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from search.engine import Document
from search.engines.whoosh import WhooshEngine
from search.engines.whoosh_codec import GRAMS, WORDS
from search.query import Phrase, Query
from tests.search.engines.samples import TEXTS, report


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    engine = WhooshEngine(tmp_path_factory.mktemp("whoosh") / "index")
    engine.rebuild(map(report, range(len(TEXTS)), TEXTS))
    engine.put([report(1, TEXTS[0]), report(90, TEXTS[3])])
    engine.remove([2])
    return engine


@pytest.fixture
def searcher(engine):
    with FileIndex(FileStorage(str(next(engine._root.glob("index-*"))))).searcher() as searcher:
        yield searcher


def keys(searcher, asked):
    return {hit["pk"] for hit in searcher.search(asked, limit=None)}


def test_it_is_the_whoosh_that_was_tried():
    assert __version__[:2] == (2, 7)


@pytest.mark.parametrize("text", ["党建", "医院", "的", "初心", "百分之"])
def test_whoosh_finds_a_pair_where_we_do(engine, searcher, text):
    expected = set(engine.search(Query(tree=Phrase(text)), size=1000).pks)
    pairs = [query.Term("text", text[place : place + 2]) for place in range(len(text) - 1)]
    if len(text) == 1:
        assert keys(searcher, query.Prefix("text", text)) == expected
    elif len(text) == 2:
        assert keys(searcher, query.And(pairs)) == expected
    else:
        assert keys(searcher, query.And(pairs)) >= expected


def test_whoosh_combines_and_scores_them(engine, searcher):
    one, other = query.Term(WORDS, "党建"), query.Term(WORDS, "医院")
    both = keys(searcher, query.And([one, other]))
    assert both == keys(searcher, one) & keys(searcher, other) != set()
    assert keys(searcher, query.And([one, query.Not(other)])) == keys(searcher, one) - both
    assert all(hit.score > 0 for hit in searcher.search(one))


def test_whoosh_counts_words_as_we_do(engine, searcher):
    reader = searcher.reader()
    ours = dict(engine.vocabulary())
    for word, spread in list(ours.items())[::50]:
        assert len(list(reader.postings(WORDS, word).all_ids())) == spread
        assert reader.frequency(WORDS, word) >= reader.doc_frequency(WORDS, word) >= spread


def test_whoosh_knows_documents_and_fields(engine, searcher):
    reader = searcher.reader()
    assert set(reader.indexed_field_names()) == {WORDS, *GRAMS}
    assert {reader.stored_fields(doc)["pk"] for doc in reader.all_doc_ids()} == set(
        engine.digests()
    )
    assert reader.doc_count() == len(TEXTS)
    assert reader.doc_count_all() == len(TEXTS) + 2
    assert reader.field_length(WORDS) > reader.max_field_length(WORDS) > 0


def test_a_term_that_is_not_there(searcher):
    assert (WORDS, "不存在") not in searcher.reader()
    assert keys(searcher, query.Term("text", "魑魅")) == set()


def test_an_empty_index_is_one_to_whoosh_too(tmp_path):
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild([])
    with FileIndex(FileStorage(str(next(engine._root.glob("index-*"))))).searcher() as searcher:
        assert keys(searcher, query.Every()) == set()
    engine.put([Document(1, "新题", ())])
    assert engine.search(Query()).pks == (1,)
