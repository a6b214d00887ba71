"""Eight editors at one queue, each in a thread and a connection of their own, on the real database."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse
from lxml import html

from articles.curation.ingest import reread
from articles.models import ReviewItem, Verdict

pytestmark = pytest.mark.django_db(transaction=True)
EDITORS = 8
QUEUE = "/admin/review/"
EACH = 8  # items, so that nobody goes without
PATIENCE = 240  # seconds, on a machine that has other work


@pytest.fixture
def editors(db):
    make = get_user_model().objects.create_superuser
    return [make(f"bianji{n}") for n in range(EDITORS)]


def at_once(work, users):
    """Let each of *users* do *work* at the same moment; return what came of it, errors raised."""
    ready = Barrier(len(users))

    def one(user):
        client = Client()
        client.force_login(user)
        ready.wait()
        try:
            return work(client, user)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(users)) as pool:
        return list(pool.map(one, users))


def form(page, name):
    """Return the form of a class as its address and what it sends untouched, None where it is not.

    Read from the page: the contexts that Django's client keeps are those of all threads at once.
    """
    found = html.fromstring(page.content.decode()).find_class(name)
    return (found[0].action, dict(found[0].form_values())) if found else None


def send(client, page, decision, **more):
    address, sent = form(page, "review-values")
    return client.post(address, sent | {"decision": decision} | more, follow=True)


def work_through(client, user):
    """Decide until nothing is left, taking back or putting off one thing in five."""
    random, began = Random(user.pk), time.monotonic()
    page = client.get(QUEUE)
    while time.monotonic() - began < PATIENCE:
        assert page.status_code == 200
        act = random.choice(["accept"] * 5 + ["reject"] * 3 + ["skip", "undo"])
        undoing = form(page, "review-last")
        if form(page, "review-values") is None:
            if "全部审核完毕" in page.content.decode():
                return True
            time.sleep(0.05)  # the rest is on other screens
            page = client.get(QUEUE)
        elif act == "undo" and undoing:
            page = client.post(*undoing, follow=True)
        elif act == "reject":
            page = send(client, page, "reject", **{"r-reason": "other", "r-note": "试"})
        else:
            page = send(client, page, "skip" if act == "skip" else "accept")
    return False


def standing():
    """Return the decisions that hold, as who said what of which row."""
    said = Verdict.objects.standing().values_list("kind", "target", "by", "decided_at")
    return {(kind, target): (by, at) for kind, target, by, at in said}


def signed(kinds):
    """Return who signed each row, and when."""
    found = {}
    for kind in kinds:
        rows = apps.get_model("articles", kind)._default_manager.filter(reviewed_by__isnull=False)
        for pk, by, at in rows.values_list("pk", "reviewed_by", "reviewed_at"):
            found[kind, pk] = (by, at)
    return found


def test_eight_editors_empty_one_queue_and_no_decision_is_lost(article, editors):
    kept = ReviewItem.objects.waiting().values_list("pk", flat=True)[: EDITORS * EACH]
    ReviewItem.objects.exclude(pk__in=list(kept)).update(done=True)
    items = set(ReviewItem.objects.filter(done=False).values_list("kind", "target"))
    assert at_once(work_through, editors) == [True] * EDITORS
    assert not ReviewItem.objects.filter(done=False).exists()
    said = standing()
    assert Verdict.objects.standing().count() == len(said)
    assert set(said) == items
    assert signed({kind for kind, _ in items}) == said
    assert len({by for by, _ in said.values()}) == EDITORS


def test_of_eight_who_decide_on_one_item_at_once_one_does(article, editors):
    item = ReviewItem.objects.waiting().first()
    pages = {}
    for user in editors:  # each opens it when the lock of the one before has run out
        client = Client()
        client.force_login(user)
        pages[user] = client.get(reverse("admin:review-item", args=[item.pk]))
        ReviewItem.objects.update(locked_by=None, locked_at=None)
    answers = at_once(lambda client, user: send(client, pages[user], "accept"), editors)
    assert [answer.status_code for answer in answers] == [200] * EDITORS
    told = Counter("此条已由bianji" in answer.content.decode() for answer in answers)
    assert told == {True: EDITORS - 1, False: 1}
    assert Verdict.objects.filter(kind=item.kind, target=item.target).count() == 1


def test_eight_who_open_the_queue_at_once_get_eight_items(article, editors):
    pages = at_once(lambda client, user: client.get(QUEUE), editors)
    assert len({form(page, "review-values")[0] for page in pages}) == EDITORS


def test_reading_again_while_people_decide_loses_nothing(article, editors):
    def work(client, user):
        if user == editors[0]:
            reread(article.source)
            return True
        return work_through(client, user)

    assert at_once(work, editors) == [True] * EDITORS
    said = standing()
    assert Verdict.objects.standing().count() == len(said)
    assert signed({kind for kind, _ in said}) == said
