"""Parts of speech from jieba's dictionary, read when they are first asked for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache

import jieba


@cache
def tags() -> Mapping[str, str]:
    """Return the part of speech of every word of the dictionary, in jieba's short names.

    The file is read here, because jieba's own reader brings its model for unknown words with it.
    """
    with jieba.get_dict_file() as lines:
        rows = (line.split() for line in lines.read().decode("utf-8").splitlines())
        return {word: sys.intern(tag) for word, _count, tag in rows}
