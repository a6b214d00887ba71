"""PDF documents: PDFium gives the lines as printed; ``columns`` makes paragraphs of them."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from articles.readers import columns, limits, plain
from articles.readers.columns import Box, Line, Sheet
from articles.readers.document import Document, ReaderError
from articles.readers.encodings import is_legible, share_of_common

AS_TEXT = "改用原始的 Word 文档或纯文本。"
ENCRYPTED = "PDF 加了密码，请去掉密码后另存，再导入。"
DAMAGED = f"PDF 已损坏或不完整，请重新取得文件，或{AS_TEXT}"
SCANNED = f"PDF 是扫描的图片，没有文字，请先做文字识别（OCR），或{AS_TEXT}"
UNREADABLE = f"PDF 的字体没有文字对照，取出的是乱码，请先做文字识别（OCR），或{AS_TEXT}"
END = b"%%EOF"
TRAILER = 4096  # bytes at the end in which a whole file says that it ends
LEAST_TEXT = 10  # characters of a page that is not a mere picture
MOST_UNMAPPED = 0.1  # share of characters whose font does not say what they are
LEAST_COMMON = 0.35  # share of common characters; fonts that name the wrong ones give far less
GAP = 1.2  # ems of white space that may part two columns on one line
PERHAPS = (
    "\0"  # a space that PDFium puts where characters stand apart, as they do in justified lines
)
SPACE = 0.15  # ems beyond the usual distance that make such a space one between two characters
WIDE = 0.6  # ems that do so between a Chinese character and a Latin one, which stand apart anyway
SIZED = 9  # characters of a line that tell its size
NAME_LENGTH = 128  # bytes of a font's name that are looked at


Mark = tuple[int, str, Box]  # number of a character on its page, the character, its place


def read_pdf(data: bytes) -> Document:
    """Return the text of a PDF document in reading order, headings and captions marked.

    Raises :exc:`ReaderError` for documents that are damaged, encrypted, scanned, too long, or
    whose fonts do not tell the characters.
    """
    if END not in data[-TRAILER:]:
        raise ReaderError(DAMAGED)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        protected = "password" in str(error).lower() or "security" in str(error).lower()
        raise ReaderError(ENCRYPTED if protected else DAMAGED) from error
    try:
        if not len(document):
            raise ReaderError(DAMAGED)
        if len(document) > limits.MOST_PAGES:
            raise ReaderError(
                f"PDF 有 {len(document)} 页，超过 {limits.MOST_PAGES} 页，请拆分后再导入。"
            )
        sheets = list(_sheets(document))
    except pdfium.PdfiumError as error:
        raise ReaderError(DAMAGED) from error
    finally:
        document.close()
    _check(sheets)
    return Document(plain.compose(columns.blocks(sheets)), "unicode", "application/pdf")


def _check(sheets: list[Sheet]) -> None:
    """Refuse pictures of text, and text that fonts do not let one read."""
    lengths = [sum(len(line.text) for line in sheet.lines) for sheet in sheets]
    unmapped = sum(sheet.unmapped for sheet in sheets)
    if unmapped > MOST_UNMAPPED * (sum(lengths) + unmapped):
        raise ReaderError(UNREADABLE)
    pictures = sum(length < LEAST_TEXT for length in lengths)
    if 2 * pictures > len(sheets) or not sum(lengths):
        raise ReaderError(SCANNED)
    text = "\n".join(line.text for sheet in sheets for line in sheet.lines)
    if not is_legible(text) or share_of_common(text) < LEAST_COMMON:
        raise ReaderError(UNREADABLE)


def _sheets(document: pdfium.PdfDocument) -> Iterator[Sheet]:
    """Yield what each page prints; a page is closed before the next one is opened."""
    total = 0
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        try:
            total += text.count_chars()
            if total > limits.LONGEST:
                raise ReaderError(
                    f"PDF 的文字超过 {limits.LONGEST // 10_000} 万字，请拆分后再导入。"
                )
            reader = _Page(text)
            lines = tuple(reader.lines())
            yield Sheet(page.get_height(), lines, tuple(_pictures(page)), reader.unmapped)
        finally:
            text.close()
            page.close()


def _pictures(page: pdfium.PdfPage) -> Iterator[Box]:
    """Yield where pictures stand on *page*."""
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        yield Box(left, bottom, right, top)


def _spaced(held: list[Mark]) -> Iterator[str]:
    """Yield the characters of a line; a likely space only where Latin words or wide gaps need it."""
    gaps = sorted(
        b[2].left - a[2].right for a, b in pairwise(one for one in held if one[1] != PERHAPS)
    )
    usual = gaps[len(gaps) // 2] if gaps else 0.0
    for number, (_, mark, _box) in enumerate(held):
        if mark != PERHAPS:
            yield mark
            continue
        if not 0 < number < len(held) - 1:
            continue
        (_, before, left), (_, after, right) = held[number - 1], held[number + 1]
        latin = before.isascii(), after.isascii()
        least = (SPACE if latin[0] == latin[1] else WIDE) * (left.right - left.left)
        if all(latin) or right.left - left.right > usual + least:
            yield " "


class _Page:
    """Reads the characters of a page, line by line, in the order in which they were written."""

    def __init__(self, text: pdfium.PdfTextPage) -> None:
        self._text = text
        self._rectangle = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(NAME_LENGTH)
        self._flags = ctypes.c_int()
        self.unmapped = 0  # characters whose font does not say what they are

    def lines(self) -> Iterator[Line]:
        """Yield the lines; characters far apart on one line belong to two."""
        held: list[Mark] = []
        edge = 0.0
        for index in range(self._text.count_chars()):
            character = chr(raw.FPDFText_GetUnicode(self._text, index))
            if raw.FPDFText_IsGenerated(self._text, index) == 1:
                if character in "\r\n":
                    yield from self._line(held)
                    held = []
                elif held:
                    held.append((index, PERHAPS, held[-1][2]))
                continue
            if raw.FPDFText_HasUnicodeMapError(self._text, index) == 1:
                self.unmapped += 1
            box = self._box(index)
            if held and box.left - edge > GAP * max(box.right - box.left, box.top - box.bottom):
                yield from self._line(held)
                held = []
            held.append((index, character, box))
            edge = box.right
        yield from self._line(held)

    def _box(self, index: int) -> Box:
        raw.FPDFText_GetLooseCharBox(self._text, index, self._rectangle)
        place = self._rectangle
        return Box(place.left, place.bottom, place.right, place.top)

    def _line(self, held: list[Mark]) -> Iterator[Line]:
        """Yield the line of these characters, if any of them shows."""
        text = "".join(_spaced(held))
        text = plain.clean(text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore"))
        shown = [one for one in held if one[1].strip() and one[1] != PERHAPS]
        if not text or not shown:
            return
        yield Line(
            text=text.replace("\n", " "),
            box=Box(
                min(box.left for *_, box in shown),
                min(box.bottom for *_, box in shown),
                max(box.right for *_, box in shown),
                max(box.top for *_, box in shown),
            ),
            size=max(1.0, median(self._size(index) for index, *_ in shown[:SIZED])),
            font=self._font(shown[0][0]),
        )

    def _size(self, index: int) -> float:
        """Return the size in points in which a character is printed."""
        raw.FPDFText_GetMatrix(self._text, index, self._matrix)
        stretch = math.hypot(self._matrix.c, self._matrix.d)
        return float(raw.FPDFText_GetFontSize(self._text, index)) * stretch

    def _font(self, index: int) -> str:
        """Return the name of the font of a character; a line is held to be in one font."""
        raw.FPDFText_GetFontInfo(self._text, index, self._name, NAME_LENGTH, self._flags)
        return self._name.value.decode("utf-8", "ignore")
