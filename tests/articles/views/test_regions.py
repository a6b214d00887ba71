from datetime import date

import pytest

from articles.models import Region


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
    assert "其中写本级的 0 篇" in text
    assert "邻省的报道" not in text


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
    assert "另有 <a href=\"/regions/undecided/\">1 篇报道地区待定</a>" in text


@pytest.mark.parametrize("code", ["220000", "220600"])
def test_a_region_asks_at_most_twelve_questions(report, page, django_assert_max_num_queries, code):
    url = Region.objects.get(pk=code).get_absolute_url()
    with django_assert_max_num_queries(12):
        page(url)
