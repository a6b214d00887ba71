"""Small tables in and out as CSV and XLSX: looked at before anything is stored, all of it or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import tablib
from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.results import RowResult
from import_export.widgets import Widget

from articles.admin.desk import DeskAdmin, list_url, who
from articles.curation.sheets import LARGEST, SUFFIXES, Sheet, SheetError, read
from articles.curation.writing import writing
from articles.outputs.downloads import download
from articles.outputs.exports import Cell, Format, Table

M = TypeVar("M", bound=models.Model)
SHOWN = 200  # lines of a preview
HOUR = 3600  # seconds that a preview holds


class Text(Widget):
    """Text, without blanks around it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return what was typed."""
        return str(value or "").strip()

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return what is stored."""
        return "" if value is None else str(value)


class Number(Text):
    """A whole number from 0."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the number. Raises :exc:`ValueError` for anything else."""
        text = super().clean(value)
        if not text.isdecimal():
            raise ValueError(f"“{text}”不是数字")
        return int(text)


class Choice(Text):
    """One of a few values, told by their labels: {"milestone": "活动"}."""

    def __init__(self, labels: Mapping[Any, str]) -> None:
        super().__init__()
        self.labels = dict(labels)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return the value of a label. Raises :exc:`ValueError` for any other."""
        text = super().clean(value)
        found = [key for key, label in self.labels.items() if label == text]
        if not found:
            offered = "、".join(label or "（留空）" for label in self.labels.values())
            raise ValueError(f"没有“{text}”；可填：{offered}")
        return found[0]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Return the label."""
        return str(self.labels.get(value, value))


def yes_or_no() -> Choice:
    """Return a widget for 是 and 否."""
    return Choice({True: "是", False: "否"})


class TableResource(ModelResource):
    """A table as a file: its columns by their Chinese names, each row stored by ``verb``.

    A row that a file does not hold is left alone, none is ever removed.
    """

    verb: ClassVar[Callable[..., None]]

    class Meta:
        abstract = True
        skip_unchanged = True
        skip_html_diff = True
        store_instance = True
        clean_model_instances = True
        use_transactions = False

    def __init__(self, by: AbstractBaseUser | None = None) -> None:
        super().__init__()
        self.by = by

    def get_queryset(self) -> models.QuerySet[Any]:
        """Return all rows, those that lists leave out included."""
        rows: models.QuerySet[Any] = self._meta.model._base_manager.all()
        return rows

    def do_instance_save(self, instance: models.Model, is_create: bool) -> None:
        """Store a row by the verb of its table."""
        type(self).verb(instance, by=self.by)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became, or would become, of one line (the columns are line 1)."""

    line: int
    name: str
    does: str  # 新增, 更改, or "" where it is left as it is
    changes: tuple[tuple[str, str, str], ...] = ()  # column, before, after
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of a whole file; with ``errors`` nothing is stored."""

    lines: tuple[Outcome, ...]

    @property
    def errors(self) -> list[Outcome]:
        """The lines that cannot be taken."""
        return [one for one in self.lines if one.errors]

    @property
    def changes(self) -> list[Outcome]:
        """The lines that bring something new."""
        return [one for one in self.lines if one.does and not one.errors]

    @property
    def digest(self) -> str:
        """Twelve hex digits over what would change."""
        said = json.dumps([[one.line, one.does, one.changes] for one in self.changes])
        return hashlib.sha256(said.encode()).hexdigest()[:12]


def take(
    resource: TableResource, sheet: Sheet, *, expected: str = "", reason: str = ""
) -> tuple[Outcomes, bool]:
    """Carry out what *sheet* says, and tell what came of it and whether it is stored.

    It is stored only if every line can be taken and the outcome is the *expected* one of a preview.
    """
    with writing(by=resource.by, reason=reason):
        found = Outcomes(tuple(_outcomes(resource, sheet)))
        stored = bool(expected) and not found.errors and found.digest == expected
        if not stored:
            transaction.set_rollback(True)
    return found, stored


def _outcomes(resource: TableResource, sheet: Sheet) -> Iterator[Outcome]:
    known = {field.column_name: name for name, field in resource.fields.items()}
    needed = [resource.fields[name].column_name for name in resource._meta.import_id_fields]
    missing = [f"缺少栏目“{name}”" for name in needed if name not in sheet.columns]
    strange = [f"不认识的栏目“{name}”" for name in sheet.columns if name not in known]
    if missing or strange:
        yield Outcome(1, "栏目", "", errors=(*missing, *strange))
        return
    places = [sheet.columns.index(name) for name in needed]
    seen: dict[tuple[str, ...], int] = {}
    dataset = tablib.Dataset(*sheet.rows, headers=sheet.columns)
    rows = resource.import_data(dataset, dry_run=False, use_transactions=False).rows
    for number, (cells, row) in enumerate(zip(sheet.rows, rows, strict=True), 2):
        key = tuple(cells[place].strip() for place in places)
        first = seen.setdefault(key, number) if any(key) else number
        twice = [f"与第 {first} 行重复"] if first != number else []
        name = " ".join(filter(None, key)) or next(filter(None, cells), "")
        yield _outcome(resource, number, name, row, twice)


def _outcome(
    resource: TableResource, number: int, name: str, row: RowResult, errors: list[str]
) -> Outcome:
    errors = [*errors, *_errors(resource, row)]
    if errors or row.import_type == RowResult.IMPORT_TYPE_SKIP:
        return Outcome(number, name, "", errors=tuple(errors))
    columns = resource.get_export_headers()
    after = resource.export_resource(row.instance)
    new = row.import_type == RowResult.IMPORT_TYPE_NEW
    before = [""] * len(columns) if new else resource.export_resource(row.original)
    listed = zip(columns, map(str, before), map(str, after), strict=True)
    shown = resource.get_import_fields()
    # A number that a new row would get is not the one that it gets when it is stored.
    names = {one.column_name for one in shown if not (one.readonly or one.attribute == "id")}
    changes = tuple(one for one in listed if one[1] != one[2] and one[0] in names)
    return Outcome(number, name, "新增" if new else "更改", changes)


def _errors(resource: TableResource, row: RowResult) -> Iterator[str]:
    """Yield what is wrong with a line, each by its column."""
    for error in row.errors:
        yield _said(error.error)
    if row.validation_error is None:
        return
    if not hasattr(row.validation_error, "error_dict"):
        yield from row.validation_error.messages
        return
    for name, told in row.validation_error.message_dict.items():
        field = resource.fields.get(name)
        label = f"{field.column_name}：" if field and name != NON_FIELD_ERRORS else ""
        yield from (f"{label}{message}" for message in told)


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "；".join(error.messages)
    return str(error) if isinstance(error, ValueError) else "这一行存不进去"


class SheetForm(forms.Form):
    """The file that is brought."""

    document = forms.FileField(
        label="文件",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text=f"CSV 或 XLSX，不超过 {LARGEST // 1024 // 1024} MB；栏目与导出的文件相同，"
        "文件中没有的条目不动。",
    )


class TableAdmin(DeskAdmin[M]):
    """An admin whose list goes out as a file and comes in as one; ``resource`` says how."""

    change_list_template = "admin/articles/table_list.html"
    resource: ClassVar[type[TableResource]]

    def get_urls(self) -> list[URLPattern]:
        """Add the ways out and in."""
        wrap = self.admin_site.admin_view
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("export/<str:form>/", wrap(self.table_export), name=f"{name}_export"),
            path("import/", wrap(self.table_import), name=f"{name}_import"),
            *super().get_urls(),
        ]

    def _address(self, name: str, *args: str) -> str:
        view = f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}"
        return reverse(view, args=args)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Offer the list as a file, and to bring one."""
        query = request.META.get("QUERY_STRING", "")
        context = {
            "files": [
                (form.name, f"{self._address('export', form.value)}?{query}")
                for form in (Format.XLSX, Format.CSV)
            ],
            "bring": self._address("import") if self._may_bring(request) else "",
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def _may_bring(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and self.has_table_permission(request)

    def has_table_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person may import, and add rows, by a file if not by hand."""
        adding = f"{self.opts.app_label}.add_{self.opts.model_name}"
        return request.user.has_perms(["articles.import_source", adding])

    def table_export(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """Hand out the list, as it is narrowed, as a file that can be brought again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if form not in (Format.XLSX, Format.CSV):
            raise Http404
        resource = self.resource()
        found: Any = self.get_changelist_instance(request)
        rows = _cells(resource, found.queryset)
        title = str(self.opts.verbose_name_plural)
        return download(Table(title, tuple(resource.get_export_headers()), rows), Format(form))

    def table_import(self, request: HttpRequest) -> HttpResponse:
        """Show what a file would change; store it when that has been looked at."""
        if not self._may_bring(request):
            raise PermissionDenied
        form = SheetForm(request.POST or None, request.FILES or None)
        context = self.page(request, f"导入{self.opts.verbose_name}", form=form)
        context["columns"] = "、".join(
            field.column_name for field in self.resource().get_import_fields()
        )
        if "sheet" in request.POST:
            return self._confirmed(request, context)
        if request.method == "POST" and form.is_valid():
            document: UploadedFile = form.cleaned_data["document"]
            try:
                sheet = read(document.read(LARGEST + 1), document.name or "")
            except SheetError as error:
                form.add_error("document", str(error))
            else:
                self._preview(request, context, sheet)
        return TemplateResponse(request, "admin/articles/table_import.html", context)

    def _preview(self, request: HttpRequest, context: dict[str, Any], sheet: Sheet) -> None:
        found, _ = take(self.resource(who(request)), sheet)
        context["found"] = found
        context["changes"], context["errors"] = found.changes[:SHOWN], found.errors[:SHOWN]
        packed = [sheet.columns, sheet.rows]
        context["sheet"] = signing.dumps(packed, salt=self._salt(request), compress=True)

    def _salt(self, request: HttpRequest) -> str:
        return f"{self.opts.label}:{who(request).pk}"

    def _confirmed(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        try:
            packed = signing.loads(request.POST["sheet"], salt=self._salt(request), max_age=HOUR)
        except signing.BadSignature:
            self.message_user(request, "预览已过期，请重新选择文件。", messages.ERROR)
            return HttpResponseRedirect(request.path)
        sheet = Sheet(tuple(packed[0]), tuple(tuple(row) for row in packed[1]))
        expected = request.POST.get("expected", "-")
        reason = f"导入表格：{self.opts.verbose_name}"
        found, stored = take(self.resource(who(request)), sheet, expected=expected, reason=reason)
        if stored:
            self.message_user(request, f"已导入 {len(found.changes)} 项改动。", messages.SUCCESS)
            return HttpResponseRedirect(list_url(self.model))
        self.message_user(request, "预览之后表格又有改动，请再看一次。", messages.WARNING)
        self._preview(request, context, sheet)
        return TemplateResponse(request, "admin/articles/table_import.html", context)


def _cells(resource: TableResource, rows: Iterable[models.Model]) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        yield tuple(resource.export_resource(row))


def column(attribute: str, name: str, widget: Widget | None = None, **options: Any) -> Field:
    """Return the column *name* of a file for an *attribute* of its rows."""
    return Field(attribute=attribute, column_name=name, widget=widget or Text(), **options)
