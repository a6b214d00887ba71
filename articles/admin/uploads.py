"""Forms of an import: the files, and what the importer knows of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings

from articles import readers
from articles.admin.fields import FilesField
from articles.curation import staging
from articles.curation.staging import Refused
from articles.extraction.vocabulary import DatePrecision
from articles.models import BatchFile

PRECISIONS = [one for one in DatePrecision.choices() if one[0] != DatePrecision.UNKNOWN]
TYPED = ("publication", "published_on", "date_precision", "page")


class DayInput(forms.DateInput):
    """The browser's own picker of days."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TypedForm(forms.Form):
    """What the texts rarely say."""

    publication = forms.CharField(label="来源刊物", required=False, max_length=200)
    published_on = forms.DateField(label="刊发日期", required=False, widget=DayInput())
    date_precision = forms.ChoiceField(
        label="日期精度", choices=PRECISIONS, initial=DatePrecision.DAY.value
    )
    page = forms.CharField(label="版次", required=False, max_length=40)

    def typed(self) -> dict[str, Any]:
        """Return what was typed, by columns of an import."""
        return {name: self.cleaned_data[name] for name in TYPED}


class UploadForm(TypedForm):
    """Files or a folder of the server, and what is known of all of them."""

    documents = FilesField(
        label="文件",
        most=settings.MAX_UPLOAD_FILES,
        required=False,
        help_text=f"可一次选择多个，也可拖到这里，最多 {settings.MAX_UPLOAD_FILES} 个，"
        f"每个不超过 {readers.LARGEST // 1024 // 1024} MB：{readers.READABLE}。",
    )
    folder = forms.CharField(
        label="或服务器目录",
        required=False,
        max_length=500,
        help_text="可导入目录之内的路径，其中各级文件都会列出；“.”是这个目录本身。",
        widget=forms.TextInput(attrs={"list": "folders"}),
    )
    field_order = ("documents", "folder", *TYPED)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not settings.IMPORT_ROOT:
            del self.fields["folder"]

    def clean(self) -> dict[str, Any]:
        """Want files or a folder, not both, and look up which files the folder holds."""
        found = super().clean() or self.cleaned_data
        folder = found.get("folder", "")
        files = found.get("documents")
        if folder and files:
            self.add_error("folder", "文件和目录请只选一种。")
        elif folder:
            try:
                place = staging.inside(folder)
                found["paths"] = [
                    (str(path.relative_to(place)), path) for path in staging.files_in(place)
                ]
            except Refused as error:
                self.add_error("folder", str(error))
        elif not files and "documents" not in self.errors:
            self.add_error("documents", "请选择至少一个文件。")
        return found


class FileForm(TypedForm):
    """What a person chooses for one file; what is left blank is that of all files."""

    include = forms.BooleanField(label="导入", required=False)
    encoding = forms.ChoiceField(label="编码", required=False)

    def __init__(self, file: BatchFile, data: Mapping[str, Any] | None = None) -> None:
        self.file = file
        initial = {name: getattr(file, name) for name in ("include", "encoding", *TYPED)}
        super().__init__(data, prefix=str(file.pk), initial=initial)
        told = f"自动（{file.found_encoding}）" if file.found_encoding else "自动"
        self.encodings().choices = [
            ("", told if not file.encoding else "自动"),
            *((one["encoding"], one["encoding"]) for one in file.readings),
        ]
        name = file.name.rpartition("/")[2]
        for field, label in (("include", "导入"), ("encoding", "编码")):
            self.fields[field].widget.attrs["aria-label"] = f"{label}：{name}"

    def encodings(self) -> forms.ChoiceField:
        """Return the field of the encoding."""
        field = self.fields["encoding"]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(field)
        return field
