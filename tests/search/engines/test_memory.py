"""The plain truth is itself plain: what it says of random texts follows from substrings."""

from hypothesis import given, settings, strategies as st

from search.analysis import bare, fold, needles, sentences
from search.engine import Document
from search.engines.memory import MemoryEngine
from search.query import Near, Phrase, Prefix, Query, Together, Words

TEXT = st.text(alphabet="党員员建a1 。！“”「」，Ａ１\n", max_size=30)
TYPED = st.text(alphabet="党員员建a1“「，Ａ", min_size=1, max_size=4).filter(fold)


def finds(node, *blocks):
    engine = MemoryEngine()
    engine.put([Document(1, blocks[0], blocks[1:])])
    return engine.search(Query(tree=node)).total == 1


@given(TEXT, TEXT, TYPED)
def test_a_phrase_is_a_substring_of_a_folded_block(one, other, typed):
    truth = fold(typed) in fold(one) or fold(typed) in fold(other)
    assert finds(Phrase(typed), one, other) == truth


@given(TEXT, TEXT, TYPED)
def test_what_is_not_cut_is_a_substring_of_a_bare_block(one, other, typed):
    run = bare(fold(typed)) or fold(typed)
    views = [view for text in (one, other) for view in (fold(text), bare(fold(text)))]
    assert finds(Prefix(typed), one, other) == any(run in view for view in views)


@given(TEXT, TEXT, TYPED)
@settings(deadline=None)  # the first one reads the dictionary
def test_words_stand_in_any_block_each(one, other, typed):
    views = [view for text in (one, other) for view in (fold(text), bare(fold(text)))]
    truth = all(any(word in view for view in views) for word in needles([typed]))
    assert finds(Words(typed), one, other) == truth


@given(TEXT, TEXT, st.lists(TYPED, min_size=2, max_size=3, unique_by=fold))
def test_words_together_stand_in_one_sentence_or_block(one, other, typed):
    words = [fold(word) for word in typed]
    blocks = [fold(one), fold(other)]
    parts = [part for block in blocks for part in sentences(block)]
    for within, stretches in (("段", blocks), ("句", parts)):
        truth = any(all(word in stretch for word in words) for stretch in stretches)
        assert finds(Together(tuple(typed), within), one, other) == truth


@given(TEXT, st.lists(TYPED, min_size=2, max_size=2, unique_by=fold), st.integers(0, 9))
@settings(max_examples=300)
def test_words_near_each_other_stand_in_a_short_stretch(text, typed, distance):
    words, folded = [fold(word) for word in typed], fold(text)
    room = sum(map(len, words)) + distance
    stretches = [folded[at : at + room] for at in range(len(folded))]
    truth = any(all(word in stretch for word in words) for stretch in stretches)
    assert finds(Near(tuple(typed), distance), text) == truth
