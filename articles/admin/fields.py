"""Form fields that leave text as it is: what nobody touched does not count as changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TypeVar

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.datastructures import MultiValueDict

from articles.extraction.references import parse_reference

M = TypeVar("M", bound=models.Model)


def as_stored(text: str) -> str:
    """Return what a browser sent with the line ends of the archive (browsers send CR LF)."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


class PlainTextField(forms.CharField):
    """Text of several lines. Line ends of the browser are no change."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", AdminTextareaWidget(attrs={"rows": 3}))
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        """Return the text with LF line ends, blank lines before and after it taken off."""
        return as_stored(super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare texts, not what browsers make of their line ends."""
        return not self.disabled and self.to_python(data) != as_stored(initial or "")


class LinesField(PlainTextField):
    """A list of short texts, one a line."""

    def prepare_value(self, value: Any) -> Any:
        """Return the lines of a stored list; what was typed stands as it was typed."""
        return "\n".join(self.line(one) for one in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the list of the lines that hold anything."""
        return self.entries(self.split(super().clean(value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare line by line; *initial* is the stored list, or its lines as the page showed them."""
        shown = self.prepare_value(initial) or ""
        return not self.disabled and self.split(self.to_python(data)) != self.split(shown)

    @staticmethod
    def split(text: str) -> list[str]:
        """Return the lines of *text* that hold anything, without blanks around them."""
        return [line.strip() for line in text.split("\n") if line.strip()]

    def line(self, entry: Any) -> str:
        """Return one stored entry as a line."""
        return str(entry)

    def entries(self, lines: list[str]) -> list[Any]:
        """Return the lines as they are stored."""
        return lines


class ReferencesField(LinesField):
    """A list of references, one a line; a line that changed is read into its parts again."""

    def line(self, entry: Any) -> str:
        """Return the reference as printed."""
        return str(entry["text"])

    def entries(self, lines: list[str]) -> list[Any]:
        """Return each reference with its parts."""
        parsed = [parse_reference(line) for line in lines]
        return [asdict(one) | {"authors": list(one.authors)} for one in parsed]


class OwnChangesForm(forms.ModelForm[M]):
    """A form that knows what its sender changed: compared with the page as it was opened.

    What somebody else saved meanwhile is not taken back by a page that is older, and a column that
    both have changed is refused: the later would wipe out the earlier unseen.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        """Refuse columns that somebody else has changed, to something else, since the page was opened."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.changed_data:
            bound = self[name]
            if self.instance.pk is None or bound.html_initial_name not in self.data:
                continue
            stored = bound.initial  # some as a text for people
            stored = bound.field.to_python(stored) if isinstance(stored, str) else stored
            opened, sent = self.data[bound.html_initial_name], bound.data
            if all(bound.field.has_changed(stored, value) for value in (opened, sent)):
                self.add_error(
                    name, "您打开页面之后，他人已改过这一栏。请留存您的文字，重新打开本页再改。"
                )
        return cleaned


class FilesInput(forms.ClearableFileInput):
    """An input that takes several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(
        self, data: Any, files: MultiValueDict[str, UploadedFile], name: str
    ) -> list[UploadedFile]:
        """Return every file sent under *name*."""
        return files.getlist(name)


class FilesField(forms.FileField):
    """One or more files; ``most`` bounds their number, the files themselves are not looked into."""

    widget = FilesInput

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(**options)

    def clean(self, data: Iterable[UploadedFile] | None, initial: Any = None) -> Any:
        """Return the list of files.

        An empty file is let through: its reader says what is wrong with it, and the others go on.
        """
        given = list(data or [])
        if not given and self.required:
            raise forms.ValidationError("请选择至少一个文件。")
        if len(given) > self.most:
            raise forms.ValidationError(
                f"一次最多 {self.most} 个文件，您选了 {len(given)} 个，请分批导入。"
            )
        return given
