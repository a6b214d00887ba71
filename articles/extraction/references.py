"""Lists of references in the form of GB/T 7714: one entry to its parts."""

from __future__ import annotations

import re

from articles.extraction.types import Reference

MARK = re.compile(r"[\[［〔(（]?\s*\d{1,3}\s*(?:[\]］〕)）、]|\.(?!\d))\s*")
KIND = re.compile(r"[\[［]\s*(?P<type>[A-Z]{1,2}(?:/[A-Z]{2})?)\s*[\]］]")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
NUMBERS = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*(?:年\s*第?\s*|[,，]?\s*)(?P<volume>\d{1,4})?\s*(?:[(（第]\s*(?P<issue>[\d\-]{1,6})\s*[)）期])?"
    r"(?:\s*[:：]\s*(?P<pages>[A-Z]?\d{1,5}(?:\s*[-–—~+]\s*[A-Z]?\d{1,5})?))?"
)


def parse_reference(text: str) -> Reference:
    """Return one printed entry with as many of its parts as can be read.

    >>> parse_reference("[1]李明阳. 党建[J]. 延边党校学报,2021,37(3):39-44.").container
    '延边党校学报'
    """
    bare = MARK.sub("", text, count=1) if MARK.match(text) else text
    kind = KIND.search(bare)
    if kind is None:
        year = YEAR.search(bare)
        return Reference(text=text, year=int(year.group()) if year else None)
    authors, title = _authors_and_title(bare[: kind.start()])
    rest = bare[kind.end() :].lstrip(" .．。,，")
    numbers = NUMBERS.search(rest)
    container = re.split(r"[,，]|\.\s", rest[: numbers.start()] if numbers else rest)[0].strip(
        " .．。,，:："
    )
    found = (
        numbers.groupdict(default="")
        if numbers
        else {"year": "", "volume": "", "issue": "", "pages": ""}
    )
    return Reference(
        text=text,
        authors=authors,
        title=title,
        type=kind["type"],
        container=container,
        year=int(found["year"]) if found["year"] else None,
        volume=found["volume"],
        issue=found["issue"],
        pages=found["pages"].replace(" ", ""),
    )


def _authors_and_title(text: str) -> tuple[tuple[str, ...], str]:
    """Return the authors and the title that stand before the mark of the document type."""
    head, separator, title = re.sub(r"[．]", ".", text).partition(".")
    if not separator or not title.strip():
        head, separator, title = text.partition("：")
    if not separator or not title.strip():
        return (), text.strip(" .")
    names = [name.strip() for name in re.split(r"[,，、;；]", head)]
    return tuple(name for name in names if name and name not in ("等", "et al")), title.strip(" .")
