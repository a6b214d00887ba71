"""Rows of an article that are saved as one whole: captions, and who signed."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import ManagementForm
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property

from articles.admin.fields import as_stored
from articles.models import Article

OPENED, KEY = "opened", "id"
Row = list[Any]


class WholeFormSet(BaseInlineFormSet[Any, Article, Any]):
    """Rows that know how the page showed them when it was opened.

    A page that left them alone saves none. A page that changed them is refused where somebody else
    has changed them meanwhile: the later would wipe out the earlier unseen. Which row had which key
    does not matter, for every change writes all of them anew.
    """

    columns: tuple[str, ...] = ()

    @cached_property
    def management_form(self) -> ManagementForm:
        """Return what Django counts the rows by, with the rows as they are shown."""
        form = super().management_form
        shown = json.dumps(self._stored, ensure_ascii=False)
        form.fields[OPENED] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=shown
        )
        return form

    def add_fields(self, form: Any, index: int | None) -> None:
        """Let a row keep a key that is gone: the rows were written anew meanwhile."""
        super().add_fields(form, index)
        held = form.fields[KEY]
        form.fields[KEY] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=str(held.initial or "")
        )

    def clean(self) -> None:
        """Refuse rows that somebody else has changed, to something else, since the page was opened."""
        super().clean()
        if any(self.errors):
            return
        stored = self._stored
        if stored != self._opened() and self.has_changed():
            now = "；".join("，".join(_said(row)) for row in stored) or "（无）"
            raise ValidationError(
                f"您打开页面之后，他人已改过{self.model._meta.verbose_name}，现为：{now}。"
                "您填写的仍在下面，请留存，重新打开本页再改。"
            )

    def has_changed(self) -> bool:
        """Tell whether the sender made the rows other than they were, and than they are."""
        return self.rows() not in (self._opened(), self._stored)

    def rows(self) -> list[Row]:
        """Return the rows as they were sent, those to be deleted left out."""
        sent = (form.cleaned_data for form in self.forms if form.cleaned_data)
        return [[row[name] for name in self.columns] for row in sent if not row.get("DELETE")]

    def _opened(self) -> list[Row]:
        """Return the rows as the page showed them; as they are, where the sender does not say."""
        try:
            return list(json.loads(self.data[f"{self.prefix}-{OPENED}"]))
        except (KeyError, TypeError, ValueError):
            return self._stored

    @cached_property
    def _stored(self) -> list[Row]:
        """The rows as they are in the database; those of Django's own hold what was sent."""
        rows = self.model._default_manager.filter(article=self.instance.pk)
        return [[_plain(value) for value in row] for row in rows.values_list(*self.columns)]


class CaptionFormSet(WholeFormSet):
    """The captions of an article."""

    columns = ("text", "credit")


class BylineFormSet(WholeFormSet):
    """Who signed an article."""

    columns = ("name", "role", "is_organization")


def _plain(value: Any) -> Any:
    return as_stored(value) if isinstance(value, str) else value


def _said(row: Row) -> list[str]:
    return [value for value in row if isinstance(value, str) and value]
