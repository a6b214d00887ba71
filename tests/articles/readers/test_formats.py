import io
import os
import zipfile

import pytest

from articles import readers
from articles.readers import ReaderError, limits, read

PROSE = "近年来，该院党委坚持党建引领，推动业务与服务深度融合。"
PAGE = f"<html><body><p>{PROSE}</p></body></html>".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def refusal(data, name):
    with pytest.raises(ReaderError) as raised:
        read(data, name)
    return str(raised.value)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", PAGE, "扩展名是 .txt，内容却是网页，"),
        ("a.txt", b"%PDF-1.7\n", "扩展名是 .txt，内容却是PDF 文档，"),
        ("a.pdf", PROSE.encode(), "扩展名是 .pdf，内容却是纯文本，"),
        ("a.docx", PAGE, "扩展名是 .docx，内容却是网页，"),
        ("a.html", PROSE.encode(), "扩展名是 .html，内容却是纯文本，"),
        ("a.doc", OLE, "文件是旧版 Word、Excel 或 WPS 文档，"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "文件是加密的 Word 文档，"),
        ("a", b"\x89PNG\r\n\x1a\n\0\0", "文件是图片，"),
        ("a.doc", b"{\\rtf1\\ansi", "文件是RTF 文档，"),
        ("a.rar", b"Rar!\x1a\x07\x01\0", "文件是RAR 压缩包，"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "文件是 XML 数据，"),
        ("a.json", '\ufeff[{"headline": "党建"}]'.encode(), "文件是 JSON 数据，"),
        ("a.txt", b'{"headline": "a"}', "文件是 JSON 数据，"),
        ("a.mhtml", b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related", "文件是单一文件网页"),
        ("a.zip", b"PK\x03\x04\x14\0", "压缩包或 Word 文档不完整或已损坏，"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_should_be_says_so(name, data, message):
    assert refusal(data, name).startswith(f"{name}：{message}")


@pytest.mark.parametrize(
    ("member", "message"),
    [
        ("xl/workbook.xml", "文件是Excel 工作簿，"),
        ("OFD.xml", "文件是OFD 版式文档，"),
        ("a.txt", "文件是压缩包，请先解压，"),
    ],
)
def test_other_packed_formats_are_named(make, member, message):
    assert refusal(make.zip_of([(member, b"x")]), "a.zip").startswith(f"a.zip：{message}")


def test_a_text_that_is_really_a_zip_says_so(make):
    data = make.zip_of([("a.txt", PROSE.encode())])
    assert refusal(data, "b.txt").startswith("b.txt：扩展名是 .txt，内容却是压缩包，")


def test_names_that_say_nothing_leave_it_to_the_content():
    assert read(PAGE, "page").media_type == "text/html"
    assert read(PROSE.encode(), "报道.doc").media_type == "text/plain"


def test_a_huge_file_is_refused_by_its_size_before_a_byte_is_read(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 1024**3)
    path.chmod(0)
    with pytest.raises(ReaderError, match=r"large.txt：文件超过 20 MB，请拆分后再导入。"):
        readers.load(path)


def names_and_contents(data):
    found = []
    for file in readers.files(data, "a.zip"):
        try:
            found.append((file.name, file.load()))
        except ReaderError as error:
            found.append((file.name, str(error)))
    return found


def test_a_file_that_is_no_archive_stands_for_itself():
    assert [(f.name, f.load()) for f in readers.files(b"x", "a.txt")] == [("a.txt", b"x")]


def test_system_files_are_passed_over_and_paths_stay_inside(make):
    data = make.zip_of(
        [
            ("folder/", b""),
            ("__MACOSX/._a.txt", b"x"),
            (".hidden", b"x"),
            ("folder/~$a.docx", b"x"),
            ("../../etc/a.txt", b"1"),
            ("/root/b.txt", b"2"),
            ("c\\..\\d\x07.txt", b"3"),
        ]
    )
    assert names_and_contents(data) == [
        ("a.zip/etc/a.txt", b"1"),
        ("a.zip/root/b.txt", b"2"),
        ("a.zip/c/d_.txt", b"3"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_names_without_a_flag_are_decoded(make, encoding):
    name = "黨建報道.txt" if encoding == "big5" else "党建报道.txt"
    raw = name.encode(encoding)
    data = make.zip_of([("x" * len(raw), b"1")]).replace(b"x" * len(raw), raw)
    assert names_and_contents(data) == [(f"a.zip/{name}", b"1")]


def test_names_with_the_flag_are_utf_8(make):
    assert names_and_contents(make.zip_of([("党建/报道.txt", b"1")])) == [
        ("a.zip/党建/报道.txt", b"1")
    ]


def test_an_archive_in_an_archive_is_not_opened(make):
    inner = make.zip_of([("a.txt", b"1")])
    ((name, data),) = names_and_contents(make.zip_of([("b.zip", inner)]))
    assert refusal(data, name) == ("a.zip/b.zip：文件是压缩包，请先解压，再导入其中的文件。")


def test_an_archive_without_files_says_so(make):
    assert names_and_contents(make.zip_of([("empty/", b"")])) == [
        ("a.zip", "a.zip：压缩包中没有文件，请检查后重新选择。")
    ]


def test_a_bomb_costs_no_more_than_its_limit_and_leaves_the_others_be(make):
    data = make.zip_of([("bomb.txt", b"\0" * 15_000_000), ("good.txt", b"1")])
    assert names_and_contents(data) == [
        (
            "a.zip/bomb.txt",
            "a.zip/bomb.txt：压缩比超过 200 倍，不像是报道，未予解压。",
        ),
        ("a.zip/good.txt", b"1"),
    ]


def test_members_that_are_too_large_one_by_one_or_together_are_refused(make, monkeypatch):
    noise = os.urandom(700)
    data = make.zip_of([("a.txt", noise * 2), ("b.txt", noise), ("c.txt", noise), ("d.txt", b"x")])
    monkeypatch.setattr(limits, "LARGEST", 1000)
    monkeypatch.setattr(limits, "MOST_UNPACKED", 2300)
    outcomes = [content for _, content in names_and_contents(data)]
    assert outcomes[0].startswith("a.zip/a.txt：解压后超过")
    assert outcomes[1:3] == [noise, noise]
    assert outcomes[3].startswith("a.zip/d.txt：压缩包解压后超过")


def test_too_many_members_are_refused_before_they_are_listed(make, monkeypatch):
    monkeypatch.setattr(limits, "MOST_MEMBERS", 3)
    data = make.zip_of([(f"{n}.txt", b"1") for n in range(4)])
    ((name, content),) = names_and_contents(data)
    assert refusal(content, name).startswith("a.zip：压缩包中的文件超过")


def test_an_encrypted_or_damaged_member_is_named_and_the_others_are_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("locked.txt", "broken.txt", "good.txt"):
            archive.writestr(name, name)
    data = bytearray(out.getvalue())
    data[data.rindex(b"PK\x01\x02", 0, data.rindex(b"locked.txt")) + 8] |= 1
    data[data.index(b"broken.txtbroken.txt") + 10] ^= 1
    assert names_and_contents(bytes(data)) == [
        ("a.zip/locked.txt", "a.zip/locked.txt：文件在压缩包中加了密码，请解压后直接导入。"),
        (
            "a.zip/broken.txt",
            "a.zip/broken.txt：压缩包或 Word 文档不完整或已损坏，请重新取得文件。",
        ),
        ("a.zip/good.txt", b"good.txt"),
    ]
