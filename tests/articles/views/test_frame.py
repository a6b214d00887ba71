import re

import pytest
from django.template.loader import render_to_string

PAGES = ["/", "/regions/", "/themes/", "/articles/", "/orgs/", "/brands/", "/metrics/", "/about/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_carries_nothing_inline(report, page, path):
    text = page(path)
    assert text.count("<h1") == 1
    assert text.count("<main") == 1
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", text)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PAGES)
def test_every_link_within_the_site_leads_somewhere(report, client, path):
    text = client.get(path).content.decode()
    links = {link for link in re.findall(r'href="(/[^"#?]*)', text) if "/static/" not in link}
    dead = {link for link in links if client.get(link).status_code not in (200, 302)}
    assert dead == set()


@pytest.mark.parametrize(
    "path",
    ["/nothing/", f"/articles/{9**40}-x/", "/regions/%00-x/", "/orgs/0-x/", "/themes/%E5%85%9A/"],
)
def test_a_missing_page_says_where_to_go(lists, page, path):
    assert "没有这个页面" in page(path, 404)


@pytest.mark.parametrize(("name", "said"), [("400.html", "无法识别"), ("500.html", "出错了")])
def test_the_last_resorts_need_neither_database_nor_context(name, said):
    assert said in render_to_string(name)


def test_about_says_what_the_numbers_are(report, page):
    text = page("/about/")
    assert "3 条数据" in text
    assert "已审 0 条" in text
