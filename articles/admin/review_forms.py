"""The values of a fact, claim or report as a form beside its sentence; names are typed, not keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms.models import fields_for_model
from django.urls import reverse_lazy

from articles.curation.exhibits import Exhibit
from articles.extraction.vocabulary import DatePrecision
from articles.models import (
    Brand,
    BrandMention,
    Claim,
    Fact,
    Metric,
    Organization,
    OrganizationMention,
    Reason,
    Region,
    RegionMention,
    Report,
)
from articles.models.verdict import FOR_FACTS, REASONS

FIELDS: Mapping[type[models.Model], tuple[str, ...]] = {
    OrganizationMention: ("organization", "anaphora"),
    BrandMention: ("brand",),
    RegionMention: ("region",),
    Metric: (
        "value", "value_max", "unit", "qualifier", "qualifier_text", "subject", "action", "period",
        "year", "outcome", "organization", "region", "indicator", "theme",
    ),
    Report: ("answer",),
}  # fmt: skip
OFFERED = 6  # names suggested
CHOSEN = re.compile(r"#(\w+)\s*$")  # the key that a suggestion ends in
NAMED: Mapping[str, tuple[type[models.Model], str, tuple[str, ...]]] = {
    "organization": (Organization, "region", ("name", "aliases__name")),
    "brand": (Brand, "owner", ("name",)),
    "region": (Region, "parent", ("name", "short", "names__name")),
}
"""What may be named, with what tells its like apart and the columns that hold its names."""


def suggestions(kind: str, typed: str) -> list[str]:
    """Return names that contain *typed*, those that begin with it first, each as it may be typed."""
    model, beside, columns = NAMED[kind]
    typed = CHOSEN.sub("", typed.replace("\0", "")).strip()
    if not typed:
        return []
    holds = Q(*((f"{column}__contains", typed) for column in columns), _connector=Q.OR)
    begins = models.Case(models.When(name__startswith=typed, then=0), default=1)
    rows = model._default_manager.filter(holds).select_related(beside).distinct()
    return [written(row, beside) for row in rows.order_by(begins, "name", "pk")[:OFFERED]]


def written(row: models.Model, beside: str) -> str:
    """Return the name of *row* as it may be typed: 市医院（白山市） #12."""
    near = getattr(row, beside)
    return f"{row}{f'（{near}）' if near else ''} #{row.pk}"


class NameField(forms.CharField):
    """A row by its name, or by its key after a #. Without a script it is typed in full."""

    def __init__(self, kind: str, **options: Any) -> None:
        self.model, self.beside, self.columns = NAMED[kind]
        address = reverse_lazy("admin:review-names", args=[kind])
        widget = forms.TextInput(attrs={"data-names": address, "autocomplete": "off"})
        super().__init__(widget=widget, max_length=300, **options)

    def prepare_value(self, value: Any) -> Any:
        """Return the name of a row; what was typed stands."""
        return written(value, self.beside) if isinstance(value, models.Model) else value

    def clean(self, value: Any) -> Any:
        """Return the row, None for nothing."""
        typed = super().clean(value)
        if not typed:
            return None
        key = CHOSEN.search(typed)
        found = self._by_key(key[1]) if key else self._by_name(typed)
        if not found:
            raise ValidationError(f"没有“{typed}”，请从提示中选择，或写 # 加编号。")
        if len(found) > 1:
            listed = "；".join(written(row, self.beside) for row in found)
            raise ValidationError(f"“{typed}”不止一个，请写明编号：{listed}")
        return found[0]

    def _by_key(self, key: str) -> list[models.Model]:
        try:
            return list(self.model._default_manager.filter(pk=key))
        except ValueError:
            return []

    def _by_name(self, typed: str) -> list[models.Model]:
        rows = self.model._default_manager.select_related(self.beside)
        for column in self.columns:  # the name itself before what it also goes by
            if found := list(rows.filter(**{column: typed}).distinct()[:OFFERED]):
                return found
        return []

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what the page showed with what came back."""
        return (self.prepare_value(initial) or "") != (data or "").strip()


def _formfield(column: Any, **options: Any) -> Any:
    """Return the field of a column: of a row that may be named, one for its name."""
    if column.name in NAMED and isinstance(column, models.ForeignKey):
        return NameField(column.name, label=column.verbose_name, required=not column.blank)
    return column.formfield(**options)


class ValuesForm(forms.Form):
    """What the machine read, to be set right; the place itself is set right on the fact's page."""

    def __init__(self, shown: Exhibit, data: Mapping[str, Any] | None = None) -> None:
        self.shown = shown
        row = shown.row
        holder: models.Model = shown.article if isinstance(row, Claim) else row
        names = _names(row)
        initial = {name: _plain(getattr(holder, name)) for name in names}
        super().__init__(data, initial=initial, prefix="v", label_suffix="")
        made = fields_for_model(type(holder), names, formfield_callback=_formfield)
        self.fields.update(made)
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2
            if name == "answer":
                field.required = False

    def clean(self) -> dict[str, Any]:
        """Demand a range in order, a date with its precision, and one record a place."""
        cleaned = super().clean() or self.cleaned_data
        value, most = cleaned.get("value"), cleaned.get("value_max")
        if value is not None and most is not None and most < value:
            self.add_error("value_max", "数值上限不能小于数值。")
        if "published_on" in cleaned and cleaned["published_on"] is None:
            cleaned["date_precision"] = DatePrecision.UNKNOWN.value
        elif cleaned.get("date_precision") == DatePrecision.UNKNOWN:
            cleaned["date_precision"] = DatePrecision.DAY.value
        if not self.errors and (twin := self._twin(cleaned)):
            self.add_error(None, f"这一处已有同样的记录（编号 {twin.pk}），请退回此条。")
        return cleaned

    def _twin(self, cleaned: Mapping[str, Any]) -> Fact | None:
        """Return another fact at the same place of the thing that is named now."""
        fact, about = self.shown.row, {"organization", "brand", "region"} & set(self.changed_data)
        if not isinstance(fact, Fact) or isinstance(fact, Metric) or not about:
            return None
        others = (
            type(fact)
            ._default_manager.exclude(pk=fact.pk)
            .filter(
                article=fact.article_id,
                part=fact.part,
                start=fact.start,
                end=fact.end,
                anchored=True,
            )
        )
        twin: Fact | None = others.filter(**{name: cleaned[name] for name in about}).first()
        return twin

    def changes(self) -> dict[str, Any]:
        """Return the columns that were changed, with their new values."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


def _names(row: Fact | Claim | Report) -> tuple[str, ...]:
    if isinstance(row, Claim):
        return (row.field, "date_precision") if row.field == "published_on" else (row.field,)
    return FIELDS[type(row)]


def _plain(value: Any) -> Any:
    """Return a number without the zeros that the database pads it with; the rest as it is."""
    return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value


class RejectForm(forms.Form):
    """Why something is sent back: one of a few reasons, and a few words if one likes."""

    reason = forms.ChoiceField(label="原因", widget=forms.RadioSelect)
    note = forms.CharField(label="说明", required=False, max_length=300)

    def __init__(self, kind: str, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix="r", label_suffix="")
        reasons = REASONS.get(kind, FOR_FACTS)
        field = self.fields["reason"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(reason.value, reason.label) for reason in reasons]
            field.error_messages["required"] = "请选择退回的原因。"

    def clean(self) -> dict[str, Any]:
        """Demand words where no reason of the list fits."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reason") == Reason.OTHER and not cleaned.get("note"):
            self.add_error("note", "选“其他”时请写明原因。")
        return cleaned
