import itertools
import random

import pytest

from articles.extraction import forms, markup, pages, reading
from articles.extraction.layout import lay_out
from articles.extraction.reading import Form

CAPTION = "某某市志愿者走进社区开展服务活动。\n某某市委宣传部供图"
PARAGRAPHS = (
    "近年来，该市坚持把基层党组织建设作为固本之举，健全市、镇、村三级联动机制，统筹推进组织振兴与产业发展，党员干部的服务意识明显增强。",
    "在村级阵地建设中，全市投入资金860余万元，改造提升党群服务中心45个，设置便民窗口，让群众在家门口就能办成事、办好事，切实打通服务群众的最后一公里。",
    "同时，组建志愿服务队伍120支，吸纳退休干部、青年教师、致富能手参加，围绕环境整治、矛盾调解、政策宣讲等内容开展活动2300多场次，受益群众达5.6万人次。",
)


def mended(text):
    return [(block.form, block.text) for block in reading.mend(pages.lines(text))]


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


def by_length(text, width):
    return [text[i : i + width] for i in range(0, len(text), width)]


def by_width(text, width):
    """Break *text* as a page does: digits are half as wide, and no line begins with a mark."""
    found = [""]
    for mark in text:
        room = width - sum(0.5 if ord(c) < 0x2000 else 1.0 for c in found[-1])
        if room < (0.5 if ord(mark) < 0x2000 else 1.0) and mark not in "，。、；：”）":
            found.append("")
        found[-1] += mark
    return found


PRINTED = (
    PARAGRAPHS[0],
    "办好实事",
    "水务公司党支部组建抢修队12支，值守泵站36座。全年接到报修电话1280余个，平均到场时间缩短为25分钟，用户都说来得快。",
    PARAGRAPHS[1],
    "带好队伍",
    PARAGRAPHS[2],
    "班组长带头讲安全课，讲了3轮。青年职工报名参加技能比武，其中15人获奖。",
)


@pytest.mark.parametrize("wrapped", [by_length, by_width])
@pytest.mark.parametrize("width", [18, 20, 22, 24, 27, 35])
@pytest.mark.parametrize("indent", ["", "\u3000\u3000"])
def test_columns_of_any_width_without_blank_lines_are_joined(wrapped, width, indent):
    printed = ["班组里的党旗", "■记者 王乐"]
    for text in PRINTED:
        printed += wrapped((indent if len(text) > 4 else "") + text, width)
    assert [text for _, text in mended("\n".join(printed))][2:] == list(PRINTED)


def by_hand(text, width):
    """Break *text* as a person does: now and then some characters before the margin."""
    steps = itertools.cycle([width, width - 2, width - 4, width - 1, width - 3])
    ends = itertools.takewhile(lambda end: end < len(text), itertools.accumulate(steps))
    edges = [0, *ends, len(text)]
    return [text[begin:end] for begin, end in itertools.pairwise(edges)]


@pytest.mark.parametrize("width", [20, 24, 30])
@pytest.mark.parametrize(("indent", "between"), [("\u3000\u3000", "\n"), ("", "\n\n")])
def test_lines_broken_by_hand_are_joined_where_indents_or_gaps_set_paragraphs_off(
    width, indent, between
):
    texts = [text for text in PRINTED if len(text) > 4]
    printed = ["\n".join(by_hand(indent + text, width)) for text in texts]
    assert [text for _, text in mended("班组里的党旗\n■记者 王乐\n" + between.join(printed))][
        2:
    ] == texts


FOLDED = [
    "该公司党委把机关支部建在窗口一线，推行首问负责制，让群众少跑腿，办事",
    "更省心。窗口党员轮流值班，延时服务成为常态，全年受理各类事项近万件。",
    "群众写来感谢信四十余封。",
]


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (FOLDED, 1),
        ([FOLDED[0], FOLDED[1][:4], FOLDED[2]], 2),
        ([FOLDED[0][:-2] + "。", FOLDED[1], FOLDED[2]], 3),
        ([FOLDED[0], FOLDED[1], PARAGRAPHS[2]], 2),
    ],
)
def test_one_paragraph_broken_by_hand_is_joined_among_whole_ones(lines, count):
    texts = [*PARAGRAPHS, "\n".join(lines), PARAGRAPHS[0]]
    found = [text for _, text in mended("标题在此\n\n■记者 王乐\n\n" + "\n\n".join(texts))]
    assert len(found) == 2 + len(PARAGRAPHS) + count + 1


def test_headings_directly_above_their_paragraphs_make_no_column():
    blocks = [
        "织密服务网络",
        PARAGRAPHS[0],
        "带强干部队伍",
        PARAGRAPHS[1],
        "守牢安全底线",
        PARAGRAPHS[2],
    ]
    text = "班组里的党旗\n■记者 王乐\n\n" + "\n\n".join(
        f"{heading}\n{paragraph}"
        for heading, paragraph in zip(blocks[::2], blocks[1::2], strict=True)
    )
    assert [text for _, text in mended(text)][2:] == blocks


def test_a_sentence_that_ends_with_the_line_ends_no_paragraph_where_paragraphs_are_indented():
    lines = ["标题在此", "■记者 王乐"]
    for paragraph in PARAGRAPHS:
        lines += by_length("\u3000\u3000" + paragraph, 20)
    sentences = [
        "\u3000\u3000该村党支部定期走访困难群众十八户。",
        "党员轮流到户值班，每周一次，风雨无阻……",
        "从不缺席。",
    ]
    lines += sentences
    lines += by_length("\u3000\u3000" + PARAGRAPHS[0], 20)
    assert [text for _, text in mended("\n".join(lines))][-2] == "".join(sentences).strip()


def test_a_heading_as_wide_as_the_column_stays_apart_from_the_indented_text_around_it():
    heading = "聚焦主责主业推动党建工作提质增效再上台阶"
    lines = ["标题在此", "■记者 王乐"]
    for paragraph in PARAGRAPHS:
        lines += [*by_length("\u3000\u3000" + paragraph, 20), heading]
    lines += by_length("\u3000\u3000" + PARAGRAPHS[0], 20)
    assert [text for _, text in mended("\n".join(lines))].count(heading) == 3


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("\u3000\u3000" + PARAGRAPHS[0], "\u3000\u3000" + PARAGRAPHS[1], False),
        (PARAGRAPHS[0], PARAGRAPHS[1], False),
        ("\u3000\u3000" + PARAGRAPHS[0], "织密服务网络", False),
        ("\u3000\u3000重点有三。", PARAGRAPHS[1], False),
        ("\u3000\u3000" + PARAGRAPHS[0], PARAGRAPHS[1], True),
    ],
)
@pytest.mark.parametrize("between", ["— 7 —", "陇山矿工报 2022年11月3日 第2版", CAPTION])
def test_only_indents_tell_whether_a_whole_sentence_goes_on_below_a_page(
    above, below, joined, between
):
    text = (
        f"标题在此\n\n■记者 王乐\n\n\u3000\u3000{PARAGRAPHS[2]}\n\n{above}\n\n{between}\n\n{below}"
        f"\n\n\u3000\u3000{PARAGRAPHS[2]}"
    )
    (layout,) = lay_out(text)
    blocks = [block.text for block in markup.blocks(layout.body)]
    whole = [above.strip() + below.strip()] if joined else [above.strip(), below.strip()]
    assert blocks == [PARAGRAPHS[2], *whole, PARAGRAPHS[2]]


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
    rnd = random.Random(3)
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


@pytest.mark.parametrize(
    ("heading", "opens"),
    [
        ("把产业串成一条线", "路是头等大事。"),
        ("小院飘书香", "水是最大的难题。"),
        ("让产业有奔头", "条件再差也要干。"),
    ],
)
def test_an_indented_paragraph_below_a_set_off_heading_is_not_joined_by_a_chance_word(
    heading, opens
):
    told = "工作队争取资金640万元，硬化道路9.7公里，群众出行更加方便，党员带头出工出力。"
    text = f"深山里的支书\n\n　　{told}\n\n先把支部拧成绳\n\n　　{told}\n\n{heading}\n\n　　{opens}{told}\n　　{told}\n"
    assert (Form.TEXT, heading) in mended(text)
