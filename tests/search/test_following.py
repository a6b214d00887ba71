from threading import Event

import pytest

from articles.models import Article
from articles.signals import articles_changed
from search import following
from search.following import FOLLOWER, Follower
from search.indexing import rebuild, sync
from search.models import PendingChange


def announce(article):
    articles_changed.send(sender=Article, pks=[article.pk])


@pytest.fixture
def serving(settings, monkeypatch):
    """Let this process be a server that leaves the index to a thread."""
    settings.JOBS = "auto"
    served = Event()
    served.set()
    monkeypatch.setattr(following, "_serving", served)
    yield
    FOLLOWER.wait()


@pytest.mark.django_db(transaction=True)
def test_a_server_answers_first_and_brings_the_change_in_soon_after(
    lists, make, engine, client, serving
):
    rebuild()
    announce(make("党建新篇"))
    assert engine.digests() == {}
    assert "索引更新中，新近 1 篇可能未列出" in client.get("/search/", {"q": "党建新篇"}).text
    FOLLOWER.wait()
    page = client.get("/search/", {"q": "党建新篇"})
    assert "索引更新中" not in page.text
    assert [row.article.headline for row in page.context["rows"]] == ["党建新篇"]
    assert PendingChange.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_request_that_does_all_its_work_itself_brings_it_in_within(
    lists, make, engine, settings, serving
):
    settings.JOBS = "inline"
    article = make("标题")
    announce(article)
    assert engine.digests().keys() == {article.pk}


@pytest.mark.django_db(transaction=True)
def test_many_changes_after_one_another_are_all_brought_in(lists, make, engine, serving):
    articles = [make(f"第{n}篇") for n in range(5)]
    for article in articles:
        announce(article)
    FOLLOWER.wait()
    assert engine.digests().keys() == {article.pk for article in articles}
    assert (PendingChange.objects.count(), sync()) == (0, 0)


@pytest.fixture
def work():
    """Some work that waits to be let on, and how often it was done."""

    class Work:
        def __init__(self):
            self.begun, self.on, self.done = Event(), Event(), 0

        def __call__(self):
            self.begun.set()
            assert self.on.wait(10)
            self.done += 1

    return Work()


def test_those_who_ask_before_the_work_begins_are_served_at_once(work):
    work.on.set()
    follower = Follower(work, breath=0.2)
    for _ in range(10):
        follower.wake()
    follower.wait()
    assert work.done == 1


def test_who_asks_while_the_work_is_done_is_served_after_it(work):
    follower = Follower(work, breath=0.0)
    follower.wake()
    assert work.begun.wait(10)
    follower.wake()
    work.on.set()
    follower.wait()
    assert work.done == 2


def test_work_that_fails_is_told_and_done_when_it_is_asked_for_again(caplog):
    outcomes = iter([ValueError("坏了"), None])
    done = []

    def work():
        if error := next(outcomes):
            raise error
        done.append(1)

    follower = Follower(work, breath=0.0)
    follower.wake()
    follower.wait()
    assert (done, [one.exc_info[0] for one in caplog.records]) == ([], [ValueError])
    follower.wake()
    follower.wait()
    assert done == [1]
