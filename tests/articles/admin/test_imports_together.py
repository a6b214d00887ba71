"""Two people at one import: one job of it at a time, and no giving up what has begun."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from articles.curation import batches, jobs
from articles.models import Batch, BatchStage, Job, Source
from tests.articles.admin.importing import act, give, report

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def looked_at(lists, desk, settings):
    """An import that has been looked at; what is asked of it from now on waits for a worker."""
    batch = give(desk, report(1))
    settings.JOBS = "worker"
    return batch


def test_of_two_who_ask_at_once_the_second_gets_the_job_of_the_first(looked_at):
    ready = Barrier(4)

    def ask(_):
        own = Batch.objects.get(pk=looked_at.pk)  # each page has read it before any asks
        ready.wait()
        try:
            return batches.begin(own, "import", None).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(ask, range(4)))
    assert keys == set(Job.objects.filter(kind="import").values_list("pk", flat=True))
    assert len(keys) == 1


def test_an_import_that_is_asked_for_is_no_longer_given_up(looked_at, desk):
    read_before = Batch.objects.get(pk=looked_at.pk)
    job = batches.begin(looked_at, "import", None)
    assert batches.abandon(read_before) is False
    answer = act(desk, looked_at, "abandon")
    assert "导入已经开始，不能再放弃" in answer.content.decode()
    looked_at.refresh_from_db()
    job.refresh_from_db()
    assert (looked_at.stage, job.unfinished) == (BatchStage.CHECK, True)
    jobs.cancel(job)
    assert batches.abandon(looked_at) is True
    looked_at.refresh_from_db()
    assert looked_at.stage == BatchStage.DROPPED


def test_there_is_nothing_to_take_back_before_anything_is_stored(looked_at, desk):
    address = reverse("admin:articles_batch_undo", args=[looked_at.pk])
    answer = desk.client.post(address, follow=True)
    assert "没有存入任何文件，无可撤销" in answer.content.decode()
    assert not Job.objects.filter(kind="undo").exists()
    assert Source.objects.count() == 0
