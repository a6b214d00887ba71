"""Metrics: quantities that articles state."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest

from articles.admin.facts import FactAdmin, PlaceForm
from articles.admin.narrowing import ArticleFilter, CountedFilter, ProvinceFilter
from articles.admin.places import sentence
from articles.models import Metric
from articles.outputs.numbers import quantity


class MetricForm(PlaceForm):
    """A metric; its whole (其中之总数) stands in the same article, its sentence follows its place."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("value", "value_max"):
            if isinstance(stored := self.initial.get(name), Decimal):
                self.initial[name] = f"{stored.normalize():f}"
        whole = self.fields.get("part_of")
        if isinstance(whole, forms.ModelChoiceField):
            if isinstance(whole.widget, RelatedFieldWidgetWrapper):
                whole.widget.can_add_related = False  # nothing here would place it
            article = self._article()
            same = Metric.objects.filter(article=article) if article else Metric.objects.none()
            whole.queryset = same.exclude(pk=self.instance.pk).order_by("part", "start")

    def clean(self) -> dict[str, Any]:
        """Demand a range in order; take the sentence from the text."""
        cleaned = super().clean()
        value, value_max = cleaned.get("value"), cleaned.get("value_max")
        if value is not None and value_max is not None and value_max < value:
            self.add_error("value_max", "数值上限不能小于数值。")
        if self.span and not self.instance.pk:
            self.instance.sentence = self._sentence()
        return cleaned

    def corrections(self) -> dict[str, Any]:
        """Return the changed columns; a changed place brings its sentence."""
        changes = super().corrections()
        return changes | {"sentence": self._sentence()} if self.span else changes

    def _sentence(self) -> str:
        article = self.instance.article if self.instance.pk else self.cleaned_data["article"]
        span = self.span
        return "".join(sentence(article.part(span.part), span.start, span.end)) if span else ""


@admin.register(Metric)
class MetricAdmin(FactAdmin[Metric]):
    """Quantities; values are in base units (1.27万余人次: 12700)."""

    form = MetricForm
    about = (
        "value", "value_max", "unit", "family", "qualifier", "qualifier_text", "subject", "action",
        "year", "period", "outcome", "indicator", "organization", "region", "theme", "part_of",
    )  # fmt: skip
    list_filter = (
        "status",
        "origin",
        "anchored",
        CountedFilter,
        ArticleFilter,
        "family",
        "outcome",
        "arithmetic",
        "year",
        "indicator",
        ProvinceFilter,
    )
    search_fields = ("quote", "subject", "organization__name", "article__headline")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Show the figure before what it is about."""
        return (
            "place", "figure", "subject", "indicator", "organization", "year", "report", "status",
            "arithmetic", "origin", "reviewed_by",
        )  # fmt: skip

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Search the large tables; indicators, themes and the article's own metrics are lists."""
        return ["article", "organization", "region"]

    @admin.display(description="数值", ordering="value")
    def figure(self, metric: Metric) -> str:
        """Show value and unit."""
        return f"{quantity(metric.value, metric.value_max, metric.qualifier)} {metric.unit}"
