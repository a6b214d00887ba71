import pytest
from django.db import transaction

from articles import revision
from articles.models import Article, Theme
from articles.signals import articles_changed
from articles.views.metrics import catalogue


@pytest.fixture
def stamps(settings, tmp_path):
    """How the stamp stood at each call."""
    settings.DATA_DIR = tmp_path
    revision.renew()
    return revision.current


@pytest.mark.django_db(transaction=True)
def test_a_change_renews_the_stamp_once_it_is_committed(lists, stamps):
    before = stamps()
    with transaction.atomic():
        articles_changed.send(sender=Article, pks=[1])
        assert stamps() == before
    assert stamps() != before
    before = stamps()
    Theme.objects.first().save()
    assert stamps() != before


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_renews_nothing(lists, stamps):
    before = stamps()
    with transaction.atomic():
        articles_changed.send(sender=Article, pks=[1])
        transaction.set_rollback(True)
    assert stamps() == before


def test_the_catalogue_is_counted_anew_after_a_change_only(
    seeds, stamps, django_assert_num_queries
):
    first = catalogue()
    with django_assert_num_queries(0):
        assert catalogue() == first
    revision.renew()
    with django_assert_num_queries(2):
        assert catalogue() == first
