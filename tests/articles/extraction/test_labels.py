import pytest

from articles.extraction import labels
from articles.extraction.layout import lay_out

TOLD = "走进{body}服务大厅，党员许静正在讲解网上办事流程。今年以来，该单位设立先锋岗5个，接待群众2300人次。"
GOES_ON = "下一步，将推动党建与业务深度融合，把各项任务落到实处，推动工作再上台阶、取得新的成效。"
TITLE = "小窗口里的大温度"
BODIES = [
    "甘肃省武威市凉州区司法局", "国家税务总局平凉市税务局", "中国工商银行张掖分行", "市卫生健康委员会",
    "中共金昌市委组织部", "嘉峪关市人民检察院", "祁连钢铁（集团）有限责任公司", "高台县城关镇", "天祝县总工会",
    "山丹县第二中学", "敦煌市消防救援大队", "玉门市老君庙社区党委", "兰州铁路局集团公司武威车务段",
    "肃北县农牧局", "市图书馆", "县融媒体中心", "临泽县气象局", "永登县中医院",
]  # fmt: skip


def heads(text):
    return [(layout.kicker, layout.headline) for layout in lay_out(text)]


@pytest.mark.parametrize(
    "line",
    [
        "把支部建在产业链上", "让流动党员找到家", "党旗映红丰收路", "老支书的故事", "党员先锋岗亮在窗口一线，服务提速",
        "小驿站托起骑手大幸福", "一线练兵强本领", "服务群众“零距离”", "支部牵起连心桥", "他把青春交给大山里的孩子",
        "“三单”制破解楼道堆物", "红色网格护平安", "2024年工作要点", "支部建设", "从严治党见实效",
    ],
)  # fmt: skip
def test_a_headline_is_no_label(line):
    assert not labels.is_label(line)


@pytest.mark.parametrize(
    "line",
    [
        "「党建引领」", "【先锋故事】", "本期话题", "本期话题：", "·支部风采·", "★ 支部来信", "◎ 经验交流", "基层党建巡礼⑤",
        "“红色引擎”系列报道之三", "系列报道（二）", "第一书记手记", "驻村日记", "特别策划", "主题教育在基层", "基层传真",
        "市属国企改革党建一线观察", "党建进行时", "一线见闻", "先锋谱", "奋进之路系列述评③",
    ],
)  # fmt: skip
def test_columns_and_series_are_labels_and_stand_above_the_headline(line):
    ((kicker, headline),) = heads(f"{line}\n{TITLE}\n\n{TOLD.format(body='区法院')}\n{GOES_ON}")
    assert labels.is_label(line)
    assert headline == TITLE
    assert [label.strip("★◎ ") for label in kicker] == [line.strip("★◎ ")]


@pytest.mark.parametrize(
    "labels_",
    [("【支部连线】", "【先锋岗】"), ("「支部连线」", "「产业链上」"), ("基层快讯", "先锋人物")],
)
def test_a_label_above_a_title_begins_the_next_article(labels_):
    first = f"{labels_[0]}\n“说事”说出好村风\n{TOLD.format(body='镇政务')}\n{GOES_ON}"
    second = f"{labels_[1]}\n{TITLE}\n{TOLD.format(body='区法院')}\n{GOES_ON}"
    assert heads(f"{first}\n\n{second}") == [
        ((labels_[0],), "“说事”说出好村风"), ((labels_[1],), TITLE),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["", "■ "])
@pytest.mark.parametrize("body", BODIES)
def test_the_name_of_a_body_above_a_title_is_a_kicker_and_begins_an_article(body, mark):
    first = f"{mark}市统计局\n\n“说事”说出好村风\n\n{TOLD.format(body='市统计局')}\n\n{GOES_ON}"
    second = f"{mark}{body}\n\n{TITLE}\n\n{TOLD.format(body=body)}\n\n{GOES_ON}"
    assert heads(f"{first}\n\n{second}") == [
        (("市统计局",), "“说事”说出好村风"), ((body,), TITLE),
    ]  # fmt: skip


def test_a_body_that_signs_the_article_above_heads_no_other():
    first = f"{TITLE}\n\n{TOLD.format(body='县委')}\n\n{GOES_ON}\n\n中共山丹县委组织部"
    second = f"渔港有了新支部\n\n记者 丁敏\n\n{TOLD.format(body='区法院')}\n\n{GOES_ON}"
    assert heads(f"{first}\n\n{second}") == [((), TITLE), ((), "渔港有了新支部")]


@pytest.mark.parametrize(
    ("line", "kicker"),
    [
        ("党建进行时 | 小窗口里的大温度", "党建进行时"),
        ("支部风采｜小窗口里的大温度", "支部风采"),
        ("【先锋】小窗口里的大温度", "【先锋】"),
        ("「一线见闻」小窗口里的大温度", "「一线见闻」"),
    ],
)
def test_a_label_on_the_line_of_the_headline_is_parted_from_it(line, kicker):
    text = f"{line}\n\n{TOLD.format(body='区法院')}\n\n{GOES_ON}"
    (layout,) = lay_out(text)
    assert (layout.kicker, layout.headline) == ((kicker,), TITLE)
    told = {place for segment in layout.segments for place in range(segment.start, segment.end)}
    assert {place for place, character in enumerate(text) if not character.isspace()} <= told


def test_what_a_bar_parts_is_no_label_unless_it_names_a_column():
    assert labels.before("渔港 | 有了“海上支部”") is None
