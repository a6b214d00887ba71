import re
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError

from articles.models import Article, Indicator
from articles.views import home


def test_an_empty_archive_says_so_to_readers(lists, page):
    text = page("/")
    assert "资料整理中" in text
    assert "manage.py" not in text


def test_an_empty_archive_tells_the_staff_what_to_run(lists, client, editor):
    client.force_login(editor)
    assert "python manage.py ingest" in client.get("/").content.decode()


def test_every_province_is_a_tile_and_the_count_takes_in_its_cities(report, page):
    text = page("/")
    assert len(re.findall(r'<li class="t\d\d">', text)) == 34
    tile = re.search(r'<a class="q4" href="/regions/220000-[^>]*>(.*?)</a>', text, re.S)
    assert re.sub(r"<[^>]+>|\s+", " ", tile[1]).split() == ["吉林", "1", "篇"]


def test_off_topic_articles_are_listed_but_not_counted_by_region(archive, page):
    archive.article("月子中心开业", off_topic=True)
    text = page("/")
    assert "月子中心开业" in text
    assert "非党建内容" in text
    assert 'class="q4"' not in text


def test_the_largest_system_comes_first(archive, report, page):
    for top, size in [("一", 1), ("二", 3)]:
        parent = archive.brand(f"体系{top}")
        archive.names(report, parent, "党建品牌" if size == 1 else "品牌")
        for number in range(size):
            archive.brand(f"子{top}{number}", parent=parent)
    text = page("/")
    assert text.index("体系二") < text.index("体系一")


def test_the_front_page_asks_at_most_twelve_questions(
    archive, report, page, settled, django_assert_max_num_queries
):
    for number in range(8):
        archive.article(f"第{number}篇", theme="brand-building")
    report.metrics.update(indicator=Indicator.objects.first())
    with django_assert_max_num_queries(12):
        page("/")


def test_the_page_on_data_counts_as_the_front_page_does(report, archive, page):
    shop = archive.article(off_topic=True)
    archive.states(shop, "3期", 3, unit="期", family="events")
    assert "3 条数据（非党建内容不计）" in page("/about/")
    assert '<a href="/metrics/">3</a>' in page("/")


@pytest.mark.parametrize(
    ("band", "kept"),
    [
        ("_span", "按地区浏览"),
        ("_tiles", "最新入库"),
        ("_newest", "组织建设"),
        ("catalogue", "34"),
    ],
)
def test_a_band_that_fails_says_so_and_the_rest_stands(
    archive, page, monkeypatch, caplog, band, kept
):
    archive.article("一篇报道", theme="organization-building")

    def fails():
        raise DatabaseError("disk is full")

    monkeypatch.setattr(home, band, fails)
    text = page("/")
    assert text.count("暂时无法统计") == 1
    assert kept in text
    assert "disk is full" in caplog.text
    assert "disk is full" not in text


def test_years_lead_to_the_timeline_and_one_year_is_no_row(archive, page):
    archive.article(published_on=date(2021, 1, 1))
    archive.article("月子中心开业", published_on=date(2023, 1, 1), off_topic=True)
    assert "yearbars" not in page("/")
    archive.article(published_on=date(2024, 1, 1))
    text = page("/")
    assert 'href="/timeline/?year=2024"' in text
    assert "2022—2023年<br>无报道" in text


def test_the_day_of_the_last_article_is_told_without_alarm(archive, page):
    row = archive.article()
    Article.objects.filter(pk=row.pk).update(created_at=datetime(2020, 5, 6, 4, tzinfo=UTC))
    assert "最近入库 2020年5月6日" in page("/")
