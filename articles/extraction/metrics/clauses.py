"""Sentences, clauses and words of a passage: the room in which a figure is understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import jieba
import jieba.posseg

from articles.extraction.lexicon import table, words as lexicon_words

# Exactly one sentence: it ends at its first mark, closing quotes and brackets included.
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?[”’」』）)]*")
_BREAKS = re.compile(r"[，,；;。！？!?：:（）()—…\n]")
_QUOTED = re.compile(r"“[^“”]{0,30}”|‘[^‘’]{0,30}’|「[^「」]{0,30}」|《[^《》]{0,60}》|\"[^\"，。；]{0,30}\"")
_CLOSERS = "”’」』）)"


class Sentence(NamedTuple):
    """``text[start:end]`` is one sentence, without white space around it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a clause with jieba's part of speech; offsets count within the clause."""

    start: int
    end: int
    text: str
    flag: str

    @property
    def kind(self) -> str:
        """What the lexicon knows of it as a verb: act, both, noun, lead, or "" for nothing."""
        return _verbs().get(self.text, "")

    @property
    def verbal(self) -> bool:
        """Whether jieba takes it for a verb that is no noun."""
        return self.flag in ("v", "vg", "vd", "vi", "vq")


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
    """Return the offsets of the marks between clauses; those within short quotes do not count."""
    quoted = bytearray(len(text))
    for match in _QUOTED.finditer(text):
        quoted[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return [match.start() for match in _BREAKS.finditer(text) if not quoted[match.start()]]


def cut(clause: str) -> list[Word]:
    """Return the words of *clause*, which covers them without a gap."""
    jieba.setLogLevel(60)
    found, position = [], 0
    for pair in jieba.posseg.cut(clause):
        end = position + len(pair.word)
        found.append(Word(position, end, pair.word, pair.flag))
        position = end
    return found
