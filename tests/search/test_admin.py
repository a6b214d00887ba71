import pytest
from django.urls import reverse

from articles.admin.desk import change_url, list_url
from search.models import Synonym
from search.models.synonym import listed


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def text(response):
    return response.content.decode()


ADD = "/admin/search/synonym/add/"


def test_a_wrong_group_is_refused_in_words(desk):
    Synonym.objects.create(terms="卫健局=卫生健康局")
    page = text(desk.post(ADD, {"terms": "卫健委=卫健局", "active": "on"}))
    assert "“卫健局”已在另一组：卫健局=卫生健康局" in page
    assert "每组至少两个词，用等号连接" in text(desk.post(ADD, {"terms": "国企", "active": "on"}))
    assert Synonym.objects.count() == 1


def test_a_group_is_in_force_once_it_is_saved(desk):
    desk.post(ADD, {"terms": "国企\r\n国有企业", "note": "常用", "active": "on"})
    assert Synonym.objects.groups() == [("国企", "国有企业")]
    page = text(desk.get(list_url(Synonym)))
    assert "国企=国有企业" in page
    assert "人工" in page


def test_what_came_with_the_product_is_switched_off_not_deleted(desk):
    Synonym.objects.load()
    own = Synonym.objects.create(terms="甲甲=乙乙")
    shipped = Synonym.objects.exclude(listed="").first()
    gone = "admin:search_synonym_delete"
    assert desk.post(reverse(gone, args=[shipped.pk]), {"post": "yes"}).status_code == 403
    assert desk.post(reverse(gone, args=[own.pk]), {"post": "yes"}).status_code == 302
    assert Synonym.objects.count() == len(listed())
    assert "随附" in text(desk.get(change_url(shipped)))


def test_groups_are_switched_on_unless_another_holds_their_terms(desk):
    first, second, third = (
        Synonym.objects.create(terms=terms, active=active)
        for terms, active in [("甲甲=乙乙", True), ("丙丙=乙乙", False), ("丁丁=戊戊", False)]
    )
    chosen = {"action": "switch_on", "_selected_action": [second.pk, third.pk]}
    page = text(desk.post(list_url(Synonym), chosen, follow=True))
    assert "“丙丙=乙乙”未启用：其中的词已在另一组。" in page
    assert list(Synonym.objects.values_list("active", flat=True)) == [True, False, True]
    desk.post(list_url(Synonym), {"action": "switch_off", "_selected_action": [first.pk]})
    assert Synonym.objects.groups() == [("丁丁", "戊戊")]
