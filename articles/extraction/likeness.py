"""How much two texts have in common: runs of three characters, whatever the punctuation.

Measured on the seed reports: variants of one text (another headline, trimmed, 5 % of the
characters wrong) share at least 0.6 of all runs or hold 0.8 of the shorter's, two different
reports at most 0.05.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

RUN = 3  # characters
SAMPLED = 16  # one run in so many is kept as a sample to find candidates by
SAME = 0.6  # share of all runs from which two texts are one
WITHIN = 0.8  # share of the shorter text's runs from which it is an excerpt of the longer

NOT_TEXT = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """``overlap``: runs in common of all runs; ``contained``: of the shorter text's runs. 0 to 1."""

    overlap: float
    contained: float

    @property
    def same(self) -> bool:
        """Tell whether the two are one text, but for trimming and noise."""
        return self.overlap >= SAME

    @property
    def related(self) -> bool:
        """Tell whether one is the other or an excerpt of it."""
        return self.same or self.contained >= WITHIN


def runs(text: str) -> frozenset[str]:
    """Return the runs of three letters, digits or Han characters of *text*, marks left out."""
    letters = NOT_TEXT.sub("", text)
    return frozenset(letters[i : i + RUN] for i in range(len(letters) - RUN + 1))


def sample(found: frozenset[str]) -> frozenset[int]:
    """Return the hashes of one run in sixteen, the same ones whatever text they stand in."""
    hashes = (
        int.from_bytes(hashlib.blake2b(run.encode(), digest_size=6).digest(), "big")
        for run in found
    )
    return frozenset(value for value in hashes if value % SAMPLED == 0)


def compare(one: frozenset[str], other: frozenset[str]) -> Likeness:
    """Return how much two sets of runs have in common; nothing in common with an empty one."""
    common = len(one & other)
    if not common:
        return Likeness(0.0, 0.0)
    return Likeness(common / len(one | other), common / min(len(one), len(other)))
