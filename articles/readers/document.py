"""What every reader gives, and how it refuses."""

from __future__ import annotations

from dataclasses import dataclass


class ReaderError(ValueError):
    """A file that cannot be read; the message says in Chinese what is wrong and what to do.

    Inside the readers the message speaks of 文件; the door sets the file's name before it.
    """


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file: LF line ends, no byte order mark; plain text is kept to the letter."""

    text: str
    encoding: str  # canonical label: utf-8, utf-16-le, utf-16-be, gb18030, big5; unicode in a PDF
    media_type: str
