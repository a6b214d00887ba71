from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from articles.outputs.numbers import (
    compact,
    grouped,
    machine_date,
    printed_date,
    quantity,
)

SCALES = {"万": 10**4, "亿": 10**8, "万亿": 10**12}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (9999, "9,999"),
        (12700, "1.27万"),
        (1_100_000, "110万"),
        (123_456_789, "1.23亿"),
        (3_500_000_000_000, "3.5万亿"),
        (99_999_999, "1亿"),
        (Decimal("83.30"), "83.3"),
    ],
)
def test_large_numbers_take_the_chinese_scale(value, text):
    assert compact(value) == text


@given(st.decimals(min_value=0, max_value=10**15, places=2))
def test_a_compact_number_read_back_is_within_half_a_percent(value):
    text = compact(value)
    name = text.lstrip("0123456789.,")
    number = Decimal(text.removesuffix(name).replace(",", "")) * SCALES.get(name, 1)
    assert abs(number - value) <= value * Decimal("0.005")


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_grouping_loses_nothing(value):
    assert Decimal(grouped(value).replace(",", "")) == value


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "text"),
    [
        (1032, None, "exact", "1,032"),
        (1032, None, "reached", "1,032"),
        (12700, None, "more", "12,700+"),
        (400, None, "less", "<400"),
        (600, None, "about", "≈600"),
        (300, 500, "exact", "300—500"),
    ],
)
def test_a_quantity_carries_the_sign_of_its_qualifier(low, high, qualifier, text):
    assert quantity(Decimal(low), high and Decimal(high), qualifier) == text


@pytest.mark.parametrize(
    ("day", "precision", "text", "stamp"),
    [
        (None, "unknown", "日期不详", ""),
        (date(2024, 1, 1), "year", "2024年", "2024"),
        (date(2024, 3, 1), "month", "2024年3月", "2024-03"),
        (date(2024, 3, 5), "day", "2024年3月5日", "2024-03-05"),
    ],
)
def test_a_date_says_no_more_than_is_known(day, precision, text, stamp):
    assert (printed_date(day, precision), machine_date(day, precision)) == (text, stamp)
