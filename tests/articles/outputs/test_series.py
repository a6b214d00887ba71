import pytest

from articles.models import Article, Indicator, Metric
from articles.outputs.series import disputed, series


def metric(pk, value, year=2021, *, indicator=1, article=None, **fields):
    row = Indicator(pk=indicator, name=f"指标{indicator}", order=indicator)
    fields = {"unit": "人", "subject": "党员", "qualifier": "exact"} | fields
    return Metric(
        pk=pk, value=value, year=year, indicator=row, article=Article(pk=article or pk), **fields
    )


def test_two_years_make_no_line():
    assert series([metric(1, 1, 2020), metric(2, 2, 2021), metric(3, 3, 2021)]) == []


@pytest.mark.parametrize(
    "odd", [{"year": None}, {"outcome": "planned"}, {"part_of_id": 9}, {"indicator": 2}]
)
def test_what_cannot_be_compared_makes_no_line(odd):
    assert series([metric(1, 1, 2019), metric(2, 2, 2020), metric(3, 3, **odd)]) == []


def test_years_stand_apart_as_they_lie_on_a_base_of_zero():
    (line,) = series([metric(1, 40, 2024), metric(2, 20, 2021), metric(3, 10, 2020)])
    assert (line.first.year, line.last.year) == (2020, 2024)
    assert line.dots == (("3.0", "16.5"), ("26.5", "12.0"), ("97.0", "3.0"))
    assert line.line == "3.0,16.5 26.5,12.0 97.0,3.0"


def test_a_year_with_two_values_has_two_dots_and_no_mean():
    (line,) = series(
        [metric(1, 10, 2019), metric(2, 20, 2020), metric(3, 40, 2020), metric(4, 40)]
    )
    assert [y for x, y in line.dots if x == "50.0"] == ["12.0", "3.0"]
    assert "50.0" not in line.line


def test_zero_alone_is_a_line_on_the_base():
    (line,) = series([metric(n, 0, 2018 + n) for n in (1, 2, 3)])
    assert {y for _, y in line.dots} == {"21.0"}


@pytest.mark.parametrize(
    "other",
    [
        {"value": 12},
        {"year": 2020},
        {"year": None},
        {"subject": "团员"},
        {"indicator": 2},
        {"article": 1},
        {"outcome": "planned"},
        {"period": "上半年"},
        {"value": 10, "qualifier": "more"},
        {"value": 15, "qualifier": "less"},
        {"value": 13, "qualifier": "about"},
        {"value": 10, "value_max": 20},
    ],
)
def test_what_may_both_be_right_is_no_contradiction(other):
    value = other.pop("value", 13)
    assert disputed([metric(1, 12), metric(2, value, **other)]) == set()


@pytest.mark.parametrize(
    ("value", "qualifier"),
    [(13, "exact"), (13, "more"), (11, "less"), (20, "about")],
)
def test_reports_that_cannot_both_be_right_are_told(value, qualifier):
    rows = [metric(1, 12), metric(2, value, qualifier=qualifier), metric(3, 12, subject="团员")]
    assert disputed(rows) == {1, 2}
