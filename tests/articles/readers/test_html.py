import pytest

from articles.extraction import extract
from articles.readers import ReaderError, read
from articles.readers.html import read_html

TITLE = "山西省晋中市：锻造新时代“医”路先锋"
FIRST = "山西省晋中市创新党组织和党员作用发挥载体，以“五比一争”活动为抓手，推进公立医院党建工作。"
SECOND = "结对共建双方分别对本社区人力、财物、治理、服务等各类资源进行全方位梳理，建立共享资源库。"
AROUND = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}_党建频道_某某网</title>
<script>var text = "这是脚本，不是正文。";</script><style>p {{ color: red }}</style></head><body>
<div class="topNav"><a href="/">首页</a><a href="/n">新闻</a></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/d">党建</a></div>
<div style="display: none">看不见的文字，并不是正文，所以不应当出现。</div><div class="main">{main}
<div class="share">分享到：<a>微信</a><a>微博</a></div>
<div class="xgyd"><h3>相关阅读</h3><ul><li><a href="1">某市医院开展主题党日活动，党员群众广泛参与。</a></li></ul></div>
</div><div class="advert">健康体检八折优惠，请拨打电话咨询，名额有限，先到先得。</div>
<div class="footer">版权所有 某某网 未经授权不得转载 ICP备12345678号</div></body></html>"""


def page(main, charset="utf-8", title=TITLE):
    return AROUND.format(main=main, charset=charset, title=title)


def report(*body):
    return page(
        f"<h1>{TITLE}</h1><div class=info>2024-06-18 10:23　来源：党建研究　作者：张三"
        f"　字号：大 中 小　浏览：120次</div><div class=content>{''.join(body)}</div>"
    )


def blocks(text):
    return read_html(text.encode()).text.rstrip("\n").split("\n\n")


@pytest.mark.parametrize(
    "text",
    [
        "<html></html>",
        "<html><body><script>alert('正文')</script></body></html>",
        page(""),
    ],
)
def test_a_page_without_a_report_says_so(text):
    with pytest.raises(ReaderError, match=r"a.html：网页中没有找到正文，"):
        read(text.encode(), "a.html")


def test_only_the_report_is_left_of_a_page():
    assert blocks(report(f"<p>　　{FIRST}</p><p>{SECOND}</p>")) == [
        f"# {TITLE}",
        "发布时间：2024-06-18 10:23",
        "来源：党建研究",
        "作者：张三",
        FIRST,
        SECOND,
    ]


def test_headings_captions_rows_and_lines_keep_their_form():
    found = blocks(
        report(
            f"<p>{FIRST}</p><p><strong>资源共享展新貌</strong></p><p>{SECOND}<br>{FIRST}</p>",
            "<figure><img src=1><figcaption>党员志愿服务。<br>市委组织部供图</figcaption></figure>",
            "<h2>难题共解建新功</h2><table><tr><th>指标</th><th>数量</th></tr>",
            "<tr><td>党员</td><td><p>266人</p></td></tr></table>",
            "<p>（责任编辑：李四）</p><p>【打印】【关闭】</p><p>上一篇：某某医院开展活动</p>",
        )
    )
    assert found[4:] == [
        FIRST,
        "## 资源共享展新貌",
        SECOND,
        FIRST,
        "▲党员志愿服务。\n市委组织部供图",
        "## 难题共解建新功",
        "指标 | 数量",
        "党员 | 266人",
        "（责任编辑：李四）",
    ]


THIRD = "据介绍，近三年来，该市共发展党员266人，党支部书记由业务骨干担任的比例达70%。"
NEWSPAPER = f"""<title>{TITLE}--山西频道--某民网</title><meta name=publishdate content=2024-06-18>
<meta name=source content="来源：某民日报"><meta name=author content=104588></head><body>
<header><div>某民网 时政 社会 法治</div></header><div class=main><div class="layout rm_txt">
<div class=col-1><h3 class=pre>全国优秀案例</h3><h1>{TITLE}</h1><h4>——晋中市医疗系统党建纪实</h4>
<div class=author>本报记者 张三</div><div class=channel>2024年06月18日08:23 | 来源：<a>某民日报</a></div>
<div class=con><p>{FIRST}</p><p>{SECOND}</p><table><tr><td><img></td></tr><tr><td>图为志愿服务。张三摄
</td></tr></table><p>{THIRD}</p><div class=edit>(责编：王某、李某)</div></div></div>
<div class=col-2><h2>推荐阅读</h2><ul><li><a>某地新闻</a><br>{SECOND}</li></ul></div></div></div>"""
ACCOUNT = f"""<title></title><meta property="og:title" content="{TITLE}"></head><body><div id=js_article>
<h1 id=activity-name> {TITLE} </h1><div id=meta_content><em>2024-06-18 10:23</em></div>
<div id=js_content style="visibility: hidden;"><section><section><p><span>{FIRST}</span></p></section>
<section><strong><span>资源共享展新貌</span></strong></section><p>{SECOND}</p><p>▲志愿服务现场</p>
<p>{THIRD}</p></section><p>来源：晋中日报</p><p>编辑：王五</p><p>长按识别二维码关注我们</p></div></div>"""
OFFICE = f"""<meta name=ArticleTitle content="{TITLE}"><meta name=ContentSource content=市卫健委>
<title>门户网站 {TITLE}</title></head><body><form><table><tr><td>您现在的位置：首页 &gt; 动态</td></tr>
<tr><td><b>{TITLE}</b></td></tr><tr><td>时间：2024-06-18　字体：[大 中 小]　浏览量：3</td></tr><tr><td>
<div class=TRS_Editor><div>　　{FIRST}</div><div>　　{SECOND}</div><div>　　{THIRD}（张三）</div></div></td></tr>
<tr><td>【打印本页】【关闭窗口】</td></tr></table></form><div>主办：晋中市人民政府 备案号 123</div>"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (NEWSPAPER, [
            "全国优秀案例", f"# {TITLE}", "发布时间：2024年06月18日08:23", "来源：某民日报",
            "——晋中市医疗系统党建纪实", "本报记者 张三", FIRST, SECOND, "图为志愿服务。张三摄", THIRD,
            "(责编：王某、李某)",
        ]),
        (ACCOUNT, [
            f"# {TITLE}", "发布时间：2024-06-18 10:23", FIRST, "## 资源共享展新貌", SECOND,
            "▲志愿服务现场", THIRD, "来源：晋中日报", "编辑：王五",
        ]),
        (OFFICE, [
            f"# {TITLE}", "发布时间：2024-06-18", "来源：市卫健委", FIRST, SECOND, f"{THIRD}（张三）",
        ]),
    ],
    ids=["newspaper", "account", "office"],
)  # fmt: skip
def test_pages_as_publishers_build_them(text, found):
    assert blocks(f"<!DOCTYPE html><html><head><meta charset=utf-8>{text}</body></html>") == found


def test_a_page_laid_out_with_tables_is_read():
    cell = f"<td><p>{FIRST}</p><p>{SECOND}</p></td>"
    main = f"<table><tr><td>{TITLE}</td></tr><tr>{cell}<td><a href=1>更多</a></td></tr></table>"
    assert blocks(page(main)) == [f"# {TITLE}", FIRST, SECOND]


def test_a_headline_that_no_mark_and_no_title_names_stands_above_its_date():
    table = (
        "<html><head><title>首页-医院动态</title></head><body><table><tr><td><a href=/>首页</a></td></tr>"
        f"<tr><td align=center><font size=5><b>{TITLE}</b></font></td></tr>"
        f"<tr><td>发布时间：2024年5月6日 浏览次数：10</td></tr><tr><td>{FIRST}<br><br>{SECOND}</td></tr>"
        "</table></body></html>"
    )
    assert blocks(table) == [f"# {TITLE}", "发布时间：2024年5月6日", FIRST, SECOND]


def test_what_asks_readers_to_like_a_page_is_no_part_of_it():
    liked = report(f"<p>{FIRST}</p><p>{SECOND}</p><p>喜欢就点个在看吧</p>")
    assert blocks(liked)[-1] == SECOND


def test_paragraphs_that_are_bare_lines_are_kept_apart():
    main = f"<h1>{TITLE}</h1><div id=zoom>　　{FIRST}<br><br>　　{SECOND}</div>"
    assert blocks(page(main)) == [f"# {TITLE}", FIRST, SECOND]


def test_the_head_says_what_the_page_does_not_show():
    metas = (
        '<meta name="PubDate" content="2024-06-18"><meta name="ContentSource" content="新华网">'
    )
    text = page(f"<div><p>{FIRST}</p><p>{SECOND}</p></div>").replace("<title>", metas + "<title>")
    assert blocks(text) == [f"# {TITLE}", "发布时间：2024-06-18", "来源：新华网", FIRST, SECOND]


@pytest.mark.parametrize(
    ("declared", "written", "label"),
    [
        ("gb2312", "gb18030", "gb18030"),
        ("big5", "gb18030", "gb18030"),
        ("utf-8", "gb18030", "gb18030"),
        ("gbk", "utf-8", "utf-8"),
        ("gbk", "utf-16", "utf-16-le"),
        ("no-such-thing", "utf-8", "utf-8"),
    ],
)
def test_the_bytes_decide_where_a_page_declares_the_wrong_encoding(declared, written, label):
    text = page(f"<h1>{TITLE}</h1><div><p>{FIRST}</p><p>{SECOND}</p></div>", declared)
    document = read(text.encode(written), "a.html")
    assert document.encoding == label
    assert document.text.rstrip("\n").split("\n\n") == [f"# {TITLE}", FIRST, SECOND]


def test_a_deeply_nested_page_is_read_whole_or_refused():
    def nested(depth):
        return f"<p>{SECOND}</p>" + "<div>" * depth + FIRST + "</div>" * depth + f"<p>{SECOND}</p>"

    assert blocks(nested(1000)) == [SECOND, FIRST, SECOND]
    with pytest.raises(ReaderError, match="网页的结构过于复杂"):
        blocks(nested(3000))


def test_a_saved_page_gives_the_same_reports_as_the_text(make, reports):
    for wanted in reports:
        tags = {0: "p", 1: "h2"}
        body = [f"<{tags[n]}>{text}</{tags[n]}>" for n, text in make.body_of(wanted)]
        figures = [
            f"<figure><figcaption>{one.text}<br>{one.credit}</figcaption></figure>"
            for one in wanted.captions
        ]
        main = (
            f"<h1>{wanted.headline}</h1><div class=c><p>■{wanted.byline}</p>"
            f"{body[0]}{''.join(figures)}{''.join(body[1:])}</div>"
        )
        (found,) = extract(read_html(page(main, title=wanted.headline).encode()).text)
        assert (found.layout.headline, found.layout.byline, found.layout.captions) == (
            wanted.headline,
            wanted.byline,
            wanted.captions,
        )
        assert make.body_of(found.layout) == make.body_of(wanted)
