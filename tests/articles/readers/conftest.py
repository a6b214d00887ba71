"""Real files of every format, made on the spot: small, and nothing in them but what a test says."""

import io
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest

from articles.extraction import extract, markup
from articles.extraction.types import Layout

SEEDS = Path(__file__).parents[3] / "seeds"
FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts["
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor"
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
    b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)
UNMAPPED = FONT.replace(b"UniGB-UCS2-H", b"Identity-H").replace(b"(GB1)", b"(Identity)")
Run = tuple[float, float, float, str]  # left, baseline and size in points, and a line of text


def pdf_of(pages: Sequence[Sequence[Run]], font: bytes = FONT, extra: bytes = b"") -> bytes:
    """Return a PDF document that prints each run of each page, in this order."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", font]
    kids = []
    for runs in pages:
        lines = [
            f"BT /F {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"
            for x, y, size, text in runs
        ]
        stream = zlib.compress("\n".join(lines).encode())
        head = b"<</Length %d/Filter/FlateDecode>>stream\n" % len(stream)
        objects.append(head + stream + b"\nendstream")
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, extra))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def columns_of(
    blocks: Sequence[tuple[int, str]], head: str = "", columns: int = 3
) -> list[list[Run]]:
    """Return pages in *columns* of 17 characters: level -1 a headline, 1 a heading, 0 text."""
    size, width, lead = 9.0, 17, 14.0
    lefts = [40 + column * (width + 1.5) * size for column in range(columns)]
    pages: list[list[Run]] = [[]]
    top, column, y = 770.0, 0, 770.0

    def put(x: float, size: float, text: str) -> None:
        nonlocal column, y, top
        if y < 80:
            column, y = column + 1, top
        if column == columns:
            column, y, top = 0, 770.0, 770.0
            pages.append([])
        pages[-1].append((lefts[column] + x, y, size, text))
        y -= lead

    for level, text in blocks:
        if level < 0:
            pages.append([]) if pages[-1] else None
            pages[-1].append((40, 770, 18, text))
            top, column, y = 730.0, 0, 730.0
        elif level:
            put(2 * size, 11, text)
        else:
            printed = "\u3000\u3000" + text
            for start in range(0, len(printed), width):
                line = printed[start : start + width]
                bare = line.lstrip("\u3000")
                put((len(line) - len(bare)) * size, size, bare)
    if head:
        for number, runs in enumerate(pages, 1):
            runs.insert(0, (40, 810, 8, head))
            runs.append((290, 30, 8, f"— {number} —"))
    return pages


def zip_of(members: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a zip archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def docx_of(fill: Callable[[docx.document.Document], object]) -> bytes:
    """Return the Word document that *fill* writes."""
    document, out = docx.Document(), io.BytesIO()
    fill(document)
    document.save(out)
    return out.getvalue()


@pytest.fixture(scope="session")
def make():
    """What makes files: ``make.pdf_of(…)`` and the other functions of this module."""
    import sys  # noqa: PLC0415 -- this very module, which has no name to import it by

    return sys.modules[pdf_of.__module__]


@pytest.fixture(scope="session")
def reports() -> tuple[Layout, ...]:
    """The two reports of a seed, as plain text gives them."""
    (path,) = SEEDS.glob("004_*.txt")
    return tuple(article.layout for article in extract(path.read_text("utf-8")))


def body_of(layout: Layout) -> list[tuple[int, str]]:
    """Return the blocks of a report's body, levels first."""
    return [(block.level, block.text) for block in markup.blocks(layout.body)]
