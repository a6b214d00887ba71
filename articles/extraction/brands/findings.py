"""One place where a brand or undertaking is named, before places with one name are merged."""

from __future__ import annotations

from dataclasses import dataclass

from articles.extraction.vocabulary import BrandKind, BrandLevel


@dataclass(frozen=True, slots=True)
class Finding:
    """``passage[start:end]`` names ``name``; *parent* is the undertaking that it is a part of."""

    start: int
    end: int
    name: str
    kind: BrandKind
    level: BrandLevel
    rule: str
    confidence: float
    parent: str = ""
