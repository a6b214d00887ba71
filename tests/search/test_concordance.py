import pytest
from hypothesis import given, settings, strategies as st

from search.analysis import fold
from search.concordance import CONTEXT, Seeker
from search.query import Prefix, Query, Widened, Words


def shown(text, typed, **options):
    return [(x.left, x.hit, x.right) for x in Seeker(Query.parse(typed)).lines(text, **options)]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("党建引领", ""),
        ("党建引领", "-党建"),
        ("党建引领", "培训"),
        ("党建引领", "标题:党建"),  # no headline
        ("张三报道", "作者:张三"),
        ("张三报道", "来源:报道"),
        ("党员一。义诊二。", "“党员 义诊”~句"),
        ("党员在社区里义诊", "“党员 义诊”~3"),
        ("党员", "“党员 义诊”~段"),
        ("", "党建"),
    ],
)
def test_has_no_place(text, typed):
    assert shown(text, typed) == []


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("抓党建，强党建", "党建", [("抓", "党建", "，强党建"), ("抓党建，强", "党建", "")]),
        ("黨 建品牌", "党建 品牌", [("", "黨 建品牌", "")]),
        ("“四强”党支部好", "四强党支部", [("“", "四强”党支部", "好")]),
        ("张三报道", "单位:张三", [("", "张三", "报道")]),
        ("党员甲，党员乙义诊", "“党员 义诊”~5", [("党员甲，", "党员乙义诊", "")]),
        (
            "头。 党员在社区义诊。党员来。义诊帮党员！",
            "“党员 义诊”～句",
            [("", "党员在社区义诊", "。"), ("", "义诊帮党员", "！")],
        ),
        (
            "义诊。党员。",
            "“党员 义诊”~段",
            [("", "义诊", "。党员。"), ("义诊。", "党员", "。")],
        ),
    ],
)
def test_shows_each_place_with_what_stands_around_it(text, typed, expected):
    assert shown(text, typed) == expected


def test_a_field_of_the_headline_has_its_places_there():
    assert shown("党建引领", "标题:党建", is_headline=True) == [("", "党建", "引领")]


def test_what_means_the_same_has_places_too():
    query = Query(tree=Widened(Words("卫健局"), (Prefix("卫生健康局"),)))
    assert [line.hit for line in Seeker(query).lines("市卫健局即卫生健康局")] == [
        "卫健局",
        "卫生健康局",
    ]


def test_context_is_bounded_but_a_sentence_is_shown_whole():
    text = "头" * 60 + "党员义诊" + "尾" * 60 + "。"
    [(left, _, right)] = shown(text, "“党员义诊”")
    assert (len(left), len(right)) == (CONTEXT, CONTEXT)
    assert shown(text, "“党员 义诊”~句") == [("头" * 60, "党员义诊", "尾" * 60 + "。")]


TEXT = st.text(alphabet="党员义诊。，“” Ａa", max_size=120)
TYPED = st.sampled_from(
    ["党员 义诊", "“党员 义诊”~句", "“党员 义诊”~2", "“党员 义诊”~段", "员义*", "ａ"]
)


@given(TEXT, TYPED)
@settings(deadline=None)  # the first one reads the dictionary
def test_every_line_is_exact_text_and_in_order(text, typed):
    found = Seeker(Query.parse(typed)).lines(text)
    for line in found:
        assert line.hit == text[line.start : line.end] != ""
        assert text[: line.start].endswith(line.left)
        assert text[line.end :].startswith(line.right)
    assert found == sorted(found, key=lambda line: line.start)


@given(TEXT)
def test_a_phrase_has_as_many_places_as_it_stands_apart(text):
    found = Seeker(Query.parse("“党员”")).lines(text)
    assert sum(fold(line.hit).count("党员") for line in found) == fold(text).count("党员")
