"""Plain text: kept to the letter but for its line ends."""

from __future__ import annotations

from articles.readers.document import Document, ReaderError
from articles.readers.encodings import CONTROL, decode


def read_text(data: bytes) -> Document:
    """Return the text of *data* with LF line ends; nothing else of it is changed.

    Raises :exc:`ReaderError` for control characters, and where no encoding gives a legible text.
    """
    text, encoding = decode(data)
    if CONTROL.search(text):
        raise ReaderError("文件含有控制字符，不是纯文本，请用文本编辑器另存为 UTF-8 后再导入。")
    return Document(text.replace("\r\n", "\n").replace("\r", "\n"), encoding, "text/plain")
