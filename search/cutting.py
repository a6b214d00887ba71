"""Text to words: the one place that asks jieba, with the words of the archive's own names.

A word only ranks; what is found is decided by characters (see :mod:`search.analysis`). An index
is cut with one dictionary, kept beside it, and queries on it with the same.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import jieba

jieba.setLogLevel(logging.WARNING)

VERSION = f"jieba{jieba.__version__}"

_JIEBA = jieba.Tokenizer()  # our own: words that others add to jieba's never reach the index
_learnt: frozenset[str] = frozenset()


def keep_dictionary_in(folder: Path) -> None:
    """Let jieba keep its parsed dictionary in *folder* instead of the shared temporary one."""
    with suppress(OSError):  # a folder that cannot be written costs a second at each start
        folder.mkdir(parents=True, exist_ok=True)
    _JIEBA.tmp_dir = str(folder)


def learn(words: frozenset[str]) -> None:
    """Make *words*, folded, the only ones known besides the tokeniser's own, for this process."""
    global _learnt
    if words == _learnt:
        return
    for word in _learnt - words:
        _JIEBA.del_word(word)
    for word in words - _learnt:
        _JIEBA.add_word(word)
    _learnt = words


def learnt() -> frozenset[str]:
    """Return the words that were learnt."""
    return _learnt


def known(word: str) -> bool:
    """Tell whether folded *word* is in the tokeniser's own dictionary."""
    _JIEBA.initialize()
    return bool(_JIEBA.FREQ.get(word)) and word not in _learnt


def digest(words: Iterable[str]) -> str:
    """Return the version of a dictionary: the same words, the same digest."""
    return sha256("\n".join(sorted(words)).encode()).hexdigest()[:16]


def cut(text: str) -> Iterator[str]:
    """Yield the words of folded *text*, marks among them; joined they are *text* again."""
    yield from _JIEBA.cut(text)


def cut_for_search(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield ``(word, start, end)`` in search mode: long words, and the shorter ones in them."""
    yield from _JIEBA.tokenize(text, mode="search")
