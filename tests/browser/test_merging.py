"""An admin finds a duplicate, merges it by field, follows the old address, and takes it back."""

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Browser, Page, expect

from articles.models import Organization, OrganizationMention
from articles.models.naming import slug, sort_key
from tests.browser.looking import objections

pytestmark = pytest.mark.django_db(transaction=True)
FULL, SHORT = "白山市中心医院", "中心医院"


@pytest.fixture
def twin(seeds):
    """The hospital of the seeds under a second name, with some of its mentions."""
    full = Organization.objects.get(name=FULL)
    row = Organization.objects.create(
        name=SHORT, type=full.type, region=full.region, slug=slug(SHORT), sort_key=sort_key(SHORT)
    )
    for mention in list(full.mentions.order_by("pk"))[1::2]:
        mention.organization = row
        mention.save()
    return row


def test_a_duplicate_is_merged_and_taken_back(page: Page, twin):
    get_user_model().objects.create_superuser("guanli", password="guanli-mima")
    before = set(OrganizationMention.objects.values_list("pk", "organization"))
    old = twin.get_absolute_url()
    page.goto("/admin/articles/merger/likely/")
    log_in(page)
    pair = page.get_by_role("listitem").filter(
        has=page.get_by_role("link", name=SHORT, exact=True)
    )
    expect(pair.first).to_contain_text("去掉地名后同名")
    pair.first.get_by_role("link", name="比较并合并").click()
    page.get_by_role("row", name=re.compile("^保留")).get_by_label(FULL).check()
    page.get_by_role("row", name=re.compile("^名称")).get_by_label(FULL).check()
    page.get_by_role("button", name="按所选更新影响").click()
    expect(page.get_by_role("region", name="合并的影响")).to_contain_text(f"“{SHORT}”并入“{FULL}”")
    page.get_by_role("button", name="合并", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(f"已合并为“{FULL}”")
    merged = page.url
    page.goto(old)
    expect(page.get_by_role("heading", level=1)).to_have_text(FULL)
    expect(page.get_by_role("main")).to_contain_text(SHORT)
    page.goto(merged)
    page.get_by_role("button", name="撤销合并").click()
    expect(page.get_by_role("main")).to_contain_text("已撤销合并")
    page.goto(old)
    expect(page.get_by_role("heading", level=1)).to_have_text(SHORT)
    assert set(OrganizationMention.objects.values_list("pk", "organization")) == before


def test_axe_has_nothing_against_the_pages_of_merging(browser: Browser, live_server, twin):
    get_user_model().objects.create_superuser("guanli", password="guanli-mima")
    context = browser.new_context(base_url=live_server.url, locale="zh-CN")
    page = context.new_page()
    page.goto("/admin/articles/merger/likely/")
    log_in(page)
    keys = "&".join(f"key={pk}" for pk in Organization.objects.values_list("pk", flat=True)[:2])
    found = []
    for address in ("likely/", f"compare/organization/?{keys}", ""):
        page.goto(f"/admin/articles/merger/{address}")
        found += [(address, one) for one in objections(page, within="#content")]
    context.close()
    assert found == []


def log_in(page: Page) -> None:
    page.get_by_label("用户名").fill("guanli")
    page.get_by_label("密码").fill("guanli-mima")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="登录")).to_have_count(0)
