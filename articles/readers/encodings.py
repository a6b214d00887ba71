"""Bytes of unknown encoding to characters: without the loss of one, or not at all."""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache

from articles.readers.common import COMMON
from articles.readers.document import ReaderError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CODECS = {"big5": ("cp950", "big5hkscs")}  # an encoding's forms, where it has several
SAME = {"gb2312": "gb18030", "gbk": "gb18030", "gb-2312": "gb18030", "utf8": "utf-8"}
DECLARABLE = frozenset({"utf-8", "gb18030", "big5"})
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
LEAST_EVERYDAY = 0.65  # share of everyday characters among the Chinese ones of a legible text
MOST_STRANGE = 0.03  # share of characters beyond ASCII that no report in Chinese holds
SAMPLE = 20_000  # characters that the test of legibility looks at
EVERYDAY = (  # codec, lead and trail bytes of the everyday level of two standards
    ("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)),  # GB 2312 level 1: 3,755 characters
    ("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF))),  # Big5 level 1: 5,401
)
UNKNOWN = "无法识别文字编码，请用文本编辑器另存为 UTF-8 后再导入。"


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Return the text of *data* and the label of its encoding, byte order mark left out.

    A byte order mark decides; then what the file itself has *declared*, if its text is legible;
    then UTF-8; then the encoding that gives the largest share of common characters. Raises
    :exc:`ReaderError` where nothing fits without a flaw.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is None:
                raise ReaderError(f"文件标明 {encoding} 编码，但内容不符。{UNKNOWN}")
            return text, encoding
    label = SAME.get(declared.lower(), declared.lower())
    for encoding in () if b"\0" in data else (label, "utf-8"):
        text = _strict(data, encoding) if encoding in DECLARABLE else None
        if text is not None and (encoding == "utf-8" or is_legible(text)):
            return text, encoding
    return _likeliest(data)


def _likeliest(data: bytes) -> tuple[str, str]:
    """Return text and label of the legacy or wide encoding that gives the commonest characters."""
    fits: list[tuple[float, str, str]] = []
    for encoding in _candidates(data):
        text = _strict(data, encoding)
        if text is not None and is_legible(text):
            fits.append((share_of_common(text), text, encoding))
    if fits:
        _, text, encoding = max(fits, key=lambda fit: fit[0])
        return text, encoding
    if b"\0" in data:
        raise ReaderError("文件是二进制数据，不是文字，请另存为 .txt、.docx 或 .pdf 后再导入。")
    raise ReaderError(UNKNOWN)


def _candidates(data: bytes) -> tuple[str, ...]:
    """Return the encodings that may fit, the likeliest first."""
    return _wide(data) if b"\0" in data else ("gb18030", "big5", *_wide(data))


def _wide(data: bytes) -> tuple[str, ...]:
    """Return the UTF-16 forms that *data* may have; its line ends and Latin letters tell which."""
    if len(data) % 2:
        return ()
    even, odd = data[0::2].count(0), data[1::2].count(0)
    return ("utf-16-le", "utf-16-be") if odd >= even else ("utf-16-be", "utf-16-le")


def _strict(data: bytes, encoding: str) -> str | None:
    """Return *data* decoded, if encoding it again gives the very same bytes."""
    for codec in CODECS.get(encoding, (encoding,)):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if text.encode(codec, "surrogatepass") == data:
            return text
    return None


def share_of_common(text: str) -> float:
    """Return which share of the letters of *text* are Latin or among the commonest Chinese ones."""
    letters = [character for character in text[:SAMPLE] if character.isalpha()]
    if not letters:
        return 1.0
    return sum(one.isascii() or one in COMMON for one in letters) / len(letters)


def is_legible(text: str) -> bool:
    """Tell whether *text* is Chinese or Latin prose, and not another encoding's bytes.

    Wrongly decoded bytes give rare characters, private ones and scripts that Chinese reports do
    not use; everyday characters are a large part of every real text.
    """
    if CONTROL.search(text):
        return False
    sample = "".join(re.findall(r"[^\x00-\x7f]+", text))[:SAMPLE]
    strange = sum(not _is_expected(character) for character in sample)
    if strange > MOST_STRANGE * len(sample):
        return False
    han = HAN.findall(sample)
    return sum(character in _everyday() for character in han) >= LEAST_EVERYDAY * len(han)


def _is_expected(character: str) -> bool:
    """Tell whether a Chinese report may hold *character*, which is not ASCII."""
    if HAN.match(character):
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
    """Return the everyday characters of both scripts, by the levels that the standards give them."""
    return frozenset(
        character
        for codec, leads, trails in EVERYDAY
        for lead in leads
        for character in bytes(byte for trail in trails for byte in (lead, trail)).decode(
            codec, "ignore"
        )
    )
