"""An editor corrects a text, moves a border between articles, adds a fact; with and without JavaScript."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from articles.curation import seams
from articles.curation.ingest import ingest
from articles.curation.pairing import live
from articles.models import Article, OrganizationMention
from tests.articles.curation.test_seams import TEXT
from tests.browser.looking import objections

pytestmark = pytest.mark.django_db(transaction=True)


def log_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("用户名").fill("bianji")
    page.get_by_label("密码").fill("bianji")
    page.get_by_role("button", name="登录").click()
    expect(page.locator("#content")).to_be_visible()


def test_the_pages_can_be_read_by_everybody(browser, live_server, article, editor):
    """Axe writes styles, which the pages forbid: here it may."""
    context = browser.new_context(base_url=live_server.url, bypass_csp=True, locale="zh-CN")
    page = context.new_page()
    log_in(page, f"/admin/articles/article/{article.pk}/mark/")
    found = []
    for address in (
        f"/admin/articles/article/{article.pk}/mark/",
        f"/admin/articles/source/{article.source_id}/seams/",
        f"/admin/articles/source/{article.source_id}/reread/",
        "/admin/articles/source/reread/",
    ):
        page.goto(address)
        found += [(address, one) for one in objections(page, within="#content")]
    context.close()
    assert found == []


@pytest.fixture
def scripted(request):
    return "no-js" not in request.node.name


def test_a_border_is_moved_after_a_look_and_back_again(page: Page, lists, editor, scripted):
    source = ingest(TEXT.encode(), "两篇.txt").source
    own, tail = seams.starts(source), TEXT.index("据悉")
    log_in(page, f"/admin/articles/source/{source.pk}/seams/")
    expect(page.get_by_role("status").filter(has_text="共 2 篇")).to_be_visible()
    border = page.locator(f"#l{own[0]} input")
    if scripted:
        border.focus()
        for _ in range(3):
            page.keyboard.press("Alt+ArrowDown")
        expect(page.locator(f"#l{tail} input")).to_be_focused()
    else:
        border.uncheck()
        page.locator(f"#l{tail} input").check()
    page.get_by_role("button", name="预览").first.click()
    expect(page.locator("#content")).to_contain_text("分成 2 篇")
    expect(page.locator("#content")).to_contain_text("重新识读")
    assert seams.starts(source) == own
    page.get_by_role("button", name="返回修改").click()
    expect(page.locator(f"#l{tail} input")).to_be_checked()
    page.get_by_role("button", name="预览").first.click()
    page.get_by_role("button", name="确认").click()
    expect(page.locator(".messagelist")).to_contain_text("分篇已改：现有 2 篇")
    assert seams.starts(source) == [tail]
    page.get_by_role("button", name="改回机器的分篇").click()
    page.get_by_role("button", name="确认").click()
    assert seams.starts(source) == own
    assert [article.ordinal for article in live(source)] == [1, 2]
    call_command("verify")


def test_a_text_is_corrected_after_a_look_at_its_facts(page: Page, article, editor, scripted):
    metric = article.metrics.get(quote="1032面")
    log_in(page, f"/admin/articles/article/{article.pk}/change/")
    body = page.locator("#id_body")
    body.fill(article.body.replace("1032面", "若干", 1))
    page.get_by_role("button", name="保存", exact=True).last.click()
    effect = page.get_by_role("region", name="改动的影响")
    expect(effect).to_contain_text("失去原处，读者不再看到：1")
    expect(effect).to_contain_text("1032面")
    assert Article.objects.get(pk=article.pk).body == article.body
    body.fill(article.body.replace("近年来,", "近几年来,", 1))
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(effect).to_contain_text("随上下文顺移")
    expect(effect).not_to_contain_text("失去原处")
    effect.get_by_role("button", name="确认保存").click()
    expect(page).to_have_url(re.compile(r"/admin/articles/article/$"))
    metric.refresh_from_db()
    changed = Article.objects.get(pk=article.pk)
    assert "近几年来," in changed.body
    assert changed.body[metric.start : metric.end] == "1032面"
    call_command("verify")


def test_a_fact_is_added_by_selecting_its_characters(page: Page, article, editor, scripted):
    second = article.body.index("医护人员", article.body.index("医护人员") + 1)
    log_in(page, f"/admin/articles/article/{article.pk}/mark/")
    if scripted:
        part = page.locator("[data-part=body]")
        part.focus()
        page.keyboard.press("Home")
        for _ in range(2):
            page.keyboard.press("Shift+ArrowRight")
        expect(page.get_by_role("status")).to_have_text(f"已选：{article.body[:3]}")
        pick(page, second, second + len("医护人员"))
        expect(page.get_by_role("status")).to_have_text("已选：医护人员")
        page.keyboard.press("1")
        expect(page.locator("#id_occurrence")).to_have_value("2")
    else:
        page.get_by_role("link", name="单位", exact=True).click()
        page.locator("#id_part").select_option("body")
        page.locator("#id_quote").fill("医护人员")
        page.locator("#id_occurrence").fill("2")
    expect(page.locator("#id_quote")).to_have_value("医护人员")
    body = article.organizationmentions.first().organization
    choose(page, scripted, body)
    page.get_by_role("button", name="保存", exact=True).click()
    if not scripted:
        return  # Django's search for an organization is a script; the form itself has opened
    expect(page).to_have_url(re.compile(rf"/article/{article.pk}/mark/$"))
    fact = OrganizationMention.objects.latest("pk")
    assert (fact.start, fact.quote, fact.organization) == (second, "医护人员", body)


def pick(page: Page, start: int, end: int) -> None:
    """Select characters of the body as a mouse would."""
    page.evaluate(
        """([start, end]) => {
          const part = document.querySelector("[data-part=body]");
          const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          let at = 0;
          for (let node = walker.nextNode(); node; at += node.length, node = walker.nextNode()) {
            if (start >= at && start < at + node.length) range.setStart(node, start - at);
            if (end > at && end <= at + node.length) range.setEnd(node, end - at);
          }
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        [start, end],
    )


def choose(page: Page, scripted: bool, body: object) -> None:
    """Choose the organization in the form, where it can be searched for."""
    if scripted:
        page.locator(".field-organization .select2-selection").click()
        page.locator(".select2-search__field").fill(body.name)
        page.locator(".select2-results__option", has_text=body.name).first.click()
