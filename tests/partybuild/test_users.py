"""Accounts and groups at the desk: nobody gets, or gives, more than they have."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

pytestmark = pytest.mark.django_db
User = get_user_model()


def account(name, *groups, **options):
    user = User.objects.create_user(name, password="mima-2026-jia", is_staff=True, **options)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def form_of(user, **changes):
    fields = {
        "username": user.username, "last_name": "", "first_name": "", "email": "",
        "is_active": "on", "is_staff": "on", "groups": [group.pk for group in user.groups.all()],
    }  # fmt: skip
    return {key: value for key, value in {**fields, **changes}.items() if value is not None}


def page(user, name="change"):
    return reverse(f"admin:auth_user_{name}", args=[user.pk])


def password_page(user):
    return reverse("admin:auth_user_password_change", args=[user.pk])


@pytest.fixture
def manager(client):
    user = account("guanli", "管理员")
    client.force_login(user)
    return user


def test_neither_readers_nor_editors_see_the_accounts(client):
    for group in ("只读", "编辑"):
        client.force_login(account(group, group))
        for address in (
            "admin:auth_user_changelist",
            "admin:auth_user_add",
            "admin:auth_group_changelist",
        ):
            assert client.get(reverse(address)).status_code == 403


def test_a_manager_makes_an_account_and_gives_it_a_role(client, manager):
    sent = {"username": "xinren", "usable_password": "true"}
    sent |= {"password1": "chang-de-mima", "password2": "chang-de-mima"}
    client.post(reverse("admin:auth_user_add"), sent)
    made = User.objects.get(username="xinren")
    group = Group.objects.get(name="编辑")
    answer = client.post(page(made), form_of(made, groups=[group.pk]))
    assert answer.status_code == 302
    made = User.objects.get(username="xinren")
    assert made.has_perm("articles.review_fact")
    assert not made.is_superuser


def test_a_manager_makes_no_superuser_not_even_by_a_forged_form(client, manager):
    other = account("bie", "编辑")
    assert "is_superuser" not in client.get(page(other)).content.decode()
    delete_user = Permission.objects.get(codename="delete_user")
    forged = form_of(other, is_superuser="on", user_permissions=[delete_user.pk])
    assert client.post(page(other), forged).status_code == 302
    other.refresh_from_db()
    assert (other.is_superuser, other.user_permissions.count()) == (False, 0)
    sent = {"username": "jia", "usable_password": "true", "is_superuser": "on"}
    sent |= {"password1": "chang-de-mima", "password2": "chang-de-mima"}
    client.post(reverse("admin:auth_user_add"), sent)
    assert User.objects.filter(is_superuser=True).count() == 0


def test_a_manager_changes_no_superuser_and_gives_them_no_password(client, manager):
    chief = User.objects.create_superuser("zong", password="mima-2026-jia")
    assert client.get(page(chief)).status_code == 200  # to look at
    assert client.post(page(chief), form_of(chief, is_active=None)).status_code == 403
    forged = {
        "password1": "chang-de-mima",
        "password2": "chang-de-mima",
        "usable_password": "true",
    }
    assert client.get(password_page(chief)).status_code == 403
    assert client.post(password_page(chief), forged).status_code == 403
    chief.refresh_from_db()
    assert chief.is_active
    assert chief.check_password("mima-2026-jia")


def test_who_may_more_is_out_of_reach_even_while_switched_off(client, manager):
    strong = Group.objects.create(name="强")
    strong.permissions.add(Permission.objects.get(codename="delete_user"))
    for options in ({}, {"is_active": False}):
        user = account(f"qiang{len(options)}", "强", **options)
        assert client.post(page(user), form_of(user)).status_code == 403
        assert client.get(password_page(user)).status_code == 403
    fallen = User.objects.create_superuser("jiu", password="mima-2026-jia", is_active=False)
    assert client.post(page(fallen), form_of(fallen)).status_code == 403


def test_a_manager_gives_no_group_that_may_more(client, manager):
    strong = Group.objects.create(name="强")
    strong.permissions.add(Permission.objects.get(codename="delete_user"))
    other = account("bie", "编辑")
    assert "强" not in client.get(page(other)).content.decode()
    answer = client.post(page(other), form_of(other, groups=[strong.pk]))
    assert "groups" in answer.context["adminform"].form.errors
    assert [group.name for group in other.groups.all()] == ["编辑"]
    assert client.post(page(manager), form_of(manager, groups=[strong.pk])).status_code == 200
    assert [group.name for group in manager.groups.all()] == ["管理员"]


def test_a_manager_puts_no_right_into_a_group_that_they_lack(client, manager):
    lacked, held = (Permission.objects.get(codename=one) for one in ("delete_user", "view_user"))
    add = reverse("admin:auth_group_add")
    answer = client.post(add, {"name": "新组", "permissions": [lacked.pk]})
    assert "permissions" in answer.context["adminform"].form.errors
    assert client.post(add, {"name": "新组", "permissions": [held.pk]}).status_code == 302
    strong = Group.objects.create(name="强")
    strong.permissions.add(lacked)
    change = reverse("admin:auth_group_change", args=[strong.pk])
    assert client.post(change, {"name": "强", "permissions": []}).status_code == 403


def test_nobody_shuts_themselves_out(client, manager):
    for changes in ({"is_active": None}, {"is_staff": None}):
        answer = client.post(page(manager), form_of(manager, **changes))
        assert set(answer.context["adminform"].form.errors) == set(changes)
    manager.refresh_from_db()
    assert (manager.is_active, manager.is_staff) == (True, True)


def test_accounts_are_switched_off_not_deleted(client, manager, editor):
    other = account("bie", "编辑")
    for person in (manager, editor):
        client.force_login(person)
        assert client.post(page(other, "delete"), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=other.pk).exists()


def test_a_group_goes_only_when_nobody_is_in_it(client, manager):
    empty, held = Group.objects.create(name="空"), Group.objects.get(name="编辑")
    account("bie", "编辑")
    gone = [
        client.post(reverse("admin:auth_group_delete", args=[one.pk]), {"post": "yes"}).status_code
        for one in (empty, held)
    ]
    assert gone == [302, 403]


def test_rights_are_named_in_chinese(client, manager):
    shown = client.get(reverse("admin:auth_group_add")).content.decode()
    assert "来源文件：导入文件" in shown
    assert "报道：修改" in shown
    assert "Can " not in shown


def test_a_superuser_gives_what_they_want(client, editor):
    client.force_login(editor)
    other = account("bie")
    client.post(page(other), form_of(other, is_superuser="on", user_permissions=[]))
    other.refresh_from_db()
    assert other.is_superuser
