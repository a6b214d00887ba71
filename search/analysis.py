"""Text to terms: the one fold and the one tokeniser, for index, query and highlight alike.

Two views of a text. *Characters* decide what is found: every sign of the folded text, white space
left out, so that a phrase is found exactly where it stands, whatever a tokeniser makes of it.
*Words*, cut by jieba, only rank what was found. jieba's own ``ChineseAnalyzer`` is not used: it
numbers words by character offset, and phrases then never match.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from search import cutting

VERSION = f"fold2-{cutting.VERSION}"
"""Changes whenever the same text may give other terms; indexes are then built anew."""

FULL_WIDTH = range(0xFF01, 0xFF5F)  # ！ to ～, the same signs as ! to ~
VARIANTS = {
    '"': "“”„‟",
    "'": "‘’‚‛",
    "-": "‐‑‒–—―−─",
    "·": "•‧・･",
    "~": "〜",
}  # one sign, printed or typed in several ways
BLANK_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})  # controls, zero-width signs, lone surrogates
END_MARKS = "。!?;…"
SENTENCE_END = re.compile(rf"[{END_MARKS}]+[\"')」』]*")
TWO_SIDED = frozenset("\"'")  # folded, these do not tell whether they open or close
WORD_SIGNS = frozenset("%‰℃")  # not letters or digits, yet worth a search of their own
QUOTES = "\"'「」『』｢｣〝〞〟﹁﹂﹃﹄"  # quotation marks, folded; 《》 name a book and are none
MIN_NAME, MAX_NAME = 2, 12  # folded characters of a name that is learnt as one word


def _simplified() -> dict[str, str]:
    lines = Path(__file__).with_name("traditional.txt").read_text("utf-8").splitlines()
    pairs = (pair for line in lines if not line.startswith("#") for pair in line.split())
    return {pair[0]: pair[1] for pair in pairs}


SIMPLIFIED = _simplified()
"""Traditional characters to simplified ones, one to one; none of these is a key itself."""


class Term(NamedTuple):
    """A folded character or word, its ordinal, and where it stands: ``text[start:end]``."""

    text: str
    position: int
    start: int
    end: int


class _Folds(dict[int, str]):
    """Code point to folded character, filled as characters are met; "" for what is left out."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character.isspace() or unicodedata.category(character) in BLANK_CATEGORIES:
        return ""
    if ord(character) in FULL_WIDTH:
        character = chr(ord(character) - 0xFEE0)
    lower = character.lower()[0]  # always one character: "İ".lower() would be two
    return SIMPLIFIED.get(lower, lower)


_QUOTES = b"(?:" + b"|".join(re.escape(sign.encode()) for sign in QUOTES) + b")*"
_NO_QUOTES = dict.fromkeys(map(ord, QUOTES))
_FOLDS = _Folds({ord(sign): base for base, signs in VARIANTS.items() for sign in signs})


def fold(text: str) -> str:
    """Return *text* in one width, case and script, white space and invisible signs left out.

    >>> fold("“醫心 向黨”，ＬＯＧＯ　１.27万")
    '"医心向党",logo1.27万'
    """
    return text.translate(_FOLDS)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return ``fold(text)`` and, for each of its characters, the offset in *text*.

    >>> fold_with_offsets("白 山")
    ('白山', [0, 2])
    """
    folded = fold(text)
    if len(folded) == len(text):  # as in most texts
        return folded, list(range(len(text)))
    return folded, [offset for offset, char in enumerate(text) if _FOLDS[ord(char)]]


def bare(folded: str) -> str:
    """Return *folded* text without quotation marks: slogans print them in mid-word.

    What is typed without quotes is sought in bare text, what is typed in quotes in folded text.

    >>> bare(fold("“四强”党支部"))
    '四强党支部'
    """
    return folded.translate(_NO_QUOTES)


def passing_over_quotes(needle: str) -> re.Pattern[bytes]:
    """Return what finds bare *needle* in the UTF-8 of folded text as if that text were bare.

    >>> bool(passing_over_quotes("四强党").search(fold("“四强”党支部").encode()))
    True
    """
    return re.compile(_QUOTES.join(re.escape(sign.encode()) for sign in needle))


def fold_run(typed: str) -> str:
    """Return what was *typed* without quotes, folded and bare; quotation marks alone stay."""
    return bare(folded := fold(typed)) or folded


def bare_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return ``bare(fold(text))`` and, for each of its characters, the offset in *text*.

    >>> bare_with_offsets("“三会”一课")
    ('三会一课', [1, 2, 4, 5])
    """
    folded, offsets = fold_with_offsets(text)
    if len(view := bare(folded)) == len(folded):
        return view, offsets
    return view, [o for sign, o in zip(folded, offsets, strict=True) if sign not in QUOTES]


def characters(text: str) -> Iterator[Term]:
    """Yield each character of the folded text with its ordinal and its place in *text*."""
    folded, offsets = fold_with_offsets(text)
    for position, (character, offset) in enumerate(zip(folded, offsets, strict=True)):
        yield Term(character, position, offset, offset + 1)


def words(text: str) -> Iterator[Term]:
    """Yield the words of *text* in jieba's search mode: long words, and the shorter ones in them.

    Marks and white space are left out; positions are ordinals.
    """
    even = "".join(_FOLDS[ord(char)] or " " for char in text)  # same length, so offsets hold
    found = (term for term in cutting.cut_for_search(even) if is_word(term[0]))
    for position, (word, start, end) in enumerate(found):
        yield Term(word, position, start, end)


def sentences(folded: str) -> list[str]:
    """Return the sentences of a folded text, end marks included; joined they are the text.

    >>> sentences('党员义诊。"好!"群众说;3.5万人')
    ['党员义诊。', '"好!"', '群众说;', '3.5万人']
    """
    found, start, counted = [], 0, 0
    odd = dict.fromkeys(TWO_SIDED, False)
    for match in SENTENCE_END.finditer(folded):
        end = match.end()
        for place in range(counted, end):
            sign = folded[place]
            if sign in odd:
                if place > match.start() and not odd[sign]:  # it opens the next sentence
                    end = place
                    break
                odd[sign] = not odd[sign]
        counted = end
        found.append(folded[start:end])
        start = end
    return [*found, folded[start:]] if start < len(folded) else found


def needles(runs: Iterable[str]) -> tuple[str, ...]:
    """Return the folded strings that must all occur where *runs* were typed without quotes.

    Each run is cut into words, each word once; marks between words are dropped, but a run of
    nothing but marks stays whole. Quotation marks in a run part no words.

    >>> needles(["党建，品牌", "《", "「三会」一课"])
    ('党建', '品牌', '《', '三会', '一课')
    """
    folded = map(fold_run, runs)
    cut = ([word for word in cutting.cut(run) if is_word(word)] or [run] for run in folded)
    return tuple(dict.fromkeys(needle for needles in cut for needle in needles if needle))


def dictionary_of(names: Iterable[str]) -> frozenset[str]:
    """Return those of *names*, folded and bare, that a tokeniser should know as one word.

    That is names of some length and nothing but letters and digits, most of them Chinese. Longer
    ones are descriptions, and so are those with 的 in them; what is a word already needs no place.

    >>> dictionary_of(["“医心向党”", "医院", "1+6", "有温度的党建"])
    frozenset({'医心向党'})
    """
    folded = {bare(fold(name)) for name in names}
    return frozenset(name for name in folded if _is_name(name) and not cutting.known(name))


def _is_name(folded: str) -> bool:
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in folded)
    return (
        MIN_NAME <= len(folded) <= MAX_NAME
        and folded.isalnum()
        and 2 * chinese > len(folded)
        and "的" not in folded
    )


def is_word(text: str) -> bool:
    """Tell a word from marks and white space."""
    return text.isalnum() or any(char.isalnum() or char in WORD_SIGNS for char in text)
