import io

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Source

TEXT = (
    "吉林省白山市：党旗领航争当先锋\n\n■中共白山市委组织部\n\n"
    "吉林省白山市深化党建品牌创建，组建志愿服务团队16支，群众满意。"
)
PAGE = f"<html><head><title>某地新闻</title></head><body><h1>某地新闻</h1><p>{TEXT[-40:]}</p></body></html>"


@pytest.mark.usefixtures("lists")
def test_each_file_of_an_archive_is_a_source_and_a_bad_one_stops_no_other(make, tmp_path):
    path = tmp_path / "一批.zip"
    path.write_bytes(
        make.zip_of(
            [
                ("壹/报道.txt", TEXT.encode("gb18030")),
                ("壹/坏.pdf", b"%PDF-1.7 \n"),
                ("壹/网页.html", PAGE.encode()),
                ("贰/内.zip", make.zip_of([("a.txt", b"1")])),
            ]
        )
    )
    out = io.StringIO()
    with pytest.raises(CommandError) as raised:
        call_command("ingest", str(path), stdout=out)
    assert str(raised.value).splitlines() == [
        "一批.zip/壹/坏.pdf：PDF 已损坏或不完整，请重新取得文件，或改用原始的 Word 文档或纯文本。",
        "一批.zip/贰/内.zip：文件是压缩包，请先解压，再导入其中的文件。",
    ]
    assert sorted(Source.objects.values_list("name", "encoding", "media_type")) == [
        ("报道.txt", "gb18030", "text/plain"),
        ("网页.html", "utf-8", "text/html"),
    ]
    assert Article.objects.count() == 2
    assert out.getvalue().splitlines()[0] == "新增文件\t2"


@pytest.mark.usefixtures("lists")
def test_of_files_that_cannot_be_read_nothing_is_stored(make, settings, tmp_path):
    for name, data in (
        ("scan.pdf", make.pdf_of([[]])),
        ("cut.docx", make.docx_of(lambda document: document.add_paragraph(TEXT))[:-50]),
        ("list.html", b"<html><body><a href=1>a</a></body></html>"),
    ):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes(data)
    with pytest.raises(CommandError) as raised:
        call_command("ingest", str(tmp_path / "in"), stdout=io.StringIO())
    assert [line.split("：")[0] for line in str(raised.value).splitlines()] == [
        "cut.docx",
        "list.html",
        "scan.pdf",
    ]
    assert not Source.objects.exists()
    assert not (settings.DATA_DIR / "sources").exists()
