import pytest
from django.urls import reverse

from articles import revision


@pytest.fixture
def seen(article):
    """An archive of one report with a stamp."""
    revision.renew()
    return article.get_absolute_url()


def again(client, path, tag, **headers):
    return client.get(path, headers={"If-None-Match": tag, **headers})


def test_a_page_that_has_not_changed_is_not_made_again(seen, client, django_assert_num_queries):
    tag = client.get(seen).headers["ETag"]
    with django_assert_num_queries(0):
        answer = again(client, seen, tag)
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert answer.headers["Content-Security-Policy"]


def test_any_change_makes_it_anew(seen, client):
    tag = client.get(seen).headers["ETag"]
    revision.renew()
    assert again(client, seen, tag).status_code == 200


def test_each_address_has_its_own_tag(seen, client):
    assert client.get(seen).headers["ETag"] != client.get(f"{seen}?hl=none").headers["ETag"]


def test_what_is_made_for_one_person_has_none(seen, client, editor):
    tag = client.get(seen).headers["ETag"]
    client.force_login(editor)
    answer = again(client, seen, tag)
    assert answer.status_code == 200
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("name", ["search", "login", "admin:login"])
def test_pages_that_show_more_than_the_archive_have_none(seen, client, name):
    assert "ETag" not in client.get(reverse(name)).headers


def test_errors_forms_and_files_have_none(seen, client):
    assert "ETag" not in client.get("/articles/999999-x/").headers
    assert "ETag" not in client.get(f"{seen}report/").headers
    answer = client.get(f"{seen}file/")
    answer.getvalue()
    assert "ETag" not in answer.headers


def test_without_any_stamp_there_is_no_tag(db, client):
    assert "ETag" not in client.get("/").headers


def test_a_page_is_made_once_for_all_who_bring_no_cookie(seen, client, django_assert_num_queries):
    first = client.get(seen)
    with django_assert_num_queries(0):
        second = client.get(seen)
    assert (second.content, second.headers) == (first.content, first.headers)
    revision.renew()
    assert client.get(seen).headers["ETag"] != first.headers["ETag"]


def test_a_copy_made_for_one_is_not_shown_to_who_has_chosen_otherwise(seen, client):
    client.get(seen)
    client.cookies["type"] = "large"
    assert b'class="large"' in client.get(seen).content
    del client.cookies["type"]
    assert b'class="large"' not in client.get(seen).content
