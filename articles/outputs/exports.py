"""Tables to take away: XLSX, CSV and JSON, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from io import StringIO
from typing import BinaryIO

from xlsxwriter import Workbook

from articles.curation.sheets import FORMULA_STARTS

Cell = str | int | float | Decimal | date | bool | None
MAX_ROWS = 50_000  # of one file: what is written while its reader waits
CHUNK = 64 * 1024  # bytes read at a time
CELL_LIMIT = 32_767  # characters that a spreadsheet's cell takes


class Format(StrEnum):
    """A kind of file; the value ends its name."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """What the web calls it."""
        return {
            Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format.CSV: "text/csv; charset=utf-8",
            Format.JSON: "application/json",
        }[self]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns; ``rows`` may be read once only."""

    title: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def write(table: Table, form: Format) -> Iterator[bytes]:
    """Yield *table* as a file of *form*, piece by piece; memory does not grow with its rows."""
    return {Format.XLSX: _xlsx, Format.CSV: _csv, Format.JSON: _json}[form](table)


def guarded(text: str) -> str:
    """Return *text* so that no spreadsheet takes it for a formula, and that it can be told again.

    >>> guarded("=1+1"), guarded("党建")
    ("'=1+1", '党建')
    """
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def _csv(table: Table) -> Iterator[bytes]:
    buffer = StringIO()
    writer = csv.writer(buffer)
    yield b"\xef\xbb\xbf"  # without it, Excel takes the bytes for GBK
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else _plain(cell) for cell in row])
        if buffer.tell() > CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return "" if cell is None else cell


def _json(table: Table) -> Iterator[bytes]:
    yield f'{{"title": {json.dumps(table.title, ensure_ascii=False)}, "rows": ['.encode()
    for number, row in enumerate(table.rows):
        named = dict(zip(table.columns, map(_jsonable, row), strict=True))
        yield (",\n" if number else "\n").encode()
        yield json.dumps(named, ensure_ascii=False).encode()
    yield b"\n]}\n"


def _jsonable(cell: Cell) -> Cell:
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _xlsx(table: Table) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        _write_workbook(table, file)
        file.seek(0)
        while piece := file.read(CHUNK):
            yield piece


def _write_workbook(table: Table, file: BinaryIO) -> None:
    book = Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True})
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column, bold)
    for number, row in enumerate(table.rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, place, cell[:CELL_LIMIT])
            elif isinstance(cell, date):
                sheet.write_datetime(number, place, cell)
            elif isinstance(cell, bool):
                sheet.write_string(number, place, "是" if cell else "否")
            elif cell is not None:
                sheet.write_number(number, place, float(cell))
    book.close()
