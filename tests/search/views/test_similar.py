import pytest

from articles.models.likeness import Likeness
from search.engine import EngineUnavailable
from search.engines.memory import MemoryEngine
from search.indexing import rebuild
from search.views import similar

TEXT = "党员志愿服务队深入社区开展义诊，为群众送医送药上门，惠及群众一万余人次。"
OTHER = "今天天气晴好，最高气温二十五度，南风三级，适宜外出春游踏青赏花。"


class Away(MemoryEngine):
    def similar(self, *args, **kwargs):
        raise EngineUnavailable("不在")


@pytest.fixture
def reports(make):
    """Three on one matter, one of them copied, and one on another."""
    rows = [make(f"第{n}篇", f"{TEXT}{number}") for n, number in enumerate("甲乙丙")]
    copied = make("转载", TEXT + "乙")
    other = make("天气", OTHER)
    Likeness.objects.create(article=rows[1], other=copied, overlap=1, contained=1)
    rebuild()
    return [*rows, copied, other]


@pytest.fixture
def look(client):
    def look(article, part=""):
        response = client.get(f"/search/similar/{article.pk}/", {"part": part} if part else {})
        assert response.status_code == 200
        return response

    return look


def titles(response):
    return [row.article.headline for row in response.context["rows"]]


def test_an_article_like_no_other_shows_none(reports, look):
    assert titles(look(reports[4])) == []
    assert "没有与" in look(reports[4]).content.decode()
    assert look(reports[4], part="1").content.strip() == b""


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_readers_may_not_see_has_no_page_and_is_on_none(reports, look, client, status):
    reports[0].status, reports[0].withdrawn_reason = status, "重复"
    reports[0].save()
    assert client.get(f"/search/similar/{reports[0].pk}/").status_code == 404
    assert "第0篇" not in titles(look(reports[2]))


def test_copies_are_not_repeated(reports, look):
    assert len(titles(look(reports[0]))) == 2
    assert set(titles(look(reports[0]))) - {"第1篇", "转载"} == {"第2篇"}
    assert set(titles(look(reports[1]))) == {"第0篇", "第2篇"}


def test_no_more_than_five(make, look):
    rows = [make(f"第{n}篇", TEXT) for n in range(9)]
    rebuild()
    assert len(titles(look(rows[0]))) == 5


def test_without_an_engine_there_is_none(reports, look, monkeypatch):
    monkeypatch.setattr(similar, "get_engine", Away)
    assert titles(look(reports[0])) == []


def test_hits_and_articles_lead_there(reports, client):
    address = f'href="/search/similar/{reports[0].pk}/"'
    assert address in client.get("/search/?q=义诊").content.decode()
    assert address in client.get(reports[0].get_absolute_url()).content.decode()


def test_few_database_queries(reports, look, settled, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        look(reports[0])
