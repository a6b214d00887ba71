import pytest

from articles.extraction.references import parse_reference
from articles.extraction.types import Reference


@pytest.mark.parametrize(
    ("text", "year"),
    [("①王某：《乡村治理研究》，人民出版社2019年版，第12页。", 2019), ("[1]无从识别的条目", None)],
)
def test_an_entry_of_another_form_keeps_its_text_and_year_only(text, year):
    assert parse_reference(text) == Reference(text=text, year=year)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "[1]李明阳. 党建引领的逻辑[J]. 延边党校学报,2021,37(3):39-44.",
            (("李明阳",), "党建引领的逻辑", "J", "延边党校学报", 2021, "37", "3", "39-44"),
        ),
        (
            "[2]张三，李四，等．基层党建研究［J］．思想教育研究，2020（5）：33-37．",
            (("张三", "李四"), "基层党建研究", "J", "思想教育研究", 2020, "", "5", "33-37"),
        ),
        (
            "[3]王五.党支部工作手册[M].北京:人民出版社,2019:12.",
            (("王五",), "党支部工作手册", "M", "北京:人民出版社", 2019, "", "", "12"),
        ),
        (
            "[4]习近平.在会议上的讲话[N].人民日报,2016-12-09(1).",
            (("习近平",), "在会议上的讲话", "N", "人民日报", 2016, "", "", ""),
        ),
    ],
)
def test_entries_of_the_national_form_are_read_to_their_parts(text, parts):
    found = parse_reference(text)
    assert found.text == text
    assert parts == (
        found.authors,
        found.title,
        found.type,
        found.container,
        found.year,
        found.volume,
        found.issue,
        found.pages,
    )
