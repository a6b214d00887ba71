import re
from datetime import date

import pytest

from articles.models import Indicator

NAME = "白山市中心医院"


@pytest.fixture
def members(lists):
    return Indicator.objects.get(slug="party-members")


def told(archive, hospital, indicator, year, value):
    row = archive.article(f"{year}年的报道", published_on=date(year, 5, 1))
    archive.names(row, hospital, NAME)
    return archive.states(
        row, "1826名", value, unit="名", family="people", subject="党员",
        organization=hospital, indicator=indicator, year=year,
    )  # fmt: skip


def test_what_nobody_has_looked_at_is_marked_and_kept_from_search_machines(archive, page):
    hospital = archive.organization()
    mention = archive.names(archive.article(), hospital, NAME)
    text = page(hospital.get_absolute_url())
    assert '<meta name="robots" content="noindex">' in text
    assert '<span class="status">待审</span></dd>' in text
    mention.status = "confirmed"
    mention.save()
    text = page(hospital.get_absolute_url())
    assert "noindex" not in text
    assert "状态" not in text[: text.index("</dl>")]


def test_sections_without_data_are_left_out_and_named_once(archive, page):
    hospital = archive.organization()
    archive.names(archive.article(), hospital, NAME)
    text = page(hospital.get_absolute_url())
    assert re.findall(r'<h2 id="(\w+)"', text) == ["results"]
    assert "暂无：下级单位、品牌、数据。" in text
    assert "数据来自 1 篇报道，最近更新 20" in text
    assert "yearbars" not in text


def test_an_organization_of_withdrawn_articles_alone_counts_none(archive, page):
    hospital = archive.organization()
    archive.names(archive.article(status="withdrawn", withdrawn_reason="重复"), hospital, NAME)
    text = page(hospital.get_absolute_url())
    assert "数据来自" not in text
    assert "均已撤下" in text


def test_two_years_draw_no_line_and_three_do(archive, page, members):
    hospital = archive.organization()
    for year in (2020, 2021):
        told(archive, hospital, members, year, year)
    assert 'class="spark"' not in page(hospital.get_absolute_url())
    told(archive, hospital, members, 2023, 2500)
    text = page(hospital.get_absolute_url())
    assert text.count('class="spark"') == 1
    assert f"{members.get_absolute_url()}?organization={hospital.pk}" in text


def test_values_that_contradict_each_other_stand_both_with_a_mark(archive, page, members):
    hospital = archive.organization()
    told(archive, hospital, members, 2021, 1800)
    assert "数值不一" not in page(hospital.get_absolute_url())
    told(archive, hospital, members, 2021, 1900)
    text = page(hospital.get_absolute_url())
    assert text.count('<span class="flag">数值不一</span>') == 2
    assert "1,850" not in text


def test_years_lead_to_their_reports(archive, page, members):
    hospital = archive.organization()
    for year in (2020, 2023):
        told(archive, hospital, members, year, year)
    text = page(hospital.get_absolute_url())
    assert 'href="?year=2020#results"' in text
    assert "2021—2022年<br>无报道" in text
    narrowed = page(hospital.get_absolute_url(), year="2020")
    assert "共 1 篇" in narrowed
    assert "数据来自 2 篇报道" in narrowed


def test_the_system_that_its_brand_stands_under_is_named(report, archive, page):
    brand = report.brandmentions.get().brand
    brand.parent = archive.brand(
        "1+N党建品牌", level="system", owner=archive.organization("卫健局")
    )
    brand.save()
    text = page(brand.owner.get_absolute_url())
    joined = text[text.index("所在的品牌体系") :]
    assert "1+N党建品牌</a>” <small>卫健局</small>" in joined


def test_a_page_asks_at_most_ten_questions_however_much_is_told(
    archive, page, members, settled, django_assert_max_num_queries
):
    hospital = archive.organization()
    for year in range(2010, 2025):
        metric = told(archive, hospital, members, year, year)
        brand = archive.brand(f"品牌{year}", owner=hospital)
        archive.names(metric.article, brand, "党建品牌")
        child = archive.organization(f"分院{year}", parent=hospital)
        archive.names(metric.article, child, "医院")
    with django_assert_max_num_queries(10):
        page(hospital.get_absolute_url())


def test_what_is_much_is_folded_behind_the_first_twenty(report, archive, page):
    hospital = report.organizationmentions.first().organization
    for number in range(22):
        archive.names(report, archive.organization(f"分院{number}", parent=hospital), "医院")
    text = page(hospital.get_absolute_url())
    assert "<summary>其余 2 个</summary>" in text
    assert text.count(">分院") == 22


def test_the_index_counts_articles_brands_and_values(report, page):
    text = page("/orgs/")
    row = text[text.index(NAME) :]
    assert re.findall(r'class="num" data-label="(\w+)">(\d+)', row[: row.index("</tr>")]) == [
        ("报道", "1"),
        ("品牌", "1"),
        ("数据", "1"),
    ]
