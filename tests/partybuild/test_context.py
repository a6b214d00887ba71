"""The frame of every page: size of type, numbers of record, the last import."""

import re

import pytest
from django.urls import reverse

from articles import revision
from partybuild.context import last_import


def test_large_type_is_a_link_kept_in_a_cookie_and_leads_back(client, lists):
    page = client.get("/metrics/?a=1&b=%E5%85%9A").content.decode()
    assert '<html lang="zh-Hans-CN">' in page
    link = re.search(r'href="(/type/large/[^"]*)"', page)[1]
    answer = client.get(link)
    assert answer["Location"] == "/metrics/?a=1&b=%E5%85%9A"
    page = client.get("/metrics/").content.decode()
    assert '<html lang="zh-Hans-CN" class="large">' in page
    client.get(re.search(r'href="(/type/normal/[^"]*)"', page)[1])
    assert 'class="large"' not in client.get("/metrics/").content.decode()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:x", ""])
def test_nobody_is_led_away_by_the_size_of_type(client, db, back):
    assert client.get("/type/large/", {"next": back})["Location"] == "/"


def test_another_size_is_no_page(client, lists):
    assert client.get("/type/huge/").status_code == 404


def test_the_foot_says_when_the_last_file_came_in(client, article):
    assert "最近导入 <time" in client.get("/metrics/").content.decode()


def test_the_last_import_is_asked_once_for_each_state_and_each_time_where_none_is_told(
    article, django_assert_num_queries
):
    with django_assert_num_queries(2):
        assert last_import() == last_import() == article.source.imported_at
    for _ in range(2):
        revision.renew()
        with django_assert_num_queries(1):
            assert last_import() == last_import() == article.source.imported_at


def test_an_empty_archive_names_no_import(client, lists):
    assert "最近导入" not in client.get("/metrics/").content.decode()


def test_numbers_of_record_stand_in_the_foot_where_they_are_set(client, lists, settings):
    assert "beian" not in client.get("/metrics/").content.decode()
    settings.ICP_NUMBER = "京ICP备00000000号-1"
    assert ">京ICP备00000000号-1</a>" in client.get("/metrics/").content.decode()


def test_the_frame_stands_around_a_missing_page_too(client, lists):
    assert reverse("data-quality") in client.get("/nothing/").content.decode()
