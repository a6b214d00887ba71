"""From words to their places in the text, by form and by list, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_form_to_results_and_their_places_in_an_article(page: Page, seeds):
    page.goto("/search/")
    page.get_by_role("link", name="高级检索").click()
    page.get_by_label("同句或同段的词").fill("党员 服务")
    page.get_by_label("不含").fill("查无此词")
    page.get_by_label("范围").select_option("同一句")
    page.get_by_role("main").get_by_role("button", name="检索").click()
    expect(page.locator("#q")).to_have_value("-查无此词 “党员 服务”~句")

    page.get_by_role("link", name="逐处看上下文").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("上下文")
    place = page.get_by_role("row").nth(1)
    words = place.locator("mark").all_inner_texts()
    assert {"党员", "服务"} <= set(words) or "党员服务" in words
    place.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/articles/.*#[a-z]+-?\d+$"))
    paragraph = page.locator(page.url[page.url.index("#") :])
    expect(paragraph).to_be_visible()
    expect(paragraph).to_contain_text(words[0])
