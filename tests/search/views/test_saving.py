import xml.etree.ElementTree as ET

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils.http import parse_http_date

from articles.models import Article
from search.engine import EngineUnavailable
from search.indexing import rebuild
from search.models import SavedSearch
from search.models.saved import LIMIT
from search.views import hits as hits_module, saving

ATOM = "{http://www.w3.org/2005/Atom}"
QUERY = "q=%E5%85%9A%E5%BB%BA&region=220600"  # 党建, 白山市


@pytest.fixture
def person(db):
    return get_user_model().objects.create_user("duzhe", password="duzhe-mima")


@pytest.fixture
def other(db):
    return get_user_model().objects.create_user("taren", password="taren-mima")


@pytest.fixture
def reader(client, person):
    client.force_login(person)
    return client


@pytest.fixture
def kept(archive, reader):
    reader.post(f"/search/saved/add/?{QUERY}", {"name": "白山党建"}, follow=True)
    return SavedSearch.objects.get()


def change(client, kept, action, **data):
    return client.post(f"/search/saved/{kept.pk}/change/", {"action": action, **data})


def subscribe(client, kept):
    change(client, kept, "subscribe")
    kept.refresh_from_db()
    return kept.feed


def parsed(response):
    return ET.fromstring(response.content)  # noqa: S314 -- our own


def entries(response):
    return parsed(response).findall(f"{ATOM}entry")


@pytest.mark.parametrize(
    "path",
    ["/search/saved/", "/search/saved/add/?q=党建", "/search/saved/1/", "/search/saved/1/change/"],
)
def test_who_is_not_logged_in_is_asked_to(archive, client, path):
    SavedSearch.objects.all().delete()
    answer = client.post(path) if "change" in path or "add" in path else client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/?next=/search/saved/")
    assert not SavedSearch.objects.exists()


def test_nobody_sees_or_changes_the_search_of_another(kept, client, other):
    client.force_login(other)
    assert "白山党建" not in client.get("/search/saved/").content.decode()
    assert client.get(f"/search/saved/{kept.pk}/").status_code == 404
    for action in saving.ACTIONS:
        assert change(client, kept, action, name="改").status_code == 404
    kept.refresh_from_db()
    assert (kept.name, kept.token) == ("白山党建", None)


def test_forms_need_their_token_and_links_change_nothing(kept, person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    assert change(client, kept, "delete").status_code == 403
    assert client.get(f"/search/saved/{kept.pk}/change/?action=delete").status_code == 405
    assert client.get("/logout/").status_code == 405
    assert SavedSearch.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "长" * 61])
def test_a_name_must_be_there_and_not_too_long(archive, reader, name):
    answer = reader.post(f"/search/saved/add/?{QUERY}", {"name": name})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not SavedSearch.objects.exists()


def test_a_name_stands_for_one_search_of_a_person(kept, reader, other):
    answer = reader.post(f"/search/saved/add/?{QUERY}", {"name": "白山党建"})
    assert "已有同名的检索" in answer.content.decode()
    reader.force_login(other)
    reader.post(f"/search/saved/add/?{QUERY}", {"name": "白山党建"})
    assert SavedSearch.objects.count() == 2


def test_a_person_keeps_no_more_than_a_hundred(archive, reader, person):
    SavedSearch.objects.bulk_create(
        SavedSearch(user=person, name=str(number)) for number in range(LIMIT)
    )
    answer = reader.post(f"/search/saved/add/?{QUERY}", {"name": "又一个"})
    assert "最多保存 100 个" in answer.content.decode()
    assert SavedSearch.objects.count() == LIMIT
    page = reader.get("/search/saved/?page=5").content.decode()
    assert page.count('name="action" value="rename"') == 20


def test_words_and_all_filters_are_kept_as_they_are_and_the_page_is_not(archive, reader):
    form = reader.get(f"/search/saved/add/?{QUERY}&sort=newest&page=1&junk=1")
    assert form.context["form"].initial == {"name": "党建，地区：白山市"}
    reader.post(f"/search/saved/add/?{QUERY}&sort=newest&page=7&junk=1", {"name": "一"})
    assert SavedSearch.objects.get().query == f"{QUERY}&sort=newest"


def test_new_hits_are_counted_until_they_are_visited(kept, reader, make, baishan):
    def new():
        return [item.new for item in reader.get("/search/saved/").context["kept"]]

    assert new() == [0]
    make("新篇", "党建", region=baishan)
    make("别处", "党建")
    rebuild()
    assert new() == [1]
    visit = reader.get(f"/search/saved/{kept.pk}/")
    assert visit.headers["Location"] == f"/search/?{QUERY}"
    assert new() == [0]


def test_a_search_is_renamed_and_deleted(kept, reader):
    assert "已改名为“新名”" in change_and_read(reader, kept, "rename", name="新名")
    assert "这个字段是必填项" in change_and_read(reader, kept, "rename", name="")
    assert change(reader, kept, "explode").status_code == 400
    assert SavedSearch.objects.get().name == "新名"
    change(reader, kept, "delete")
    assert not SavedSearch.objects.exists()


def change_and_read(client, kept, action, **data):
    change(client, kept, action, **data)
    return client.get("/search/saved/").content.decode()


def test_a_feed_is_found_by_its_address_alone_until_it_is_revoked(kept, reader, client):
    first = subscribe(reader, kept)
    assert len(first) > 40
    client.logout()
    answer = client.get(first)
    assert [entry.find(f"{ATOM}title").text for entry in entries(answer)] == ["医心向党·初心卫民"]
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    client.force_login(kept.user)
    second = subscribe(client, kept)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    change(client, kept, "unsubscribe")
    assert client.get(second).status_code == 404
    assert client.get("/search/saved/feed/None/").status_code == 404


def test_a_feed_keeps_its_name_whatever_its_address(kept, reader):
    ids = {parsed(reader.get(subscribe(reader, kept))).find(f"{ATOM}id").text for _ in range(2)}
    assert ids == {f"tag:testserver,2026:saved/{kept.pk}"}


def test_any_search_has_a_feed_of_what_came_last(archive, client, make):
    article = make("“控制”\x01字符", "党建<b>&\x0b", year=1999)
    rebuild()
    answer = client.get("/search/feed/?q=党建&page=9")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = parsed(answer)
    assert feed.find(f"{ATOM}title").text == "党建 - 党建报道档案"
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "党建报道档案"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"].startswith("http://testserver/search/feed/?q=")
    assert links["alternate"] == "http://testserver/search/?q=%E5%85%9A%E5%BB%BA"
    first = entries(answer)[0]
    assert first.find(f"{ATOM}id").text == f"tag:testserver,2026:articles/{article.pk}"
    assert (
        first.find(f"{ATOM}link").get("href") == f"http://testserver{article.get_absolute_url()}"
    )
    assert first.find(f"{ATOM}published").text == article.created_at.isoformat()
    assert "1999年" in first.find(f"{ATOM}summary").text
    pks = [int(entry.find(f"{ATOM}id").text.rpartition("/")[2]) for entry in entries(answer)]
    assert pks == sorted(pks, reverse=True)
    assert len(pks) == len(set(pks)) == 4


def test_a_feed_is_bounded(archive, client, monkeypatch):
    monkeypatch.setattr(saving, "ENTRIES", 2)
    assert len(entries(client.get("/search/feed/"))) == 2


def test_who_has_the_feed_is_told_so(archive, client):
    path = "/search/feed/?q=党建"
    first = client.get(path)
    etag, date = first.headers["ETag"], first.headers["Last-Modified"]
    newest = max(Article.objects.values_list("updated_at", flat=True))
    assert parse_http_date(date) == int(newest.timestamp())
    assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    assert client.get(path, headers={"if-modified-since": date}).status_code == 304
    assert client.get("/search/feed/?q=社区", headers={"if-none-match": etag}).status_code == 200
    archive[0].headline = "改了"
    archive[0].save()
    assert client.get("/search/feed/?q=党建", headers={"if-none-match": etag}).status_code == 200


def test_a_feed_without_entries_is_a_feed(archive, client):
    first, second = (client.get("/search/feed/?q=查无此词") for _ in range(2))
    assert entries(first) == []
    assert first.content == second.content


def test_withdrawn_articles_leave_the_feed(archive, client):
    archive[0].status = "draft"
    archive[0].save()
    assert len(entries(client.get("/search/feed/?q=党建"))) == 2


def test_without_an_engine_feeds_ask_for_patience_and_counts_are_left_out(
    kept, reader, monkeypatch
):
    def away():
        raise EngineUnavailable("不在")

    monkeypatch.setattr(hits_module, "get_engine", away)
    answer = reader.get("/search/feed/?q=党建")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120")
    assert "暂不能计数" in reader.get("/search/saved/").content.decode()


def test_pages_and_feeds_ask_the_database_little(kept, reader, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        reader.get("/search/saved/")
    with django_assert_max_num_queries(8):
        reader.get(f"/search/feed/?{QUERY}")


def test_login_leads_back_and_logout_lets_go(archive, client, person):
    page = client.get(f"/search/?{QUERY}").content.decode()
    assert 'href="/login/"' in page
    answer = client.post(
        "/login/", {"username": "duzhe", "password": "duzhe-mima", "next": "/search/saved/"}
    )
    assert answer.headers["Location"] == "/search/saved/"
    page = client.get("/").content.decode()
    assert "我的检索" in page
    assert "退出" in page
    assert client.post("/logout/").headers["Location"] == "/"
    assert 'href="/login/"' in client.get("/").content.decode()


def test_a_wrong_password_and_a_foreign_way_back_are_refused(archive, client, person):
    page = client.post("/login/", {"username": "duzhe", "password": "x"}).content.decode()
    assert "请输入一个正确的" in page
    answer = client.post(
        "/login/", {"username": "duzhe", "password": "duzhe-mima", "next": "https://evil.example/"}
    )
    assert answer.headers["Location"] == "/search/saved/"
