import pytest
from hypothesis import given, strategies as st

from search import cutting
from search.analysis import (
    QUOTES,
    SIMPLIFIED,
    bare,
    bare_with_offsets,
    characters,
    dictionary_of,
    fold,
    fold_run,
    fold_with_offsets,
    needles,
    sentences,
    words,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        (" \n\t\u3000\u00a0\u200b\ufeff", ""),
        ("。、《》·", "。、《》·"),
        ("白 \n\n 山市", "白山市"),
        ("ＬＯＧＯ，（１＋Ｎ）：８３．３％", "logo,(1+n):83.3%"),
        ("“医心”‘向党’＂", '"医心"\'向党\'"'),
        ("2021—2025 ２０２１－２０２５", "2021-20252021-2025"),
        ("医心•向党・初心", "医心·向党·初心"),
        ("İ", "i"),
        ("党\ud800建", "党建"),
        ("黨員幹部醫療衛生義診，後勤於裡", "党员干部医疗卫生义诊,后勤于里"),
        ("乾坤著名什么瞭望", "乾坤著名什么瞭望"),  # which simplified print uses
    ],
)
def test_folds(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_no_simplified_character_is_a_traditional_one_too():
    assert len(SIMPLIFIED) > 2500
    assert SIMPLIFIED.keys().isdisjoint(SIMPLIFIED.values())
    assert {len(pair[0] + pair[1]) for pair in SIMPLIFIED.items()} == {2}


@given(st.text(), st.text())
def test_folding_knows_no_neighbours(one, other):
    assert fold(one + other) == fold(one) + fold(other)


@given(st.text())
def test_every_folded_character_keeps_its_place(text):
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert [fold(text[offset]) for offset in offsets] == list(folded)
    assert offsets == sorted(set(offsets))


@given(st.text(alphabet="党a “”‘’『」《》Ａ"))
def test_bare_text_is_folded_text_without_quotation_marks_and_keeps_places(text):
    found, offsets = bare_with_offsets(text)
    assert found == bare(fold(text)) == "".join(c for c in fold(text) if c not in QUOTES)
    assert [fold(text[offset]) for offset in offsets] == list(found)
    assert offsets == sorted(set(offsets))


@pytest.mark.parametrize(
    ("typed", "run"), [("“四强”党支部", "四强党支部"), ("「Ａ」", "a"), ("‘", "'"), (" ", "")]
)
def test_a_run_is_bare_unless_it_is_nothing_but_quotation_marks(typed, run):
    assert fold_run(typed) == run


def test_characters_are_numbered_without_white_space():
    assert [tuple(term) for term in characters("白 Ｓ")] == [("白", 0, 0, 1), ("s", 1, 2, 3)]


def test_words_hold_the_shorter_words_in_them():
    assert [term.text for term in words("中心医院，")] == ["中心", "医院", "中心医院"]


def test_words_are_numbered_and_point_at_the_text():
    text = "党建 引领，ＬＯＧＯ 83.3%"
    terms = list(words(text))
    assert [term.position for term in terms] == list(range(len(terms)))
    assert [text[term.start : term.end] for term in terms] == ["党建", "引领", "ＬＯＧＯ", "83.3%"]
    assert [term.text for term in terms] == ["党建", "引领", "logo", "83.3%"]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([], ()),
        (["\u200b"], ()),
        (["党建，党建"], ("党建",)),
        (["——"], ("--",)),
        (["《"], ("《",)),
        (["83.3％"], ("83.3%",)),
        (["医心向党", "党"], ("医心", "向", "党")),
        (["「三会」一课", "‘", "《四强》"], ("三会", "一课", "'", "四强")),
    ],
)
def test_needles(runs, expected):
    assert needles(runs) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("党建", ["党建"]),
        ("近1.2万人，(含3人)", ["近1.2万人,(含3人)"]),
        ("一。二！三？四；五……六", ["一。", "二!", "三?", "四;", "五……", "六"]),
        ("真的？！好。）」又", ["真的?!", "好。)」", "又"]),
        ("“好。”说：“行！”“对”", ['"好。"', '说:"行!"', '"对"']),
        ("义诊。“好！”群众", ["义诊。", '"好!"', "群众"]),
        ("。。", ["。。"]),
    ],
)
def test_sentences(text, expected):
    assert sentences(fold(text)) == expected


@given(st.text(alphabet="党。！；…“”‘’」）a"))
def test_sentences_are_the_whole_text(text):
    assert "".join(sentences(fold(text))) == fold(text)
    assert all(sentences(fold(text)))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "党",
        "医院",
        "卫健局" * 5,
        "有温度的党建",
        "1+6工作法",
        "2023年",
        "党建LOGO设",
        "医心·向党",
    ],
)
def test_is_no_word_to_learn(name):
    assert dictionary_of([name]) == frozenset()


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("“醫心 向黨”", "医心向党"),
        ("“四强”党支部", "四强党支部"),
        ("５Ｇ义诊队", "5g义诊队"),
        ("白山市中心医院党委", "白山市中心医院党委"),
    ],
)
def test_is_a_word_to_learn_also_once_it_is_learnt(name, word):
    before = cutting.learnt()
    assert dictionary_of([name, "医院"]) == {word}
    try:
        cutting.learn(frozenset([word]))
        assert dictionary_of([name, "医院"]) == {word}
    finally:
        cutting.learn(before)
