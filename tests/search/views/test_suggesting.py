import re
from html import unescape

import pytest

from search import names
from search.query import MAX_LENGTH

TAGS = re.compile(r"<[^>]+>|\s+")


@pytest.fixture
def suggest(client):
    def suggest(typed):
        response = client.get("/search/suggestions/", {"q": typed})
        assert response.status_code == 200
        return response

    return suggest


@pytest.fixture
def noted(make):
    names.refresh([make("甲乙<先锋>队伍", year=2024).pk])


def test_nothing_typed_gets_an_empty_answer(noted, suggest):
    assert suggest("").content.strip() == suggest(" \t ").content.strip() == b""


def test_no_post(client, db):
    assert client.post("/search/suggestions/").status_code == 405


def test_options_name_where_they_lead_and_the_last_one_searches(noted, suggest):
    page = suggest("甲乙 <").content.decode()
    assert 'data-total="1"' in page
    assert re.findall(r'data-href="([^"]*)"', page) == [
        re.search(r'data-href="(/articles/[^"]*)"', page)[1],
        "/search/?q=%E7%94%B2%E4%B9%99%20%3C",
    ]
    assert unescape(TAGS.sub("", page)) == "报道甲乙<先锋>队伍2024年检索全文“甲乙<”"
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) == 4


def test_kinds_are_told_with_the_number_of_reports(lists, suggest):
    names.bring_lists()
    assert "地区白山市吉林省0篇" in TAGS.sub("", suggest("bss").content.decode())


def test_the_answer_may_be_kept_for_a_minute_by_anybody(noted, suggest):
    answer = suggest("甲")
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(
    "typed", ["\0", "党" * 5000, "'" * 300, "\ud800".encode("utf-8", "replace")]
)
def test_no_input_does_any_harm(noted, suggest, typed):
    assert len(suggest(typed).context["typed"]) <= MAX_LENGTH
