"""The three groups: what they are given, once, and that people's own changes stand."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from partybuild.models import Role, hand_out

pytestmark = pytest.mark.django_db
PARTYBUILD = apps.get_app_config("partybuild")


def rights(name):
    found = Permission.objects.filter(group__name=name).select_related("content_type")
    return {f"{one.content_type.app_label}.{one.codename}" for one in found}


def right(name):
    app, _, codename = name.partition(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def test_a_fresh_database_has_the_three_groups():
    assert set(Role.objects.values_list("key", "group__name")) == {
        ("reader", "只读"), ("editor", "编辑"), ("manager", "管理员"),
    }  # fmt: skip


def test_readers_may_look_and_nothing_else():
    verbs = {name.partition(".")[2].partition("_")[0] for name in rights("只读")}
    assert verbs == {"view"}
    assert {name for name in rights("只读") if name.startswith("auth.")} == set()


def test_editors_review_and_correct_but_neither_delete_nor_import_nor_merge():
    held = rights("编辑")
    assert rights("只读") < held
    assert {"articles.review_fact", "articles.change_article", "articles.change_metric"} <= held
    withheld = {"articles.import_source", "articles.merge_names", "articles.delete_source"}
    assert held & withheld == set()
    # Captions and signatures are parts of a text that is corrected; an alias is struck out.
    assert {name for name in held if ".delete_" in name} == {
        "articles.delete_byline", "articles.delete_caption", "articles.delete_organizationalias",
    }  # fmt: skip
    assert {name for name in held if name.startswith("auth.")} == set()


def test_managers_import_merge_delete_and_keep_the_accounts():
    held = rights("管理员")
    assert rights("编辑") < held
    wanted = {"articles.import_source", "articles.merge_names", "articles.delete_source"}
    assert wanted | {"auth.add_user", "auth.change_user", "auth.change_group"} <= held
    assert "auth.delete_user" not in held


def test_nobody_gets_rights_on_what_is_one_persons_own():
    personal = {"articles.view_visit", "search.view_savedsearch", "search.change_savedsearch"}
    assert [rights(name) & personal for name in ("只读", "编辑", "管理员")] == [set()] * 3


def test_what_people_changed_by_hand_outlives_the_next_migrate():
    group = Group.objects.get(name="编辑")
    group.permissions.remove(right("articles.change_brand"))
    group.permissions.add(right("articles.import_source"))
    before = rights("编辑")
    hand_out(PARTYBUILD)
    hand_out(PARTYBUILD)
    assert rights("编辑") == before


def test_a_group_keeps_its_rights_under_another_name_and_stays_away_when_deleted():
    Group.objects.filter(name="编辑").update(name="编辑部")
    Group.objects.filter(name="只读").delete()
    hand_out(PARTYBUILD)
    assert set(Group.objects.values_list("name", flat=True)) == {"编辑部", "管理员"}


def test_a_right_that_is_new_is_given_and_one_no_longer_meant_is_taken_back():
    role = Role.objects.get(key="editor")
    new, old = right("articles.review_fact"), right("articles.delete_brand")
    role.given.remove(new)  # as before a version that brought it
    role.group.permissions.remove(new)
    role.given.add(old)  # as by a version that meant it for editors
    role.group.permissions.add(old)
    hand_out(PARTYBUILD)
    assert "articles.review_fact" in rights("编辑")
    assert "articles.delete_brand" not in rights("编辑")


def test_a_group_of_the_same_name_is_taken_for_the_one():
    Role.objects.all().delete()
    Group.objects.exclude(name="编辑").delete()
    hand_out(PARTYBUILD)
    assert Group.objects.filter(name="编辑").count() == 1
    assert Role.objects.count() == 3


def test_an_account_that_may_enter_the_desk_may_by_itself_do_nothing():
    user = get_user_model().objects.create_user("xin", password="xin", is_staff=True)
    assert user.get_all_permissions() == set()
