"""The two walks that every reader takes, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)

PATHS = ["/", "/regions/", "/themes/", "/articles/", "/orgs/", "/brands/", "/metrics/", "/about/"]


def test_from_home_by_region_and_article_to_a_fact_and_its_organization(page: Page, seeds):
    page.goto("/")
    page.get_by_role("link", name=re.compile("吉林")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("吉林省")
    page.get_by_role("link", name=re.compile("党旗领航争当先锋")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("医者仁心护佑生命")

    page.locator("#text").get_by_role("link", name="市康宁医院").first.click()
    card = page.locator(":target")
    expect(card).to_contain_text("白山市康宁医院")
    card.get_by_role("link", name="原文第 5 段").click()
    expect(page.locator(":target")).to_have_text("市康宁医院")

    card = page.locator("#facts").get_by_role("link", name="白山市康宁医院", exact=True)
    card.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("白山市康宁医院")
    expect(page.get_by_role("main")).to_contain_text("微笑康宁·暖心天使")


def test_from_search_to_the_article_that_holds_the_phrase(page: Page, seeds):
    page.goto("/")
    page.get_by_label("检索词", exact=True).fill("“惠及群众1.27万余人次”")
    page.get_by_role("button", name="检索").click()
    expect(page.get_by_role("main")).to_contain_text("共 1 篇")
    expect(page.locator("mark").first).to_have_text("惠及群众1.27万余人次")
    page.get_by_role("link", name=re.compile("党旗领航争当先锋")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("医者仁心护佑生命")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_screen(page: Page, seeds, width):
    page.set_viewport_size({"width": width, "height": 800})
    for path in PATHS:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
