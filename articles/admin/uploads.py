"""Files given in the browser, read exactly as the command line reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.auth.models import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile

from articles import readers
from articles.admin.fields import FilesField
from articles.curation.ingest import Given, NothingFound, ingest
from articles.extraction.vocabulary import DatePrecision
from articles.models import Article, Source


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one file: its source with its articles, or the reason why there is none."""

    name: str
    source: Source | None = None
    articles: tuple[Article, ...] = ()
    created: bool = False
    failure: str = ""


class UploadForm(forms.Form):
    """Files, and what the importer knows of all of them."""

    documents = FilesField(
        label="文件",
        most=settings.MAX_UPLOAD_FILES,
        help_text=f"可一次选择多个，最多 {settings.MAX_UPLOAD_FILES} 个，"
        f"每个不超过 {readers.LARGEST // 1024 // 1024} MB：{readers.READABLE}。已导入过的文件会自动认出，不会重复。",
    )
    publication = forms.CharField(
        label="来源刊物",
        required=False,
        max_length=200,
        help_text="选填，适用于本次所有文件。",
    )
    published_on = forms.DateField(
        label="刊发日期",
        required=False,
        widget=AdminDateWidget,
        help_text="选填；填写后以此为准，不再取文中日期。只知年月时写该月 1 日，并选精度。",
    )
    date_precision = forms.ChoiceField(
        label="日期精度",
        choices=[c for c in DatePrecision.choices() if c[0] != DatePrecision.UNKNOWN],
        initial=DatePrecision.DAY.value,
    )


def take_in(
    files: Iterable[UploadedFile], known: dict[str, Any], by: AbstractBaseUser
) -> list[Receipt]:
    """Ingest each file by itself: one that fails leaves the others be.

    *known* holds ``publication``, ``published_on`` and ``date_precision`` for all of them.
    """
    return [
        _take(one, known, by)
        for file in files
        # One byte too many is enough for the reader to refuse what is too large.
        for one in readers.files(file.read(readers.LARGEST + 1), file.name or "（无名文件）")
    ]


def _take(file: readers.File, known: dict[str, Any], by: AbstractBaseUser) -> Receipt:
    name = file.name
    precision = next(one for one in DatePrecision if one.value == known["date_precision"])
    try:
        outcome = ingest(
            file.load(),
            name,
            by=by,
            given=Given(known["publication"], known["published_on"], precision),
        )
    except (readers.ReaderError, NothingFound) as error:
        return Receipt(name, failure=str(error))
    articles = outcome.source.articles.order_by("ordinal").only("headline")
    return Receipt(name, outcome.source, tuple(articles), outcome.created)
