import pytest
from hypothesis import given, strategies as st

from articles.curation.anchoring import anchor, find

TEXT = "开展培训班3期，142名党务干部接受培训；举办讲座3期。"


def old(text, quote, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return anchor(text, start, start + len(quote))


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("142名", "没有这个数了。"),
        ("3期", "全文换了一篇，只是碰巧也有3期这两个字。"),
        ("3期", ""),
    ],
)
def test_a_quote_whose_surroundings_are_gone_is_lost(quote, text):
    assert find(text, old(TEXT, quote)) is None


def test_of_two_equal_quotes_the_one_with_its_surroundings_is_found():
    changed = "今年，" + TEXT
    assert find(changed, old(TEXT, "3期", 0)).start == TEXT.index("3期") + 3
    assert find(changed, old(TEXT, "3期", 1)).start == TEXT.rindex("3期") + 3


def test_a_long_quote_that_stands_once_needs_no_surroundings():
    was = old("此前，白山市中心医院党委牵头。", "白山市中心医院党委")
    assert find("白山市中心医院党委", was).start == 0


@given(
    st.text(alphabet="党建甲乙丙123，。", min_size=1, max_size=60),
    st.data(),
    st.text(alphabet="新前言。", max_size=20),
)
def test_text_put_before_moves_every_quote_by_its_length(text, data, lead):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    was = anchor(text, start, end)
    found = find(lead + text, was)
    if found is not None:  # a text of one repeated character cannot be told apart
        assert (lead + text)[found.start : found.end] == was.quote
    assert find(text, was) == was
