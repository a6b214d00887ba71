"""The door of the readers: bytes of a supported format in, text out. Pure, no Django."""

from articles.readers.document import Document, ReaderError
from articles.readers.text import read_text

__all__ = ["LARGEST", "Document", "ReaderError", "read"]

LARGEST = 20 * 1024 * 1024  # bytes


def read(data: bytes, name: str) -> Document:
    """Return the text of a file; *name* is what its messages call it.

    Raises :exc:`ReaderError` with one Chinese sentence or two for files that are empty, too large,
    no text, or of an encoding that cannot be told.
    """
    if len(data) > LARGEST:
        raise ReaderError(f"{name}：文件超过 {LARGEST // 1024 // 1024} MB，请拆分后再导入。")
    if not data.strip():
        raise ReaderError(f"{name}：文件是空的，请检查后重新选择。")
    document = read_text(data, name)
    if not document.text.strip():
        raise ReaderError(f"{name}：文件只有空白，没有文字，请检查后重新选择。")
    return document
