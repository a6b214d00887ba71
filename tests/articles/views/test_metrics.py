import re

import pytest

from articles.models import Indicator, Metric


@pytest.fixture
def indicator(lists):
    return Indicator.objects.create(
        slug="test-visits", name="测试人次", group="测试", family="visits", additive=True
    )


@pytest.fixture
def values(archive, indicator):
    """Values of three hospitals in two provinces, one of them planned."""
    body = "甲院100人次。乙院400余人次。丙院计划900人次。"
    found = []
    for name, quote, value, region, fields in [
        ("甲院", "100人次", 100, "220600", {"year": 2020}),
        ("乙院", "400余人次", 400, "230400", {"year": 2021, "qualifier": "more"}),
        ("丙院", "900人次", 900, "220600", {"outcome": "planned"}),
    ]:
        article = archive.article(f"{name}的报道", body=body, region_id=region)
        owner = archive.organization(name)
        found.append(
            archive.states(
                article, quote, value, indicator=indicator, organization=owner, **fields
            )
        )
    return found


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


def test_planned_numbers_stay_out_unless_asked_for(values, indicator, page):
    text = page(indicator.get_absolute_url())
    assert "900人次" not in text
    text = page(indicator.get_absolute_url(), planned="1")
    assert "900人次" in text
    assert '<span class="flag">计划</span>' in text


def test_a_chart_never_stands_without_the_table_of_the_same_values(values, indicator, page):
    text = page(indicator.get_absolute_url())
    chart = text[text.index('class="c bars"') :]
    assert re.findall("<span>(.*?)</span>.*?<b>(.*?)</b>", chart)[:2] == [
        ("乙院（2021年）", "400+"),
        ("甲院（2020年）", "100"),
    ]
    assert text.count('class="bar') == 2
    assert text.count('class="bar estimated"') == 1
    table = text[text.index("<table") :]
    assert table.index("乙院") < table.index("甲院")
    assert "<q>400余人次</q>" in table


def test_bars_say_what_is_counted_where_the_owner_does_not_tell(values, archive, indicator, page):
    extra = archive.article(body="甲院办结30人次。群众诉求20人次。", region_id="220600")
    owner = values[0].organization
    archive.states(extra, "30人次", 30, indicator=indicator, organization=owner, action="办结")
    archive.states(extra, "20人次", 20, indicator=indicator, subject="白山市“先锋”队员")
    archive.states(extra, "群众诉求", 10, indicator=indicator, subject="诉求")
    labels = re.findall("<li><span>(.*?)</span><svg", page(indicator.get_absolute_url()))
    assert labels == [
        "乙院（2021年）",
        "甲院：群众（2020年）",
        "甲院：办结群众",
        "白山市“先锋”队员",
        "白山市：诉求",
    ]


def test_a_sum_is_called_what_it_is_and_leaves_targets_and_parts_out(values, indicator, page):
    assert re.search(r"报道合计 <b>.*>500<.*非统计数据", page(indicator.get_absolute_url()))
    assert "报道合计" in page(indicator.get_absolute_url(), planned="1")
    Metric.objects.filter(value=100).update(part_of=values[1])
    assert "报道合计 <b>" not in page(indicator.get_absolute_url())


def test_what_must_not_be_added_has_no_sum(values, indicator, page):
    Indicator.objects.update(additive=False)
    assert "报道合计 <b>" not in page(indicator.get_absolute_url())


def test_one_value_is_a_figure_without_a_chart(values, indicator, page):
    text = page(indicator.get_absolute_url(), region="220000")
    assert 'class="figure"' in text
    assert "<svg" not in text


def test_a_filter_that_leaves_nothing_offers_all(values, indicator, page):
    assert "放宽到全部（2）" in page(indicator.get_absolute_url(), year="1999")


def test_off_topic_and_unpublished_reports_are_not_compared(values, indicator, page):
    values[0].article.__class__.objects.filter(pk=values[0].article_id).update(off_topic=True)
    values[1].article.__class__.objects.filter(pk=values[1].article_id).update(status="draft")
    text = page(indicator.get_absolute_url())
    assert "只有计划数" in text
    assert '<a href="?planned=1">查看计划数（1）</a>' in text


def test_an_indicator_asks_at_most_twelve_questions(
    values, indicator, page, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        page(indicator.get_absolute_url(), region="220000", year="2020")


def test_an_unknown_indicator_is_no_page(lists, page):
    page("/metrics/nothing/", 404)
