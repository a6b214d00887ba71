import random
from pathlib import Path

import pytest

from articles import readers
from articles.readers import ReaderError, read

SEEDS = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
PROSE = "近年来，该院党委坚持党建引领，推动业务与服务深度融合。"
TRADITIONAL = "黨建引領醫院發展，為人民群眾提供優質醫療服務，本院黨委堅持學習。"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "文件是空的，请检查后重新选择。"),
        (b" \r\n\t", "文件是空的，请检查后重新选择。"),
        ("\ufeff\u3000\n".encode(), "文件只有空白，没有文字，请检查后重新选择。"),
        (PROSE.encode() + b"\x07", "文件含有控制字符，不是纯文本，"),
        (PROSE.encode() + b"\0", "文件是二进制数据，不是文字，"),
        (PROSE.encode()[:-1], "无法识别文字编码，"),
        (b"\xef\xbb\xbf\xff\xff", "文件标明 utf-8 编码，但内容不符。"),
    ],
)
def test_what_is_no_text_is_refused_in_one_clear_sentence(data, message):
    with pytest.raises(ReaderError) as raised:
        read(data, "a")
    assert str(raised.value).startswith(f"a：{message}")


def test_a_file_above_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(readers, "LARGEST", 1024 * 1024)
    with pytest.raises(ReaderError, match="文件超过 1 MB，请拆分后再导入。"):
        read(b"a" * (1024 * 1024 + 1), "a")


@pytest.mark.parametrize("encoding", ["shift_jis", "koi8-r", "euc_kr"])
def test_other_encodings_are_refused_and_never_read_as_nonsense(encoding):
    text = {"koi8-r": "Партийная организация больницы проводит собрание"}.get(
        encoding, TRADITIONAL
    )
    with pytest.raises(ReaderError):
        read(text.encode(encoding, "ignore"), "a")


def test_random_bytes_are_no_text():
    noise = random.Random(7)
    read_by_chance = 0
    for _ in range(200):
        try:
            read(noise.randbytes(60), "a")
            read_by_chance += 1
        except ReaderError:
            pass
    assert read_by_chance == 0


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gb18030", "gb18030"),
    ],
)
def test_every_seed_survives_every_encoding_to_the_letter(path, written, label):
    text = path.read_bytes().decode()
    for piece in (text, text[:80].strip(), text[300:340]):
        document = read(piece.encode(written), path.name)
        assert (document.text, document.encoding) == (piece, label)


def test_line_ends_become_lf_and_nothing_else_changes():
    text = "第１行……：\r\n“第2行”\rＩＰ"
    assert read(text.encode(), "a").text == "第１行……：\n“第2行”\nＩＰ"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "big5"])
@pytest.mark.parametrize("length", [8, 16, len(TRADITIONAL)])
def test_traditional_text_is_told_apart_by_its_common_characters(encoding, length):
    text = TRADITIONAL[:length]
    document = read(text.encode(encoding), "a")
    assert (document.text, document.encoding) == (text, encoding.replace("16", "16-le"))
