"""The history in the admin: looked at by all of the desk, taken back by who may correct."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.admin.desk import change_url, list_url
from articles.curation import corrections
from articles.curation.writing import run
from articles.models import Entry, Metric, Organization, ReviewStatus


def last(row):
    return Entry.objects.of(row).first()


def revert_url(entry):
    return reverse("admin:articles_entry_revert", args=[entry.pk])


def state_of(client, entry):
    return client.get(revert_url(entry)).context["found"].state


@pytest.fixture
def reader(client, db):
    """Somebody who may look at everything and change nothing."""
    user = get_user_model().objects.create_user("zhidu", password="zhidu", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    return client


@pytest.fixture
def amended(article, editor):
    metric = article.metrics.first()
    corrections.amend(metric, by=editor, changes={"value": Decimal(7)})
    return metric


def test_a_reader_looks_but_takes_nothing_back(reader, amended):
    entry = last(amended)
    assert reader.get(list_url(Entry)).status_code == 200
    page = reader.get(change_url(entry))
    assert "撤销这次改动" not in page.content.decode()
    assert reader.get(revert_url(entry)).status_code == 403
    assert reader.post(revert_url(entry)).status_code == 403
    amended.refresh_from_db()
    assert amended.value == 7


def test_who_may_not_look_is_kept_out(client, amended):
    client.force_login(get_user_model().objects.create_user("wai", is_staff=True))
    entry = last(amended)
    addresses = [
        list_url(Entry), change_url(entry), revert_url(entry),
        reverse("admin:articles_entry_export", args=["csv"]),
        reverse("admin:articles_metric_history", args=[amended.pk]),
    ]  # fmt: skip
    assert [client.get(address).status_code for address in addresses] == [403] * 5


def test_a_change_is_shown_and_taken_back(desk, amended, editor):
    entry = last(amended)
    old = amended.value
    page = desk.client.get(change_url(entry)).content.decode()
    assert "<del>" in page
    assert "数值" in page
    amended.refresh_from_db()
    assert "恢复为" in desk.client.get(revert_url(entry)).content.decode()
    answer = desk.client.post(
        revert_url(entry), {"state": state_of(desk.client, entry)}, follow=True
    )
    assert "已撤销第" in desk.said(answer)
    amended.refresh_from_db()
    assert (amended.value, amended.status) == (old, ReviewStatus.PENDING)
    assert last(amended).actor == editor


def test_a_page_that_is_older_than_the_row_takes_nothing_back(desk, amended, editor):
    entry = last(amended)
    state = state_of(desk.client, entry)
    corrections.amend(amended, by=editor, changes={"value": Decimal(9)})
    answer = desk.client.post(revert_url(entry), {"state": state}, follow=True)
    assert "再看一次" in desk.said(answer)
    amended.refresh_from_db()
    assert amended.value == 9


def test_the_history_of_a_row_holds_it_alone(desk, amended, editor):
    other = Metric.objects.exclude(pk=amended.pk).first()
    corrections.confirm(other, by=editor)
    answer = desk.client.get(
        reverse("admin:articles_metric_history", args=[amended.pk]), follow=True
    )
    assert [e.object_id for e in answer.context["cl"].result_list] == [amended.pk]


def test_the_history_of_an_article_holds_all_that_was_read_in_it(desk, amended, editor):
    corrections.save_organization(Organization.objects.first(), by=editor)
    address = reverse("admin:articles_article_history", args=[amended.article_id])
    found = desk.client.get(address, follow=True).context["cl"].result_list
    assert [e.object_id for e in found] == [amended.pk]


def test_facts_that_moved_with_the_text_are_left_out_unless_asked_for(desk, article, editor):
    corrections.amend_article(article, by=editor, changes={"body": "前言。" + article.body})
    shown = desk.client.get(list_url(Entry)).context["cl"].result_list
    assert {e.content_type.model for e in shown} == {"article", "claim"}
    everything = desk.client.get(list_url(Entry, moved="all")).context["cl"]
    assert everything.result_count > 50


def test_the_list_is_narrowed_by_way_person_kind_and_run(desk, article, editor):
    with run(by=editor, reason="一批") as key:
        corrections.confirm(article.metrics.first(), by=editor)
    corrections.save_organization(Organization.objects.first(), by=editor)

    def found(**query):
        return [
            e.content_type.model
            for e in desk.client.get(list_url(Entry, **query)).context["cl"].result_list
        ]

    assert found(run=key) == ["metric"]
    assert found(kind="articles.organization") == ["organization"]
    assert found(way="machine") == []
    assert found(way="person", by=editor.pk, action__exact=1) == ["organization", "metric"]
    assert found(row="articles.nothing:1", kind="x") == ["organization", "metric"]


def test_a_longer_list_takes_no_more_queries(desk, article, editor, django_assert_max_num_queries):
    for metric in article.metrics.all()[:2]:
        corrections.confirm(metric, by=editor)
    desk.client.get(list_url(Entry))
    with django_assert_max_num_queries(30) as few:
        desk.client.get(list_url(Entry))
    for metric in article.metrics.all()[2:22]:
        corrections.confirm(metric, by=editor)
    with django_assert_max_num_queries(len(few)):
        desk.client.get(list_url(Entry))


def test_the_list_is_taken_away_as_a_file_that_is_no_formula(desk, article, editor):
    corrections.amend_article(article, by=editor, changes={"page": "=1+1"})
    query = {"kind": "articles.article"}
    address = reverse("admin:articles_entry_export", args=["csv"])
    answer = desk.client.get(address, query)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(text))
    assert (row["栏目"], row["原来"], row["改成"]) == ("版次", "（空）", "'=1+1")
    assert (row["操作者"], row["方式"], row["缘由"]) == ("bianji", "人工", "更正报道")
    assert (
        desk.client.get(reverse("admin:articles_entry_export", args=["json"])).status_code == 404
    )
    sheet = desk.client.get(reverse("admin:articles_entry_export", args=["xlsx"]))
    assert b"".join(sheet.streaming_content).startswith(b"PK")
