from pathlib import Path

import jieba
import pytest
from hypothesis import given, settings, strategies as st

from articles.extraction.lexicon.cutting import cut, cut_guessing
from articles.extraction.lexicon.given import likeness

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
MIXED = st.text(alphabet="党建引领乡村振兴办电高知群体A1b2.%+-_ 　，。“”\t·é犇", max_size=40)


@pytest.fixture(scope="module")
def peer():
    """A tokenizer of jieba's own, to which nobody has added words."""
    jieba.setLogLevel(60)
    return jieba.Tokenizer()


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_the_words_of_the_seeds_are_those_of_jieba(path, peer):
    lines = path.read_text("utf-8").splitlines()
    assert [cut(line) for line in lines] == [list(peer.cut(line, HMM=False)) for line in lines]
    assert [cut_guessing(line) for line in lines] == [list(peer.cut(line)) for line in lines]


@settings(max_examples=200)
@given(MIXED)
def test_the_words_of_any_text_are_those_of_jieba(peer, text):
    assert cut(text) == list(peer.cut(text, HMM=False))
    assert cut_guessing(text) == list(peer.cut(text))


@settings(max_examples=50)
@given(st.text(max_size=40))
def test_words_together_are_the_whole_of_the_text(text):
    assert "".join(cut(text)) == text
    assert "".join(cut_guessing(text)) == text


@pytest.mark.parametrize("given_name", ["永强", "占山", "志芳", "海涛", "磊"])
def test_what_people_are_called_looks_like_a_given_name(given_name):
    assert likeness(given_name) > 1


@pytest.mark.parametrize("words", ["度重", "多次", "现场", "标准", "于近", "党"])
def test_what_stands_in_running_text_does_not_look_like_a_given_name(words):
    assert likeness(words) < 0
