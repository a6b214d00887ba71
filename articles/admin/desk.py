"""What the pages of the desk share: links, marked quotes, and admins that never write themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from articles.keys import key_of
from articles.models import Article, Entry
from articles.models.acts import SPECS

M = TypeVar("M", bound=models.Model)
NOTHING = "—"


class DeskAdmin(admin.ModelAdmin[M]):
    """An admin whose writes go through ``articles.curation``; what that refuses is said in words."""

    list_per_page = 50
    empty_value_display = NOTHING

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list under the plain name of its rows."""
        context = {"title": self.opts.verbose_name_plural, **(extra_context or {})}
        return super().changelist_view(request, context)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Return the list; what its columns cannot hold is no way to narrow it.

        Raises Django's :exc:`IncorrectLookupParameters`, on which the whole list is shown.
        """
        if any("\0" in value for _, values in request.GET.lists() for value in values):
            raise IncorrectLookupParameters
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, DataError) as error:
            raise IncorrectLookupParameters from error

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[M], search_term: str
    ) -> tuple[models.QuerySet[M], bool]:
        """Search, also while a name is being typed, for what a database can hold."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form; what a verb refuses, because the text changed meanwhile, is a message."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as error:
            self.message_user(request, "；".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the address fills in; a row is named by its key, or not at all.

        The codes of regions are digits as well.
        """
        named = {field.name for field in self.opts.get_fields() if field.many_to_one}
        given = super().get_changeform_initial_data(request)
        return {name: v for name, v in given.items() if name not in named or key_of(str(v))}

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the history of the row, of an article with all that was read in it."""
        if self.model not in SPECS:
            return super().history_view(request, object_id, extra_context)
        if not self.has_view_permission(request):
            raise PermissionDenied
        if self.model is Article:
            return HttpResponseRedirect(list_url(Entry, article=object_id))
        row = f"{self.model._meta.label_lower}:{object_id}"
        return HttpResponseRedirect(list_url(Entry, row=row))

    def page(self, request: HttpRequest, title: str, **context: Any) -> dict[str, Any]:
        """Return the context of a page of its own beside the ones that Django makes."""
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "media": self.media,
            **context,
        }


class ReadOnlyAdmin(DeskAdmin[M]):
    """An admin for what machines own: to look at, never to change."""

    actions: Any = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds rows by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody changes rows by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Nobody deletes rows by hand."""
        return False


class ReadOnlyInline(admin.TabularInline[models.Model, models.Model]):
    """Rows of a page that a machine owns."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody adds rows by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody changes rows by hand."""
        return False


def who(request: HttpRequest) -> User:
    """Return the person behind *request*; Django lets no other into the admin."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def change_url(row: models.Model) -> str:
    """Return the address of the page on which *row* is changed."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def list_url(model: type[models.Model], **query: object) -> str:
    """Return the address of the list of *model*, narrowed by *query*."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{address}?{urlencode(query)}" if query else address


def link(row: models.Model | None, text: str = "") -> str:
    """Return a link to the page of *row*, or a dash where there is none."""
    if row is None:
        return NOTHING
    return format_html('<a href="{}">{}</a>', change_url(row), text or str(row))


def pretty(value: object) -> str:
    """Return JSON as an indented block."""
    if value in (None, [], {}):
        return NOTHING
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return format_html('<pre class="desk-text">{}</pre>', text)


def note_changes(formset: Any) -> None:
    """Tell Django's history what a formset changed whose rows a verb has written.

    Django itself would know only after the formset had written the rows.
    """
    changed = [form for form in formset.initial_forms if form.has_changed()]
    dropped = formset.deleted_forms if formset.can_delete else []
    formset.new_objects = [form.instance for form in formset.extra_forms if form.has_changed()]
    formset.changed_objects = [
        (form.instance, form.changed_data) for form in changed if form not in dropped
    ]
    formset.deleted_objects = [form.instance for form in dropped]


def labelled(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return *values* by the Chinese names of the columns of *model*; unknown names stand."""
    names = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}
    return {names.get(name, name): value for name, value in values.items()}
