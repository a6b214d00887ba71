"""Merging while files come in: nothing is lost, nothing made again, no error."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from articles.curation.ingest import ingest
from articles.curation.merging import merge, undo
from articles.models import Merger, Organization, OrganizationMention

TEXT = "# 浑江区人民医院：党员义诊\n\n■记者 赵一\n\n近年来，浑江区人民医院党委组织党员义诊{}场。"
FILES = 12

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bodies(lists):
    """The hospital that all files name, and the one into which it is merged."""
    ingest(TEXT.format(5).encode(), "0.txt")
    gone = Organization.objects.get(name="浑江区人民医院")
    keep = Organization.objects.create(
        name="白山市浑江医院", type="hospital", region=gone.region, sort_key="hun"
    )
    return keep, gone


def together(*works):
    """Run *works* at the same moment, each in a thread with a connection of its own."""
    start = Barrier(len(works))

    def run(work):
        try:
            start.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result() for done in [pool.submit(run, work) for work in works]]


def take_in(half):
    def work():
        for number in range(half, FILES, 2):
            ingest(TEXT.format(10 + number).encode(), f"{number}.txt")

    return work


def test_files_that_come_in_meanwhile_name_the_kept_row(bodies, editor):
    keep, gone = bodies
    together(take_in(0), take_in(1), lambda: merge(keep, [gone], {}, editor))
    assert not Organization.objects.filter(name="浑江区人民医院").exists()
    articles = OrganizationMention.objects.filter(organization=keep).values("article")
    assert articles.distinct().count() == FILES + 1


def test_two_who_merge_the_same_pair_at_once_do_it_once(bodies, editor):
    keep, gone = bodies

    def attempt(one, other):
        def work():
            try:
                return merge(one, [other], {}, editor)
            except Exception as error:
                return type(error).__name__

        return work

    done = together(attempt(keep, gone), attempt(gone, keep), attempt(keep, gone))
    assert Merger.objects.count() == 1
    assert done.count("ValidationError") == 2
    undo(Merger.objects.get(), by=editor)
    assert Organization.objects.filter(pk__in=[keep.pk, gone.pk]).count() == 2
