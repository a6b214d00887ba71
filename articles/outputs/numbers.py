"""Numbers and dates in the words of Chinese print."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from articles.extraction.vocabulary import DatePrecision, Qualifier

SCALES = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
SIGNS = {Qualifier.LESS.value: "<", Qualifier.ABOUT.value: "≈"}
UNKNOWN_DATE = "日期不详"


def grouped(value: Decimal | int | float) -> str:
    """Return *value* in groups of three digits, without empty decimals.

    >>> grouped(Decimal("12700.0000")), grouped(83.3), grouped(-1234)
    ('12,700', '83.3', '-1,234')
    """
    text = f"{Decimal(str(value)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def compact(value: Decimal | int | float) -> str:
    """Return *value* with 万, 亿 or 万亿, to three digits; below 10,000 in full.

    >>> compact(12700), compact(1_100_000), compact(9999), compact(99_995_000)
    ('1.27万', '110万', '9,999', '1亿')
    """
    number = Decimal(str(value))
    for place, (scale, name) in enumerate(SCALES):
        if abs(number) >= scale:
            rounded = _three_digits(number / scale)
            if abs(rounded) >= 10_000 and place:
                scale, name = SCALES[place - 1]
                rounded = _three_digits(number / scale)
            return grouped(rounded) + name
    return grouped(number)


def _three_digits(number: Decimal) -> Decimal:
    places = max(0, 2 - number.adjusted())
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def quantity(low: Decimal, high: Decimal | None, qualifier: str) -> str:
    """Return a stated quantity with the sign of its qualifier.

    >>> quantity(Decimal(12700), None, "more"), quantity(Decimal(3), Decimal(5), "exact")
    ('12,700+', '3—5')
    """
    text = grouped(low) if high is None or high == low else f"{grouped(low)}—{grouped(high)}"
    if qualifier == Qualifier.MORE:
        return f"{text}+"
    return SIGNS.get(qualifier, "") + text


def printed_date(day: date | None, precision: str) -> str:
    """Return a date as far as it is known.

    >>> printed_date(date(2024, 3, 5), "month"), printed_date(None, "unknown")
    ('2024年3月', '日期不详')
    """
    if day is None or precision == DatePrecision.UNKNOWN:
        return UNKNOWN_DATE
    if precision == DatePrecision.YEAR:
        return f"{day.year}年"
    if precision == DatePrecision.MONTH:
        return f"{day.year}年{day.month}月"
    return f"{day.year}年{day.month}月{day.day}日"


def machine_date(day: date | None, precision: str) -> str:
    """Return the value of ``<time datetime>``, "" for an unknown date."""
    if day is None or precision == DatePrecision.UNKNOWN:
        return ""
    length = {DatePrecision.YEAR.value: 4, DatePrecision.MONTH.value: 7}.get(precision, 10)
    return day.isoformat()[:length]
