"""What a bulletin's masthead says of the place that it comes from."""

from __future__ import annotations

from articles.extraction.lexicon import divisions
from articles.extraction.lexicon.divisions import NameKind, NameMatch
from articles.extraction.types import RegionVerdict
from articles.extraction.vocabulary import Basis

CONFIDENCE = 0.5  # the article itself names no place


def named(text: str) -> list[NameMatch]:
    """Return the full names of divisions in *text* that can mean one alone."""
    return [
        name
        for name in divisions.match(text)
        if name.kind is NameKind.FULL and len(name.candidates) == 1
    ]


def judge_masthead(imprint: str) -> RegionVerdict | None:
    """Return the innermost division that *imprint* names, if all that it names hold this one."""
    codes = {name.candidates[0] for name in named(imprint)}
    inner = max(codes, key=lambda code: len(divisions.ancestors(code)), default="")
    if not inner or not all(divisions.is_within(inner, code) for code in codes):
        return None
    return RegionVerdict(inner, Basis.INFERRED, (), CONFIDENCE, "masthead")
