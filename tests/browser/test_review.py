"""The review queue in a browser: by keys alone, and without JavaScript."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from articles.models import Metric, ReviewItem, Verdict
from tests.browser.looking import objections

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "/admin/review/?kind=metric"


def desk(browser: Browser, live_server, **options) -> Page:
    """A page of somebody who has logged in; what the browser complains of is kept."""
    user = get_user_model().objects.create_superuser("bianji", first_name="王某")
    client = Client()
    client.force_login(user)
    context = browser.new_context(base_url=live_server.url, locale="zh-CN", **options)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


@pytest.fixture
def page(browser, live_server, article):
    page = desk(browser, live_server)
    yield page
    page.context.close()
    assert [c for c in page.complaints if "422" not in c] == []


@pytest.fixture
def plain(browser, live_server, article):
    page = desk(browser, live_server, java_script_enabled=False)
    yield page
    page.context.close()
    assert page.complaints == []


def marked(page: Page) -> str:
    return page.locator("mark").first.inner_text()


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait for that."""
    with page.expect_navigation():
        page.keyboard.press(key)
    page.wait_for_load_state()


def last() -> tuple:
    return Verdict.objects.standing().values_list("ruling", "reason", "note")[0]


def test_a_queue_is_worked_through_by_keys_alone(page):
    page.goto(QUEUE)
    first = marked(page)
    press(page, "a")
    assert last() == ("accepted", "", "")
    press(page, "u")
    assert marked(page) == first
    press(page, "s")
    assert marked(page) != first
    page.keyboard.press("e")
    expect(page.locator("[name=v-value]")).to_be_focused()
    page.keyboard.type("777")
    press(page, "Control+Enter")
    assert last() == ("amended", "", "")
    assert Metric.objects.get(origin="person").value == 777
    page.keyboard.press("r")
    page.keyboard.press("2")
    page.wait_for_url("**kind=metric")
    expect(page.locator(".review-last")).to_contain_text("退回")
    assert last() == ("rejected", "span", "")
    page.keyboard.press("r")
    count = page.locator(".review-reasons [type=radio]").count()
    page.keyboard.press(str(count))
    expect(page.locator("[name=r-note]")).to_be_focused()
    page.keyboard.type("a 不是数据")
    press(page, "Enter")
    assert last() == ("rejected", "other", "a 不是数据")


def test_an_error_takes_the_focus_and_keeps_what_was_typed(page):
    page.goto(QUEUE)
    page.keyboard.press("e")
    page.keyboard.type("7")
    page.keyboard.press("Escape")
    press(page, "a")
    expect(page.locator(".review-errors")).to_be_focused()
    expect(page.locator("[name=v-value]")).to_have_value("7")
    assert not Verdict.objects.exists()


def test_keys_rest_while_someone_types_and_can_be_off_for_good(page):
    page.goto(QUEUE)
    page.locator("[name=v-subject]").fill("")
    page.locator("[name=v-subject]").press_sequentially("aseru")
    expect(page.locator("[name=v-subject]")).to_have_value("aseru")
    page.get_by_role("button", name="停用快捷键").click()
    page.goto(QUEUE)
    page.keyboard.press("a")
    page.keyboard.press("s")
    page.wait_for_timeout(200)
    assert not Verdict.objects.exists()
    page.get_by_role("button", name="启用快捷键").click()
    press(page, "a")
    assert Verdict.objects.count() == 1


def test_names_are_suggested_while_someone_types(page):
    page.goto("/admin/review/?kind=organizationmention")
    box = page.locator("[name=v-organization]")
    box.fill("")
    box.press_sequentially("医院")
    option = page.locator("datalist option").first
    expect(option).to_have_attribute("value", re.compile(r"医院.*#\d+$"))


def test_the_same_for_all_that_is_alike_by_keys(page):
    kept = list(Metric.objects.order_by("pk").values_list("pk", flat=True)[:3])
    Metric.objects.filter(pk__in=kept).update(
        quote="三次", value=3, value_max=None, unit="次", subject="活动", anchored=False
    )
    ReviewItem.objects.exclude(kind="metric", target__in=kept).update(done=True)
    page.goto(QUEUE)
    press(page, "a")
    press(page, "b")
    expect(page.locator("main")).to_contain_text("2 条待审事项将照此处理")
    press(page, "Control+Enter")
    expect(page.locator("body")).to_contain_text("已通过 2 条。")
    expect(page.locator("body")).to_contain_text("此范围内没有待审事项")
    press(page, "u")
    expect(page.locator("body")).to_contain_text("已撤销 2 条。")
    assert ReviewItem.objects.filter(done=False).count() == 2


def test_everything_works_without_a_script(plain):
    plain.goto(QUEUE)
    first = marked(plain)
    plain.get_by_role("button", name="跳过").click()
    assert marked(plain) != first
    plain.locator("[name=v-value]").fill("777")
    plain.get_by_role("button", name="修改后通过").click()
    assert last() == ("amended", "", "")
    plain.get_by_label("范围不对").check()
    plain.get_by_role("button", name="退回").click()
    assert last() == ("rejected", "span", "")
    plain.locator(".review-last button").click()
    assert last() == ("amended", "", "")
    plain.get_by_role("button", name=re.compile("^通过")).click()
    assert last() == ("accepted", "", "")
    plain.get_by_role("link", name="品牌", exact=True).click()
    expect(plain.locator(".review-kind")).to_contain_text("品牌")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_queue_is_accessible_and_fits(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(QUEUE)
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    press(page, "a")
    assert objections(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
