"""A look at a file before anything of it is stored: what is in it, and what speaks against it."""

from __future__ import annotations

import hashlib
import logging

from django.db.models import Q

from articles import extraction
from articles.curation import decoding, likenesses
from articles.curation.ingest import NothingFound, read
from articles.models import BatchFile, Source
from articles.readers import Document, ReaderError
from articles.readers.encodings import is_legible

logger = logging.getLogger(__name__)

LOOK_ALIKES = 3  # named a file
SHORT = 60  # characters; a body below that is hardly a report
OPENING = 200  # characters of the text shown
UNTITLED = "（无标题）"


def check(file: BatchFile, data: bytes) -> str:
    """Set what the check of *file* saw, and store the row; return a line about it.

    A file that cannot be imported keeps one clear sentence in ``error`` and loses its tick.
    """
    file.sha256, file.size = hashlib.sha256(data).hexdigest(), len(data)
    file.headlines, file.alike, file.warnings = [], [], []
    file.error = file.found_encoding = file.preview = ""
    document: Document | None = None
    try:
        document, found = read(data, file.name, file.encoding)
    except (ReaderError, NothingFound) as error:
        refuse(file, str(error))
    except Exception as error:  # one file that breaks the reading must not hide the others
        logger.exception("检查 %s 时出错", file.name)
        refuse(file, f"识读时出错（{type(error).__name__}），已记入日志。")
    else:
        _describe(file, document, found)
    file.readings = _readings(file, document, data)
    file.source = Source.objects.with_digest(file.sha256) if not file.error else None
    file.include, file.checked = not file.error, True
    file.save()
    return f"{file.name}：{file.error or f'{len(file.headlines)} 篇'}"


def refuse(file: BatchFile, message: str) -> None:
    """Note in *file* why it cannot be imported; the page names the file itself."""
    file.error = message.removeprefix(f"{file.name}：")
    file.include = False


def _describe(file: BatchFile, document: Document, found: tuple[extraction.Article, ...]) -> None:
    held = [one for one in found if one.layout.body]
    file.found_encoding = document.encoding
    file.preview = document.text.lstrip()[:OPENING]
    file.headlines = [one.layout.headline or UNTITLED for one in held]
    for one in held:
        for other, share in likenesses.resembling(one.layout.body)[:LOOK_ALIKES]:
            name = other.headline or UNTITLED
            file.alike.append(
                {"pk": other.pk, "headline": name, "share": round(share.contained, 2)}
            )
    if not Source.objects.with_digest(file.sha256):  # what is stored already is as it is
        file.warnings = _warnings(file, held)


def _warnings(file: BatchFile, held: list[extraction.Article]) -> list[str]:
    """Return what a person should know before saying yes, most important first."""
    said = []
    if twin := _twin(file):
        said.append(f"与本批的“{twin.name}”内容相同，只导入一次")
    same = Source.objects.filter(name=file.name.rpartition("/")[2]).exclude(sha256=file.sha256)
    if same.exists():
        said.append("库中已有同名文件，内容不同")
    typed = file.published_on or file.batch.published_on
    if not typed and not all(one.publication and one.publication.year for one in held):
        said.append("文中没有刊发日期，请填写")
    if off := sum(one.off_topic for one in held):
        said.append(f"{off} 篇像是与党建无关")
    if short := sum(len(one.layout.body) < SHORT for one in held):
        said.append(f"{short} 篇正文不足 {SHORT} 字")
    return said


def _twin(file: BatchFile) -> BatchFile | None:
    """Return the file of the same bytes that stands before *file* in its import."""
    before = Q(position__lt=file.position) | Q(position=file.position, member__lt=file.member)
    same = file.batch.files.filter(before, sha256=file.sha256, include=True)
    return same.first()


def _readings(file: BatchFile, document: Document | None, data: bytes) -> list[dict[str, str]]:
    """Return how the file begins in other encodings, where there is anything to choose."""
    text = document is None or document.media_type.startswith("text/")
    if not text or not data.strip() or data.startswith((b"PK\x03\x04", b"%PDF-")):
        return []
    return decoding.readings(data)


def doubtful(file: BatchFile) -> bool:
    """Tell whether a person should look at the encoding of *file*: more than one gives a text.

    Byte order marks, and UTF-8 as such, leave no doubt.
    """
    if file.encoding:
        return False
    others = [one for one in file.readings if one["encoding"] != file.found_encoding]
    if file.error:
        return bool(others)
    return file.found_encoding != "utf-8" and any(is_legible(one["opening"]) for one in others)
