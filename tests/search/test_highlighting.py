import pytest
from django.template import Context, Template
from hypothesis import given, strategies as st

from search.highlighting import ELLIPSIS, SNIPPET_LENGTH, Needle, marked, needles, snippet
from search.query import Phrase, Query


def hits(pieces):
    return [piece.text for piece in pieces if piece.is_hit]


def joined(pieces):
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize("typed", ["", "培训", "-党建"])
def test_marks_nothing(typed):
    assert marked("党建引领", Query.parse(typed)) == [("党建引领", False)]


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("抓党建、党建强", "党建", ["党建", "党建"]),
        ("白 山\n市开展", "白山市", ["白 山\n市"]),
        ("建设ＬＯＧＯ墙", "logo", ["ＬＯＧＯ"]),
        ("“医心向党”", "“医心向党”", ["医心向党"]),
        ("医心向党，一心为民", "医心向党", ["医心向党"]),
        ("党建品牌", "党建 品牌", ["党建品牌"]),  # touching hits are one
        ("医心，向上，入党", "医心向党", ["医心"]),  # 向 and 党 alone mark nothing
        ("入党", "党", ["党"]),
        ("党员义诊，志愿服务", "“党员 志愿”~9 OR 标题:服务", ["党员", "志愿服务"]),
        ("開展義診", "义诊", ["義診"]),
        ("开展义诊", "“義診”", ["义诊"]),
        ("市卫健委", "卫健*", ["卫健"]),
        ("“四强”党支部", "四强党支部", ["四强”党支部"]),
        ("“四强”党支部", "四强党*", ["四强”党"]),
        ("“四强”党支部", "“四强党支部”", []),
        ("「四强」党支部", "“四强」党”", ["四强」党"]),
        ("‘", "‘", ["‘"]),
        ("义诊的党员", "“党员 义诊”~段", ["义诊", "党员"]),
        ("党员培训2023", "党员 -(培训 -2023) 年:2023", ["党员", "2023"]),
    ],
)
def test_marks_the_very_text(text, typed, expected):
    pieces = marked(text, Query.parse(typed))
    assert hits(pieces) == expected
    assert joined(pieces) == text


TEXT = st.text(alphabet="党建品牌，。“” Ａa", max_size=300)


@given(TEXT, st.text(alphabet="党建品牌，A “”", max_size=12))
def test_marked_text_is_the_text(text, typed):
    pieces = marked(text, Query.parse(typed))
    assert joined(pieces) == text
    assert all(piece.text for piece in pieces)


@given(st.lists(TEXT, max_size=4), st.text(alphabet="党建品牌，A “”", max_size=12))
def test_a_snippet_is_short_and_exact_and_shows_a_hit_if_there_is_one(blocks, typed):
    query = Query.parse(typed)
    pieces = snippet(blocks, query)
    text = joined(pieces)
    assert len(text) <= SNIPPET_LENGTH
    assert any(
        text.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS) in block for block in ["", *blocks]
    )
    assert bool(hits(pieces)) == any(hits(marked(block, query)) for block in blocks)


def test_a_snippet_takes_the_window_with_most_different_words():
    blocks = ["党建党建党建。", "甲" * 200 + "。党建抓品牌。" + "乙" * 200]
    pieces = snippet(blocks, Query.parse("党建 品牌"))
    assert hits(pieces) == ["党建", "品牌"]


def test_a_snippet_shows_whole_clauses():
    text = "头" * 120 + "。" + "第一句很长，党建引领，第三句。" + "尾" * 120 + "。"
    assert joined(snippet([text], Query.parse("党建"))) == "……第一句很长，党建引领，第三句。……"


def test_a_number_is_not_the_end_of_a_clause():
    text = "头" * 120 + "，服务1,200人党建好，" + "尾" * 120
    assert joined(snippet([text], Query.parse("党建"))) == "……服务1,200人党建好，……"


def test_in_an_endless_clause_the_hit_stands_with_something_before_it():
    pieces = snippet(["头" * 200 + "党建" + "尾" * 200], Query.parse("党建"))
    assert (len(joined(pieces)), hits(pieces)) == (SNIPPET_LENGTH, ["党建"])
    assert [len(piece.text) for piece in pieces] == [2, 38, 2, 76, 2]


def test_a_hit_longer_than_a_snippet_is_cut():
    pieces = snippet(["“" + "党" * 150 + "”"], Query(tree=Phrase("党" * 150)))
    assert [(len(piece.text), piece.is_hit) for piece in pieces] == [
        (2, False),
        (116, True),
        (2, False),
    ]


def test_earlier_clauses_come_along_where_later_ones_do_not_fit():
    text = "头" * 120 + "。" + "前句。" + "党建。" + "尾" * 120
    assert joined(snippet([text], Query.parse("党建"))) == "……前句。党建。……"


def test_without_hits_the_first_block_of_some_length_opens():
    lead = "白山市中心医院党委坚持以人民健康为中心，推动党建与业务深度融合发展，成效明显。"
    assert joined(snippet(["短", lead], Query())) == lead
    assert joined(snippet(["", "短"], Query())) == "短"
    assert snippet([], Query()) == []


def test_needles_are_phrases_runs_and_their_longer_words():
    assert needles(Query.parse("医心向党 “一 课” -x")) == (
        Needle("医心向党", bare=True),
        Needle("医心", bare=True),
        Needle("一课"),
    )


def test_every_piece_is_escaped():
    pieces = marked("<b>党建</b>&", Query.parse("党建"))
    shown = Template("{% load highlight %}{{ pieces|highlight }}").render(
        Context({"pieces": pieces})
    )
    assert shown == "&lt;b&gt;<mark>党建</mark>&lt;/b&gt;&amp;"
