"""The page on the quality of the data: every number is counted, none is made up."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from articles.curation.ingest import ingest
from articles.models import Article, Indicator, Metric, Organization


@pytest.fixture
def page(client):
    return lambda: client.get("/about/data/").content.decode()


def row(text, label):
    found = re.search(rf"{label}(?:</a>)?</th>(.*?)</tr>", text)[1]
    return re.findall(r'<td class="num">(.*?)</td>', found)


def test_an_empty_archive_claims_nothing(lists, page):
    text = page()
    for said in ["尚未评测", "还没有报道", "没有发现"]:
        assert said in text
    assert row(text, "日期不详") == ["0", "—"]


def test_what_is_missing_is_counted_against_the_whole(article, page):
    ingest("天津市：另一篇\n\n党员带头。\n".encode(), "other.txt")
    Article.objects.exclude(pk=article.pk).update(region=None)
    total = Article.objects.public().count()
    undated = Article.objects.public().filter(published_on=None).count()
    text = page()
    assert row(text, "公开的报道") == [str(total), "—"]
    assert row(text, "日期不详") == [str(undated), f"{100 * undated // total}%"]
    assert row(text, "地区待定")[0] == str(Article.objects.on_topic().filter(region=None).count())
    assert row(text, "数据：已审") == ["0", "0%"]


def test_values_at_odds_are_named_and_parts_of_a_whole_are_not(article, page):
    unit = Organization.objects.first()
    first, second = Metric.objects.all()[:2]
    Metric.objects.filter(pk__in=[first.pk, second.pk]).update(
        indicator=Indicator.objects.first(),
        organization=unit,
        year=2020,
        subject="党员",
        action="",
        part_of=None,
        outcome="achieved",
    )
    Metric.objects.filter(pk=first.pk).update(value=474)
    Metric.objects.filter(pk=second.pk).update(value=495)
    assert "2 个数" in page()
    Metric.objects.filter(pk=second.pk).update(part_of=first)
    assert "2 个数" not in page()


def test_coverage_counts_by_province_and_year_and_says_what_has_none(article, page):
    Article.objects.update(region="220600", published_on=date(2024, 3, 5), date_precision="day")
    other = ingest("天津市：另一篇\n\n党员带头。\n".encode(), "other.txt").source.articles
    other.update(region=None, published_on=None, date_precision="unknown", off_topic=False)
    Article.objects.exclude(pk__in=[article.pk, other.get().pk]).update(off_topic=True)
    text = page()
    heat = text[text.index('class="heat"') :]
    assert re.findall(r'<th scope="col" class="num">(.*?)</th>', heat) == ["2024", "不详", "共"]
    lines = [re.sub(r"<[^>]+>", " ", line).split() for line in re.findall(r"<tr>(.*?)</tr>", heat)]
    assert lines[1:] == [["吉林省", "1", "0", "1"], ["地区待定", "0", "1", "1"]]


def test_the_figures_are_those_of_the_last_stored_run(lists, page):
    call_command("evaluate", stdout=StringIO())
    assert "以 8 篇人工标注的报道评测" in page()


def test_the_desk_and_the_jobs_are_shown_to_staff_alone(client, editor, article, page):
    assert "/admin/articles/" not in page()
    client.force_login(editor)
    text = page()
    desks = re.findall(r'<td><a href="(/admin/[^"]+)"', text)
    assert {client.get(desk.replace("&amp;", "&")).status_code for desk in desks} == {200}


def test_the_page_asks_at_most_twelve_questions(
    client, article, page, settled, django_assert_max_num_queries
):
    page()
    with django_assert_max_num_queries(12):
        page()
