from decimal import Decimal

import pytest

from articles.models import Metric
from articles.outputs.comparability import PeriodKind, changes, outliers, period_kind


def metric(pk, year, value, **fields):
    fields = {"unit": "名", "family": "people", "subject": "党员", "qualifier": "exact"} | fields
    return Metric(pk=pk, organization_id=1, year=year, value=Decimal(str(value)), **fields)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("", PeriodKind.UNSAID),
        ("2016年", PeriodKind.YEAR),
        ("2024年度", PeriodKind.YEAR),
        ("今年", PeriodKind.YEAR),
        ("截至目前", PeriodKind.POINT),
        ("2020年底", PeriodKind.POINT),
        ("试运行四个月以来", PeriodKind.RUNNING),
        ("近三年", PeriodKind.SPAN),
        ("2019年至2021年", PeriodKind.SPAN),
        ("疫情期间", PeriodKind.SPAN),
        ("6月中旬", PeriodKind.PART),
        ("2023年上半年", PeriodKind.PART),
    ],
)
def test_a_period_is_of_the_kind_that_its_words_say(words, kind):
    assert period_kind(words) == kind


def test_few_values_or_none_but_zeros_have_no_outlier():
    assert outliers([Decimal(n) for n in (1, 1, 1, 9000)]) is None
    assert outliers([Decimal(0)] * 9) is None
    assert outliers([Decimal(2)] * 9) == 100


def test_a_value_is_set_against_the_same_thing_a_year_before():
    before, after = metric(1, 2019, 400), metric(2, 2020, 449)
    assert changes([before, after]) == {2: "较上年 +12.3%"}
    assert changes([metric(1, 2019, 400, qualifier="more"), after]) == {2: "较上年约 +12.3%"}
    assert changes([before, metric(2, 2020, 300)]) == {2: "较上年 −25%"}


def test_shares_differ_by_points():
    rates = [metric(1, 2019, "83.3", family="share", unit="%"),
             metric(2, 2020, 90, family="share", unit="%")]  # fmt: skip
    assert changes(rates) == {2: "较上年 +6.7 个百分点"}


@pytest.mark.parametrize(
    "other",
    [
        {"year": 2018},
        {"unit": "人次", "family": "visits"},
        {"subject": "预备党员"},
        {"period": "截至2019年底"},
        {"value": 0},
        {"value_max": Decimal(500)},
        {"organization_id": None},
    ],
)
def test_nothing_is_said_of_what_is_not_the_same_thing(other):
    before = metric(1, 2019, 400)
    for key, value in other.items():
        setattr(before, key, Decimal(value) if key == "value" else value)
    assert changes([before, metric(2, 2020, 449)]) == {}


def test_two_values_of_one_year_leave_the_change_open():
    assert changes([metric(1, 2019, 400), metric(2, 2019, 410), metric(3, 2020, 449)]) == {}
