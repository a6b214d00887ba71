import logging
import re

from django.test import Client

from articles.views import home


def test_an_address_in_chinese_is_offered_as_a_search(lists, client):
    text = client.get("/三会一课/").content.decode()
    assert 'href="/search/?q=%E4%B8%89%E4%BC%9A%E4%B8%80%E8%AF%BE"' in text
    assert "检索“" not in client.get("/nowhere/").content.decode()


def test_a_page_that_fails_has_a_number_that_the_log_knows(lists, client, monkeypatch, caplog):
    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(home, "render", fails)
    client.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        response = client.get("/")
    assert response.status_code == 500
    number = re.search(r"<kbd>([0-9a-f]{8})</kbd>", response.content.decode())[1]
    assert number in caplog.text


def test_a_form_without_its_token_is_refused_in_chinese(lists):
    response = Client(enforce_csrf_checks=True).post("/login/", {"username": "x"})
    assert response.status_code == 403
    assert "内容没有保存" in response.content.decode()
