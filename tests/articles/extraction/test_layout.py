import pytest

from articles.extraction import markup
from articles.extraction.layout import lay_out
from articles.extraction.types import Author, Caption
from articles.extraction.vocabulary import ArticleKind
from articles.readers import read

TEXT = "市中心医院党委开展活动，服务群众300人次，得到群众好评，党员的先锋作用得到充分发挥。"
OTHER = "会议要求，各级党组织要认真学习，把各项任务落到实处，推动工作再上台阶、取得新的成效。"


def only(text):
    (layout,) = lay_out(text)
    return layout


def body(layout):
    return [(block.level, block.text) for block in markup.blocks(layout.body)]


@pytest.mark.parametrize(
    ("lines", "kicker", "headline", "subheadline"),
    [
        (["党旗领航 医者仁心"], (), "党旗领航 医者仁心", ""),
        (["# 党旗领航"], (), "党旗领航", ""),
        (["“红色引擎”如何发力？"], (), "“红色引擎”如何发力？", ""),
        (
            ["树品牌 促发展", "市卫健局构建品牌体系"],
            ("树品牌 促发展",),
            "市卫健局构建品牌体系",
            "",
        ),
        (
            ["党旗飘扬风帆劲", "——市人民医院党建纪实"],
            (),
            "党旗飘扬风帆劲",
            "——市人民医院党建纪实",
        ),
        (
            ["党建引领显风采 ——慈溪市医疗集团经验做法"],
            (),
            "党建引领显风采",
            "——慈溪市医疗集团经验做法",
        ),
        (["河南省兰考县：红旗村", "兰考县振兴纪实"], (), "河南省兰考县：红旗村", "兰考县振兴纪实"),
        (
            ["基层党建", "某某市水务局：清渠行动纪实"],
            ("基层党建",),
            "某某市水务局：清渠行动纪实",
            "",
        ),
        (["先锋风采", "一名老支书的扶贫纪事"], ("先锋风采",), "一名老支书的扶贫纪事", ""),
        (["碧水映丹心", "某某市水务局创建工作侧记"], (), "碧水映丹心", "某某市水务局创建工作侧记"),
        (["让党建成为", "发展的红色引擎"], (), "让党建成为发展的红色引擎", ""),
        (["县总工会建起学习角", "书香进工地"], ("县总工会建起学习角",), "书香进工地", ""),
        (["全市首座无障碍书屋", "落户新城"], (), "全市首座无障碍书屋落户新城", ""),
        (
            ["细水润无声", "某某市自来水集团有限公司党委：把服务送到家门口 把满意留在百姓心头"],
            (),
            "细水润无声",
            "某某市自来水集团有限公司党委：把服务送到家门口 把满意留在百姓心头",
        ),
        (
            ["【基层党建】", "乡村振兴的实践与思考——以兰考县为例"],
            ("【基层党建】",),
            "乡村振兴的实践与思考",
            "——以兰考县为例",
        ),
    ],
)
def test_title_lines_are_told_apart(lines, kicker, headline, subheadline):
    layout = only("\n\n".join([*lines, "■记者 王乐", TEXT]))
    assert (layout.kicker, layout.headline, layout.subheadline) == (kicker, headline, subheadline)


@pytest.mark.parametrize(
    "line", ["■强化组织引领", "供给侧发力", "记者节活动开展", "作者众多", "方法", "建强基层党支部"]
)
def test_headings_are_no_bylines(line):
    layout = only(f"标题在此\n\n{TEXT}\n\n{line}\n\n{OTHER}")
    assert (layout.byline, layout.authors) == ("", ())


@pytest.mark.parametrize(
    ("line", "authors", "bodies"),
    [
        ("■记者 郭文治 李静雯", [("郭文治", "记者"), ("李静雯", "记者")], ()),
        ("□王长新 邱丽娅", [("王长新", ""), ("邱丽娅", "")], ()),
        ("记者 章芳敏 通讯员 金国栋", [("章芳敏", "记者"), ("金国栋", "通讯员")], ()),
        ("本报记者刘伟 通讯员陈小红", [("刘伟", "记者"), ("陈小红", "通讯员")], ()),
        ("作者：张　明", [("张明", "作者")], ()),
        ("（新华社记者 王明 李红）", [("王明", "记者"), ("李红", "记者")], ()),
        ("文/图 本刊记者 孙悦", [("孙悦", "记者")], ()),
        ("天山在线-某某日报记者 米日古力·吾甫尔", [("米日古力·吾甫尔", "记者")], ()),
        ("《山村纪事》特派记者王丽丽、李红", [("王丽丽", "特派记者"), ("李红", "特派记者")], ()),
        (
            "（人民路街道 撰稿：鲁小佳 初审：朱军 终审：吴红）",
            [("鲁小佳", "撰稿")],
            ("人民路街道",),
        ),
        ("■中共鹤岗市委组织部", [], ("中共鹤岗市委组织部",)),
        ("中共兰考县委组织部 李晓华", [("李晓华", "")], ("中共兰考县委组织部",)),
        ("王乐", [("王乐", "")], ()),
        ("王五（某某市人民医院）", [("王五", "")], ("某某市人民医院",)),
        ("某某村党支部书记 李明", [("李明", "某某村党支部书记")], ()),
        ("（供稿：某某县委组织部）", [], ("某某县委组织部",)),
        ("(某某县人民医院 供稿)", [], ("某某县人民医院",)),
        ("（执笔：张伟 刘洋）", [("张伟", "执笔"), ("刘洋", "执笔")], ()),
        ("某某市财政局机关党委 刘军", [("刘军", "")], ("某某市财政局机关党委",)),
        ("孙桂芝 口述 周洁 整理", [("孙桂芝", "口述"), ("周洁", "整理")], ()),
        ("文/张伟 图/刘洋", [("张伟", "文")], ()),
        ("周洁/文 孙涛/图", [("周洁", "文")], ()),
        ("张伟 本报记者 刘洋", [("张伟", ""), ("刘洋", "记者")], ()),
        ("青峰融媒记者 刘洋 周洁", [("刘洋", "记者"), ("周洁", "记者")], ()),
        ("策划：张伟 撰文：刘洋", [("刘洋", "撰文")], ()),
        ("（周洁 文/图）", [("周洁", "")], ()),
        ("（客户部 周洁）", [("周洁", "")], ()),
        ("（党办 周洁 供稿）", [("周洁", "")], ()),
    ],
)
def test_every_usual_byline_is_read_above_and_below_the_text(line, authors, bodies):
    for text in (
        f"标题在此\n\n{line}\n\n{TEXT}\n\n{OTHER}",
        f"标题在此\n\n{TEXT}\n\n{OTHER}\n\n{line}",
    ):
        layout = only(text)
        assert layout.authors == tuple(Author(*author) for author in authors)
        assert layout.byline_organizations == bodies
        assert body(layout) == [(0, TEXT), (0, OTHER)]


def test_a_signature_in_brackets_leaves_the_last_paragraph():
    layout = only(f"标题在此\n\n{TEXT}（记者 章芳敏）")
    assert (layout.byline, body(layout)) == ("（记者 章芳敏）", [(0, TEXT)])


def test_who_signs_text_and_picture_below_a_headline_credits_no_picture_alone():
    layout = only(f"标题在此\n\n本报记者 周洁 摄影报道\n\n{TEXT}\n\n{OTHER}")
    assert (layout.authors, layout.captions) == ((Author("周洁", "记者"),), ())


def test_names_set_off_at_the_end_of_a_paragraph_sign_it():
    layout = only(f"标题在此\n\n{TEXT}　　章芳敏　金国栋")
    assert [author.name for author in layout.authors] == ["章芳敏", "金国栋"]
    assert body(layout) == [(0, TEXT)]


def test_the_title_of_a_table_is_no_part_of_the_heading_above_it():
    layout = only(
        f"标题在此\n\n■王乐\n\n{TEXT}\n\n二、指标完成情况\n\n表2　两年指标对比\n\n{OTHER}"
    )
    assert body(layout)[1:3] == [(1, "二、指标完成情况"), (0, "表2　两年指标对比")]


def test_brackets_that_end_a_paragraph_and_sign_nothing_stay():
    paragraph = "各医院收到锦旗1032面，群众满意。（数据截至今年年底）"
    assert body(only(f"标题在此\n\n■王乐\n\n{paragraph}")) == [(0, paragraph)]


def test_a_wire_line_names_its_authors_and_stays():
    text = f"标题在此\n\n本报讯（记者 周洁 通讯员 孙涛）{TEXT}"
    layout = only(text)
    assert layout.authors == (Author("周洁", "记者"), Author("孙涛", "通讯员"))
    assert body(layout) == [(0, f"本报讯（记者 周洁 通讯员 孙涛）{TEXT}")]


def test_editors_and_sources_are_no_authors():
    layout = only(f"来源：白山日报\n\n标题在此\n\n{TEXT}\n\n责任编辑：王芳")
    assert (layout.authors, layout.byline_organizations) == ((), ("白山日报",))
    assert layout.byline == "来源：白山日报\n责任编辑：王芳"


def test_a_caption_is_lifted_out_of_the_sentence_that_it_parts():
    text = f"标题在此\n\n{TEXT[:12]}\n\n\n\n某某市开展志愿服务活动。\n某某市委组织部供图\n\n{TEXT[12:]}"
    layout = only(text)
    assert layout.captions == (Caption("某某市开展志愿服务活动。", "某某市委组织部供图"),)
    assert body(layout) == [(0, TEXT)]


@pytest.mark.parametrize(
    ("lines", "caption"),
    [
        ("图为服务队在现场。 王强 摄", Caption("图为服务队在现场。", "王强 摄")),
        (
            "▲居民在议事厅议事。\n本报记者 张晓明 摄",
            Caption("居民在议事厅议事。", "本报记者 张晓明 摄"),
        ),
        ("党员在社区义诊。\n（章芳敏 摄）", Caption("党员在社区义诊。", "章芳敏 摄")),
        ("图为主题党日活动现场。", Caption("图为主题党日活动现场。", "")),
    ],
)
def test_captions_of_every_usual_form_are_lifted(lines, caption):
    layout = only(f"标题在此\n\n■王乐\n\n{TEXT}\n\n{lines}\n\n{OTHER}")
    assert layout.captions == (caption,)
    assert body(layout) == [(0, TEXT), (0, OTHER)]


def test_a_paragraph_above_a_credit_is_no_caption():
    layout = only(f"标题在此\n\n{TEXT * 2}\n\n王强 摄\n\n{OTHER}")
    assert layout.captions == (Caption("", "王强 摄"),)
    assert body(layout) == [(0, TEXT * 2), (0, OTHER)]


def test_a_running_head_within_a_sentence_leaves_the_text():
    head = "《党建研究》2024年第5期"
    text = f"{head}\n\n标题在此\n\n{TEXT[:34]}\n\n{head}\n\n{TEXT[34:]}"
    layout = only(text)
    assert (layout.byline, body(layout)) == (head, [(0, TEXT)])


@pytest.mark.parametrize(
    "line",
    [
        "— 12 —",
        "第3页 共8页",
        "3/8",
        "* * *",
        "（下转第2版）",
        "第08版",
        "A3版 要闻",
        "【责编：李想】",
    ],
)
def test_page_furniture_leaves_the_text(line):
    assert body(only(f"标题在此\n\n{TEXT[:12]}\n\n{line}\n\n{TEXT[12:]}")) == [(0, TEXT)]


@pytest.mark.parametrize(
    ("marks", "levels"),
    [
        (("## 甲乙", "### 丙丁"), (1, 2)),
        (("一、甲乙", "（一）丙丁"), (1, 2)),
        (("（一）甲乙", "1.丙丁"), (1, 2)),
        (("一、甲乙", "1.丙丁"), (1, 2)),
        (("1 甲乙", "1.1 丙丁"), (1, 2)),
        (("01 甲乙", "02 丙丁"), (1, 1)),
        (("第一部分 甲乙", "一、丙丁"), (1, 2)),
        (("思路共谋开新局", "资源共享展新貌"), (1, 1)),
        (("实施 强基 工程 提升能力", "实施 清廉 工程 改进作风"), (1, 1)),
        (("一、抓学习。", "二、抓管理。"), (1, 1)),
    ],
)
def test_section_headings_of_every_usual_style_have_their_level(marks, levels):
    layout = only(f"标题在此\n\n■王乐\n\n{TEXT}\n\n{marks[0]}\n\n{TEXT}\n\n{marks[1]}\n\n{OTHER}")
    bare = [mark.lstrip("# ") for mark in marks]
    assert body(layout)[1::2] == list(zip(levels, bare, strict=True))


@pytest.mark.parametrize(
    "paragraph",
    [
        "比学习，做立场坚定的明白人。把学习作为第一议题，持续加强理论武装。",
        "一是强化学习。",
        "（一）选优配强带头人。全县调整村党组织书记56名。",
    ],
)
def test_run_in_heads_are_paragraph_text(paragraph):
    assert (0, paragraph) in body(only(f"标题在此\n\n■王乐\n\n{paragraph}\n\n{TEXT}"))


INTERVIEW = (
    "一辈子守着这盏灯\n\n——对话老劳模李长河\n\n文/本报记者 王乐\n\n"
    + TEXT
    + "\n\n“信念就是根”\n\n"
    "记者：您为什么坚持？\n\n李长河：" + OTHER + "\n\n“传给年轻人”\n\n"
    "记者：听说您收了徒弟?\n\n李长河：收了。\n\n记者：以后呢？\n\n李长河：接着干"
)


def test_the_turns_of_an_interview_are_paragraphs_and_its_quoted_lines_headings():
    layout = only(INTERVIEW)
    assert (layout.headline, layout.subheadline) == ("一辈子守着这盏灯", "——对话老劳模李长河")
    assert layout.authors == (Author("王乐", "记者"),)
    assert body(layout) == [
        (0, TEXT),
        (1, "“信念就是根”"),
        (0, "记者：您为什么坚持？"),
        (0, f"李长河：{OTHER}"),
        (1, "“传给年轻人”"),
        (0, "记者：听说您收了徒弟?"),
        (0, "李长河：收了。"),
        (0, "记者：以后呢？"),
        (0, "李长河：接着干"),
    ]


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_of_other_systems_change_nothing(ends):
    wrapped = "\n".join((TEXT + OTHER)[i : i + 20] for i in range(0, len(TEXT + OTHER), 20))
    text = f"{INTERVIEW}\n\n{wrapped}\n\n报：市委组织部。\n（共印90份）\n"
    document = read(text.replace("\n", ends).encode(), "interview.txt")
    assert lay_out(document.text) == lay_out(text)


@pytest.mark.parametrize("label", ["记者", "责任单位", "通讯员"])
def test_a_label_that_no_second_speaker_answers_is_no_turn(label):
    layout = only(f"标题在此\n\n{label}：王乐\n\n{TEXT}\n\n{OTHER}\n\n{label}：李华")
    assert body(layout)[:2] == [(0, TEXT), (0, OTHER)]


def test_the_parts_of_a_paper_are_told_apart():
    layout = only(
        "党建引领路径研究\n\n李 静1，王建国2\n\n（1.某某大学，江苏 南京 210000）\n\n"
        "摘　要：本文分析问题。\n\n关键词：党建；路径\n\nDOI:10.1234/j.2023.05.012 中图分类号：D26\n\n"
        f"引言\n\n{TEXT}\n\n一、问题\n\n{OTHER}\n\n参考文献：\n[1]张三.题名[J].学报,2020(5):\n33-37.\n"
        "作者简介：李静（1985—），女。"
    )
    assert layout.kind is ArticleKind.PAPER
    assert layout.authors == (Author("李静", "作者"), Author("王建国", "作者"))
    assert layout.affiliation == "1.某某大学，江苏 南京 210000"
    assert (layout.abstract, layout.keywords) == ("本文分析问题。", ("党建", "路径"))
    assert layout.doi == "10.1234/j.2023.05.012"
    assert [reference.text for reference in layout.references] == [
        "[1]张三.题名[J].学报,2020(5):33-37."
    ]
    assert body(layout) == [(1, "引言"), (0, TEXT), (1, "一、问题"), (0, OTHER)]


def test_a_short_unsigned_text_is_a_brief():
    assert only(f"标题在此\n\n{TEXT}").kind is ArticleKind.BRIEF
    assert only(f"标题在此\n\n■王乐\n\n{TEXT}").kind is ArticleKind.NEWS


@pytest.mark.parametrize("marks", ["（", "—", "[ ", "摘要： ", "。 （", "1.", "党建\n\n", "记者 "])
def test_hostile_text_takes_no_long_time(marks):
    assert lay_out(marks * (20_000 // len(marks)))


@pytest.mark.parametrize("genre", ["见闻", "走笔", "综述", "巡礼"])
def test_a_line_that_tells_body_and_genre_below_a_slogan_is_its_subheadline(genre):
    told = f"云岭林场党委以党建促管护{genre}"
    layout = only(f"“松涛”护绿\n{told}\n\n{TEXT}")
    assert (layout.headline, layout.subheadline, layout.kicker) == ("“松涛”护绿", told, ())


def test_the_label_of_a_column_above_a_speaker_is_a_kicker():
    layout = only(
        f"支部书记访谈录\n周山：把根扎在林子里\n\n{TEXT}\n\n记者：您怎么看？\n\n周山：慢慢来。\n\n"
        "记者：今后呢？\n\n周山：接着干。"
    )
    assert (layout.kicker, layout.headline) == (("支部书记访谈录",), "周山：把根扎在林子里")
