import pytest

from search.query import Query, Words, Years, every_leaf, leaves, with_leaves


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("-a", []), ("a -b OR c", ["a", "c"]), ("-(-a)", ["“a”"]), ("-(a -b)", ["“b”"])],
)
def test_what_is_excluded_is_not_wanted(typed, wanted):
    assert [str(leaf) for leaf in Query.parse(typed).wanted] == wanted


def test_every_leaf_is_met_once():
    tree = Query.parse("a -b (c OR -d)").tree
    assert sorted(str(leaf) for leaf in every_leaf(tree)) == ["a", "c", "“b”", "“d”"]
    assert list(leaves(None)) == []


def test_leaves_are_replaced_wherever_they_stand():
    tree = Query.parse("a -(a OR b)").tree
    assert str(with_leaves(tree, {Words("a"): Words("c")})) == "c -(c OR b)"


@pytest.mark.parametrize(
    ("years", "inside", "outside"),
    [
        (Years(2019, 2021), [2019, 2021], [2018, 2022, None]),
        (Years(None, 2021), [1], [2022, None]),
    ],
)
def test_a_span_of_years_holds_its_ends(years, inside, outside):
    assert list(map(years.holds, inside)) == [True] * len(inside)
    assert list(map(years.holds, outside)) == [False] * len(outside)
