"""The two walks that every reader takes, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)

PATHS = [
    "/", "/regions/", "/regions/?letter=S", "/regions/220600-baishan/", "/regions/undecided/",
    "/regions/220600-baishan/orgs/", "/regions/220600-baishan/metrics/",
    "/themes/", "/articles/", "/orgs/", "/brands/", "/metrics/", "/about/",
    "/search/?q=党建&region=220600&region=140000",
]  # fmt: skip


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
    page.get_by_role("link", name=re.compile("^吉林省白山市：党旗领航争当先锋")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("医者仁心护佑生命")


def test_every_mark_of_a_snippet_is_seen_on_a_narrow_screen(page: Page, seeds):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/search/?q=党建 医院")
    marks = page.locator("#results ~ ol mark")
    inside = "m => m.getBoundingClientRect().bottom <= m.parentElement.getBoundingClientRect().bottom + 1"
    assert marks.count() > 5
    assert [mark.evaluate(inside) for mark in marks.all()] == [True] * marks.count()


def test_by_keyboard_from_a_filter_to_another_beside_it_and_words_within(page: Page, seeds):
    page.goto("/search/?q=党建")
    filters = page.get_by_role("navigation", name="筛选")
    total = page.get_by_role("main").get_by_role("status").filter(has_text="共")
    regions = filters.get_by_role("link", name=re.compile(r"^\S+[省市] \d+$"))
    first, second = (regions.nth(n).inner_text().split() for n in (0, 1))
    regions.first.press("Enter")
    expect(total).to_contain_text(f"共 {first[1]} 篇")

    filters.get_by_role("link", name=f"加选{second[0]}", exact=True).press("Enter")
    expect(total).to_contain_text(f"共 {int(first[1]) + int(second[1])} 篇")
    chips = page.get_by_role("list", name="已选条件")
    expect(chips.get_by_role("listitem")).to_have_count(2)

    page.get_by_role("searchbox", name="在结果中检索").fill("查无此词")
    page.get_by_role("searchbox", name="在结果中检索").press("Enter")
    expect(page.get_by_label("检索词")).to_have_value("党建 查无此词")
    expect(chips.get_by_role("listitem")).to_have_count(2)
    page.get_by_role("link", name="去掉 查无此词").press("Enter")

    filters.get_by_role("link", name=re.compile(f"^{first[0]}")).press("Enter")
    expect(total).to_contain_text(f"共 {second[1]} 篇")
    chips.get_by_role("link", name=re.compile(second[0])).press("Enter")
    expect(chips).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_screen(page: Page, seeds, width):
    page.set_viewport_size({"width": width, "height": 800})
    for path in PATHS:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
