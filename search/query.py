"""What was typed into the search box, understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

MAX_LENGTH = 200  # characters
MAX_TERMS = 20

QUOTE = '["“”„‟＂]'
PARTS = re.compile(
    rf"(?P<minus>[-－])?{QUOTE}(?P<phrase>[^\"“”„‟＂]*){QUOTE}|(?P<run>[^\s\"“”„‟＂]+)"
)


@dataclass(frozen=True, slots=True)
class Query:
    """Everything that must, and must not, occur in an article.

    A run of ``words`` holds no white space and is cut into words that may stand apart; each of
    ``phrases`` must stand as it is; none of ``excluded`` may stand. ``text`` is what was typed,
    within bounds; ``notice``, in Chinese, tells the reader what could not be taken at its word.
    """

    text: str = ""
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    notice: str = ""

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read *typed*: quoted parts are phrases, ``-`` before a part excludes it, else words.

        Any two quotation marks make a pair, “医心向党”, ”医心向党“ and "医心向党" alike. Nothing
        raises: what is unbalanced or too long is read as well as possible, with a notice.

        >>> Query.parse('党建 "医心向党" -培训').excluded
        ('培训',)
        """
        notices = []
        text = " ".join(typed.split())
        if len(text) > MAX_LENGTH:
            text = text[:MAX_LENGTH]
            notices.append(f"检索词过长，只取了前 {MAX_LENGTH} 个字")
        plain = text
        if len(re.findall(QUOTE, text)) % 2:
            plain = re.sub(QUOTE, " ", text)
            notices.append("引号不成对，已按普通词检索")
        parts = _parts(plain)
        if len(parts) > MAX_TERMS:
            parts = parts[:MAX_TERMS]
            notices.append(f"检索词过多，只取了前 {MAX_TERMS} 个")
        return cls(
            text=text,
            words=tuple(part for kind, part in parts if kind == "word"),
            phrases=tuple(part for kind, part in parts if kind == "phrase"),
            excluded=tuple(part for kind, part in parts if kind == "excluded"),
            notice="；".join(notices),
        )

    @property
    def parts(self) -> tuple[str, ...]:
        """Every run, phrase and exclusion, each as it could be typed."""
        return (
            *self.words,
            *(f"“{phrase}”" for phrase in self.phrases),
            *(f"-“{text}”" for text in self.excluded),
        )

    @property
    def blank(self) -> bool:
        """Whether nothing was asked for, so that every article answers."""
        return not (self.words or self.phrases or self.excluded)


def _parts(text: str) -> list[tuple[str, str]]:
    """Return ``(kind, text)`` for each part of *text* that is not empty."""
    found = []
    for part in PARTS.finditer(text):
        if run := part["run"]:
            excludes = run[0] in "-－" and len(run) > 1
            found.append(("excluded", run[1:]) if excludes else ("word", run))
        elif phrase := part["phrase"].strip():
            found.append(("excluded" if part["minus"] else "phrase", phrase))
    return found
