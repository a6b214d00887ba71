import time

import pytest
from django.utils import timezone

from articles import children
from search import background
from search.indexing import rebuild
from search.models import PendingChange
from search.models.pending import OVERDUE


@pytest.fixture
def started(settings, monkeypatch, tmp_path):
    """Let the background start a short command of ours; return the file to which it writes."""
    settings.REINDEX_IN_BACKGROUND = True
    settings.BASE_DIR = tmp_path
    mark = tmp_path / "started"
    (tmp_path / "manage.py").write_text(
        "import sys, time\n"
        f"open({str(mark)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')\n"
        f"time.sleep(0.5)\n"
    )
    yield mark
    for child in children._started:
        child.wait()


def test_nothing_is_started_where_it_is_switched_off(settings, started):
    settings.REINDEX_IN_BACKGROUND = False
    assert not background.catch_up()
    assert not started.exists()


def test_one_at_a_time_is_started(started, monkeypatch):
    monkeypatch.setattr(children, "PAUSE", 0.0)
    assert [background.catch_up(), background.catch_up()] == [True, False]
    for child in children._started:
        child.wait()
    assert started.read_text() == "reindex --if-needed\n"
    assert background.catch_up()


def test_a_new_start_waits_a_while(started, monkeypatch):
    assert background.catch_up()
    for child in children._started:
        child.wait()
    assert not background.catch_up()
    monkeypatch.setattr(time, "time", lambda now=time.time: now() + children.PAUSE)
    assert background.catch_up()


@pytest.fixture
def asked(monkeypatch):
    """How often the background was asked to mend the index."""
    calls = []
    monkeypatch.setattr(background, "catch_up", lambda: calls.append(1))
    return calls


def test_a_page_without_index_asks_for_one_and_says_so(db, client, settings, asked):
    settings.SEARCH_URL = f"whoosh://{settings.DATA_DIR}/index"
    assert "索引更新中" in client.get("/search/", {"q": "党建"}).text
    assert asked == [1]


def test_a_page_asks_only_for_notes_that_wait_too_long(make, client, asked):
    make("标题")
    rebuild()
    PendingChange.objects.mark([1])
    client.get("/search/", {"q": "党建"})
    assert asked == []
    PendingChange.objects.update(created=timezone.now() - 2 * OVERDUE)
    client.get("/search/", {"q": "党建"})
    assert asked == [1]
