"""Web pages: lxml takes the tree apart into pieces of text; ``page`` chooses the report among them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from articles.readers import page, plain
from articles.readers.document import Document, ReaderError
from articles.readers.encodings import decode
from articles.readers.page import Piece
from articles.readers.plain import Kind

HEAD = 4096  # bytes in which a page must declare its encoding
DECLARED = re.compile(rb"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_\-]{1,20})", re.IGNORECASE)
XML_DECLARED = re.compile(rb"<\?xml[^>]{0,80}encoding=[\"']([A-Za-z0-9_\-]{1,20})")
NO_TEXT = "网页中没有找到正文，请在浏览器中打开后复制文字，另存为 .txt 再导入。"
TOO_DEEP = "网页的结构过于复杂，请在浏览器中打开后复制文字，另存为 .txt 再导入。"

words = str.split
DROPPED = frozenset(
    words(
        "script style noscript template svg math iframe object embed button select textarea option nav"
        " footer aside dialog audio video canvas title head datalist map"
    )
)
ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "menu"})
NOISY = frozenset(
    words(
        "nav navbar navigation menu breadcrumb breadcrumbs crumb crumbs share bdshare sharing social"
        " related relate relation recommend recommended hot hotnews rank ranking sidebar comment"
        " comments copyright footer foot ad ads adv advert advertisement banner qrcode ewm toolbar"
        " tools pager pagination login search friendlink links prevnext disclaimer fenxiang xiangguan"
        " daohang dibu popup modal topbar"
    )
)
TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
MOST_NOISE = 0.4  # of the page's text; what holds more than this is the report
HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
CONTAINERS = frozenset(words("body div article section main table tbody td center form font"))
BLOCKS = CONTAINERS | frozenset(
    words(
        "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd tr th thead tfoot caption blockquote pre figure"
        " figcaption address hr header hgroup fieldset legend details summary"
    )
)
INLINE_STRONG = frozenset({"strong", "b"})
METAS = ("name", "property", "itemprop")


def read_html(data: bytes) -> Document:
    """Return the report of a saved page: headline, byline, paragraphs, headings and captions.

    Raises :exc:`ReaderError` where the encoding cannot be told or the page holds no text.
    """
    text, encoding = decode(data, _declared(data))
    if "\0" in text:
        raise ReaderError("网页含有二进制数据，请重新保存网页后再导入。")
    root = _parse(text)
    if root is None:
        raise ReaderError(NO_TEXT)
    blocks = page.choose(list(_Flattener(root).pieces()), _metas(root))
    if not blocks:
        raise ReaderError(NO_TEXT)
    return Document(plain.compose(blocks), encoding, "text/html")


def _declared(data: bytes) -> str:
    """Return the encoding that the page declares, "" for none."""
    match = DECLARED.search(data[:HEAD]) or XML_DECLARED.search(data[:HEAD])
    return match[1].decode("ascii") if match else ""


def _parse(text: str) -> etree._Element | None:
    """Return the tree of *text*; it is handed over as UTF-8, whatever the page declares."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    raw = text.encode("utf-8", "ignore")  # a lone surrogate is no character
    try:
        root: etree._Element = etree.fromstring(raw, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise ReaderError(TOO_DEEP)  # the rest of the page is missing from the tree
    return root


def _metas(root: etree._Element) -> dict[str, str]:
    """Return what the head says of the page, names in lower case; ``title`` is its title."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = plain.clean(meta.get("content") or "").replace("\n", " ")
        for attribute in METAS:
            if content and (name := meta.get(attribute)):
                found.setdefault(name.lower(), content)
    for title in root.iter("title"):
        found.setdefault("title", plain.clean("".join(title.itertext())).replace("\n", " "))
    return found


class _Flattener:
    """Walks a tree once, without recursion, and cuts its text at the borders of blocks."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._lengths = _lengths(root)
        self._buffer: list[str] = []
        self._linked = self._strong = 0
        self._in_link = self._in_strong = 0
        self._kinds: list[tuple[Kind, int]] = [(Kind.TEXT, 0)]
        self._path: list[int] = []
        self._containers = 0
        self._row: etree._Element | None = None

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces of text in document order."""
        walker = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if self._is_noise(element):
                    walker.skip_subtree()
                    continue
                yield from self._enter(element)
            else:
                if not self._is_noise(element):
                    yield from self._leave(element)
                self._add(element.tail or "")

    def _enter(self, element: etree._Element) -> Iterator[Piece]:
        tag = str(element.tag)
        if tag == "br":
            self._buffer.append("\n")
        elif tag in ("td", "th") and self._row is not None:
            self._buffer.append(" | " if "".join(self._buffer).strip() else "")
        elif tag in BLOCKS and self._row is None:
            yield from self._flush()
            self._row = element if tag == "tr" and _is_simple_row(element) else None
            if tag in CONTAINERS:
                self._containers += 1
                self._path.append(self._containers)
            self._kinds.append(_kind(tag, self._kinds[-1]))
        self._in_link += tag == "a"
        self._in_strong += tag in INLINE_STRONG
        self._add(element.text or "")

    def _leave(self, element: etree._Element) -> Iterator[Piece]:
        tag = str(element.tag)
        self._in_link -= tag == "a"
        self._in_strong -= tag in INLINE_STRONG
        if element is self._row:
            yield from self._flush()
            self._row = None
            self._kinds.pop()
        elif tag in BLOCKS and self._row is None:
            yield from self._flush()
            self._kinds.pop()
            if tag in CONTAINERS:
                self._path.pop()

    def _add(self, text: str) -> None:
        text = re.sub(r"[ \t\r\n\f]+", " ", text)  # a line end in the file is none on the page
        self._buffer.append(text)
        length = len(text.strip())
        self._linked += length if self._in_link else 0
        self._strong += length if self._in_strong else 0

    def _flush(self) -> Iterator[Piece]:
        text = plain.clean("".join(self._buffer))
        if text:
            kind, level = self._kinds[-1]
            whole = self._strong >= 0.9 * len(text)
            yield Piece(text, kind, level, min(self._linked, len(text)), whole, tuple(self._path))
        self._buffer.clear()
        self._linked = self._strong = 0

    def _is_noise(self, element: etree._Element) -> bool:
        """Tell whether *element* is hidden or, by its name, no part of a report.

        What holds most of the page is neither: some pages hide their text until a script runs.
        """
        if not isinstance(element.tag, str) or element.tag in DROPPED:
            return True
        if element.tag in ("html", "body"):
            return False
        hidden = element.get("hidden") is not None or HIDDEN.search(element.get("style") or "")
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        noisy = (
            hidden
            or element.tag == "header"
            or element.get("role") in ROLES
            or any(word.lower() in NOISY for word in TOKEN.findall(names))
        )
        if not noisy or (not hidden and next(element.iter("h1"), None) is not None):
            return False
        return self._lengths.get(element, 0) < MOST_NOISE * self._lengths[self._root]


def _lengths(root: etree._Element) -> dict[etree._Element, int]:
    """Return how many characters of text each element holds, what nobody sees left out."""
    lengths: dict[etree._Element, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        own = 0 if element.tag in DROPPED else len((element.text or "").strip())
        inner = sum(lengths.get(child, 0) + len((child.tail or "").strip()) for child in element)
        lengths[element] = own + inner
    lengths[root] = max(1, lengths.get(root, 0))
    return lengths


def _kind(tag: str, outer: tuple[Kind, int]) -> tuple[Kind, int]:
    """Return the kind of the text directly in an element; inside a heading it stays a heading."""
    if tag == "h1":
        return Kind.TITLE, 0
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        return Kind.HEADING, max(1, int(tag[1]) - 1)
    if tag in ("figcaption", "caption"):
        return Kind.CAPTION, 0
    return outer if tag not in CONTAINERS else (Kind.TEXT, 0)


def _is_simple_row(row: etree._Element) -> bool:
    """Tell whether a table's row holds data, and is no means of laying out a page."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    inner = (sum(1 for _ in cell.iter("p", "div", "table", "br", "img", "ul")) for cell in cells)
    return len(cells) > 1 and all(count <= 1 for count in inner) and row.find(".//table") is None
