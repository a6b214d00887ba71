import random

import pytest

from articles.extraction import forms, markup, reading
from articles.extraction.layout import lay_out
from articles.extraction.reading import Form

CAPTION = "某某市志愿者走进社区开展服务活动。\n某某市委宣传部供图"
PARAGRAPHS = (
    "近年来，该市坚持把基层党组织建设作为固本之举，健全市、镇、村三级联动机制，统筹推进组织振兴与产业发展，党员干部的服务意识明显增强。",
    "在村级阵地建设中，全市投入资金860余万元，改造提升党群服务中心45个，设置便民窗口，让群众在家门口就能办成事、办好事，切实打通服务群众的最后一公里。",
    "同时，组建志愿服务队伍120支，吸纳退休干部、青年教师、致富能手参加，围绕环境整治、矛盾调解、政策宣讲等内容开展活动2300多场次，受益群众达5.6万人次。",
)


def mended(text):
    return [(block.form, block.text) for block in reading.mend(reading.lines(text))]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("难题共解建新功", "结对共建双方建立起常态化沟通机制。"),
        ("以大思路构建党建大格局,把抓好党建作为最大政绩", "落实责任,着力构建工作格局。"),
        ("全部被采纳并取得较好成效。", "北门社区积极分享成功经验。"),
        ("书写新的“党建故事”。", "临清市人民医院共有6个党支部。"),
        ("一面面党旗高高飘扬……", "在医院采访,总能感受到力量。"),
        ("重点抓好三件事", "一是强化学习。"),
        ("说到做到", "干部职工齐心协力。"),
    ],
)
def test_what_is_whole_is_not_joined(above, below):
    text = f"标题\n\n■记者 王乐\n\n{PARAGRAPHS[0]}\n\n{above}\n\n{below}"
    assert [block for _, block in mended(text)][-2:] == [above, below]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("推进品牌IP化建设。白", "山市开展“一支一品”创建。"),
        ("通过党建品牌创建,全市卫健系", "统累计投入建设资金158万余元。"),
        ("推行“党员积分”制,将", "“银发”党员服务次数计入存折。"),
        ("持续推", "进“两学一做”学习教育。"),
        ("服务群众1", "200人次。"),
        ("推行“先看病,", "后付费”模式。"),
        ("严格执行《党章》、", "《中国共产党廉洁自律准则》等。"),
        ("开展服务项目36个", "，惠及居民1.8万人。"),
        ("6月28日上午", "县委召开表彰大会。"),
        ("健全", "市、镇、村三级联动机制，推动发展。"),
    ],
)
def test_what_a_break_parted_is_joined_with_nothing_between(above, below):
    text = f"标题\n\n■记者 王乐\n\n{PARAGRAPHS[0]}\n\n{above}\n\n{below}"
    assert mended(text)[-1] == (Form.TEXT, above + below)


def test_latin_words_are_joined_with_a_space():
    assert mended("应用 Party\nBuilding 平台，")[0][1] == "应用 Party Building 平台，"


def test_a_wrapped_column_is_joined_and_its_indents_begin_paragraphs():
    lines = []
    for paragraph in PARAGRAPHS:
        whole = "\u3000\u3000" + paragraph
        lines += [whole[i : i + 20] for i in range(0, len(whole), 20)]
    assert [text for _, text in mended("\n".join(lines))] == list(PARAGRAPHS)


def test_indented_items_below_a_colon_stay_paragraphs():
    items = ["会议要求：", "提高政治站位；", "强化责任担当；", "狠抓工作落实。"]
    text = "表彰大会召开\n" + "\n".join("\u3000\u3000" + item for item in [PARAGRAPHS[0], *items])
    assert [text for _, text in mended(text)][-4:] == items


def test_labels_that_share_a_line_are_parted():
    text = "DOI:10.1234/a.b 中图分类号：D26 文献标识码：A"
    assert mended(text) == [
        (Form.DOI, "10.1234/a.b"),
        (Form.OTHER, "D26"),
        (Form.OTHER, "A"),
    ]


def test_a_sentence_that_only_mentions_a_label_is_text():
    assert mended("关键词是党建，提要在后。") == [(Form.TEXT, "关键词是党建，提要在后。")]


def breaks(rest, rnd):
    """Yield places in *rest* where a break can be told from a paragraph's end."""
    for place in rnd.sample(range(6, len(rest) - 6), 12):
        if not (forms.is_closed(rest[:place]) or rest[place - 1] == " "):
            yield place


@pytest.mark.parametrize("between", ["\n\n", f"\n\n\n\n{CAPTION}\n\n"], ids=["blank", "caption"])
def test_most_random_breaks_are_mended(between):
    rnd = random.Random(3)  # noqa: S311 - places to break at, no secrets
    tried = right = 0
    for number, paragraph in enumerate(PARAGRAPHS):
        for place in breaks(paragraph, rnd):
            broken = list(PARAGRAPHS)
            broken[number] = paragraph[:place] + between + paragraph[place:]
            (layout,) = lay_out("标题在这里\n\n■记者 王乐\n\n" + "\n\n".join(broken))
            tried += 1
            right += [block.text for block in markup.blocks(layout.body)] == list(PARAGRAPHS)
    assert tried > 25
    assert right >= 0.9 * tried
