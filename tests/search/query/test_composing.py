import pytest
from hypothesis import assume, given, strategies as st

from search.query import Query
from search.query.composing import LISTED_FIELDS, TEXT_FIELDS, composed

BOXES = ("all", "phrase", "any", "none", "near", "within", *TEXT_FIELDS, *LISTED_FIELDS)


@pytest.mark.parametrize("text", ["", " ", "“”", "\u200b"])
def test_boxes_without_words_ask_for_nothing(text):
    assert composed(dict.fromkeys(BOXES, text)) == ""


@pytest.mark.parametrize(
    ("boxes", "query"),
    [
        ({}, ""),
        ({"within": "段"}, ""),
        ({"all": "党建 引领", "phrase": "三会 一课"}, "党建 引领 “三会 一课”"),
        ({"all": "a -b (c OR d)"}, "a b c d"),
        ({"any": "党员 干部", "none": "培训 社区"}, "(党员 OR 干部) -培训 -社区"),
        ({"any": "党员"}, "党员"),
        ({"near": "党员 义诊"}, "“党员 义诊”~句"),
        ({"near": "党员 义诊 党员", "within": "段"}, "“党员 义诊”~段"),
        ({"near": "党员"}, "“党员”"),
        ({"title": "党建 品牌", "author": "张三"}, "标题:党建 标题:品牌 作者:张三"),
        ({"organization": "医院*", "brand": "“医心”"}, "单位:医院 品牌:医心"),
        ({"source": "吉林：日报"}, "来源:吉林 来源:日报"),
        ({"region": "吉林 省", "theme": "党建品牌"}, "地区:“吉林 省” 主题:党建品牌"),
    ],
)
def test_boxes_become_a_query(boxes, query):
    assert composed(boxes) == query


@pytest.mark.parametrize(
    ("start", "end", "query"),
    [(2019, None, "年:2019.."), (None, 2019, "年:..2019"), (2020, 2019, "年:2019..2020"), (2019, 2019, "年:2019")],
)  # fmt: skip
def test_years_become_a_range(start, end, query):
    assert composed({}, start, end) == query


@given(
    st.dictionaries(
        st.sampled_from(BOXES), st.text(alphabet='党建a1 -()（）“”"*:：~句或OR年', max_size=12)
    )
)
def test_what_is_put_together_is_read_without_a_complaint(boxes):
    text = composed(boxes)
    query = Query.parse(text)
    assume("过多" not in query.notice and "过长" not in query.notice)
    assert str(query.tree or "") == text
    assert query.notice == ""
