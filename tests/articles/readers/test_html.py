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
<div class="main">{main}
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
        "<!doctype html><div hidden>看不见的文字，并不是正文。</div>",
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


def test_a_page_laid_out_with_tables_is_read():
    cell = f"<td><p>{FIRST}</p><p>{SECOND}</p></td>"
    main = f"<table><tr><td>{TITLE}</td></tr><tr>{cell}<td><a href=1>更多</a></td></tr></table>"
    assert blocks(page(main)) == [f"# {TITLE}", FIRST, SECOND]


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
