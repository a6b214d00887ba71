import re

import pytest

from search.engine import EngineUnavailable
from search.engines.memory import MemoryEngine
from search.indexing import rebuild
from search.models import Name, NameKind
from search.views import answering


class Away(MemoryEngine):
    def search(self, *args, **kwargs):
        raise EngineUnavailable("不在")


@pytest.fixture
def words(archive):
    found = ["党建", "品牌", "社区", "培训"]
    Name.objects.filter(kind=NameKind.WORD).bring(Name(kind=NameKind.WORD, label=w) for w in found)


@pytest.fixture
def meant(client):
    def meant(query):
        return [(m.text, m.count) for m in client.get(f"/search/{query}").context["meant"]]

    return meant


@pytest.mark.parametrize(
    "query", ["", "?q=党建", "?q=查无此词", "?q=-党健", "?q=党健&region=330000"]
)
def test_nothing_is_offered_that_finds_nothing_or_nothing_new(words, meant, query):
    assert meant(query) == []


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("?q=党健", [("党建", 3)]),
        ("?q=dangjian", [("党建", 3)]),
        ("?q=“党健品牌”", [("“党建品牌”", 1)]),
        ("?q=党健 标题:设区", [("党建 标题:社区", 1)]),
        ("?q=党健 -社区", [("党建 -社区", 2)]),
        ("?q=党健&region=220600", [("党建", 1)]),
    ],
)
def test_one_click_leads_to_as_many_reports_as_it_says(words, meant, client, query, offered):
    assert meant(query) == offered
    page = client.get(f"/search/{query}")
    (offer,) = page.context["meant"]
    assert client.get(f"/search/{offer.link}").context["answer"].total == offer.count
    assert "您是不是要找" in page.content.decode()


def test_only_much_more_is_offered_beside_what_was_found(words, make, meant):
    make("党健", "党健")
    for number in range(3):
        make(f"第{number}篇", "党建")
    rebuild()
    Name.objects.filter(folded="党健").delete()
    assert meant("?q=党健") == [("党建", 6)]


def test_no_more_than_a_few_searches_are_tried(words, meant, monkeypatch):
    monkeypatch.setattr("search.views.meaning.TRIED", 0)
    assert meant("?q=党健") == []


def test_without_an_engine_nothing_is_offered(words, meant, monkeypatch):
    monkeypatch.setattr(answering, "get_engine", Away)
    assert meant("?q=党健") == []


def test_few_database_queries(words, client, django_assert_max_num_queries):
    client.get("/search/?q=党健")  # reads the names
    with django_assert_max_num_queries(12):
        page = client.get("/search/?q=党健 品脾 设区 陪训&region=220600").content.decode()
    assert not re.search("您是不是要找", page)
