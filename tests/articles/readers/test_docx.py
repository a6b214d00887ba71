import io
import zipfile

import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from articles.extraction import extract
from articles.readers import ReaderError, limits, read
from articles.readers.docx import read_docx
from articles.readers.numbering import chinese

PROSE = "近年来，该院党委坚持党建引领，推动业务与服务深度融合。"


def blocks(data):
    return read_docx(data).text.rstrip("\n").split("\n\n")


def paragraph(inner):
    return parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>")


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


def of_elements(make, *inner):
    def fill(document):
        for one in inner:
            document.element.body.insert_element_before(paragraph(one), "w:sectPr")

    return make.docx_of(fill)


def test_a_damaged_document_and_one_without_text_say_so(make):
    whole = make.docx_of(lambda document: document.add_paragraph(PROSE))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<w:document" if name == "word/document.xml" else old.read(name))
    for data, message in (
        (whole[:-100], "压缩包或 Word 文档不完整或已损坏，"),
        (out.getvalue(), "Word 文档已损坏或不完整，"),
        (make.docx_of(lambda document: None), "Word 文档中没有文字"),
    ):
        with pytest.raises(ReaderError) as raised:
            read(data, "a.docx")
        assert str(raised.value).startswith(f"a.docx：{message}")


def test_a_bomb_is_refused_before_the_library_sees_it(make, monkeypatch):
    data = make.docx_of(lambda document: document.add_paragraph(PROSE))
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/a.png", b"\0" * 5_000_000)
    with pytest.raises(ReaderError, match="压缩比超过 200 倍"):
        read_docx(out.getvalue())
    monkeypatch.setattr(limits, "MOST_UNPACKED", 10_000)
    with pytest.raises(ReaderError, match="解压后超过"):
        read_docx(data)


def test_deleted_hidden_and_field_codes_are_no_text(make):
    data = of_elements(
        make,
        run("党员")
        + f"<w:ins w:id='1' w:author='a'>{run('266')}</w:ins>"
        + "<w:del w:id='2' w:author='a'><w:r><w:delText>300</w:delText></w:r></w:del>"
        + f"<w:moveFrom w:id='3' w:author='a'>{run('不在这里')}</w:moveFrom>"
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>"
        + "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        + f"<w:hyperlink>{run('人')}</w:hyperlink>"
        + f"<w:sdt><w:sdtContent>{run('。')}</w:sdtContent></w:sdt>",
    )
    assert blocks(data) == ["党员266人。"]


def test_text_boxes_are_read_once(make):
    box = f"<w:txbxContent><w:p>{run('图为志愿服务现场')}</w:p></w:txbxContent>"
    data = of_elements(
        make,
        run(PROSE)
        + "<w:r><mc:AlternateContent"
        + " xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        + f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        + "</mc:AlternateContent></w:r>",
    )
    assert blocks(data) == [PROSE, "图为志愿服务现场"]


def test_headings_captions_rows_and_breaks_keep_their_form(make):
    def fill(document):
        document.add_heading("锻造先锋", 0)
        document.add_heading("凝心铸魂", 1)
        first = document.add_paragraph(PROSE)
        first.runs[0].add_break(WD_BREAK.PAGE)
        document.add_paragraph("第一行\n第二行")
        document.add_paragraph("党员志愿服务", style="Caption")
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ("指标", "数量", "党员", "266\n人"), strict=True):
            cell.text = text
        frame = document.add_table(1, 1)
        frame.cell(0, 0).text = PROSE

    assert blocks(make.docx_of(fill)) == [
        "# 锻造先锋",
        "## 凝心铸魂",
        PROSE,
        "第一行\n第二行",
        "▲党员志愿服务",
        "指标 | 数量",
        "党员 | 266人",
        PROSE,
    ]


def test_numbers_that_word_prints_are_written(make):
    def fill(document):
        numbering = document.part.numbering_part.element
        levels = "".join(
            f"<w:lvl w:ilvl='{n}'><w:start w:val='1'/><w:numFmt w:val='{form}'/>"
            f"<w:lvlText w:val='{text}'/></w:lvl>"
            for n, (form, text) in enumerate(
                [("chineseCountingThousand", "%1、"), ("decimal", "%1.%2 "), ("bullet", "·")]
            )
        )
        abstract = f"<w:abstractNum {nsdecls('w')} w:abstractNumId='90'>{levels}</w:abstractNum>"
        numbering.insert(0, parse_xml(abstract))
        number = f"<w:num {nsdecls('w')} w:numId='91'><w:abstractNumId w:val='90'/></w:num>"
        numbering.append(parse_xml(number))
        for level, text in [
            (0, "抓学习"),
            (1, "甲"),
            (1, "乙"),
            (0, "抓服务"),
            (1, "丙"),
            (2, "丁"),
        ]:
            properties = document.add_paragraph(text)._p.get_or_add_pPr()
            properties.append(
                parse_xml(
                    f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{level}'/>"
                    f"<w:numId w:val='91'/></w:numPr>"
                )
            )

    assert blocks(make.docx_of(fill)) == [
        "一、抓学习", "一.1 甲", "一.2 乙", "二、抓服务", "二.1 丙", "丁",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (10, "十"), (20, "二十"), (100, "100")]
)
def test_chinese_numbers(number, written):
    assert chinese(number) == written


def test_a_table_of_contents_is_no_text(make):
    def fill(document):
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("一、抓学习\t3", style="toc 1")
        document.add_paragraph(PROSE)

    assert blocks(make.docx_of(fill)) == [PROSE]


def test_a_word_document_gives_the_same_reports_as_the_text(make, reports):
    def fill(document):
        for report in reports:
            document.add_heading(report.headline, 1)
            document.add_paragraph("■" + report.byline)
            for level, text in make.body_of(report):
                document.add_heading(text, 2) if level else document.add_paragraph(text)
            for one in report.captions:
                document.add_paragraph(f"{one.text}\n{one.credit}", style="Caption")

    layouts = [one.layout for one in extract(read(make.docx_of(fill), "a.docx").text)]
    assert [(one.headline, one.byline, one.captions) for one in layouts] == [
        (one.headline, one.byline, one.captions) for one in reports
    ]
    assert [make.body_of(one) for one in layouts] == [make.body_of(one) for one in reports]
