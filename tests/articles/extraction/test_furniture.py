import pytest

from articles.extraction import furniture, markup
from articles.extraction.dates import find_publication
from articles.extraction.layout import lay_out
from articles.extraction.pages import lines
from articles.extraction.types import Author, Publication
from articles.extraction.vocabulary import DatePrecision

TEXT = "矿区党委开展安全宣讲，覆盖职工300人次，班组反响热烈，党员的先锋作用得到充分发挥。"
OTHER = "会议要求，各级党组织要认真学习，把各项任务落到实处，推动工作再上台阶、取得新的成效。"
TITLE = "井下亮起党员灯"


def only(text):
    (layout,) = lay_out(text)
    return layout


def body(layout):
    return [block.text for block in markup.blocks(layout.body)]


@pytest.mark.parametrize(
    "line",
    [
        "2024年1月18日，矿区党委召开座谈会",
        "2024年1月18日 矿区党委召开座谈会",
        "日报",
        "第3版块",
        "要闻",
        "《陇原日报》头版头条报道了这件事",
        "2023年",
        "星期一",
        "晚报 晨报",
    ],
)
def test_what_only_resembles_a_running_head_is_none(line):
    assert not furniture.is_running_head(line)


@pytest.mark.parametrize(
    "line",
    [
        "陇山矿工报 2022年11月3日 第2版",
        "2022年11月3日 星期四 要闻",
        "2022年11月3日星期四",
        "第02版 综合新闻 陇山矿工报",
        "《陇山日报》2022-11-03 A4版 责任编辑：张伟",
        "陇山矿工报 二〇二二年十一月三日 星期四 农历十月初十",
    ],
)
def test_a_running_head_leaves_the_sentence_that_it_parts_and_the_space_between_paragraphs(line):
    for text in (
        f"{TITLE}\n\n■王乐\n\n{TEXT[:30]}\n\n{line}\n\n{TEXT[30:]}\n\n{OTHER}",
        f"{TITLE}\n\n■王乐\n\n{TEXT}\n\n{line}\n\n{OTHER}",
        f"{line}\n\n{TITLE}\n\n■王乐\n\n{TEXT}\n\n{OTHER}",
    ):
        layout = only(text)
        assert (layout.headline, layout.kicker, body(layout)) == (TITLE, (), [TEXT, OTHER])


def test_a_running_head_states_the_day():
    layout = only(f"{TITLE}\n\n{TEXT}\n\n陇山矿工报 2022年11月3日 第2版\n\n{OTHER}")
    assert find_publication(layout) == Publication(
        2022, 11, 3, page="2", precision=DatePrecision.DAY
    )


@pytest.mark.parametrize(
    "head",
    [
        "陇山日报 2024年5月12日 星期日 农历甲辰年四月初五 责任编辑：张伟 版式：李华 第03版",
        "2024年5月12日 星期日\n陇山日报\n03 党建",
        "03 党建周刊\n2024年5月12日 星期日 编辑 张伟 校对 李华",
        "A3 要闻·党建 2024.5.12 星期日",
        "陇山日报/2024年/5月/12日/第003版",
        "陇 山 日 报\n2024年5月12日 星期日\n第8765期 今日8版",
        "陇山日报\n中共陇山市委主管主办\n国内统一刊号：CN22-0012\n2024年5月12日 第12345号",
        "2024年5月12日 星期日 第3版 党旗红",
        "2024年5月12日\n星期日\n甲辰年四月初五\n第3版",
    ],
)
def test_the_head_of_a_page_dates_every_report_on_it_and_is_no_title(head):
    first = f"{TITLE}\n\n本报讯（记者 王乐）{TEXT}"
    second = f"书香飘进工业园\n\n本报讯（记者 李华）{OTHER}"
    for text in (f"{head}\n\n{first}\n\n{second}", f"{first}\n\n{head}\n\n{second}"):
        articles = lay_out(text)
        assert [(a.headline, a.kicker) for a in articles] == [(TITLE, ()), ("书香飘进工业园", ())]
        dates = {
            (p.year, p.month, p.day) if (p := find_publication(a)) else None for a in articles
        }
        assert dates == {(2024, 5, 12)}


def test_reports_from_pages_of_several_days_have_each_the_day_of_its_own_page():
    heads = ("陇山日报 2024年5月12日 第3版", "陇山日报 2024年6月9日 第1版")
    text = "\n\n".join(
        f"{head}\n\n{title}\n\n本报讯（记者 王乐）{TEXT}"
        for head, title in zip(heads, (TITLE, "书香飘进工业园"), strict=True)
    )
    found = [find_publication(layout) for layout in lay_out(text)]
    assert [(p.month, p.day, p.page) for p in found if p] == [(5, 12, "3"), (6, 9, "1")]


@pytest.mark.parametrize(
    "line",
    [
        "字号：大 中 小",
        "【字体：大 中 小】 【打印本页】 【关闭窗口】",
        "打印 | 分享到： 微信 微博",
        "当前位置：首页 > 机关党建 > 支部动态",
        "首页 >> 党建 >> 正文",
        "上一篇：红旗渠畔党旗红",
        "下一条: 没有了",
        "浏览次数：1024",
        "返回顶部",
        "版权所有：某某市某某局 电话：0100-1234567",
        "京ICP备12345678号-1 京公网安备 110000号",
        "扫一扫在手机打开当前页",
        "首页 | 党建之窗",
        "上一版 第6版：党建新闻 版面概览 下一版",
        "• 索 引 号：19/2024-000001",
        "• 公开方式：政府网站",
        "发布日期",
        "原文链接：https://example.org/2024/05/06/1.html 复制",
        "图片1.jpg",
        "右键点击另存二维码！",
        "新建位图图像 (2).jpg",
        "第7B版：社区 上一版 下一版",
        "上一篇 下一篇",
        "• 浏览次数：",
        "中国互联网举报中心",
    ],
)
def test_buttons_and_feet_of_a_web_page_leave_the_text(line):
    layout = only(f"{line}\n{TITLE}\n\n作者：王乐\n\n{TEXT}\n\n{OTHER}\n\n{line}")
    assert (layout.kicker, layout.headline, body(layout)) == ((), TITLE, [TEXT, OTHER])


def test_a_button_within_a_sentence_is_text():
    assert body(only(f"{TITLE}\n\n■王乐\n\n{OTHER}{TEXT[:30]}\n\n分享\n\n经验。")) == [
        f"{OTHER}{TEXT[:30]}分享经验。"
    ]


def test_buttons_printed_one_a_line_go_with_their_label():
    layout = only(f"{TITLE}\n作者：王乐\n字号：\n大\n中\n小\n{TEXT}\n分享到：\n微信\n微博")
    assert (layout.authors, body(layout)) == ((Author("王乐", "作者"),), [TEXT])


def test_the_line_below_a_web_headline_gives_source_day_and_author_without_its_buttons():
    line = "来源：中共某某县委组织部  发稿时间：2021-07-01 08:00  作者：王乐  阅读次数：88  【字号：大 中 小】"
    layout = only(f"{TITLE}\n{line}\n{TEXT}\n{OTHER}\n责任编辑：李华")
    assert layout.authors == (Author("王乐", "作者"),)
    assert layout.byline_organizations == ("中共某某县委组织部",)
    assert find_publication(layout) == Publication(2021, 7, 1, precision=DatePrecision.DAY)
    assert "字号" not in layout.byline
    assert body(layout) == [TEXT, OTHER]


def test_who_put_a_page_up_and_when_is_no_paragraph():
    line = "发布者：机关党总支发布时间：2024-05-06浏览次数：319"
    layout = only(f"{TITLE}\n\n{line}\n\n{TEXT}\n\n{OTHER}")
    assert find_publication(layout) == Publication(2024, 5, 6, precision=DatePrecision.DAY)
    assert body(layout) == [TEXT, OTHER]


def test_links_below_a_web_page_are_furniture_and_a_paragraph_below_them_keeps_all():
    tail = "相关阅读：\n某某矿区党员示范岗授牌\n某某镇举办运动会"
    assert body(only(f"{TITLE}\n\n作者：王乐\n\n{TEXT}\n\n{tail}")) == [TEXT]
    assert OTHER in body(only(f"{TITLE}\n\n作者：王乐\n\n{TEXT}\n\n{tail}\n\n{OTHER}"))


@pytest.mark.parametrize(
    "top",
    [
        "支部动态",
        "清风拂面 廉洁同行",
        "中共某某县委组织部",
        "2024年5月6日",
        "学习贯彻工作动态",
        "红旗村第一书记",
    ],
)
def test_a_line_above_the_headline_alone_makes_no_masthead(top):
    assert furniture.clear(lines(f"{top}\n\n{TITLE}\n\n{TEXT}")).imprint == ""


def test_a_bulletin_named_in_a_headline_is_no_masthead():
    text = f"工作简报\n2024年5月6日\n{TEXT}"
    assert furniture.clear(lines(text)).imprint == ""


@pytest.mark.parametrize(
    ("masthead", "publication"),
    [
        ("机 关 党 建 专 报\n第9期\n某某市直属机关工委　　　2022年3月7日", (2022, 3, 7, "9")),
        ("基层党建工作简报\n（第12期）\n2022年3月7日", (2022, 3, 7, "12")),
        ("党建快报\n2022年第三十一期（总第86期）\n某某集团党委办公室编　二〇二二年三月七日", (2022, 3, 7, "31")),
        ("情 况 通 报\n\n2022年第4期\n\n某某学院党委", (2022, None, None, "4")),
        ("内部资料\n支部生活参考\n第 5 期\n——————\n某某局机关党委  2022年3月", (2022, 3, None, "5")),
    ],
)  # fmt: skip
def test_the_masthead_of_a_bulletin_dates_every_article_and_is_no_kicker(masthead, publication):
    text = (
        f"{masthead}\n\n{TITLE}\n\n■王乐\n\n{TEXT}\n\n{OTHER}\n\n地面点亮服务灯\n\n■李华\n\n{TEXT}"
    )
    layouts = lay_out(text)
    assert [(layout.headline, layout.kicker) for layout in layouts] == [
        (TITLE, ()),
        ("地面点亮服务灯", ()),
    ]
    for layout in layouts:
        found = find_publication(layout)
        assert (found.year, found.month, found.day, found.issue) == publication


@pytest.mark.parametrize(
    "line",
    ["报告会：全体党员参加。", "发放补贴。", "送：", "上报：三份材料。", "共印证了三个道理。"],
)
def test_what_only_resembles_a_list_of_receivers_stays(line):
    assert line in "".join(body(only(f"{TITLE}\n\n■王乐\n\n{TEXT}\n\n{line}\n\n{OTHER}")))


@pytest.mark.parametrize(
    "tail",
    [
        "报：市委、市政府。\n送：市直各部门。\n发：各乡镇党委。\n（共印80份）",
        "报：市纪委\n\n共印 80 份",
        "抄报：省局党组。\n抄送：各地州局。",
        "分送：本局各党支部",
        "报：市委组织部，市委宣传部，\n市委统战部。\n发：各基层党组织。",
        "送：县委常委。\n某某县委办公室　　2022年3月7日印发",
    ],
)
def test_the_list_of_receivers_leaves_the_end(tail):
    layout = only(f"{TITLE}\n\n■王乐\n\n{TEXT}\n\n{OTHER}\n\n{tail}")
    assert (body(layout), layout.byline) == ([TEXT, OTHER], "王乐")


@pytest.mark.parametrize(
    "marks",
    [
        "报：",
        "字号 ",
        "首页 > ",
        "第1期 ",
        "大 ",
        "2024年1月1日",
        "【打印",
        "党建 > ",
        "基层",
        "系列（一）",
    ],
)
def test_hostile_lines_take_no_long_time(marks):
    assert lay_out(marks * (40_000 // len(marks)))


@pytest.mark.parametrize(
    "head",
    [
        "清风简讯\n\n2024年第6期",
        "党 建 工 作 简 报\n\n〔2024〕第6期\n\n中共县委党建工作领导小组办公室　　　2024年5月10日",
        "学习贯彻习近平新时代中国特色社会主义思想主题教育简报\n第6期\n县人民法院主题教育办公室  2023年10月10日",
        "主题教育工作简报\n（第6期）\n县法院主题教育办  2023年10月10日",
        "情况交流\n〔2024〕6号\n县委办公室 2024年5月10日",
        "江海组工\nJIANGHAI ZUGONG\n2024年第6期（总第106期）\n2024年5月10日",
        "江海先锋杂志 | 2024年6月刊",
        "党建文汇  2024.5 上半月",
        "A06\n党建\n2024年5月10日 星期五\n责编：王朋 版式：李欢 校对：钱多",
        "6 基层党建 2024年5月10日 星期五",
        "江海日报\n2024/05/10\n06版\n党建",
        "企业党建　　　2024年5月10日　星期五　　　6",
        "要闻\n2024年5月10日 星期五 责任编辑 王朋 版式 李欢",
        "第06版：党建\n2024年5月10日 星期五",
    ],
)
def test_the_head_of_a_bulletin_a_journal_or_a_page_is_no_kicker(head):
    layout = only(f"{head}\n\n{TITLE}\n\n{TEXT}\n\n{OTHER}")
    assert (layout.kicker, layout.headline, layout.byline) == ((), TITLE, "")


@pytest.mark.parametrize("label", ["工作动态", "【经验交流】", "基层快讯", "县图书馆", "矿区工会"])
def test_a_label_below_the_masthead_of_a_bulletin_is_the_kicker_of_its_first_report(label):
    head = "江海党建简报\n第12期（总第88期）\n中共江海县委组织部编    2024年5月10日"
    told = f"近日，{label}开展宣讲，{TEXT}"
    layout = only(f"{head}\n\n{label}\n\n{TITLE}\n\n{told}\n\n{OTHER}")
    assert (layout.kicker, layout.headline) == ((label,), TITLE)
