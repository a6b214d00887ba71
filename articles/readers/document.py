"""What every reader gives, and how it refuses."""

from __future__ import annotations

from dataclasses import dataclass


class ReaderError(ValueError):
    """A file that cannot be read; the message says in Chinese what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file: LF line ends, no byte order mark, otherwise to the letter."""

    text: str
    encoding: str  # canonical label: utf-8, utf-16-le, utf-16-be, gb18030
    media_type: str
