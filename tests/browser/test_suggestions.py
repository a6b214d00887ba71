"""The search box as a combobox: what a keyboard, a pointer and a screen reader meet."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from search import names
from tests.browser.looking import objections

pytestmark = pytest.mark.django_db(transaction=True)

COMPOSE = """(box, [type, data]) => box.dispatchEvent(
    type == "input" ? new InputEvent("input", {data, isComposing: true, bubbles: true})
                    : new CompositionEvent(type, {data, bubbles: true}))"""


@pytest.fixture
def home(browser: Browser, live_server, lists) -> Page:
    """The front page with the names of regions; ``asked`` collects what the box asks for."""
    names.bring_lists()
    page = browser.new_context(base_url=live_server.url, locale="zh-CN").new_page()
    page.asked = []
    page.on("request", lambda sent: "suggestions" in sent.url and page.asked.append(sent.url))
    page.goto("/")
    yield page
    page.context.close()


@pytest.fixture
def box(home):
    return home.get_by_role("combobox", name="检索词")


def test_arrows_choose_enter_goes_there_and_the_number_is_announced(home, box):
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("bss", delay=20)
    options = home.get_by_role("listbox", name="建议").get_by_role("option")
    expect(options.first).to_contain_text("白山市")
    expect(home.get_by_role("group", name="地区")).to_be_visible()
    expect(home.get_by_role("status").first).to_have_text(re.compile(r"^\d+ 条建议"))
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    expect(home.get_by_role("heading", level=1)).to_contain_text("白山市")
    assert len(home.asked) == 1


def test_escape_closes_first_and_enter_then_searches_as_ever(home, box):
    box.press_sequentially("白山", delay=20)
    expect(home.get_by_role("listbox")).to_be_visible()
    box.press("Escape")
    expect(home.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_value("白山")
    box.press("ArrowDown")
    expect(home.get_by_role("listbox")).to_be_visible()
    box.press("Tab")
    expect(home.get_by_role("listbox")).to_have_count(0)
    box.press("Enter")
    expect(home).to_have_url(re.compile(r"/search/\?q=%E7%99%BD%E5%B1%B1$"))


def test_a_click_goes_there_and_the_last_line_searches(home, box):
    box.press_sequentially("白山", delay=20)
    home.get_by_role("option").last.click()
    expect(home).to_have_url(re.compile(r"/search/\?q=%E7%99%BD%E5%B1%B1$"))
    box.fill("baishan")
    home.get_by_role("option", name="白山市").click()
    expect(home.get_by_role("heading", level=1)).to_contain_text("白山市")


def test_nothing_is_asked_while_an_input_method_composes(home, box):
    box.focus()
    box.evaluate(COMPOSE, ["compositionstart", ""])
    box.evaluate("box => { box.value = 'bai' }")
    box.evaluate(COMPOSE, ["input", "bai"])
    home.wait_for_timeout(400)
    assert home.asked == []
    box.evaluate("box => { box.value = '白山' }")
    box.evaluate(COMPOSE, ["compositionend", "白山"])
    expect(home.get_by_role("option").first).to_contain_text("白山市")
    assert len(home.asked) == 1


def test_an_old_answer_never_replaces_a_newer_one(home, box):
    held = []
    home.route(re.compile(r"suggestions/\?q=b$"), lambda route: held.append(route))
    box.press_sequentially("b")
    home.wait_for_timeout(300)
    box.press_sequentially("ss")
    expect(home.get_by_role("option").first).to_contain_text("白山市")
    assert len(held) == 1
    held[0].abort()
    expect(home.get_by_role("option").first).to_contain_text("白山市")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_open_list_bars_nobody_and_fits_the_screen(home, box, width, scheme):
    home.set_viewport_size({"width": width, "height": 800})
    home.emulate_media(color_scheme=scheme)
    box.press_sequentially("bs", delay=20)
    expect(home.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    assert objections(home) == []
    assert home.evaluate("document.documentElement.scrollWidth") <= width
    frame = home.get_by_role("listbox").bounding_box()
    assert frame["x"] >= 0
    assert frame["x"] + frame["width"] <= width


def test_an_article_shows_what_is_like_it_or_leads_there(
    request: pytest.FixtureRequest, page: Page, seeds
):
    page.goto("/search/?q=医者仁心")
    page.get_by_role("link", name=re.compile("党旗领航争当先锋")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("医者仁心护佑生命")
    if "no-js" in request.node.name:
        page.get_by_role("link", name="类似报道").click()
    expect(page.get_by_role("heading", name="类似报道")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("锻造新时代“医”路先锋")
