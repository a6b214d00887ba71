"""What cuts, jieba or rjieba, makes no difference but speed."""

import threading
from pathlib import Path

import pytest

from search import cutting
from search.analysis import fold, is_word, sentences

ROOT = Path(__file__).parents[2]
TEXTS = [
    fold(line)
    for path in (*ROOT.glob("seeds/*.txt"), *ROOT.glob("tests/**/*.txt"))
    for line in path.read_text("utf-8", errors="ignore").splitlines()
]


@pytest.fixture
def jieba():
    return cutting.Jieba()


@pytest.fixture
def rjieba():
    pytest.importorskip("rjieba")
    return cutting.Rjieba()


def test_both_cut_nearly_every_sentence_alike(jieba, rjieba):
    found = [sentence for text in TEXTS for sentence in sentences(text)]
    alike = sum(
        [term for term in jieba.search(sentence) if is_word(term[0])]
        == [term for term in rjieba.search(sentence) if is_word(term[0])]
        for sentence in found
    )
    assert len(found) > 1000
    assert alike / len(found) >= 0.995


@pytest.mark.parametrize("name", ["jieba", "rjieba"])
def test_pieces_joined_are_the_text_and_words_stand_where_they_say(request, name):
    tokeniser = request.getfixturevalue(name)
    for text in [*TEXTS[:200], "1-8月,doi:10.16/j.cnki--2023,5.2%"]:
        assert "".join(tokeniser.cut(text)) == text
        terms = list(tokeniser.search(text))
        assert [text[start:end] for _, start, end in terms] == [word for word, _, _ in terms]
        assert list(filter(is_word, tokeniser.search_words(text))) == [
            word for word, _, _ in terms if is_word(word)
        ]


@pytest.mark.parametrize("name", ["jieba", "rjieba"])
def test_both_learn_a_word(request, name):
    tokeniser = request.getfixturevalue(name)
    assert "四强党支部" not in tokeniser.cut("创建四强党支部")
    assert not tokeniser.knows("四强党支部")
    tokeniser.add("四强党支部")
    assert list(tokeniser.cut("创建四强党支部")) == ["创建", "四强党支部"]
    assert tokeniser.knows("四强党支部")


def test_what_is_no_longer_learnt_is_forgotten_and_what_was_known_is_not():
    before = cutting.learnt()
    try:
        cutting.learn(frozenset({"四强党支部", "医院"}))
        assert list(cutting.cut("四强党支部")) == ["四强党支部"]
        assert not cutting.known("医院")
        cutting.learn(frozenset())
        assert list(cutting.cut("四强党支部")) != ["四强党支部"]
        assert cutting.known("医院")
        assert list(cutting.cut("去医院")) == ["去", "医院"]
    finally:
        cutting.learn(before)


def test_learning_disturbs_no_thread_that_cuts():
    before, failures, done = cutting.learnt(), [], threading.Event()

    def cut():
        while not done.is_set():
            try:
                assert cutting.words_for_search("白山市中心医院党委打造党建品牌" * 500)
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=cut) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for number in range(5):
            cutting.learn(frozenset({f"新词语{number}", "四强党支部"}))
    finally:
        done.set()
        for thread in threads:
            thread.join()
        cutting.learn(before)
    assert failures == []


def test_without_rjieba_jieba_cuts_and_keeps_its_dictionary_where_it_is_told(
    tmp_path, monkeypatch
):
    for name in ("FAST", "_tokeniser", "_folder"):
        monkeypatch.setattr(cutting, name, None)
    cutting.keep_dictionary_in(tmp_path / "jieba")
    assert list(cutting.cut("党建品牌")) == ["党建", "品牌"]
    assert [path.name for path in (tmp_path / "jieba").iterdir()] == ["jieba.cache"]
