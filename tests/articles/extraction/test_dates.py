import pytest

from articles.extraction.dates import find_publication, mentioned_years
from articles.extraction.layout import lay_out
from articles.extraction.types import Publication
from articles.extraction.vocabulary import DatePrecision

TEXT = "市中心医院党委开展活动，服务群众300人次，得到群众好评，党员的先锋作用得到充分发挥。"


def read(top="", text=TEXT):
    (layout,) = lay_out(f"{top}\n\n标题在此\n\n{text}")
    return layout


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"2024年度，{TEXT}",
        f"6月28日，{TEXT}",
        f"2024年6月18日，{TEXT}",
        f"庆祝建党100周年，{TEXT}",
    ],
)
def test_a_date_in_the_text_is_no_date_of_publication(text):
    assert find_publication(read(text=text)) is None


@pytest.mark.parametrize(
    ("top", "publication"),
    [
        (
            "2024年6月18日 星期二 第03版",
            Publication(2024, 6, 18, page="3", precision=DatePrecision.DAY),
        ),
        ("发布时间：2024-06-18 09:30", Publication(2024, 6, 18, precision=DatePrecision.DAY)),
        ("《党建研究》2024年第5期", Publication(2024, issue="5", precision=DatePrecision.YEAR)),
        (
            "【DOI】10.12252/j.issn.2096-6261.2021.12.879",
            Publication(2021, issue="12", issn="2096-6261", precision=DatePrecision.YEAR),
        ),
        ("【DOI】10.1000/182", None),
        ("来源：白山日报 日期：2019/03/04", Publication(2019, 3, 4, precision=DatePrecision.DAY)),
        ("二〇二四年六月十八日", Publication(2024, 6, 18, precision=DatePrecision.DAY)),
        ("20240618期", Publication(2024, 6, 18, precision=DatePrecision.DAY)),
        (
            "【来源：党办 | 发布日期：2024-06-18 】",
            Publication(2024, 6, 18, precision=DatePrecision.DAY),
        ),
        ("社会工作学刊 2024年5期", Publication(2024, issue="5", precision=DatePrecision.YEAR)),
        ("第3期", None),
        ("第3期 李华", None),
    ],
)
def test_imprint_and_doi_state_the_publication(top, publication):
    assert find_publication(read(top)) == publication


def test_the_day_below_a_long_headline_is_that_of_publication():
    title = "党建引领谋新篇实干争先开新局——某某直属党支部联合某某社区开展主题党日活动"
    (layout,) = lay_out(f"{title}\n\n【来源: | 发布日期:2023-02-24 】\n\n{TEXT}")
    assert find_publication(layout) == Publication(2023, 2, 24, precision=DatePrecision.DAY)


def test_a_wire_line_states_its_day():
    layout = read(text=f"新华社北京2024年7月1日电（记者 王明）{TEXT}")
    assert find_publication(layout) == Publication(2024, 7, 1, precision=DatePrecision.DAY)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2023年2月29日", None),
        ("2024年2月29日", 29),
        ("2024年4月31日", None),
        ("2024-02-30", None),
        ("二〇二三年二月三十日", None),
        ("2024年6月0日", None),
    ],
)
def test_of_a_day_that_no_calendar_has_the_month_alone_is_held(printed, day):
    found = find_publication(read(f"第17期 {printed}"))
    assert found is not None
    precision = DatePrecision.DAY if day else DatePrecision.MONTH
    assert (found.day, found.precision) == (day, precision)


@pytest.mark.parametrize("printed", ["2024年13月5日", "2024-00-05", "2024年0月"])
def test_a_month_that_is_none_is_no_date(printed):
    assert find_publication(read(f"第17期 {printed}")) is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        (TEXT, ()),
        (f"投入2000余万元，2096个支部，{TEXT}", ()),
        (f"2024年度，{TEXT}从2016年起，二〇二一年{TEXT}", (2016, 2021, 2024)),
        (f"2021—2023年，{TEXT}", (2021, 2023)),
    ],
)
def test_years_of_the_prose_are_mentioned(text, years):
    assert mentioned_years(read(text=text)) == years


def test_years_of_byline_and_references_are_not_mentioned():
    (layout,) = lay_out(
        f"2024年6月18日\n\n标题在此\n\n{TEXT}\n\n参考文献\n[1]李.题[J].报,2021年,37(3):39-44."
    )
    assert mentioned_years(layout) == ()
