from urllib.parse import parse_qs, quote, urlsplit

import pytest


@pytest.fixture
def send(client, db):
    def send(**boxes):
        return client.get("/search/advanced/", boxes)

    return send


def test_the_form_is_shown_empty(client, db):
    page = client.get("/search/advanced/").content.decode()
    assert page.count("<input") >= 14
    assert 'role="alert"' not in page


@pytest.mark.parametrize(
    ("boxes", "complaint"),
    [
        ({"all": " ", "within": "句"}, "请至少填写一栏。"),
        ({"within": "段"}, "请至少填写一栏。"),
        ({"all": "党" * 150, "phrase": "党" * 150}, "最多 200 个字、20 个词"),
        ({"all": " ".join(f"词{n}" for n in range(21))}, "最多 200 个字、20 个词"),
        ({"all": "党" * 201}, "200"),
        ({"year_from": "去年"}, "输入整数"),
        ({"year_to": "1"}, "1900"),
        ({"within": "章", "all": "党"}, "章"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_what_was_typed(send, boxes, complaint):
    response = send(**boxes)
    assert response.status_code == 200
    [alert, *_] = response.content.decode().split('role="alert">')[1:]
    assert complaint in alert.split("</p>")[0]


def test_what_was_filled_in_leads_to_the_results(send):
    response = send(
        all="党建 引领", none="培训", near="党员 义诊", within="段", title="品牌", year_from="2019"
    )
    assert response.status_code == 302
    path, query = urlsplit(response.url).path, parse_qs(urlsplit(response.url).query)
    assert path == "/search/"
    assert query == {"q": ["党建 引领 -培训 “党员 义诊”~段 标题:品牌 年:2019.."]}


def test_results_lead_to_the_form_and_to_the_places(client, archive):
    page = client.get(f"/search/?q={quote('党建')}&region=220000").content.decode()
    assert 'href="/search/advanced/"' in page
    assert f'href="/search/context/?q={quote("党建")}&amp;region=220000"' in page


def test_results_tell_what_else_was_searched(client, archive):
    page = client.get(f"/search/?q={quote('吉林 -白山')}").content.decode()
    assert "也检索了：吉林及所辖地区的报道。也排除了：白山及所辖地区的报道。" in page
    assert f'<a href="?q={quote("吉林")}+-{quote("白山")}&amp;exact=1">只检索原词</a>' in page
    exact = client.get(f"/search/?q={quote('吉林')}&exact=1").content.decode()
    assert f'<a href="?q={quote("吉林")}">也检索同义词和地区</a>' in exact
    assert '<input type="hidden" name="exact" value="1">' in exact
