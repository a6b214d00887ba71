from datetime import date, timedelta

import pytest
from django.http import QueryDict

from articles.filters import BrowseFilter
from articles.models import Article
from articles.views import paging
from articles.views.lists import PAGE_SIZE, links
from articles.views.paging import article_page

DAYS = [date(2024, 3, 1) + timedelta(days=n // 3) for n in range(50)]


@pytest.fixture
def many(archive, monkeypatch):
    """Fifty-five reports, three a day, five of them undated; pages are deep from the second on."""
    monkeypatch.setattr(paging, "DEEP", 1)
    source = archive.source()
    rows = [
        Article(
            source=source,
            ordinal=n,
            headline=f"第{n}篇",
            slug="pian",
            body="正文。",
            published_on=day,
            date_precision="day" if day else "unknown",
        )
        for n, day in enumerate([*DAYS, *[None] * 5], 1)
    ]
    Article.objects.bulk_create(rows)


def turned(query):
    browse = BrowseFilter.parse(QueryDict(query.lstrip("?")))
    rows = browse.apply(Article.objects.public())
    return article_page(query, rows, browse, PAGE_SIZE), browse


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_from_page_to_page_nothing_is_lost_and_nothing_told_twice(many, sort):
    query, walked, pages = f"?sort={sort}&page=1", [], []
    while query:
        page, browse = turned(query)
        walked += page.object_list
        pages.append(page.object_list)
        following = {link.number: link.query for link in links(page, browse)}
        query = following.get(page.number + 1, "")
    ordered = Article.objects.public()
    assert walked == list(ordered.oldest() if sort == "oldest" else ordered.newest())
    page, browse = turned(f"?sort={sort}&page=3")
    back = {link.number: link.query for link in links(page, browse)}[2]
    assert "before=" in back
    assert turned(back)[0].object_list == pages[1]


def test_a_deep_page_without_its_place_is_the_same(many):
    for number in (2, 3):
        page, _ = turned(f"?page={number}")
        ordered = Article.objects.public().newest()
        assert page.object_list == list(ordered[(number - 1) * 20 : number * 20])


def test_a_place_too_far_and_a_wrong_one_do_no_harm(many, page):
    assert turned("?page=9&after=1900-01-01.1")[0].number == 3
    text = page("/articles/", page=2, after="2024-13-01.5")
    assert "翻页位置“2024-13-01.5”无法识别，已忽略" in text
    assert page("/articles/", page=2).count("<h3>") == 20


def test_a_place_goes_with_its_page():
    browse = BrowseFilter.parse(QueryDict("page=60&after=2024-01-02.7"))
    assert browse.urlencode() == "page=60&after=2024-01-02.7"
    assert browse.with_("page", 2).urlencode() == "page=2"
    assert BrowseFilter.parse(QueryDict("after=.x")).after == ""
