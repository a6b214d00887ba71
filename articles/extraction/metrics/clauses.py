"""Sentences, clauses and words of a passage: the room in which a figure is understood."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from articles.extraction.lexicon import table, words as lexicon_words
from articles.extraction.lexicon.cutting import cut_guessing
from articles.extraction.lexicon.tagging import tags

# Exactly one sentence: it ends at its first mark, closing quotes and brackets included.
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?[”’」』）)]*")
_BREAKS = re.compile(r"[，,；;。！？!?：:（）()—…\n]")
_QUOTED = re.compile(
    r"“[^“”]{0,30}”|‘[^‘’]{0,30}’|「[^「」]{0,30}」|《[^《》]{0,60}》|\"[^\"，。；]{0,30}\""
)
_DIGIT = re.compile(r"[0-9０-９]")
# Words that jieba's dictionary calls what they are not in a report: 村 zg, 举措 v, 清理 a.
_MENDED = dict.fromkeys(
    (
        "收入",
        "补助",
        "捐款",
        "赔偿",
        "分红",
        "支出",
        "村",
        "举措",
        "清单",
        "台账",
        "诉求",
        "投诉",
        "需求",
        "隐患",
        "单车",
        "楼",
        "桥",
        "渠",
    ),
    "n",
) | dict.fromkeys(("清理", "办理", "清淤", "配齐", "压降", "新修", "新设", "增派"), "v")
_CLOSERS = "”’」』）)"


class Sentence(NamedTuple):
    """``text[start:end]`` is one sentence, without white space around it."""

    start: int
    end: int


class Word(NamedTuple):
    """A word of a clause with jieba's part of speech; offsets count within the clause."""

    start: int
    end: int
    text: str
    flag: str

    @property
    def kind(self) -> str:
        """What the lexicon knows of it as a verb: act, both, noun, lead, attribute, adverb; or ""."""
        return _verbs().get(self.text, "")

    @property
    def verbal(self) -> bool:
        """Whether jieba takes it for a verb that is no noun."""
        return self.flag in ("v", "vd", "vi", "vq")


@cache
def _verbs() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in table("metric_verbs")}


@cache
def people() -> frozenset[str]:
    """Return the nouns for persons and households."""
    return lexicon_words("metric_people")


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of *text* in order; a mark within a quotation ends one as well."""
    found = []
    for match in _SENTENCE.finditer(text):
        stripped = match[0].strip().lstrip(_CLOSERS)
        if stripped:
            start = match.start() + match[0].index(stripped)
            found.append(Sentence(start, start + len(stripped)))
    return found


def breaks(text: str) -> list[int]:
    """Return the offsets of the marks between clauses; those in a quoted name do not count."""
    quoted = bytearray(len(text))
    for match in _QUOTED.finditer(text):
        if _DIGIT.search(match[0]):
            continue  # speech with a figure of its own
        quoted[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return [match.start() for match in _BREAKS.finditer(text) if not quoted[match.start()]]


def cut(clause: str) -> list[Word]:
    """Return the words of *clause*, which cover it without a gap; a short quotation is one noun."""
    found, position = [], 0
    for match in _QUOTED.finditer(clause):
        found += _cut(clause[position : match.start()], position)
        found.append(Word(*match.span(), match[0], "nz"))
        position = match.end()
    return found + _cut(clause[position:], position)


def _cut(text: str, position: int) -> list[Word]:
    found = []
    for whole in cut_guessing(text):
        for word, flag in _parted(whole, _flag(whole)):
            found.append(Word(position, position + len(word), word, flag))
            position += len(word)
    return found


def _flag(word: str) -> str:
    """Return the part of speech of *word* in jieba's dictionary; an unknown word is a noun.

    jieba's model for unknown words is left out: it guesses no better, and slowly.
    """
    if mended := _MENDED.get(word, "n" if word in people() else ""):
        return mended
    known = tags().get(word)
    return known or ("n" if len(word) > 1 and "\u4e00" <= word[0] <= "\u9fff" else "x")


def _parted(word: str, flag: str) -> tuple[tuple[str, str], ...]:
    """Part a set phrase that jieba keeps whole into verb and object (发展党员, 发放贷款)."""
    if (
        len(word) == 4
        and flag in ("l", "i", "v", "vn", "z", "n")
        and _verbs().get(word[:2]) in ("act", "both")
    ):
        return (word[:2], "v"), (word[2:], "n")
    return ((word, flag),)
