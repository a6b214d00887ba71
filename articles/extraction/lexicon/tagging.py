"""Parts of speech from jieba's dictionary, read when they are first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import jieba


@cache
def tags() -> Mapping[str, str]:
    """Return the part of speech of every word of the dictionary, in jieba's short names."""
    found: Mapping[str, str] = _tagger().dt.word_tag_tab
    return found


def first_word(text: str) -> tuple[str, str]:
    """Return the first word of *text* as jieba cuts and tags it, unknown words guessed."""
    pair = next(iter(_tagger().cut(text)), None)
    return (pair.word, pair.flag) if pair else ("", "")


@cache
def _tagger() -> Any:
    # Here, because importing it reads the whole dictionary: a start that reads no text can wait.
    from jieba import posseg  # noqa: PLC0415

    jieba.setLogLevel(60)
    posseg.dt.initialize()
    return posseg
