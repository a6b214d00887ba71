import pytest

from articles.extraction.dates import find_publication
from articles.extraction.journals import is_head
from articles.extraction.layout import lay_out
from articles.extraction.types import Author

TITLE = "党建引领下高校学生社区治理研究"
LEFT = "学生社区是思想政治工作的重要阵地，学校党委在六个园区建立功能型党支部，选派辅导员四十"
RIGHT = "余人入驻，把服务送到学生身边，园区的面貌焕然一新，受到师生一致好评。"


@pytest.mark.parametrize(
    "text",
    [
        "2024年第3期主题党日在会议室举行",
        "县委党校2024年第3期",
        "2024年举办第3期培训班",
        "高教党建　2024年第3期　发表了他的文章。",
        "高教党建　2024年5月",
    ],
)
def test_a_sentence_or_a_bare_date_is_no_head_of_a_journal(text):
    assert not is_head(text)


@pytest.mark.parametrize(
    "text",
    ["高教党建　2024年第3期", "高教党建 Party Building in Colleges 2024年第3期（总第86期）"],
)
def test_a_title_and_an_issue_are_the_head_of_a_journal(text):
    assert is_head(text)


def test_the_head_above_a_doi_hides_neither_headline_nor_authors():
    text = (
        "高教党建　Party Building in Colleges　2024年第3期\nDOI：10.12345/j.gjdj.2024.03.007\n"
        f"{TITLE}\n——以江南理工学院为例\n索朗卓玛　梁志远\n（江南理工学院 学生处，江苏 常州 213000）\n"
        f"［摘　要］学生社区是重要阵地。\n［关键词］党建；社区\n{LEFT}{RIGHT}"
    )
    (layout,) = lay_out(text)
    assert (layout.headline, layout.subheadline) == (TITLE, "——以江南理工学院为例")
    assert layout.authors == (Author("索朗卓玛", "作者"), Author("梁志远", "作者"))


@pytest.mark.parametrize(
    "turn",
    [
        f"· 61 ·\n梁志远等：{TITLE}\n",
        f"{TITLE}\n62\n",
        "28\n高教党建　2024年第3期\n",
    ],
)
def test_a_running_head_at_the_turn_of_a_page_parts_no_sentence(turn):
    (layout,) = lay_out(f"{TITLE}\n\n{LEFT}\n\n{turn}\n{RIGHT}")
    assert (layout.headline, layout.body) == (TITLE, LEFT + RIGHT)


def test_the_running_head_of_a_journal_dates_the_article():
    (layout,) = lay_out(f"{TITLE}\n\n{LEFT}\n28\n高教党建　2024年第3期\n{RIGHT}")
    published = find_publication(layout)
    assert published is not None
    assert (published.year, published.issue) == (2024, "3")


def test_a_heading_with_a_colon_that_repeats_nothing_stays_in_the_text():
    (layout,) = lay_out(f"{TITLE}\n\n{LEFT}{RIGHT}\n28\n\n经验：从试点到推广\n\n{LEFT}{RIGHT}")
    assert "经验：从试点到推广" in layout.body


@pytest.mark.parametrize(
    "head",
    [
        "县域医院管理　第15卷第4期　2023年8月　　　　·41·",
        "·42·　　　　县域医院管理　第15卷第4期　2023年8月",
        "高校党务研究 2024 年第 2 期（总第 88 期）  · 33 ·",
        "2024年3月 党务研究 第38卷第2期",
        "党务文汇  2024.5 上半月",
    ],
)
def test_the_volume_the_month_and_the_page_stand_in_a_head_too(head):
    assert is_head(head)


@pytest.mark.parametrize(
    "line",
    [
        "第3期培训班 2024年3月",
        "2024年3月",
        "2024年3月 支部大会",
        "第38卷 第2期",
        "《党务》2024年第3期刊发文章",
    ],
)
def test_what_only_resembles_a_head_with_volume_or_month_is_none(line):
    assert not is_head(line)


def test_a_head_with_its_page_number_leaves_the_sentence_that_it_parts():
    text = (
        "县域医院管理　第15卷第4期　2023年8月　　　　·41·\n\n支部建在科室上\n\n丁敏　高雅\n\n"
        "【摘要】目的 探讨支部与科室的融合。\n\n三年间，各支部累计开讲党课4150余次，参加的党员和职工越来越多，先后形成\n\n"
        "·42·　　　　县域医院管理　第15卷第4期　2023年8月\n\n优秀课件136个，并在全院推广使用。"
    )
    (layout,) = lay_out(text)
    assert layout.headline == "支部建在科室上"
    assert layout.body.endswith("先后形成优秀课件136个，并在全院推广使用。")
