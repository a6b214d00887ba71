import pytest
from hypothesis import given, settings, strategies as st

from search.query import Field, Listed, Not, Or, Phrase, Prefix, Query, Widened, Words
from search.query.widening import MAX_OTHERS, Expansions, expansions, grouped, may_widen, others

GROUPS = grouped(
    [
        ("卫健局", "卫生健康局", "市卫健局"),
        ("非公企业", "“非公”经济组织"),
        ("党员", "共产党员", "同志"),
        ("卫生", "保健"),
    ]
)


def said(leaf):
    return [str(node) for node in others(leaf, GROUPS)]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", None),
        ("卫", None),
        ("党建品牌", None),
        ("卫健", None),
        ("、", None),
        ("优卫生", Field.TITLE),
    ],
)
def test_what_holds_no_term_stays(text, field):
    assert others(Words(text, field), {}) == ()


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (Words("卫健局"), ["卫生健康局*"]),  # 市卫健局 is found by 卫健局 itself
        (Words("市卫健局"), ["卫健局*", "卫生健康局*"]),
        (Words("衛健局"), ["卫生健康局*"]),
        (Words("卫健局", Field.TITLE), ["标题:“卫生健康局”"]),
        (Phrase("卫健局", quoted=False), ["卫生健康局*"]),
        (Words("非公经济组织"), ["非公企业*"]),
        (Words("卫健局党建"), ["(卫健局* OR 卫生健康局*) 党建"]),
        (Words("推进卫健局、党建"), ["推进 (卫健局* OR 卫生健康局*) 、党建"]),
        (Words("卫健局"[:2] + "局党员"), ["(卫健局* OR 卫生健康局*) (党员* OR 同志*)"]),
        (Phrase("卫健局党员", quoted=False), ["卫健局同志*", "卫生健康局党员*", "卫生健康局同志*"]),
        (Words("卫生健康局"), ["卫健局*", "市卫健局*"]),  # the longest term, not 卫生
    ],
)  # fmt: skip
def test_widens_terms_and_runs_that_hold_one(leaf, expected):
    assert said(leaf) == expected


def test_a_short_term_counts_only_as_a_word_of_the_run():
    groups = grouped([("共产", "公产")])
    assert others(Words("共产"), groups) == (Prefix("公产"),)
    assert others(Words("共产党员"), groups) == ()


def test_a_term_that_two_groups_hold_belongs_to_the_first():
    groups = grouped([("甲甲", "乙乙"), ("甲甲", "丙丙")])
    assert (groups["甲甲"], groups["丙丙"]) == (("甲甲", "乙乙"), ("甲甲", "丙丙"))


def test_quotes_forbid_widening():
    assert not may_widen(Phrase("卫健局"))
    assert not may_widen(Prefix("卫健局"))
    assert may_widen(Phrase("卫健局", quoted=False))
    assert may_widen(Words("卫健局", Field.TITLE))


@given(st.lists(st.sampled_from(["卫健局", "非公企业", "党员", "卫生", "在", "，"]), max_size=40))
@settings(deadline=None)  # the first one reads the dictionary
def test_nothing_is_widened_by_much(words):
    run = "".join(words)
    for leaf in (Words(run), Phrase(run, quoted=False)):
        assert len(others(leaf, GROUPS)) <= MAX_OTHERS


def test_expansions_tell_what_was_sought_and_what_was_excluded():
    wide = Widened(Words("吉林"), (Prefix("吉省"), Listed("吉林", Field.REGION, ("220000",))))
    run = Widened(Words("卫健局党建"), others(Words("卫健局党建"), GROUPS))
    excluded = Widened(Phrase("党员", quoted=False), (Prefix("同志"),))
    assert expansions(Or((wide, run, Words("x"), Not(excluded)))) == Expansions(
        ("吉省", "吉林及所辖地区的报道", "卫生健康局"), ("同志",)
    )
    assert not expansions(Query.parse("a -b").tree)
    assert not expansions(None)


def test_a_widened_leaf_is_printed_as_typed():
    leaf = Widened(Phrase("党员", quoted=False), (Prefix("同志"),))
    assert (str(Not(leaf)), str(Not(Widened(Words("党员"), ())))) == ("-党员", "-(党员)")
