"""Chinese text for the eye: full-width marks between Han, titles in phrases. Lengths never change."""

from __future__ import annotations

import re

HAN = r"㐀-鿿豈-﫿"
NEAR = rf"[{HAN}“”‘’「」『』《》（）、。，；：？！…—]"
WIDE = str.maketrans(",:;?!()", "，：；？！（）")
MARKS = re.compile(rf"(?<={NEAR})[,:;?!]|[,:;?!](?={NEAR})")
BRACKETS = re.compile(r"\(([^()\n]{0,80})\)")
PHRASE_END = re.compile(r"[^\s：—]*(?:：|—{1,2}|\s+|$)")


def for_eye(text: str) -> str:
    """Return *text* with half-width marks beside Han made full-width, one for one.

    >>> for_eye("近年来,减免1,200元(约)"), for_eye("at 10:30, ok")
    ('近年来，减免1,200元（约）', 'at 10:30, ok')
    """
    return MARKS.sub(_wide, BRACKETS.sub(_wide_brackets, text))


def _wide(match: re.Match[str]) -> str:
    return match[0].translate(WIDE)


def _wide_brackets(match: re.Match[str]) -> str:
    around = match.string[max(match.start() - 1, 0) : match.start()]
    around += match[1] + match.string[match.end() : match.end() + 1]
    return f"（{match[1]}）" if re.search(f"[{HAN}]", around) else match[0]


def phrases(title: str) -> list[tuple[int, str]]:
    """Cut *title* behind spaces, ： and —— into ``(offset, phrase)``; joined they are *title*.

    >>> phrases("吉林省白山市：党旗领航 医者仁心")
    [(0, '吉林省白山市：'), (7, '党旗领航 '), (12, '医者仁心')]
    """
    return [(match.start(), match[0]) for match in PHRASE_END.finditer(title) if match[0]]
