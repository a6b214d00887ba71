"""People and groups at the desk. Who is no superuser gives no right that they lack themselves."""

from __future__ import annotations

from typing import Any

from axes.utils import reset
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin, UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from articles.admin.desk import DeskAdmin
from partybuild.models import APPS

VERBS = {"add": "新增", "change": "修改", "delete": "删除", "view": "查看"}


def rights_of(**of: Any) -> set[str]:
    """Return the rights of a user (``user=``) or group (``group=``), as ``has_perm`` names them.

    Those of a user who is switched off count: switched on again, they hold.
    """
    if "user" in of:
        chosen = Q(group__user=of["user"]) | Q(user=of["user"])
    else:
        chosen = Q(group=of["group"])
    rows = Permission.objects.filter(chosen).order_by()
    return {
        f"{app}.{name}" for app, name in rows.values_list("content_type__app_label", "codename")
    }


def beyond(request: HttpRequest, row: User | Group) -> bool:
    """Tell whether *row* may more than the person who asks, and is therefore not theirs to change."""
    person = request.user
    if getattr(person, "is_superuser", False):
        return False
    if isinstance(row, User):
        return row.is_superuser or not rights_of(user=row) <= person.get_all_permissions()
    return not rights_of(group=row) <= person.get_all_permissions()


class RightsField(forms.ModelMultipleChoiceField[Permission]):
    """Rights in Chinese: Django stores their names in English."""

    def label_from_instance(self, right: Permission) -> str:
        """Return what the right is on, and what it lets do."""
        verb, _, model = right.codename.partition("_")
        named = right.content_type.name
        if verb in VERBS and model == right.content_type.model:
            return f"{named}：{VERBS[verb]}"
        return f"{named}：{right.name}"


class OwnAccountForm(UserChangeForm[User]):
    """A user; nobody shuts themselves out."""

    person: User

    def clean(self) -> dict[str, Any]:
        """Refuse to take from oneself what one needs to come back."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk == self.person.pk:
            for name in ("is_active", "is_staff", "is_superuser"):
                if getattr(self.person, name) and not cleaned.get(name, True):
                    self.add_error(name, ValidationError("不能取消自己的这一项，请由他人代办。"))
        return cleaned


class Grants(admin.ModelAdmin[Any]):
    """Offers for giving away what the person has."""

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Leave out groups and rights that are not the person's to give."""
        if db_field.name == "groups":
            mine = [one.pk for one in Group.objects.all() if not beyond(request, one)]
            kwargs["queryset"] = Group.objects.filter(pk__in=mine)
        elif db_field.related_model is Permission:
            found = Permission.objects.filter(content_type__app_label__in=APPS)
            held = request.user.get_all_permissions()
            mine = [
                one.pk
                for one in found.select_related("content_type")
                if f"{one.content_type.app_label}.{one.codename}" in held
            ]
            kwargs["queryset"] = found.filter(pk__in=mine).select_related("content_type")
            kwargs["form_class"] = RightsField
        return super().formfield_for_manytomany(db_field, request, **kwargs)


admin.site.unregister([User, Group])


@admin.register(User)
class UserAdmin(Grants, DjangoUserAdmin[User], DeskAdmin[User]):
    """Accounts are switched off, not deleted: what they have decided keeps its name."""

    form = OwnAccountForm
    list_display = (
        "username",
        "person",
        "roles",
        "is_active",
        "is_staff",
        "is_superuser",
        "last_login",
    )
    list_filter = ("is_active", "is_staff", "groups")
    readonly_fields = ("last_login", "date_joined")
    actions = ("unlock_chosen",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        """Fetch the groups along."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="姓名")
    def person(self, user: User) -> str:
        """Show family name and given name as Chinese write them."""
        return f"{user.last_name}{user.first_name}"

    @admin.display(description="角色")
    def roles(self, user: User) -> str:
        """Name the groups."""
        return "、".join(group.name for group in user.groups.all())

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Show single rights, and the mark of superusers, to superusers alone."""
        if obj is None:
            return super().get_fieldsets(request, obj)
        rights: tuple[str, ...] = ("is_active", "is_staff", "groups")
        if getattr(request.user, "is_superuser", False):
            rights = ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")
        return (
            (None, {"fields": ("username", "password")}),
            ("个人", {"fields": ("last_name", "first_name", "email")}),
            ("权限", {"fields": rights}),
            ("日期", {"fields": ("last_login", "date_joined")}),
        )

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Tell the form who asks."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.person = request.user
        return form

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Let nobody change, or give a new password to, somebody who may more."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not beyond(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Keep accounts."""
        return False

    @admin.action(description="解除所选用户的登录锁定", permissions=["change"])
    def unlock_chosen(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        """Let people try again who have mistyped their password too often."""
        freed = sum(reset(username=user.get_username()) for user in queryset)
        self.message_user(request, f"已解除 {freed} 处锁定。", messages.SUCCESS)


@admin.register(Group)
class GroupAdmin(Grants, DjangoGroupAdmin, DeskAdmin[Group]):
    """Groups: those of the product, changed at will, and others."""

    list_display = ("name", "members")
    actions = None

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Group]:
        """Count the people."""
        groups: models.QuerySet[Group] = super().get_queryset(request)
        return groups.annotate(people=models.Count("user"))

    @admin.display(description="人数", ordering="people")
    def members(self, group: Group) -> int:
        """Show how many accounts are in it."""
        return int(getattr(group, "people", 0))

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Let nobody change a group that may more."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not beyond(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Let empty groups go, by those who may as much."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not (beyond(request, obj) or obj.user_set.exists()))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name the groups alone: what ties a right to a group is no thing to people."""
        names = [group.name for group in objs]
        return names, {"组": len(names)}, set(), []
