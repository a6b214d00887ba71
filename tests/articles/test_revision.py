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
    with django_assert_num_queries(3):
        assert catalogue() == first


def test_what_is_counted_of_a_state_is_asked_for_once(seeds, stamps, django_assert_num_queries):
    themes = Theme.objects.order_by("order").values_list("slug", flat=True)
    first, number = revision.kept(themes), revision.counted(themes)
    assert first == list(themes)
    assert number == len(first)
    with django_assert_num_queries(0):
        assert revision.kept(themes) == first
        assert revision.counted(themes) == number
    with django_assert_num_queries(1):
        assert revision.kept(themes.all()[:2]) == first[:2]
    revision.renew()
    with django_assert_num_queries(2):
        assert revision.kept(themes.all()) == first
        assert revision.counted(themes.all()) == number


def test_a_question_that_has_no_answer_is_none_to_the_database(
    lists, stamps, django_assert_num_queries
):
    nothing = Theme.objects.filter(pk__in=[])
    with django_assert_num_queries(0):
        assert (revision.kept(nothing.values_list("pk")), revision.counted(nothing)) == ([], 0)


LISTS = (
    "/",
    "/articles/",
    "/articles/?sort=oldest",
    "/articles/?year=2024",
    "/regions/",
    "/regions/undecided/",
    "/regions/220000-jilin/orgs/",
    "/regions/220000-jilin/own/",
    "/themes/",
    "/themes/none/",
    "/orgs/",
    "/orgs/?letter=B",
    "/orgs/?type=hospital",
    "/brands/",
    "/brands/?level=system",
    "/metrics/",
    "/timeline/",
)


def test_what_is_kept_of_one_list_is_shown_there_alone(seeds, settings, tmp_path, client):
    client.cookies["any"] = "1"  # whoever brings one gets no copy of a whole page
    settings.DATA_DIR = tmp_path  # without a stamp nothing is kept
    asked = {path: client.get(path, follow=True).content for path in LISTS}
    revision.renew()
    for _ in range(2):
        assert {path: client.get(path, follow=True).content for path in LISTS} == asked


def test_a_list_shows_the_next_state_and_asks_little_until_then(
    seeds, stamps, client, django_assert_num_queries
):
    client.cookies["any"] = "1"
    address = "/orgs/"
    first = client.get(address)
    with django_assert_num_queries(0):
        assert client.get(address).content == first.content
    Article.objects.update(status="withdrawn", withdrawn_reason="误发")
    revision.renew()
    assert "尚无单位" in client.get(address).content.decode()
