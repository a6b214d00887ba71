"""Correcting the text of an article: what it does to the facts is shown before it is saved."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join

from articles.admin.desk import DeskAdmin, link
from articles.admin.places import in_brief, part_label
from articles.curation.effects import Effect, Moved, Standing, compare, standing
from articles.keys import key_of
from articles.models import Article, Fact

SHOWN = 100  # facts of a list
NAMED = 10  # lost facts named in a message
OWN = ("csrfmiddlewaretoken", "seen", "_save", "_continue", "_addanother")  # no part of the text


class Rewriting(HttpRequest):
    """An edit on its way through the admin, whose hooks share nothing but the request."""

    before: Standing
    held_back: bool


class Unseen(Exception):
    """An edit moves facts or takes their places, and nobody has looked at that yet."""

    def __init__(self, effect: Effect) -> None:
        super().__init__()
        self.effect = effect


class RewritingDesk(DeskAdmin[Article]):
    """The form of an article, saved at once only where no fact moves.

    The edit is made, its effect read off, and taken back, until the person has seen the effect of
    this very edit.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save, or show the form as it was sent with what saving it would do."""
        key = key_of(object_id or "")
        if request.method != "POST" or not key:
            return super().changeform_view(request, object_id, form_url, extra_context)
        edit = cast(Rewriting, request)
        edit.before = standing(Article(pk=key))
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Unseen as unseen:
            edit.held_back = True
            context = {
                "effect": shown(unseen.effect),
                "seen": digest(request),
                "errors": None,
                **(extra_context or {}),
            }
            return super().changeform_view(request, object_id, form_url, context)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        """Take the edit back unless its effect has been seen."""
        effect = compare(cast(Rewriting, request).before, standing(obj))
        if effect and request.POST.get("seen") != digest(request):
            raise Unseen(effect)
        if effect.lost:
            named = format_html_join("；", "{}", ((link(fact),) for fact in effect.lost[:NAMED]))
            more = "等" if len(effect.lost) > NAMED else ""
            text = "{} 条事实在新的文字中找不到原处，读者不再看到，请重新定位或退回：{}{}"
            told = format_html(text, len(effect.lost), named, more)
            self.message_user(request, told, messages.WARNING)
        return super().response_change(request, obj)

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the form; one that saves nothing where the edit was taken back."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (HeldBack, form), {}) if hasattr(request, "held_back") else form


class HeldBack(forms.ModelForm[Article]):
    """A form that is never valid: to be shown as it was sent."""

    def is_valid(self) -> bool:
        """Clean what was sent, and store none of it."""
        super().is_valid()
        return False


def digest(request: HttpRequest) -> str:
    """Return what tells one edit from another: a hash of all that was sent."""
    sent = sorted((name, values) for name, values in request.POST.lists() if name not in OWN)
    return hashlib.sha256(repr(sent).encode()).hexdigest()


def shown(effect: Effect) -> dict[str, Any]:
    """Return *effect* as the page lists it: what needs a look first, lists cut where they are long."""
    afar = [one for one in effect.moved if one.afar]
    near = [one for one in effect.moved if not one.afar]
    lists = [
        (
            "lost",
            "失去原处，读者不再看到",
            list(map(_linked, effect.lost[:SHOWN])),
            len(effect.lost),
        ),
        ("moved", "移到别处", _moves(afar), len(afar)),
        ("found", "重新找到原处", list(map(_linked, effect.found[:SHOWN])), len(effect.found)),
        ("shifted", "随上下文顺移", _moves(near), len(near)),
    ]
    return {"lists": [one for one in lists if one[3]], "lost": len(effect.lost)}


def _moves(moved: Sequence[Moved]) -> list[str]:
    return [
        format_html(
            "{}：{} 第 {} 字 → {} 第 {} 字",
            _linked(one.now),
            part_label(one.was.part),
            one.was.start + 1,
            part_label(one.now.part),
            one.now.start + 1,
        )
        for one in moved[:SHOWN]
    ]


def _linked(fact: Fact) -> str:
    decided = "，人工已定" if fact.decided else ""
    return format_html(
        "{}（{}{}）{}", link(fact), fact._meta.verbose_name, decided, in_brief(fact)
    )
