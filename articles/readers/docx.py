"""Word documents: the text as it would be printed today, without what was deleted or hidden.

Tracked insertions count as accepted, deletions as gone; of a field only its result is text; lists
numbered by Word get the numbers that it would print.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from articles.readers import limits, plain, zips
from articles.readers.document import Document, ReaderError
from articles.readers.numbering import Key, Level, Numbering
from articles.readers.plain import Block, Kind

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DAMAGED = "Word 文档已损坏或不完整，请在 Word 中打开后另存，再导入。"
NO_TEXT = "Word 文档中没有文字（可能只有图片），请把文字录入后再导入。"
HEADING = re.compile(r"(?:heading|标题)\s?(?P<level>[1-9])", re.IGNORECASE)
TITLE = re.compile(r"title|标题", re.IGNORECASE)
CAPTION = re.compile(r"caption|题注|图注", re.IGNORECASE)
CONTENTS = re.compile(r"(?:toc|目录)\s?(?:[1-9]|heading|标题)?", re.IGNORECASE)
HEADING_LENGTH = 40  # characters; a longer paragraph in a heading's style is text

GONE = frozenset(
    [
        *map(qn, ("w:del", "w:moveFrom", "w:delText", "w:instrText", "w:pPr", "w:rPr")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    ]
)
WITHIN = frozenset({qn("w:txbxContent")})  # paragraphs of its own, inside a paragraph
MARKS = {qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-", qn("w:cr"): "\n"}


def read_docx(data: bytes) -> Document:
    """Return the text of a Word document: headings, paragraphs, table rows, captions.

    Raises :exc:`ReaderError` for damaged documents and such without text.
    """
    _check(data)
    try:
        word = docx.Document(io.BytesIO(data))
        blocks = list(_Walker(word).blocks())
    except ReaderError:
        raise
    except (OpcError, KeyError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise ReaderError(DAMAGED) from error
    except SyntaxError as error:  # lxml's XMLSyntaxError is one
        raise ReaderError(DAMAGED) from error
    if not any(block.text for block in blocks):
        raise ReaderError(NO_TEXT)
    return Document(plain.compose(blocks), "utf-8", MEDIA_TYPE)


def _check(data: bytes) -> None:
    """Unpack every part once within the limits, so that the library meets no bomb."""
    total = 0
    with zips.opened(data) as archive:
        for member in archive.infolist():
            total += len(zips.unpack(archive, member, limits.MOST_UNPACKED))
            if total > limits.MOST_UNPACKED:
                most = limits.MOST_UNPACKED // limits.MEGABYTE
                raise ReaderError(f"Word 文档解压后超过 {most} MB，请去掉其中的图片后再导入。")


class _Walker:
    """Walks the body of a document and tells what each paragraph is."""

    def __init__(self, word: WordDocument) -> None:
        self._body = word.element.body
        self._styles = {style.style_id: style.name or "" for style in word.styles}
        self._numbering = Numbering(_levels(word))
        self._lists = _lists_of_styles(word)
        self._base = self._title_level()

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the document in print order."""
        for child in _content(self._body):
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._rows(child)

    def _paragraph(self, paragraph: BaseOxmlElement) -> Iterator[Block]:
        """Yield a paragraph, and after it those of the text boxes that hang on it."""
        style = self._style(paragraph)
        text = plain.clean(_text(paragraph))
        if text and not CONTENTS.fullmatch(style):
            key = _list(paragraph.find(qn("w:pPr"))) or self._lists.get(_style_id(paragraph))
            yield self._block(self._numbering.number(key) + text, style)
        for box in _boxes(paragraph):
            for inner in box.iterchildren(qn("w:p")):
                yield Block(plain.clean(_text(inner)), self._kind(self._style(inner)))

    def _block(self, text: str, style: str) -> Block:
        match = HEADING.fullmatch(style)
        if match and len(text) <= HEADING_LENGTH * 2:
            level = int(match["level"]) - self._base
            return Block(text, Kind.HEADING, level) if level > 0 else Block(text, Kind.TITLE)
        return Block(text, self._kind(style))

    def _kind(self, style: str) -> Kind:
        if TITLE.fullmatch(style):
            return Kind.TITLE
        return Kind.CAPTION if CAPTION.fullmatch(style) else Kind.TEXT

    def _title_level(self) -> int:
        """Return 1 where headings of the first level are the titles of reports, otherwise 0.

        They are where the document begins with one and has no paragraph in the style for titles.
        """
        styles = [
            self._style(p) for p in _content(self._body) if p.tag == qn("w:p") and _text(p).strip()
        ]
        if not styles or any(TITLE.fullmatch(style) for style in styles):
            return 0
        match = HEADING.fullmatch(styles[0])
        return int(match is not None and match["level"] == "1")

    def _style(self, paragraph: BaseOxmlElement) -> str:
        return self._styles.get(_style_id(paragraph), "")

    def _rows(self, table: BaseOxmlElement) -> Iterator[Block]:
        """Yield a row as one line; a table of one column is a frame around paragraphs."""
        for row in table.iterchildren(qn("w:tr")):
            cells = [cell for cell in _content(row) if cell.tag == qn("w:tc")]
            if len(cells) == 1:
                for child in _content(cells[0]):
                    if child.tag == qn("w:p"):
                        yield from self._paragraph(child)
                continue
            texts = ["".join(_cell(cell).split("\n")) for cell in cells]
            if any(texts):
                yield Block(" | ".join(text for text in texts if text))


def _content(parent: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Yield the children of *parent*, those within content controls and insertions too."""
    frames = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")}
    stack = list(reversed(list(parent)))
    while stack:
        child = stack.pop()
        if child.tag in frames:
            stack += reversed(list(child))
        else:
            yield child


def _cell(cell: BaseOxmlElement) -> str:
    return plain.clean(" ".join(_text(paragraph) for paragraph in cell.iter(qn("w:p"))))


def _text(paragraph: BaseOxmlElement) -> str:
    """Return the text that *paragraph* prints, text boxes left out."""
    pieces: list[str] = []
    stack = list(reversed(list(paragraph)))
    while stack:
        element = stack.pop()
        if element.tag in GONE or element.tag in WITHIN or _is_hidden(element):
            continue
        if element.tag == qn("w:t"):
            pieces.append(element.text or "")
        elif element.tag == qn("w:br"):
            pieces.append("\n" if element.get(qn("w:type")) in (None, "textWrapping") else " ")
        elif element.tag in MARKS:
            pieces.append(MARKS[element.tag])
        else:
            stack += reversed(list(element))
    return "".join(pieces)


def _boxes(paragraph: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Yield the text boxes that hang on *paragraph*; of two forms of one box the first."""
    stack = list(reversed(list(paragraph)))
    while stack:
        element = stack.pop()
        if element.tag in WITHIN:
            yield element
        elif element.tag not in GONE:
            stack += reversed(list(element))


def _is_hidden(element: BaseOxmlElement) -> bool:
    """Tell whether *element* is a run that is set not to print."""
    if element.tag != qn("w:r"):
        return False
    vanish = element.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in ("0", "false")


def _style_id(paragraph: BaseOxmlElement) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return _value(style) if style is not None else ""


def _levels(word: WordDocument) -> dict[Key, Level]:
    """Return how each level of each list of *word* is numbered; empty where it defines none."""
    try:
        root = word.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    bases = {_value(a, "w:abstractNumId"): a for a in root.iterchildren(qn("w:abstractNum"))}
    found: dict[Key, Level] = {}
    for number in root.iterchildren(qn("w:num")):
        reference = number.find(qn("w:abstractNumId"))
        base = bases.get(_value(reference)) if reference is not None else None
        for level in base.iterchildren(qn("w:lvl")) if base is not None else ():
            form, text, start = (
                level.find(qn(tag)) for tag in ("w:numFmt", "w:lvlText", "w:start")
            )
            found[_value(number, "w:numId"), _integer(_value(level, "w:ilvl"))] = Level(
                form=_value(form) if form is not None else "decimal",
                text=_value(text) if text is not None else "",
                start=_integer(_value(start), 1) if start is not None else 1,
            )
    return found


def _lists_of_styles(word: WordDocument) -> dict[str, Key]:
    """Return the list level that each style puts its paragraphs in, by the style's id."""
    return {
        _value(style, "w:styleId"): key
        for style in word.styles.element.iterchildren(qn("w:style"))
        if (key := _list(style.find(qn("w:pPr")))) is not None
    }


def _list(properties: BaseOxmlElement | None) -> Key | None:
    """Return the list and level that paragraph *properties* name."""
    numbered = properties.find(qn("w:numPr")) if properties is not None else None
    name = numbered.find(qn("w:numId")) if numbered is not None else None
    if numbered is None or name is None:
        return None
    depth = numbered.find(qn("w:ilvl"))
    return _value(name), _integer(_value(depth)) if depth is not None else 0


def _value(element: BaseOxmlElement, attribute: str = "w:val") -> str:
    return element.get(qn(attribute)) or ""


def _integer(text: str, default: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else default
