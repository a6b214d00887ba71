import csv
import json
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import given, strategies as st
from openpyxl import load_workbook

from articles.outputs.exports import Format, Table, guarded, write

COLUMNS = ("标题", "数值", "日期", "审定")
ROW = ("“医心向党”,\n第二行", Decimal("1.50"), date(2024, 5, 1), True)
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)


def made(form, *rows, columns=COLUMNS):
    return b"".join(write(Table("表", columns, iter(rows)), form))


def cells_of(data):
    sheet = load_workbook(BytesIO(data)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_a_spreadsheet_has_bold_heads_real_numbers_and_dates():
    rows = cells_of(made(Format.XLSX, ROW))
    assert rows[0] == list(COLUMNS)
    assert [rows[1][0], rows[1][1], rows[1][2].date(), rows[1][3]] == [
        "“医心向党”,\n第二行",
        1.5,
        date(2024, 5, 1),
        "是",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(text):
    book = load_workbook(BytesIO(made(Format.XLSX, (text,), columns=("文字",))))
    cell = book.active["A2"]
    assert (cell.data_type, cell.value.strip()) == ("s", text.strip())
    lines = made(Format.CSV, (text,), columns=("文字",)).decode("utf-8-sig")
    assert next(csv.reader([lines.split("\r\n")[1]]))[0].startswith("'")


def test_a_negative_number_stays_a_number():
    assert made(Format.CSV, (-3,), columns=("数值",)).decode("utf-8-sig") == "数值\r\n-3\r\n"


def test_csv_begins_with_the_mark_that_spreadsheets_need():
    data = made(Format.CSV, ROW)
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))) == [
        list(COLUMNS),
        ["“医心向党”,\n第二行", "1.50", "2024-05-01", "是"],
    ]


def test_json_names_every_value():
    assert json.loads(made(Format.JSON, ROW, (None, 3, None, False))) == {
        "title": "表",
        "rows": [
            {"标题": "“医心向党”,\n第二行", "数值": 1.5, "日期": "2024-05-01", "审定": True},
            {"标题": None, "数值": 3, "日期": None, "审定": False},
        ],
    }


@pytest.mark.parametrize("form", Format)
def test_a_table_without_rows_is_a_file_with_its_heads(form):
    data = made(form)
    if form is Format.JSON:
        assert json.loads(data)["rows"] == []
    elif form is Format.XLSX:
        assert cells_of(data) == [list(COLUMNS)]
    else:
        assert data.decode("utf-8-sig") == ",".join(COLUMNS) + "\r\n"


@given(st.lists(st.tuples(texts, texts), max_size=5))
def test_what_is_written_as_csv_and_json_reads_back(rows):
    data = made(Format.CSV, *rows, columns=("甲", "乙")).decode("utf-8-sig")
    read = [tuple(row) for row in csv.reader(StringIO(data, newline=""))][1:]
    assert read == [tuple(map(guarded, row)) for row in rows]
    named = json.loads(made(Format.JSON, *rows, columns=("甲", "乙")))["rows"]
    assert [(row["甲"], row["乙"]) for row in named] == rows
