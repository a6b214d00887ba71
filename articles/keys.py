"""Keys of rows as addresses and forms carry them."""

from __future__ import annotations

from collections.abc import Iterable

LARGEST = 2**63 - 1  # what a column of keys can hold


def key_of(text: str) -> int:
    """Return *text* as the key of a row; 0, which no row has, where it cannot be one.

    A key is written in the digits 0 to 9 alone, and fits the column.

    >>> key_of("12"), key_of("１２"), key_of("-1"), key_of("9" * 23)
    (12, 0, 0, 0)
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST))):
        return 0
    key = int(text)
    return key if key <= LARGEST else 0


def keys_of(texts: Iterable[str]) -> list[int]:
    """Return the keys among *texts* in their order, each once; what is none is passed over."""
    return list(dict.fromkeys(key for text in texts if (key := key_of(text))))
