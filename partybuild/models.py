"""What the site itself keeps: which rights it has given to which group."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps as installed
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import models

from partybuild.roles import DUTIES, Duty

APPS = ("articles", "search", "auth", "auditlog")  # whose rights the desk hands out


class Role(models.Model):
    """A group that came with the product; deleted by a person, it does not come back."""

    key = models.CharField("代号", max_length=20, unique=True)
    group = models.OneToOneField(
        Group, models.SET_NULL, null=True, related_name="role", verbose_name="组"
    )
    given = models.ManyToManyField(
        Permission, related_name="+", verbose_name="已授权限", help_text="产品给过的，不论现在有无"
    )

    class Meta:
        verbose_name = verbose_name_plural = "角色"

    def __str__(self) -> str:
        return self.key


def hand_out(
    sender: AppConfig, using: str = "default", apps: Any = installed, **options: Any
) -> None:
    """Give the groups of the product the rights that they have not been given before.

    Runs after ``migrate``: before it, the rights of a fresh database do not exist. Rights that the
    product no longer means for a group, and had given, are taken back; all others are people's own.
    """
    try:
        roles = apps.get_model("partybuild", "Role")._default_manager.using(using)
    except LookupError:
        return  # migrated only part of the way
    for label in APPS:
        if config := installed.app_configs.get(label):
            create_permissions(config, verbosity=0, using=using, apps=apps)
    rights = apps.get_model("auth", "Permission")._default_manager.using(using)
    found = list(rights.filter(content_type__app_label__in=APPS).select_related("content_type"))
    groups = apps.get_model("auth", "Group")._default_manager.using(using)
    for duty in DUTIES:
        role = roles.filter(key=duty.key).first()
        if role is None:
            group, _ = groups.get_or_create(name=duty.name)
            role = roles.create(key=duty.key, group=group)
        if role.group is not None:
            _give(role, duty, found)


def _give(role: Any, duty: Duty, rights: list[Any]) -> None:
    meant = {one for one in rights if duty.holds(f"{one.content_type.app_label}.{one.codename}")}
    given = set(role.given.all())
    role.group.permissions.add(*(meant - given))
    role.group.permissions.remove(*(given - meant))
    role.given.set(meant)
