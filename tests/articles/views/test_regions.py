import re
from datetime import date

import pytest

from articles.models import Indicator, Region


def test_an_unknown_code_is_no_page(lists, page):
    page("/regions/999999-nowhere/", 404)


def test_a_region_without_articles_says_so(lists, page):
    text = page(Region.objects.get(pk="220600").get_absolute_url())
    assert "本地区暂无报道" in text
    assert "/regions/220000-" in text


def test_a_province_counts_what_is_told_of_its_cities_and_counties(archive, page):
    archive.article("市里的报道", region_id="220600", published_on=date(2019, 5, 1))
    archive.article("区里的报道", region_id="220602", published_on=date(2021, 5, 1))
    archive.article("邻省的报道", region_id="230400")
    text = page(Region.objects.get(pk="220000").get_absolute_url())
    assert "共 2 篇" in text
    assert "2019—2021年" in text
    assert '<b>含下级 2 篇</b>，<a href="/regions/220000-jilin/own/">仅本级 0 篇</a>' in text
    assert "邻省的报道" not in text


def test_the_articles_of_the_division_alone_are_a_tab(archive, page):
    archive.article("省里的报道", region_id="220000")
    archive.article("市里的报道", region_id="220600")
    home = Region.objects.get(pk="220000").get_absolute_url()
    text = page(f"{home}own/")
    assert "共 1 篇" in text
    assert "市里的报道" not in text
    assert f'<a href="{home}">含下级 2 篇</a>，<b>仅本级 1 篇</b>' in text


def test_only_inherited_articles_are_said_to_be_so(archive, page):
    archive.article(region_id="220602")
    text = page(f"{Region.objects.get(pk='220600').get_absolute_url()}own/")
    assert "没有只写本级的报道" in text
    assert "含下级 1 篇" in text


def test_tabs_show_the_names_and_numbers_of_all_below(
    report, archive, page, django_assert_max_num_queries
):
    home = Region.objects.get(pk="220000").get_absolute_url()
    brand = archive.brand("杏林春满", region=Region.objects.get(pk="220600"))
    archive.names(report, brand, "党建品牌")
    elsewhere = archive.organization("别处医院", region=Region.objects.get(pk="230000"))
    archive.names(report, elsewhere, "医院")
    indicator = Indicator.objects.get(slug="party-members")
    report.metrics.filter(value=1826).update(indicator=indicator)
    text = page(home)
    tabs = re.findall(r'<span class="n">(\d)</span></a></li>', text[text.index('class="tabs"') :])
    assert tabs[:4] == ["1", "1", "1", "1"]
    assert "1 篇报道，识出 1 家单位、1 个品牌；刊于 2024年" in text
    with django_assert_max_num_queries(12):
        orgs = page(f"{home}orgs/")
    assert "白山市中心医院" in orgs
    assert "别处医院" not in orgs
    assert "杏林春满" in page(f"{home}brands/", letter="X")
    metrics = page(f"{home}metrics/")
    assert f'{indicator.get_absolute_url()}?region=220000">{indicator.name}</a>' in metrics
    assert 'data-label="条数">1<' in metrics


def test_a_tab_without_anything_says_so_and_is_not_offered(archive, page):
    archive.article()
    home = Region.objects.get(pk="220600").get_absolute_url()
    assert 'class="tabs"' not in page(home)
    assert "尚无单位" in page(f"{home}orgs/")
    assert "尚无品牌" in page(f"{home}brands/")
    assert "没有可与别处比较的数据" in page(f"{home}metrics/")


def test_a_tab_at_a_wrong_address_leads_to_the_right_one(lists, client):
    response = client.get("/regions/220600-nowhere/orgs/?letter=B")
    right = "/regions/220600-baishan/orgs/?letter=B"
    assert (response.status_code, response["Location"]) == (301, right)
    assert client.get("/regions/220600-baishan/ships/").status_code == 404


def test_a_silent_region_names_those_beside_it_of_which_most_is_told(archive, page):
    for code in ("220100", "220200", "220200", "230400"):
        archive.article(region_id=code)
    text = page(Region.objects.get(pk="220600").get_absolute_url())
    assert re.findall(r"</a> (\d) 篇", text) == ["2", "1"]
    assert "鹤岗市" not in text
    assert "浙江省" not in page(Region.objects.get(pk="110000").get_absolute_url())


def test_a_division_that_is_no_more_says_until_when_and_where_it_went(lists, page):
    text = page(Region.objects.get(pk="371200").get_absolute_url())
    assert "莱芜市已撤销，区划名录载自 1992 年至 2017 年，今属" in text
    heir = page(Region.objects.get(pk="370116").get_absolute_url())
    assert "莱芜市</a>（名录载至 2017 年）" in heir


def test_a_former_name_stands_with_its_years(lists, page):
    text = page(Region.objects.get(pk="320803").get_absolute_url())
    assert "曾用名：楚州区（2000—2010年）" in text


@pytest.mark.parametrize(("letter", "name"), [("S", "单县"), ("Z", "曾都区"), ("D", "大城县")])
def test_the_strip_has_places_under_their_own_reading(
    lists, page, django_assert_max_num_queries, letter, name
):
    with django_assert_max_num_queries(12):
        text = page("/regions/", letter=letter)
    assert f">{name}</a>" in text
    assert f">{name}</a>" not in page("/regions/", letter="C")


def test_a_letter_that_is_none_is_said_and_ignored(lists, page):
    text = page("/regions/", letter="??")
    assert "字母“??”无法识别，已忽略" in text
    assert "华北" in text


def test_a_county_shows_all_above_it(archive, page):
    county = archive.article(region_id="220602").region
    text = page(county.get_absolute_url())
    assert text.index("吉林省</a>") < text.index("白山市</a>") < text.index('aria-current="page"')


def test_a_wrong_slug_leads_to_the_right_one(lists, client):
    response = client.get("/regions/220600-nowhere/")
    assert (response.status_code, response["Location"]) == (301, "/regions/220600-baishan/")


def test_the_index_lists_all_provinces_and_what_is_told_below_them(archive, page):
    archive.article(region_id="220602")
    archive.article(region_id=None)
    text = page("/regions/")
    assert text.count('<li class="none">') == 33
    assert "白山市</a> 1" in text
    assert '另有 <a href="/regions/undecided/">1 篇报道地区待定</a>' in text


@pytest.mark.parametrize("code", ["220000", "220600"])
def test_a_region_asks_at_most_nine_questions(
    report, page, settled, django_assert_max_num_queries, code
):
    url = Region.objects.get(pk=code).get_absolute_url()
    with django_assert_max_num_queries(9):
        page(url)
