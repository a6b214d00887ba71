"""Who has an account sees what came in since the visit before; others cost no question."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Visit

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def since(editor):
    return lambda hours: Visit.objects.since(editor.pk, NOON + hours * HOUR)


def test_the_first_visit_has_none_before_it_however_long_it_lasts(since):
    assert [since(hours) for hours in (0, 0.5, 3, 6.5, 10)] == [None] * 5


def test_a_new_visit_begins_after_a_pause_and_looks_back_to_the_end_of_the_last(since):
    since(0)
    since(2)
    assert since(30) == NOON + 2 * HOUR
    assert since(31) == since(33) == NOON + 2 * HOUR
    assert since(60) == NOON + 33 * HOUR


def test_a_row_is_written_at_most_once_an_hour(since):
    since(0)
    with CaptureQueriesContext(connection) as asked:
        for minutes in range(59):
            since(minutes / 60)
    assert [query for query in asked if not query["sql"].startswith("SELECT")] == []


def test_lists_mark_what_came_in_since_and_only_for_that_person(client, editor, article):
    assert ">新</span>" not in client.get("/articles/").content.decode()
    assert not Visit.objects.exists()
    client.force_login(editor)
    assert ">新</span>" not in client.get("/articles/").content.decode()
    Visit.objects.update(seen=article.created_at - timedelta(hours=8))
    text = client.get("/articles/").content.decode()
    assert text.count(">新</span>") == Article.objects.public().count()
    Article.objects.update(created_at=article.created_at - timedelta(hours=9))
    assert ">新</span>" not in client.get("/articles/").content.decode()


def test_anonymous_visitors_are_not_looked_up(client, article):
    client.get("/articles/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/articles/")
    assert [query for query in asked if "visit" in query["sql"]] == []
