"""What a row of a search says of its hits is what the page of the article marks."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Caption
from search.indexing import rebuild
from search.models import Synonym

MARK = re.compile(r'<mark id="(m\d+)"')
LINK = re.compile(r'<a href="([^"]+)">([^<]+)</a>')


@pytest.fixture
def report(make):
    """A report with the same words in every part that a reader sees."""
    article = make(
        "党员义诊：三会一课",
        "## 党员在前\n\n党员一早出发。“三会”一课开始，党员<先行>。\n\n卫健局到场。\n\n收尾。",
        abstract="摘要说党員",
        keywords=["党员", "义诊"],
        doi="10.1/党员",
        references=[{"text": "[1] 党员论[J]. 党建,2020"}],
    )
    Caption.objects.create(article=article, number=0, text="图为党员义诊", credit="党员摄")
    Synonym.objects.create(terms="卫健局=卫生健康局")
    rebuild()
    return article


@pytest.fixture
def said(client):
    """Search for words; return what the row says, and its links with their labels."""

    def said(typed, more=""):
        page = client.get(f"{reverse('search')}?q={typed}{more}").content.decode()
        found = re.search(r'<p class="spots">(.*?)</p>', page, re.DOTALL)
        if not found:
            return 0, []
        count = re.search(r"命中 ([\d,]+) 处", found[1])
        return int(count[1].replace(",", "")), LINK.findall(found[1])

    return said


@pytest.mark.parametrize(
    "typed", ["年:2020..", "-培训", "主题:试验", "", "作者:张三"]
)  # what is not sought in the text, or not found
def test_a_row_without_a_place_in_the_text_says_nothing(report, said, typed):
    assert said(typed) == (0, [])


@pytest.mark.parametrize("typed", ["", "-党员", "%22%22", "%00", "“", "q" * 300])
def test_an_article_marks_nothing_that_is_not_sought_or_not_there(report, client, typed):
    page = client.get(f"{report.get_absolute_url()}?q={typed}")
    assert page.status_code == 200
    assert "<mark" not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("党员", 10),
        ("黨員", 10),
        ("“党员”", 10),
        ("“党员义诊”", 2),
        ("三会一课", 2),
        ("“三会一课”", 1),
        ("“党员 出发”~句", 1),
        ("“党员 出发”~10", 1),
        ("标题:党员", 1),
        ("卫生健康局", 1),
        ("先行", 1),
        ("党员 收尾", 11),
    ],
)
def test_what_a_row_says_is_what_the_article_marks(report, client, said, typed, count):
    number, links = said(typed)
    assert number == count
    address = links[0][0].partition("#")[0].replace("&amp;", "&")
    page = client.get(address).content.decode()
    marks = MARK.findall(page)
    assert sorted(marks) == sorted(f"m{n}" for n in range(1, count + 1))
    assert [href for href, _ in links if href.partition("#")[2] not in marks] == []
    assert f"本文命中 {count} 处" in page


def test_a_row_names_the_places_in_order(report, said):
    assert [label for _, label in said("党员")[1]] == [
        "标题", "摘要", "关键词", "DOI", "小标题", "其余",
    ]  # fmt: skip
    assert said("“党员” 标题:三会 -培训")[1][0][1] == "标题 2 处"
    assert said("卫健局")[1] == [
        (f"{report.get_absolute_url()}?q=%E5%8D%AB%E5%81%A5%E5%B1%80#m1", "第 2 段")
    ]


def test_words_as_typed_stay_as_typed_in_the_article(report, client, said):
    assert said("卫生健康局", "&exact=1") == (0, [])
    number, links = said("卫健局", "&exact=1")
    assert number == 1
    assert "&exact=1#m1" in links[0][0].replace("&amp;", "&")
    page = client.get(f"{report.get_absolute_url()}?q=卫生健康局&exact=1").content.decode()
    assert "检索词没有印在本文中" in page


def test_marks_stand_inside_the_marks_of_facts_and_text_is_escaped(report, client):
    page = client.get(f"{report.get_absolute_url()}?q=先行").content.decode()
    assert '&lt;<mark id="m1" tabindex="-1">先行</mark>&gt;' in page


def test_links_of_the_article_keep_what_was_sought(report, client):
    page = client.get(f"{report.get_absolute_url()}?q=党员").content.decode()
    assert 'href="?hl=org&amp;q=%E5%85%9A%E5%91%98"' in page
    assert 'href="?hl=all&amp;raw=1&amp;q=%E5%85%9A%E5%91%98"' in page
    assert f'href="{reverse("search")}?q=%E5%85%9A%E5%91%98"' in page


def test_rows_cost_no_query_and_marks_four_at_most(report, client, make):
    for number in range(12):
        make(f"党员之{number}", "党员义诊。")
    rebuild()

    def cost(address):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    many = cost("/search/?q=党员")
    for article in type(report).objects.exclude(pk=report.pk):
        article.delete()
    rebuild()
    assert many <= cost("/search/?q=党员")
    plain = report.get_absolute_url()
    assert cost(f"{plain}?q=党员 卫健局 白山") <= cost(f"{plain}?hl=org") + 4


def test_a_headline_is_marked_where_it_is_hit_and_nowhere_else(report, client):
    def headline(typed):
        page = client.get(f"/search/?q={typed}").content.decode()
        return re.search(r'<h3><a href="[^"]+">(.*?)</a></h3>', page)[1]

    assert headline("“党员 出发”~句") == "党员义诊：三会一课"
    assert headline("“党员 义诊”~3") == "<mark>党员义诊</mark>：三会一课"
