"""Encodings that a person may choose where the guess is wrong, and how a file looks in each."""

from __future__ import annotations

import codecs

from articles.readers import ReaderError
from articles.readers.encodings import CONTROL, is_legible

CHOICES = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
CODECS = {"big5": ("cp950", "big5hkscs")}  # an encoding's forms, where it has several
OPENING = 200  # characters shown of each


def recoded(data: bytes, name: str, encoding: str) -> bytes:
    """Return *data*, which somebody says is in *encoding*, as UTF-8 with its mark.

    Raises :exc:`ReaderError` where it is not, or where that gives no legible text.
    """
    text = _decoded(data, encoding)
    if text is None or not is_legible(text):
        raise ReaderError(f"{name}：内容不符合所选的编码 {encoding}，请改选。")
    return codecs.BOM_UTF8 + text.encode()


def readings(data: bytes) -> list[dict[str, str]]:
    """Return how *data* begins in each encoding that fits: ``encoding`` and ``opening``."""
    found = []
    for encoding in CHOICES:
        text = _decoded(data, encoding)
        if text is not None and not CONTROL.search(text[:OPENING]):
            found.append({"encoding": encoding, "opening": text[:OPENING]})
    return found


def _decoded(data: bytes, encoding: str) -> str | None:
    """Return the text of *data*, its mark left out, or None where a byte does not fit."""
    for codec in CODECS.get(encoding, (encoding,)):
        try:
            return data.decode(codec).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    return None
