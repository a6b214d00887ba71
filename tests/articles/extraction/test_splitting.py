import pytest

from articles.extraction.layout import lay_out

FIRST = "市中心医院党委开展活动，服务群众300人次，得到群众好评，党员的先锋作用得到充分发挥。"
SECOND = "会议要求，各级党组织要认真学习，把各项任务落到实处，推动工作再上台阶、取得新的成效。"
ONE = f"医院党建添活力\n\n■记者 王乐\n\n{FIRST}\n\n{SECOND}"


def headlines(text):
    return [layout.headline for layout in lay_out(text)]


@pytest.mark.parametrize(
    "rest",
    [
        f"组织建设展新貌\n\n{FIRST}",
        f"## 组织建设展新貌\n\n{FIRST}",
        f"组织建设展新貌\n\n近日,{FIRST}",
        f"一、组织建设展新貌\n\n{FIRST}",
        f"小李村：产业兴村\n\n{FIRST}",
        "通讯员 章芳敏",
        "（责任编辑：章芳敏）",
    ],
)
def test_a_section_or_a_signature_begins_no_article(rest):
    assert headlines(f"{ONE}\n\n{rest}") == ["医院党建添活力"]


def test_hashes_within_one_article_are_its_sections():
    text = f"# 党建添活力\n\n# 抓组织\n\n{FIRST}\n\n# 抓队伍\n\n{SECOND}"
    assert len(lay_out(text)) == 1


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("社区治理有新招", f"■中共鹤岗市委组织部\n\n{FIRST}"),
        ("社区治理有新招", f"记者 章芳敏\n\n{FIRST}"),
        ("社区治理有新招", f"章芳敏 金国栋\n\n{FIRST}"),
        ("社区治理有新招", f"[摘要]{FIRST}\n\n{SECOND}"),
        ("山西省晋中市：锻造先锋", f"山西省晋中市创新载体，{FIRST}"),
        ("聊城市首家月子中心开业", f"12月24日上午,聊城市首家月子中心正式开业。{FIRST}"),
    ],
)
def test_a_signed_or_reported_title_begins_an_article(title, rest):
    assert headlines(f"{ONE}\n\n{title}\n\n{rest}") == ["医院党建添活力", title]


@pytest.mark.parametrize(
    "first_line",
    [
        f"本报讯（记者 章芳敏）{FIRST}",
        f"本报讯 通讯员章芳敏报道：{FIRST}",
        f"本报白山5月8日讯 {FIRST}",
        f"新华社长春5月8日电（记者 章芳敏）{FIRST}",
        f"（记者 章芳敏 通讯员 金国栋）{FIRST}",
    ],
)
def test_a_dateline_below_a_title_begins_an_article(first_line):
    text = f"{ONE}\n\n书香飘进工业园\n\n{first_line}\n\n{SECOND}"
    assert headlines(text) == ["医院党建添活力", "书香飘进工业园"]


def test_a_signature_at_the_end_of_a_paragraph_ends_an_article():
    one, two = f"{FIRST}\n\n{SECOND}（王乐）", f"{FIRST}\n\n{SECOND}（金国栋 李明）"
    text = f"医院党建添活力\n\n{one}\n\n书香飘进工业园\n\n{two}\n\n小院里的大党课\n\n{FIRST}"
    assert headlines(text) == ["医院党建添活力", "书香飘进工业园", "小院里的大党课"]


def test_a_body_not_spoken_of_above_begins_an_article_on_its_first_day():
    text = f"{ONE}\n\n书香飘进工业园\n\n5月8日，县总工会揭牌。{FIRST}"
    assert headlines(text) == ["医院党建添活力", "书香飘进工业园"]


@pytest.mark.parametrize(
    "rest",
    [
        f"书香飘进园区\n\n5月8日，市中心医院党委揭牌。{FIRST}",
        f"情暖群众心\n\n{FIRST}\n\n书香飘进园区\n\n5月8日，县总工会揭牌。{FIRST}",
        f"欢迎报名党员活动\n\n地址：党群服务中心。{FIRST}",
    ],
)
def test_sections_of_one_report_are_kept_together(rest):
    assert headlines(f"{ONE}\n\n{rest}") == ["医院党建添活力"]


def test_an_advertisement_is_no_section_of_the_report_above_it():
    text = f"{ONE}\n\n锦绣家具城新店开业\n\n全场八折优惠，进店有好礼。地址：解放路8号。"
    assert headlines(text) == ["医院党建添活力", "锦绣家具城新店开业"]


def test_a_notice_is_no_section_of_the_report_above_it():
    assert headlines(f"{ONE}\n\n停水公告\n\n{SECOND}") == ["医院党建添活力", "停水公告"]


def test_a_closing_signature_parts_two_articles():
    text = f"表彰大会召开\n\n{FIRST}\n\n{SECOND}\n\n(县委组织部 李明)\n\n组工干部下基层\n\n{FIRST}"
    assert headlines(text) == ["表彰大会召开", "组工干部下基层"]


def test_a_headline_on_two_lines_is_one_where_the_first_sentence_says_so():
    text = (
        f"{ONE}\n\n聊城市首家月子中心\n\n正式开业\n\n12月24日,聊城市首家月子中心正式开业。{FIRST}"
    )
    assert headlines(text) == ["医院党建添活力", "聊城市首家月子中心正式开业"]


UNITS = f"东河镇：网格暖民心\n\n东河镇坚持党建引领，{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    "rest",
    [
        f"\n\n西河镇：驿站解民忧\n\n西河镇坚持需求导向，{FIRST}",
        f"\n\n\n\n\n西河镇：驿站解民忧\n\n{FIRST}",
        f"\n\n\n\n\n驿站解民忧\n\n西河镇坚持需求导向，{FIRST}",
    ],
)
def test_a_heading_that_nothing_sets_apart_begins_no_article(rest):
    assert headlines(UNITS.replace("东河镇：", "") + rest) == ["网格暖民心"]


@pytest.mark.parametrize(
    "rest",
    [
        f"\n\n\n\n西河县总工会：驿站解民忧\n\n西河县总工会坚持需求导向，{FIRST}",
        f"\n\n西河县总工会：\n\n驿站解民忧\n\n江北省西河县总工会（以下简称县总工会）坚持需求导向，{FIRST}",
    ],
)
def test_the_report_of_the_next_unit_begins_an_article(rest):
    assert headlines(UNITS + rest) == ["东河镇：网格暖民心", "西河县总工会：驿站解民忧"]


@pytest.mark.parametrize(
    "rest",
    [
        f"新路子\n——念好“山字经”\n\n{FIRST}",
        f"抓创新的路子\n抓实阵地\n\n市中心医院党委{FIRST}",
        f"6月以来的变化\n\n6月以来，市中心医院党委{FIRST}",
        f"服务有新招\n\n资讯 {FIRST}",
    ],
)
def test_a_dash_a_label_or_a_known_body_alone_begins_no_article(rest):
    assert headlines(f"{ONE}\n\n一、抓机制\n\n{FIRST}\n\n{rest}") == ["医院党建添活力"]


@pytest.mark.parametrize(
    "rest",
    [
        f"深山里的守护\n——记云岭林场护林员周山\n\n{FIRST}",
        f"基层传真\n守护绿水青山\n\n{FIRST}",
        f"云岭镇\n这里的绿水青山\n\n云岭镇党委{FIRST}",
        f"守护绿水青山\n\n6月以来，云岭林场{FIRST}",
        f"守护绿水青山\n\n云岭讯　{FIRST}",
        f"守护绿水青山\n\n（记者周山）{FIRST}",
    ],
)
def test_a_subheadline_a_label_or_a_new_body_begins_an_article(rest):
    assert headlines(f"{ONE}\n\n{rest}")[1:] in (
        ["守护绿水青山"],
        ["深山里的守护"],
        ["这里的绿水青山"],
    )


def test_a_page_of_another_number_begins_an_article():
    head = "云岭日报　2024年6月3日　星期一　第{}版"
    pages = f"{head.format(1)}\n{ONE}\n{head.format(2)}\n守护绿水青山\n\n{FIRST}"
    assert headlines(pages) == ["医院党建添活力", "守护绿水青山"]
    assert headlines(pages.replace("第2版", "第1版")) == ["医院党建添活力"]


def test_a_report_that_opens_with_what_somebody_said_begins_there():
    text = (
        f"{ONE}\n\n灶台边的党课\n\n“锅里要有米,心里要有人。”5月8日,县餐饮行业协会党委组织32名党员"
        f"在后厨上党课。\n\n{SECOND}"
    )
    assert headlines(text) == ["医院党建添活力", "灶台边的党课"]


@pytest.mark.parametrize(
    "heading",
    ["二、渔港有了海上支部", "2．渔港有了海上支部", "■ 渔港有了海上支部", "## 渔港有了海上支部"],
)
def test_a_numbered_title_above_the_names_of_its_writers_begins_an_article(heading):
    text = f"一、窗口添温度\n\n丁敏 高雅\n\n{FIRST}\n\n{SECOND}\n\n{heading}\n\n记者 朱国强\n\n{FIRST}"
    assert len(lay_out(text)) == 2
    plain = f"窗口添温度\n\n丁敏 高雅\n\n{FIRST}\n\n{heading}\n\n{SECOND}"
    assert headlines(plain) == ["窗口添温度"]


def test_one_heading_between_two_sets_of_writers_begins_the_second_article():
    text = f"窗口添温度\n\n记者 丁敏\n\n{FIRST}\n\n{SECOND}\n\n渔港有了海上支部\n\n{FIRST}\n\n"
    assert headlines(f"{text}（朱国强 孙悦）") == ["窗口添温度", "渔港有了海上支部"]
    for end in ("（丁敏）", "（责任编辑 孙悦）", f"把支部建在船上\n\n{SECOND}（朱国强）"):
        assert headlines(text + end) == ["窗口添温度"]
