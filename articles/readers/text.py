"""Plain text of unknown encoding: decoded without the loss of a character, or refused."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache

from articles.readers.document import Document, ReaderError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SIGNATURES = (
    (b"%PDF-", "PDF 文档"),
    (b"PK\x03\x04", "压缩包或 Word、Excel 文档"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word、Excel 文档"),
    (b"{\\rtf", "RTF 文档"),
    (b"\x89PNG\r\n\x1a\n", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"Rar!\x1a\x07", "压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包"),
    (b"\x1f\x8b\x08", "压缩包"),
    (b"SQLite format 3\x00", "数据库文件"),
    (b"\x7fELF", "程序文件"),
    (b"MZ\x90\x00", "程序文件"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MARKED_UP = re.compile(r"\s{0,99}<(?:!doctype html|html|\?xml)", re.IGNORECASE)
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
LEAST_COMMON = 0.65  # share of everyday characters among the Chinese ones of a legible text
SAMPLE = 20_000  # characters that the test of legibility looks at
EVERYDAY_LEVEL = range(0xB0, 0xD8)  # lead bytes of GB 2312 level 1: its 3,755 commonest characters
ONLY_TEXT = "本版本只读取纯文本文件（.txt、.md），请先另存为 UTF-8 编码的纯文本。"
UNKNOWN_ENCODING = "无法识别文字编码，请用文本编辑器另存为 UTF-8 后再导入。"


def read_text(data: bytes, name: str) -> Document:
    """Return the text of *data* with LF line ends; nothing else of it is changed.

    Raises :exc:`ReaderError` for known binary formats, for control characters, and where no
    encoding gives a legible text.
    """
    for signature, what in SIGNATURES:
        if data.startswith(signature) and not (signature == b"BM" and data[6:10] != b"\0\0\0\0"):
            raise ReaderError(f"{name}：这是{what}，不是纯文本。{ONLY_TEXT}")
    text, encoding = _decode(data, name)
    if CONTROL.search(text):
        raise ReaderError(f"{name}：文件含有控制字符，不是纯文本。{ONLY_TEXT}")
    if MARKED_UP.match(text):
        raise ReaderError(f"{name}：这是网页或 XML 文件，不是纯文本。{ONLY_TEXT}")
    return Document(text.replace("\r\n", "\n").replace("\r", "\n"), encoding, "text/plain")


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """Return the text and the label of the first encoding that fits without a flaw."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is None:
                raise ReaderError(
                    f"{name}：文件标明 {encoding} 编码，但内容不符。{UNKNOWN_ENCODING}"
                )
            return text, encoding
    for encoding in _candidates(data):
        text = _strict(data, encoding)
        if text is not None and (encoding == "utf-8" or is_legible(text)):
            return text, encoding
    if b"\0" in data:
        raise ReaderError(f"{name}：文件是二进制数据，不是纯文本。{ONLY_TEXT}")
    raise ReaderError(f"{name}：{UNKNOWN_ENCODING}")


def _candidates(data: bytes) -> tuple[str, ...]:
    """Return the encodings that may fit, the likeliest first."""
    return _wide(data) if b"\0" in data else ("utf-8", "gb18030", *_wide(data))


def _wide(data: bytes) -> tuple[str, ...]:
    """Return the UTF-16 forms that *data* may have; its line ends and Latin letters tell which."""
    if len(data) % 2:
        return ()
    even, odd = data[0::2].count(0), data[1::2].count(0)
    return ("utf-16-le", "utf-16-be") if odd >= even else ("utf-16-be", "utf-16-le")


def _strict(data: bytes, encoding: str) -> str | None:
    """Return *data* decoded, if encoding it again gives the very same bytes."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if text.encode(encoding, "surrogatepass") == data else None


def is_legible(text: str) -> bool:
    """Tell whether *text* is Chinese or Latin prose, and not another encoding's bytes.

    Wrongly decoded bytes give rare characters, private ones and scripts that Chinese reports do
    not use; everyday characters are a large part of every real text.
    """
    sample = text[:SAMPLE]
    letters = [character for character in sample if character.isalpha()]
    strange = sum(not _is_expected(character) for character in sample)
    if strange > 0.02 * len(sample) or CONTROL.search(sample):
        return False
    han = [character for character in letters if HAN.match(character)]
    if not han:
        return True
    return sum(character in _everyday() for character in han) >= LEAST_COMMON * len(han)


def _is_expected(character: str) -> bool:
    """Tell whether a Chinese report may hold *character*."""
    if character.isascii() or HAN.match(character):
        return True
    if unicodedata.category(character) in ("Co", "Cn", "Cs", "Cc"):
        return False
    return (
        "\u0080" <= character <= "\u04ff"
        or "\u2000" <= character <= "\u33ff"
        or "\ufe30" <= character <= "\uffef"
    )


@cache
def _everyday() -> frozenset[str]:
    """Return the commonest characters, by the level that the GB 2312 standard gives them."""
    pairs = bytes(
        byte for lead in EVERYDAY_LEVEL for trail in range(0xA1, 0xFF) for byte in (lead, trail)
    )
    return frozenset(pairs.decode("gb2312", "ignore"))
