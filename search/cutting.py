"""Text to words: the one place that asks a tokeniser, with the words of the archive's own names.

A word only ranks; what is found is decided by characters (see :mod:`search.analysis`). An index
is cut with one dictionary, kept beside it, and queries on it with the same.

jieba is the reference. rjieba, the same dictionary and algorithm in Rust, cuts some twenty times
as fast and is taken where it is installed; its name is then part of the version, so that no index
mixes the two.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import jieba

FAST = find_spec("rjieba") is not None  # there is no wheel for some machines
if FAST:
    import rjieba

jieba.setLogLevel(logging.WARNING)

VERSION = f"rjieba{version('rjieba')}" if FAST else f"jieba{jieba.__version__}"
STOP = "\ue000"  # of private use, in no word
JOINED = re.compile(r"-|\.(?!\d)")  # what rjieba takes into a word of letters, and jieba does not


class Tokeniser(Protocol):
    """A dictionary and what it cuts texts into."""

    def add(self, word: str) -> None:
        """Let *word* be a word."""

    def knows(self, word: str) -> bool:
        """Tell whether *word* is in the dictionary."""
        ...

    def cut(self, text: str) -> Iterable[str]:
        """Return the pieces of *text*; joined they are *text* again."""
        ...

    def search(self, text: str) -> Iterable[tuple[str, int, int]]:
        """Return ``(word, start, end)`` for all words, shorter ones within longer ones too."""
        ...

    def search_words(self, text: str) -> Iterable[str]:
        """Return the words of :meth:`search` alone."""
        ...


class Jieba:
    """The reference."""

    def __init__(self) -> None:
        self._own = jieba.Tokenizer()  # words that others add to jieba's never reach the index
        if _folder:
            self._own.tmp_dir = str(_folder)

    def add(self, word: str) -> None:
        """See :class:`Tokeniser`."""
        self._own.add_word(word)

    def knows(self, word: str) -> bool:
        """See :class:`Tokeniser`."""
        self._own.initialize()
        return bool(self._own.FREQ.get(word))

    def cut(self, text: str) -> Iterable[str]:
        """See :class:`Tokeniser`."""
        found: Iterable[str] = self._own.cut(text)
        return found

    def search(self, text: str) -> Iterable[tuple[str, int, int]]:
        """See :class:`Tokeniser`."""
        found: Iterable[tuple[str, int, int]] = self._own.tokenize(text, mode="search")
        return found

    def search_words(self, text: str) -> Iterable[str]:
        """See :class:`Tokeniser`."""
        found: Iterable[str] = self._own.cut_for_search(text)
        return found


class Rjieba:
    """The same in Rust, made to part numbers and letters where jieba does."""

    def __init__(self) -> None:
        self._own = rjieba.Jieba()

    def add(self, word: str) -> None:
        """See :class:`Tokeniser`."""
        self._own.add_word(word, None, None)

    def knows(self, word: str) -> bool:
        """See :class:`Tokeniser`."""
        return bool(self._own.has_word(word))

    def cut(self, text: str) -> Iterable[str]:
        """See :class:`Tokeniser`."""
        start = 0
        for piece in self._own.cut(JOINED.sub(STOP, text)):
            end = start + len(piece)
            yield text[start:end]
            start = end

    def search(self, text: str) -> Iterable[tuple[str, int, int]]:
        """See :class:`Tokeniser`."""
        for _, start, end in self._own.tokenize(JOINED.sub(STOP, text), mode="search"):
            yield text[start:end], start, end

    def search_words(self, text: str) -> Iterable[str]:
        """See :class:`Tokeniser`; each of the signs that part words comes as a ``STOP``."""
        found: list[str] = self._own.cut_for_search(JOINED.sub(STOP, text))
        return found


_folder: Path | None = None
_learnt: frozenset[str] = frozenset()
_tokeniser: Tokeniser | None = None
_learning = threading.Lock()


def keep_dictionary_in(folder: Path) -> None:
    """Let jieba keep its parsed dictionary in *folder* instead of the shared temporary one."""
    global _folder, _tokeniser
    with suppress(OSError):  # a folder that cannot be written costs a second at each start
        folder.mkdir(parents=True, exist_ok=True)
    _folder, _tokeniser = folder, None


def learn(words: frozenset[str]) -> None:
    """Make *words*, folded, the only ones known besides the tokeniser's own, for this process."""
    global _learnt, _tokeniser
    if words is _learnt or words == _learnt:
        return
    with _learning:
        _tokeniser, _learnt = _knowing(words), words


def learnt() -> frozenset[str]:
    """Return the words that were learnt."""
    return _learnt


def known(word: str) -> bool:
    """Tell whether folded *word* is in the tokeniser's own dictionary."""
    return word not in _learnt and _in_use().knows(word)


def digest(words: Iterable[str]) -> str:
    """Return the version of a dictionary: the same words, the same digest."""
    return sha256("\n".join(sorted(words)).encode()).hexdigest()[:16]


def cut(text: str) -> Iterator[str]:
    """Yield the words of folded *text*, marks among them; joined they are *text* again."""
    yield from _in_use().cut(text)


def cut_for_search(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield ``(word, start, end)`` in search mode: long words, and the shorter ones in them."""
    yield from _in_use().search(text)


def words_for_search(text: str) -> Iterable[str]:
    """Return the words of :func:`cut_for_search` alone; what parts them may come as any sign."""
    return _in_use().search_words(text)


def _in_use() -> Tokeniser:
    """Return the tokeniser of this process; its dictionary is read when it is first asked."""
    global _tokeniser
    if (tokeniser := _tokeniser) is None:
        with _learning:
            tokeniser = _tokeniser = _tokeniser or _knowing(_learnt)
    return tokeniser


def _knowing(words: Iterable[str]) -> Tokeniser:
    """Return a new tokeniser; one that another thread may be asking must not be taught."""
    tokeniser = Rjieba() if FAST else Jieba()
    for word in words:
        tokeniser.add(word)
    return tokeniser
