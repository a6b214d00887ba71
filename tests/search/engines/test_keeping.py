"""What every engine must keep: what is put, a dictionary, likeness, a vocabulary."""

from search import cutting
from search.engine import Document, Results
from search.query import (
    Query,
)
from tests.search.engines.samples import DOCUMENTS, found


def test_put_replaces(engine):
    engine.put([Document(1, "新题", ("别的内容",), digest="z")])
    assert found(engine, "医心") == set()
    assert found(engine, "内容") == {1}
    assert engine.digests() == {1: "z", 2: "b", 3: "c"}


def test_put_takes_the_last_of_two_with_one_key(engine):
    engine.put([Document(4, "旧", ()), Document(4, "新", ())])
    assert (found(engine, "旧"), found(engine, "新")) == (set(), {4})


def test_remove_minds_no_missing_key(engine):
    engine.remove([1, 99])
    assert found(engine, "") == {2, 3}


def test_rebuild_forgets_what_was_there(engine):
    assert engine.rebuild(DOCUMENTS[:1]) == 1
    assert engine.digests() == {1: "a"}
    assert engine.rebuild([]) == 0
    assert engine.search(Query.parse("党"), facets=("region", "theme", "year")).total == 0
    assert not engine.stale()
    assert engine.whole()


def test_alike_are_those_that_share_rare_words_and_never_itself(engine):
    engine.rebuild(
        [
            Document(1, "志愿服务进社区", ("社区老人量血压",)),
            Document(2, "志愿服务队成立", ("量血压，送健康",)),
            Document(3, "招商引资", ("项目开工，社区",)),
            Document(4, "无关", ("什么也没有",)),
        ]
    )
    assert engine.similar(1, size=2).pks == (2, 3)
    assert engine.similar(1, size=1).pks == (2,)
    assert engine.similar(1, hidden=frozenset({2})).pks == (3,)
    assert engine.similar(99) == Results((), 0)
    engine.remove([1])
    assert engine.similar(1) == Results((), 0)


def test_the_vocabulary_counts_documents_by_word(engine):
    engine.put([Document(1, "党建", ("党建，党建",), brands=("党建",)), Document(4, "党建", ())])
    engine.remove([2])
    assert dict(engine.vocabulary()) == {
        "党建": 3,
        "社区": 1,
        "引领": 1,
        "治理": 1,
        "品牌": 1,
        "响": 1,
    }


def test_a_dictionary_is_kept_and_cuts_what_comes_later(engine):
    before = cutting.learnt()
    try:
        engine.rebuild([Document(1, "四强党支部", ())], frozenset({"四强党支部"}))
        assert engine.dictionary() == {"四强党支部"}
        assert "四强党支部" in dict(engine.vocabulary())
        engine.teach(frozenset({"医心向党"}))
        assert engine.dictionary() == {"医心向党"}
        engine.put([Document(2, "医心向党", ())])
        assert "医心向党" in dict(engine.vocabulary())
    finally:
        cutting.learn(before)
