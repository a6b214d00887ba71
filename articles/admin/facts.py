"""Facts: what a reading, or a person, found at one place of an article."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from articles.admin.decisions import DecidedAdmin
from articles.admin.desk import labelled, link, pretty, who
from articles.admin.fields import OwnChangesForm, PlainTextField
from articles.admin.narrowing import ArticleFilter, ProvinceFilter
from articles.admin.places import in_brief, in_sentence, locate, ordinal_of, part_choices
from articles.curation import corrections
from articles.curation.verdicts import Word, pronounce
from articles.extraction.types import Span
from articles.keys import key_of
from articles.models import (
    Article,
    BrandMention,
    Fact,
    OrganizationMention,
    RegionMention,
    Ruling,
    ThemeEvidence,
)

F = TypeVar("F", bound=Fact)
PLACE = ("part", "quote", "occurrence")
OWNED = (
    "origin", "status", "anchored", "reviewed_by", "reviewed_at", "confidence", "rule_named",
    "rules_version", "machine_reading",
)  # fmt: skip
HEAVY = ("body", "references", "abstract", "affiliation", "byline")  # of no use in a list
REJECT_INSTEAD = "机器识读的事实不能删除：请用“退回”，读者即不再看到，重新识读也不会再提出。"


class PlaceForm(OwnChangesForm[Any]):
    """A fact whose place is named as people name it: the part, the words, and which of several."""

    part = forms.ChoiceField(label="部分")
    quote = PlainTextField(
        label="原文",
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        help_text="逐字照抄报道中的文字，不必写位置。",
    )
    occurrence = forms.IntegerField(
        label="第几处",
        required=False,
        min_value=1,
        help_text="这几个字在该部分出现多次时填写，从 1 数起。",
    )
    span: Span | None = None  # where the fact stands by this form; None: where it stood before

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        part = self.fields["part"]
        if isinstance(part, forms.ChoiceField):
            part.choices = part_choices(self._article())
            part.initial = "body"
        if self.instance.pk:
            self.initial["occurrence"] = ordinal_of(self.instance)

    def _article(self) -> Article | None:
        """Return the article of the fact, or the one that the form or its address names."""
        if self.instance.pk:
            return Article.objects.prefetch_related("captions").get(pk=self.instance.article_id)
        key = str(self.data.get("article") or self.initial.get("article") or "")
        return Article.objects.filter(pk=key_of(key)).first()

    def clean(self) -> dict[str, Any]:
        """Find the quote in the text, unless the place of a stored fact is left as it is."""
        cleaned = super().clean() or self.cleaned_data
        article = self.instance.article if self.instance.pk else cleaned.get("article")
        if not article or self.errors or (self.instance.pk and not self._moved()):
            return cleaned
        near = self.instance if self.instance.pk else None
        nth = cleaned["occurrence"] if not near or "occurrence" in self.changed_data else None
        try:
            self.span = locate(article, cleaned["part"], cleaned["quote"], nth=nth, near=near)
        except ValueError as error:
            self.add_error("quote", str(error))
            return cleaned
        if not near:
            self.instance.start, self.instance.end = self.span.start, self.span.end
        return cleaned

    def _moved(self) -> bool:
        return bool(set(PLACE) & set(self.changed_data))

    def full_clean(self) -> None:
        """Clean the form; refuse a fact that is there already."""
        super().full_clean()
        if self.is_bound and not self.errors and (twin := self._twin()):
            self.add_error(None, f"这一处已有同样的记录（编号 {twin.pk}），不必再添。")

    def _twin(self) -> Fact | None:
        """Return another fact of the same thing at the same place."""
        fact = self.instance
        span = self.span or Span(fact.part, fact.start, fact.end)
        once = next(
            c for c in fact._meta.constraints if isinstance(c, models.UniqueConstraint)
        )  # every kind of fact has one: at a place, of a thing
        about = {n: getattr(fact, n) for n in once.fields if n not in ("part", "start", "end")}
        others = type(fact)._default_manager.exclude(pk=fact.pk)
        twin: Fact | None = others.filter(
            anchored=True, part=span.part, start=span.start, end=span.end, **about
        ).first()
        return twin

    def corrections(self) -> dict[str, Any]:
        """Return the columns that the person changed, with their new values."""
        changes = {n: self.cleaned_data[n] for n in self.changed_data if n not in PLACE}
        if self.span is not None:
            span = self.span
            changes |= {"part": span.part, "start": span.start, "end": span.end}
        return changes


class FactAdmin(DecidedAdmin[F]):
    """An admin of one kind of fact; ``about`` names the columns that say what the fact is."""

    form = PlaceForm
    about: tuple[str, ...] = ()
    search_fields: ClassVar[tuple[str, ...]] = ("quote", "article__headline")
    list_filter: ClassVar[tuple[Any, ...]] = (
        "status",
        "origin",
        "anchored",
        ArticleFilter,
        "article__sector",
        ProvinceFilter.along("article__region"),
    )
    ordering = ("-pk",)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Show the place, what it is about, and who decided."""
        return ("place", *self.about, "report", "status", "origin", "anchored", "reviewed_by")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[F]:
        """Fetch what a row of the list shows in one query, long texts left out."""
        joins = [name for name in self.about if self._is_key(name)]
        return (
            super()
            .get_queryset(request)
            .select_related("article", "reviewed_by", *joins)
            .defer(*(f"article__{name}" for name in HEAVY))
        )

    def _is_key(self, name: str) -> bool:
        return bool(self.opts.get_field(name).is_relation)

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Search for articles, bodies, brands and regions instead of listing them."""
        return ["article", *(name for name in self.about if self._is_key(name))]

    def get_fieldsets(self, request: HttpRequest, obj: F | None = None) -> Any:
        """Ask for the place and the thing; show whose word it is."""
        thing = (None, {"fields": self.about})
        if obj is None:
            place = {"fields": ("article", *PLACE), "description": "在报道中找到这几个字："}
            return [("位置", place), thing]
        return [
            ("位置", {"fields": ("report", "context", *PLACE)}),
            thing,
            ("来历与审核", {"fields": OWNED, "description": REJECT_INSTEAD}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: F | None = None) -> tuple[str, ...]:
        """Keep what the machine owns, and decisions, out of reach of typing."""
        return () if obj is None else ("report", "context", *OWNED)

    @admin.display(description="原文", ordering="quote")
    def place(self, fact: F) -> str:
        """Show the quote with a few characters around it."""
        return in_brief(fact)

    @admin.display(description="所在句")
    def context(self, fact: F) -> str:
        """Show the sentence, the quote marked."""
        return in_sentence(fact)

    @admin.display(description="报道", ordering="article__headline")
    def report(self, fact: F) -> str:
        """Link the article."""
        return link(fact.article)

    @admin.display(description="机器识读值")
    def machine_reading(self, fact: F) -> str:
        """Show what the machine had read before a person changed it."""
        return pretty(labelled(type(fact), fact.machine_value or {}))

    def save_model(self, request: HttpRequest, obj: F, form: Any, change: bool) -> None:
        """Add a fact, or correct the columns that were changed."""
        if not change:
            corrections.add(obj, by=who(request))
        elif changes := form.corrections():
            pronounce(obj, Word(Ruling.AMENDED, changes=changes), by=who(request))

    def response_post_save_add(self, request: HttpRequest, obj: F) -> HttpResponseRedirect:
        """Go back to the text where its characters were selected."""
        if request.GET.get("back") == "mark":
            return HttpResponseRedirect(
                reverse("admin:articles_article_mark", args=[obj.article_id])
            )
        return super().response_post_save_add(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let people delete what people added, one at a time; the rest is rejected."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and obj is not None and corrections.added_by_hand(obj)

    def delete_model(self, request: HttpRequest, obj: F) -> None:
        """Delete a fact that a person added."""
        corrections.remove(obj, by=who(request))


@admin.register(OrganizationMention)
class OrganizationMentionAdmin(FactAdmin[OrganizationMention]):
    """Where organizations are named."""

    about = ("organization", "anaphora")
    search_fields = ("quote", "organization__name", "article__headline")


@admin.register(BrandMention)
class BrandMentionAdmin(FactAdmin[BrandMention]):
    """Where brands are named."""

    about = ("brand",)
    search_fields = ("quote", "brand__name", "article__headline")


@admin.register(RegionMention)
class RegionMentionAdmin(FactAdmin[RegionMention]):
    """Where divisions are named."""

    about = ("region", "basis")
    search_fields = ("quote", "region__name", "article__headline")


@admin.register(ThemeEvidence)
class ThemeEvidenceAdmin(FactAdmin[ThemeEvidence]):
    """Words that speak for a theme."""

    about = ("theme",)
    search_fields = ("quote", "theme__name", "article__headline")
