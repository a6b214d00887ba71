import re

import pytest

from articles.models import Indicator, Metric


@pytest.fixture
def two(archive):
    """Two hospitals with a value each of one indicator, one of them with a second indicator."""
    article = archive.article()
    first = archive.organization()
    second = archive.organization("永康市第一人民医院", region=None)
    archive.names(article, first, "白山市中心医院")
    archive.names(article, second, "该院")
    trainings, members = Indicator.objects.order_by("pk")[:2]
    states = (
        (first, trainings, "3期", 3, 2024),
        (second, trainings, "1826名", 1826, 2024),
        (first, members, "1.27万余人次", 12700, 2023),
    )
    for row, indicator, quote, value, year in states:
        archive.states(article, quote, value, organization=row, indicator=indicator, year=year)
    return first, second, trainings, members


def ask(page, *rows, **query):
    return page("/metrics/compare/", organization=[row.pk for row in rows], **query)


def test_without_anything_chosen_the_page_asks(lists, page):
    assert "先添加要对照的单位" in page("/metrics/compare/")


def test_shared_indicators_stand_first_and_lonely_ones_apart(two, page):
    first, second, trainings, members = two
    text = ask(page, first, second)
    table = text[text.index("<tbody") :]
    assert table.index(trainings.name) < table.index("只有一方有数据") < table.index(members.name)
    assert table.count("<rect") == 2


def test_values_of_different_years_are_not_ranked(two, page):
    first, second, *_ = two
    Metric.objects.filter(organization=second).update(year=2020)
    text = ask(page, first, second)
    assert "年份不一" in text
    assert "<rect" not in text[text.index("<tbody") :]


def test_one_can_be_added_by_name_and_taken_away(two, page):
    first, second, *_ = two
    text = ask(page, first, add="永康")
    added = re.search(r'href="(\?[^"]*)">＋ 永康市第一人民医院', text)[1].replace("&amp;", "&")
    assert f"organization={second.pk}" in added
    both = page(f"/metrics/compare/{added}")
    assert f'aria-label="移除{second.name}"' in both
    assert "没有名称含" in ask(page, first, add="不存在的单位")


def test_no_more_than_eight_stand_side_by_side(archive, page):
    article = archive.article()
    rows = [archive.organization(f"第{n}医院") for n in range(9)]
    for row in rows:
        archive.names(article, row, "白山市中心医院")
    text = ask(page, *rows)
    assert "其余 1 个未列" in text
    assert text.count('class="drop"') == 8


def test_regions_gather_what_lies_below_them(two, page):
    Metric.objects.update(region="220600")
    text = page("/metrics/compare/", region=["220000", "330000"])
    assert "吉林省" in text
    assert two[2].name in text


@pytest.mark.parametrize("wrong", ["x", "999999999", "-1", "１"])
def test_what_is_not_there_is_left_out(lists, page, wrong):
    assert "先添加" in page("/metrics/compare/", organization=wrong)
    assert "先添加" in page("/metrics/compare/", region=wrong)


def test_the_table_is_had_as_a_file(two, client):
    first, second, *_ = two
    response = client.get(
        "/metrics/compare/", {"organization": [first.pk, second.pk], "format": "csv"}
    )
    assert len(response.getvalue().decode("utf-8-sig").strip().split("\r\n")) == 4
