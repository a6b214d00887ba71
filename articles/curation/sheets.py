"""Tables that people bring: CSV and XLSX to rows of text, bounded, and never a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from articles.readers.encodings import decode

LARGEST = 2 * 1024 * 1024  # bytes of a file
UNPACKED = 40 * 1024 * 1024  # bytes of what an XLSX file unpacks to
MOST_ROWS, MOST_COLUMNS = 10_000, 40
SUFFIXES = (".csv", ".xlsx")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class SheetError(Exception):
    """The file cannot be taken as a table; the message says why in Chinese."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was brought: its columns, and rows of as many texts each."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read(data: bytes, name: str) -> Sheet:
    """Return the table in *data*; *name* says of what kind it is. Raises :exc:`SheetError`."""
    if len(data) > LARGEST:
        raise SheetError(f"文件超过 {LARGEST // 1024 // 1024} MB，请分成几个。")
    if name.lower().endswith(".csv"):
        lines = _csv(data)
    elif name.lower().endswith(".xlsx"):
        lines = _xlsx(data)
    else:
        raise SheetError("只能读 CSV 与 XLSX 文件。")
    try:
        return _sheet(lines)
    except csv.Error as error:
        raise SheetError("这不是完好的 CSV 文件。") from error


def unguarded(text: str) -> str:
    """Return *text* as it was before :func:`articles.outputs.exports.guarded` made it safe.

    >>> unguarded("'=1+1"), unguarded("'党建'")
    ('=1+1', "'党建'")
    """
    plain = text.startswith("'") and text.lstrip("'").startswith(FORMULA_STARTS)
    return text[1:] if plain else text


def _sheet(lines: Iterator[list[str]]) -> Sheet:
    head = next(lines, [])
    columns = tuple(name.strip() for name in head)
    while columns and not columns[-1]:
        columns = columns[:-1]
    if not columns:
        raise SheetError("文件是空的：第一行应为栏目名称。")
    if len(columns) > MOST_COLUMNS:
        raise SheetError(f"最多 {MOST_COLUMNS} 栏。")
    if len(set(columns)) < len(columns) or "" in columns:
        raise SheetError("栏目名称不能空，也不能重复。")
    rows: list[tuple[str, ...]] = []
    for number, line in enumerate(lines, 2):
        if any(cell.strip() for cell in line[len(columns) :]):
            raise SheetError(f"第 {number} 行比栏目多。")
        cells = [*line, *[""] * len(columns)][: len(columns)]
        rows.append(tuple(cells))
        if len(rows) > MOST_ROWS:
            raise SheetError(f"最多 {MOST_ROWS} 行，请分成几个文件。")
    while rows and not any(rows[-1]):
        rows.pop()
    return Sheet(columns, tuple(rows))


def _csv(data: bytes) -> Iterator[list[str]]:
    text, _ = decode(data)
    for line in csv.reader(StringIO(text, newline=""), strict=True):
        yield [unguarded(cell) for cell in line]


def _xlsx(data: bytes) -> Iterator[list[str]]:
    try:
        with ZipFile(BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > UNPACKED:
                raise SheetError("文件解开后过大。")
        book = load_workbook(BytesIO(data), read_only=True)
        sheet = book.worksheets[0]
        rows = list(sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1))
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError) as error:
        raise SheetError("这不是完好的 XLSX 文件。") from error
    for number, row in enumerate(rows, 1):
        if any(cell.data_type == "f" for cell in row):
            raise SheetError(f"第 {number} 行有公式；请只留文字与数字。")
        yield [_text(cell.value) for cell in row]


def _text(value: Any) -> str:
    """Return the value of a cell as it would be typed."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date():
            return value.isoformat()[:10]
        case _:
            return str(value)
