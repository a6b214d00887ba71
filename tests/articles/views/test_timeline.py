import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Visit


@pytest.fixture
def years(archive):
    """Reports of 2019 and 2024, one of them of the bare year, and one without a date."""
    return [
        archive.article("甲：三月的报道", published_on=date(2024, 3, 5)),
        archive.article("乙：只知年份", published_on=date(2024, 1, 1), date_precision="year"),
        archive.article(
            "丙：十一月的报道", published_on=date(2024, 11, 1), date_precision="month"
        ),
        archive.article("丁：早年的报道", published_on=date(2019, 6, 1)),
        archive.article("戊：没有日期"),
    ]


def headlines(text):
    return re.findall(r"([甲乙丙丁戊])：", text[text.index("chronicle") :])


def test_the_latest_year_stands_month_by_month_the_bare_year_first(years, page):
    text = page("/timeline/")
    assert headlines(text) == ["乙", "甲", "丙"]
    assert re.findall(r"<h3>(.*?)</h3>", text) == [
        "2024年（月份不详）",
        "2024年3月",
        "2024年11月",
    ]


def test_years_lead_to_each_other_and_empty_ones_between_are_one_gap(years, page):
    text = page("/timeline/", year="2019")
    assert headlines(text) == ["丁"]
    bars = text[text.index("yearbars") : text.index("</ol>", text.index("yearbars"))]
    assert re.findall(r"<span>(\d{4})</span>", bars) == ["2019", "2024"]
    assert "2020—2023年" in bars
    assert 'href="?year=2024"' in bars


def test_what_has_no_date_is_told_and_listed_apart(years, page):
    text = page("/timeline/")
    assert "1 篇日期不详" in text
    assert headlines(page("/timeline/", undated="1")) == ["戊"]


def test_a_brand_is_marked_where_it_is_met_first(archive, page):
    older = archive.article("甲：早", published_on=date(2020, 1, 1))
    newer = archive.article("乙：晚", published_on=date(2024, 1, 1))
    brand = archive.brand()
    archive.names(older, brand, "医心向党")
    archive.names(newer, brand, "医心向党")
    assert "”首见" in page("/timeline/", year="2020")
    assert "”首见" not in page("/timeline/", year="2024")


def test_filters_narrow_years_and_lists_alike(years, archive, page):
    text = page("/timeline/", region="110000")
    assert "没有同时符合这些条件的报道" in text
    assert "yearbars" not in text


def test_an_empty_archive_says_so(db, lists, page):
    assert "还没有写明日期的报道" in page("/timeline/")


def test_of_many_years_those_of_a_lustrum_keep_their_labels(archive, page):
    for year in (2011, 2012, 2013, 2014, 2015, 2016, 2018, 2019):
        archive.article(published_on=date(year, 1, 1))
    text = page("/timeline/", year="2013")
    bars = text[text.index("yearbars") : text.index("</ol>", text.index("yearbars"))]
    assert bars.startswith("yearbars many")
    kept = re.findall(r'<li class="fifth">.*?<span>(\d{4})</span>', bars)
    assert kept == ["2011", "2013", "2015", "2019"]


def test_what_came_in_since_the_last_visit_is_marked(years, page, client, editor):
    assert "上次访问以来入库" not in page("/timeline/")
    client.force_login(editor)
    now = timezone.now()
    Visit.objects.create(user=editor, seen=now, before=now - timedelta(days=1))
    Article.objects.filter(headline__startswith="乙").update(created_at=now - timedelta(days=2))
    assert page("/timeline/").count("上次访问以来入库") == 2
