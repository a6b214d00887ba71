"""Which format a file has: its first bytes decide, and its name must agree with them."""

from __future__ import annotations

import json
import re
from enum import Enum
from pathlib import PurePath

from articles.readers import zips
from articles.readers.document import ReaderError

READABLE = ".txt、.md、.html、.docx、.pdf 或 .zip"
SAVE_AS_TEXT = f"请另存为 {READABLE} 后再导入。"


class Format(Enum):
    """A format that can be read: what it is called, and the extensions of its names."""

    TEXT = "纯文本", (".txt", ".md", ".markdown", ".text")
    HTML = "网页", (".html", ".htm", ".xhtml", ".shtml")
    DOCX = "Word 文档（.docx）", (".docx",)
    PDF = "PDF 文档", (".pdf",)
    ARCHIVE = "压缩包", (".zip",)

    def __init__(self, label: str, extensions: tuple[str, ...]) -> None:
        self.label = label
        self.extensions = extensions


ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = (
    (b"{\\rtf", "RTF 文档"),
    (b"\x89PNG\r\n\x1a\n", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"Rar!\x1a\x07", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b\x08", "gzip 压缩包"),
    (b"SQLite format 3\x00", "数据库文件"),
    (b"\x7fELF", "程序文件"),
    (b"MZ\x90\x00", "程序文件"),
)
PACKED = (  # a member that tells what a zip really is
    ("xl/workbook.xml", "Excel 工作簿"),
    ("ppt/presentation.xml", "PowerPoint 演示文稿"),
    ("OFD.xml", "OFD 版式文档"),
    ("content.xml", "OpenDocument 文档"),
    ("META-INF/container.xml", "EPUB 电子书"),
)
HEAD = 4096  # bytes of a file that tell a page of the web
SKIPPED = re.compile(rb"(?:\s|<!--(?:[^-]|-[^-])*-->|<\?[^>]*>|\xef\xbb\xbf|\xff\xfe|\xfe\xff)+")
PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml", re.IGNORECASE)
TAG = re.compile(rb"<(?:p|div|br|span|h[1-6]|table|meta|title|article|section)\b", re.IGNORECASE)
MAIL = re.compile(rb"(?:From: .{0,200}\r?\n|MIME-Version: )[\s\S]{0,2000}multipart/related", re.I)


def tell(data: bytes, name: str) -> Format:
    """Return the format of *data*.

    Raises :exc:`ReaderError` for known formats that cannot be read, and for a file whose *name*
    says another format than its content.
    """
    named = _named(name)
    found = _of_content(data, named)
    if named not in (None, found):
        extension = PurePath(name).suffix
        raise ReaderError(
            f"扩展名是 {extension}，内容却是{found.label}，请核对文件，改正扩展名后再导入。"
        )
    return found


def _named(name: str) -> Format | None:
    """Return the format that the extension of *name* stands for, if it is one that can be read."""
    extension = PurePath(name).suffix.lower()
    return next((one for one in Format if extension in one.extensions), None)


def _of_content(data: bytes, named: Format | None) -> Format:
    """Return the format that the content shows; *named* helps where it shows little."""
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data)
    if data.startswith(OLE):
        if ENCRYPTED in data:
            raise ReaderError("文件是加密的 Word 文档，请在 Word 中去掉密码后另存，再导入。")
        raise ReaderError(f"文件是旧版 Word、Excel 或 WPS 文档，{SAVE_AS_TEXT}")
    for signature, what in OTHERS:
        if data.startswith(signature) and not (signature == b"BM" and data[6:10] != b"\0\0\0\0"):
            raise ReaderError(f"文件是{what}，{SAVE_AS_TEXT}")
    return _of_text(data, named)


def _of_text(data: bytes, named: Format | None) -> Format:
    """Tell a page of the web from plain text."""
    head = data[:HEAD].replace(b"\0", b"")
    skipped = SKIPPED.match(head)
    if PAGE.match(head, skipped.end() if skipped else 0):
        return Format.HTML
    if MAIL.match(head):
        raise ReaderError("文件是单一文件网页（.mhtml），请在浏览器中另存为“网页，仅 HTML”。")
    if named is Format.HTML and TAG.search(data.replace(b"\0", b"")):
        return Format.HTML
    if XML.match(head):
        raise ReaderError(f"文件是 XML 数据，不是报道，{SAVE_AS_TEXT}")
    if _is_json(data):
        raise ReaderError(f"文件是 JSON 数据，不是报道，{SAVE_AS_TEXT}")
    return Format.TEXT


def _is_json(data: bytes) -> bool:
    """Tell whether *data* is a list or a record of values, as programs write them for others."""
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return False
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _packed(data: bytes) -> Format:
    """Tell a Word document from an archive; both are zip files."""
    with zips.opened(data) as archive:
        names = set(archive.namelist())
    if "word/document.xml" in names:
        return Format.DOCX
    for member, what in PACKED:
        if member in names:
            raise ReaderError(f"文件是{what}，{SAVE_AS_TEXT}")
    return Format.ARCHIVE
