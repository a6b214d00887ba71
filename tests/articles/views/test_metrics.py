import re

from articles.models import Metric


def test_an_archive_without_numbers_says_so(lists, page):
    assert "尚无数据" in page("/metrics/")


def test_the_catalogue_counts_what_may_be_compared_and_what_stands_outside(
    values, report, page, django_assert_max_num_queries
):
    Metric.objects.filter(value=3).update(status="rejected")
    with django_assert_max_num_queries(6):
        text = page("/metrics/")
    assert "2020—2021年" in text
    assert '<span class="n">2 条</span>' in text
    assert "另有计划 1 条" in text
    assert re.search(r'family=people">人数</a>\s*<span class="n">1 条', text)
    assert "family=events" not in text


def test_numbers_outside_of_all_indicators_are_listed_by_family(report, page):
    text = page("/metrics/-/", family="people")
    assert "1826名" in text
    assert "1.27万余人次" not in text
