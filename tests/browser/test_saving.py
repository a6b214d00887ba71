"""A reader logs in, keeps a search, and lets it go, with and without JavaScript."""

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from tests.browser.looking import objections

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_search_is_kept_followed_and_deleted(request: pytest.FixtureRequest, page: Page, seeds):
    axe = "no-js" not in request.node.name  # axe itself is JavaScript
    get_user_model().objects.create_user("duzhe", password="duzhe-mima")
    page.goto("/search/?q=义诊&sort=newest")
    page.get_by_role("link", name="保存", exact=True).click()
    expect(page.get_by_label("用户名")).to_be_visible()
    found = objections(page) if axe else []
    page.get_by_label("用户名").fill("duzhe")
    page.get_by_label("密码").fill("duzhe-mima")
    page.get_by_role("main").get_by_role("button", name="登录").click()
    expect(page.get_by_label("名称")).to_be_visible()
    found += objections(page) if axe else []
    page.get_by_label("名称").fill("各地义诊")
    page.get_by_role("main").get_by_role("button", name="保存").click()
    page.get_by_text("管理").click()
    page.get_by_role("button", name="开通订阅地址").click()
    page.get_by_text("管理").click()
    expect(page.get_by_role("link", name="saved/feed")).to_be_visible()
    found += objections(page) if axe else []
    assert page.request.get(page.get_by_role("link", name="saved/feed").inner_text()).ok
    page.get_by_role("link", name="各地义诊").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=%E4%B9%89%E8%AF%8A&sort=newest$"))
    page.get_by_role("link", name="我的检索").click()
    page.get_by_text("管理").click()
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_role("main")).to_contain_text("已删除“各地义诊”")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("link", name="登录")).to_be_visible()
    assert found == []
