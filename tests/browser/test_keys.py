"""Keys of one character: they move, open and help, rest while someone types, and can be off."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from articles.models import Article
from tests.browser.looking import objections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(browser: Browser, live_server, seeds) -> Page:
    page = browser.new_context(base_url=live_server.url, locale="zh-CN").new_page()
    page.complaints = []
    page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    page.context.close()
    assert page.complaints == []


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.innerText")


def test_rows_are_walked_opened_and_left_by_keys(page):
    page.goto("/articles/")
    rows = page.locator("main .list h3 a").all_inner_texts()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == rows[1]
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert focused(page) == rows[0]
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/articles/\d+-"))
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(re.compile(r"/$"))


def test_marks_and_the_citation_of_an_article_are_reached(page):
    page.goto(Article.objects.get(headline__contains="医者仁心").get_absolute_url())
    marks = page.locator("article a.hl")
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect(marks.nth(1)).to_be_focused()
    page.keyboard.press("p")
    expect(marks.nth(0)).to_be_focused()
    expect(page.locator("#citation")).to_be_hidden()
    page.keyboard.press("c")
    expect(page.locator("#citation")).to_be_visible()


def test_in_an_article_that_was_sought_the_keys_go_from_hit_to_hit(page):
    page.goto(
        Article.objects.get(headline__contains="医者仁心").get_absolute_url() + "?q=医心向党"
    )
    page.keyboard.press("n")
    expect(page.locator("#m1")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator("#m2")).to_be_focused()


def test_keys_rest_while_someone_types(page):
    page.goto("/articles/")
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("j?/k")
    expect(page.locator("#q")).to_have_value("j?/k")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_help_names_the_keys_and_switches_them_off_and_on_for_good(page):
    page.goto("/articles/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="快捷键")
    expect(dialog).to_contain_text("下一处标注")
    assert objections(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("?")
    dialog.get_by_role("button", name="停用快捷键").click()
    page.goto("/themes/")
    page.keyboard.press("?")
    page.keyboard.press("/")
    expect(dialog).to_have_count(0)
    assert focused(page) != "q"
    page.get_by_role("link", name="快捷键").click()
    dialog.get_by_role("button", name="启用快捷键").click()
    page.keyboard.press("/")
    assert focused(page) == "q"
