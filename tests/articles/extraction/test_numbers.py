from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, strategies as st

from articles.extraction.numbers import find_numbers, parse, parse_han

HAN = "零一二三四五六七八九"


def write_han(number: int) -> str:
    """Write a number below 10**12 in Chinese numerals."""
    if number >= 10**8:
        return _joined(number, 10**8, "亿")
    if number >= 10**4:
        return _joined(number, 10**4, "万")
    text, gap = "", False
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            text += ("零" if gap else "") + HAN[digit] + sign
            gap = False
        else:
            gap = bool(text)
    return text


def _joined(number: int, scale: int, sign: str) -> str:
    rest = number % scale
    gap = "零" if rest and rest < scale // 10 else ""
    return write_han(number // scale) + sign + gap + (write_han(rest) if rest else "")


@pytest.mark.parametrize(
    "text",
    [
        "三四",
        "二〇二一",
        "一百二",
        "一万二",
        "十五十",
        "",
        "1.2.3",
        "第三",
        "三个",
        "10-2",
        "1亿2亿",
    ],
)
def test_what_is_no_single_number_has_no_value(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize("text", ["G20", "A4", "1234567890123456", "12345678901234567890"])
def test_labels_and_endless_digits_are_no_numbers(text: str) -> None:
    assert list(find_numbers(text)) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("17412", "17412"),
        ("12,000", "12000"),
        ("１２３", "123"),
        ("83.3", "83.3"),
        ("1.27万余", "12700"),
        ("110余万", "1100000"),
        ("2.6亿", "260000000"),
        ("1亿3000万", "130000000"),
        ("3千", "3000"),
        ("5千万", "50000000"),
        ("一千三百", "1300"),
        ("一亿零三十", "100000030"),
        ("八十三点三", "83.3"),
        ("十二", "12"),
        ("两百", "200"),
        ("三十多", "30"),
    ],
)
def test_a_number_is_read(text: str, value: str) -> None:
    assert parse(text) == Decimal(value)


def test_a_sentence_comma_does_not_join_two_numbers() -> None:
    assert [n.value for n in find_numbers("培训142名,768名")] == [Decimal(142), Decimal(768)]


def test_a_range_carries_its_scale_to_both_ends() -> None:
    [number] = find_numbers("3—5万元")
    assert (number.value, number.value_max) == (Decimal(30000), Decimal(50000))


@pytest.mark.parametrize(
    ("text", "vague"),
    [("4680余", "余"), ("百余", "余"), ("数百", "数"), ("20多", "多"), ("几十", "几")],
)
def test_the_word_that_blurs_a_number_is_kept(text: str, vague: str) -> None:
    assert [n.vague for n in find_numbers(text)] == [vague]


@given(st.integers(min_value=0, max_value=10**14))
def test_arabic_digits_come_back_as_written(number: int) -> None:
    assert parse(str(number)) == parse(f"{number:,}") == number


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_chinese_numerals_come_back_as_written(number: int) -> None:
    text = write_han(number)
    assert parse_han(text) == number


@given(st.decimals(min_value=0, max_value=9999, places=2), st.sampled_from("万亿"))
def test_a_scale_multiplies_exactly(amount: Decimal, scale: str) -> None:
    assert parse(f"{amount}{scale}") == amount * {"万": 10**4, "亿": 10**8}[scale]


@given(st.text(alphabet="0123456789.,一二十百千万亿余多数几至—-名 ", max_size=60))
def test_spans_are_in_order_and_within_the_text(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        end = number.end


@pytest.mark.parametrize(
    "text", ["1" * 100_000, "万" * 100_000, "1万" * 50_000, "1," * 50_000, "1至" * 50_000]
)
def test_the_work_grows_with_the_length_alone(text: str) -> None:
    started = process_time()
    list(find_numbers(text))
    assert process_time() - started < 2


@pytest.mark.parametrize("text", ["48 60 920 1345", "12 34 567人", "0 123", "2 4100"])
def test_figures_that_merely_stand_side_by_side_are_not_grouped(text: str) -> None:
    assert all(" " not in text[n.start : n.end] for n in find_numbers(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [("3 150", "3150"), ("7 600.5万", "76005000"), ("1\u2009204\u2009000", "1204000")],
)
def test_spaces_between_groups_of_three_digits_belong_to_the_number(text: str, value: str) -> None:
    assert parse(text) == Decimal(value)
