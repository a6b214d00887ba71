import pytest
from hypothesis import given, strategies as st

from search.query import MAX_LENGTH, MAX_TERMS, Query


def read(typed):
    query = Query.parse(typed)
    return query.words, query.phrases, query.excluded


@pytest.mark.parametrize("typed", ["", "  \n\u3000", "“”", '" "', "“”“”"])
def test_nothing_asked_is_blank_without_a_notice(typed):
    query = Query.parse(typed)
    assert query.blank
    assert query.notice == ""


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("党建 品牌", (("党建", "品牌"), (), ())),
        ("党建\u3000品牌", (("党建", "品牌"), (), ())),
        ('"医心向党"', ((), ("医心向党",), ())),
        ("“医心向党”", ((), ("医心向党",), ())),
        ("”医心向党“", ((), ("医心向党",), ())),
        ("＂医心向党＂", ((), ("医心向党",), ())),
        ('“医心向党"', ((), ("医心向党",), ())),
        ("“医心 向党”党建“三会一课”", (("党建",), ("医心 向党", "三会一课"), ())),
        ("党建 -培训", (("党建",), (), ("培训",))),
        ("党建 －培训", (("党建",), (), ("培训",))),
        ("党建 -“理论 培训”", (("党建",), (), ("理论 培训",))),
        ("2021-2025", (("2021-2025",), (), ())),
        ("- 党建", (("-", "党建"), (), ())),
        ("——", (("——",), (), ())),
    ],
)
def test_reads(typed, expected):
    assert read(typed) == expected
    assert Query.parse(typed).notice == ""


@pytest.mark.parametrize("typed", ["“医心向党", '医心向党"', "“医心“向党”"])
def test_unbalanced_quotes_are_plain_words_with_a_notice(typed):
    query = Query.parse(typed)
    assert query.phrases == ()
    assert "".join(query.words) == "医心向党"
    assert query.notice == "引号不成对，已按普通词检索"


def test_what_is_too_long_is_cut_with_a_notice():
    query = Query.parse("党" * (MAX_LENGTH + 1))
    assert query.words == ("党" * MAX_LENGTH,)
    assert query.notice == "检索词过长，只取了前 200 个字"


def test_too_many_parts_are_cut_with_a_notice():
    query = Query.parse(" ".join(f"词{n}" for n in range(MAX_TERMS + 1)))
    assert query.words == tuple(f"词{n}" for n in range(MAX_TERMS))
    assert query.notice == "检索词过多，只取了前 20 个"


@given(st.text(alphabet='党建品牌 “”"＂-a1', max_size=60))
def test_the_parts_of_a_query_read_back_as_the_same_query(typed):
    once = Query.parse(typed)
    again = Query.parse(" ".join(once.parts))
    assert (again.words, again.phrases, again.excluded) == (
        once.words,
        once.phrases,
        once.excluded,
    )
