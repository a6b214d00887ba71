import shutil
import subprocess

import pytest

from articles.extraction import extract
from articles.readers import ReaderError, limits, read
from articles.readers.pdf import read_pdf

HEAD = "党建研究参考"


def blocks_of(make, reports):
    found = []
    for report in reports:
        found += [(-1, report.headline), (0, "■" + report.byline), *make.body_of(report)]
    return found


def assert_same_reports(make, text, reports):
    layouts = [article.layout for article in extract(text)]
    assert [layout.headline for layout in layouts] == [report.headline for report in reports]
    assert [layout.byline for layout in layouts] == [report.byline for report in reports]
    assert [make.body_of(layout) for layout in layouts] == [make.body_of(r) for r in reports]


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("truncated", "PDF 已损坏或不完整，"),
        ("cut and closed", "PDF 已损坏或不完整，"),
        ("encrypted", "PDF 加了密码，"),
        ("scanned", "PDF 是扫描的图片，没有文字，"),
        ("without a map", "PDF 的字体没有文字对照，取出的是乱码，"),
        ("with a wrong map", "PDF 的字体没有文字对照，取出的是乱码，"),
        ("of 10,000 pages", "PDF 有 10000 页，超过 300 页，"),
    ],
)
def test_a_document_that_gives_no_text_says_why(make, what, message):
    whole = make.pdf_of([[(40, 700, 9, "近年来，该院党委坚持党建引领，推动业务发展。")]])
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(a)]"
    data = {
        "truncated": whole[:-300],
        "cut and closed": whole[:600] + b"%%EOF",
        "encrypted": make.pdf_of([[]], extra=lock % (b"a" * 32, b"b" * 32)),
        "scanned": make.pdf_of([[], [], [(40, 700, 9, "第一页")]]),
        "without a map": make.pdf_of([[(40, 700, 9, "党建引领医院发展")] * 3], make.UNMAPPED),
        "with a wrong map": make.pdf_of([[(40, 700, 9, "鈥斾负浜烘皯鏈嶅姟鐨勫叡浜у厷")] * 3]),
        "of 10,000 pages": make.pdf_of([[]] * 10_000),
    }[what]
    with pytest.raises(ReaderError) as raised:
        read(data, "a.pdf")
    assert str(raised.value).startswith(f"a.pdf：{message}")


def test_more_text_than_a_report_can_have_is_refused(make, monkeypatch):
    monkeypatch.setattr(limits, "LONGEST", 100)
    with pytest.raises(ReaderError, match="PDF 的文字超过"):
        read_pdf(make.pdf_of([[(40, 700, 9, "党建引领")]] * 50))


@pytest.mark.parametrize("columns", [1, 3])
def test_columns_come_out_as_the_paragraphs_of_the_text(make, reports, columns):
    pages = make.columns_of(blocks_of(make, reports), HEAD, columns)
    document = read(make.pdf_of(pages), "a.pdf")
    assert (document.media_type, document.encoding) == ("application/pdf", "unicode")
    assert HEAD not in document.text
    assert_same_reports(make, document.text, reports)


def test_lines_written_across_columns_are_put_in_reading_order(make, reports):
    pages = make.columns_of(blocks_of(make, reports), HEAD)
    rows = [sorted(runs, key=lambda run: (-run[1], run[0])) for runs in pages]
    assert_same_reports(make, read_pdf(make.pdf_of(rows)).text, reports)


def test_paragraphs_without_indent_are_parted_by_the_space_between_them(make):
    full = "近年来该院党委坚持党建引领推动业务与服务深度融合。"
    lines = ["一、抓学习", "（一）筑牢根基", full, full, full, full]
    gaps = [0, 30, 30, 18, 30, 18]
    places = [700 - sum(gaps[: number + 1]) for number in range(len(lines))]
    sizes = [14, 14] + [12] * 4
    runs = [(40, y, size, line) for y, size, line in zip(places, sizes, lines, strict=True)]
    assert read_pdf(make.pdf_of([[(40, 760, 20, "党旗领航"), *runs]])).text.split("\n\n") == [
        "# 党旗领航",
        "## 一、抓学习",
        "## （一）筑牢根基",
        full + full,
        full + full + "\n",
    ]


def test_running_heads_and_numbers_go_and_what_merely_stands_there_stays(make):
    text = "近年来，该院党委坚持党建引领，推动业务与服务深度融合。"
    pages = [
        [(40, 810, 9, f"党建研究 第{n}期"), (40, 700, 9, text), (280, 30, 9, f"- {n} -")]
        for n in (1, 2, 3)
    ]
    pages[1].append((40, 50, 9, "（下接其他版面的文字仍在）"))
    assert read_pdf(make.pdf_of(pages)).text.rstrip().split("\n\n") == [
        text,
        text,
        "（下接其他版面的文字仍在）",
        text,
    ]


def test_heads_that_the_first_page_lacks_and_left_and_right_pages_take_in_turn_go(make):
    text = "近年来，该院党委坚持党建引领，推动业务与服务深度融合。"
    heads = {2: "党建研究", 3: "医院党建专栏", 4: "党建研究", 5: "医院党建专栏"}
    pages = [[(40, 700, 9, text)] for _ in range(5)]
    for number, head in heads.items():
        pages[number - 1].append((40, 810, 9, head))
    assert read_pdf(make.pdf_of(pages)).text.rstrip().split("\n\n") == [text] * 5


def test_cells_on_one_line_stay_on_one_line(make):
    runs = [(40, 700, 12, "全市各级党组织开展活动情况如下，详见表格。")]
    runs += [
        (x, 660 - 20 * n, 12, text)
        for n, row in enumerate([("指标", "数量"), ("党员", "266人")])
        for x, text in zip((40, 200), row, strict=True)
    ]
    assert read_pdf(make.pdf_of([runs])).text.split("\n\n")[1:] == ["指标 数量", "党员 266人\n"]


def test_radicals_that_look_like_characters_become_characters(make):
    printed = "⼭⻄省⼈⺠医院党委坚持党建引领，推动医院发展。"
    text = read_pdf(make.pdf_of([[(40, 700, 9, printed)]], make.FONT)).text
    assert text == "山西省人民医院党委坚持党建引领，推动医院发展。\n"


@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Debian's chromium")
def test_what_a_browser_prints_in_three_columns_gives_the_same_reports(make, reports, tmp_path):
    style = (
        "@page{size:A4;margin:15mm 12mm} body{font:9pt 'Noto Serif CJK SC'} h1{font-size:18pt}"
        "h2{font-size:11pt} .c{column-count:3;text-align:justify} p{text-indent:2em;margin:0}"
        "h1,h2,.b{text-align:center;text-indent:0} figcaption{font-size:7pt}"
    )
    tags = {0: "p", 1: "h2"}
    parts = []
    for report in reports:
        parts.append(f"<h1>{report.headline}</h1><p class=b>■{report.byline}</p><div class=c>")
        parts += [f"<{tags[n]}>{text}</{tags[n]}>" for n, text in make.body_of(report)]
        parts += [
            f"<figure><figcaption>{one.text}<br>{one.credit}</figcaption></figure>"
            for one in report.captions
        ]
        parts.append("</div>")
    page, printed = tmp_path / "a.html", tmp_path / "a.pdf"
    page.write_text(f"<meta charset=utf-8><style>{style}</style>{''.join(parts)}", "utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run(
        [*command, f"--user-data-dir={tmp_path}/c", f"--print-to-pdf={printed}", page.as_uri()],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    text = read(printed.read_bytes(), "a.pdf").text
    assert_same_reports(make, text, reports)
    captions = [one for article in extract(text) for one in article.layout.captions]
    assert captions == [one for report in reports for one in report.captions]
