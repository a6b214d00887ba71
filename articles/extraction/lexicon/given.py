"""How much a few characters look like a given name, by the names in jieba's dictionary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from math import log

from articles.extraction import lexicon
from articles.extraction.lexicon.cutting import frequencies
from articles.extraction.lexicon.tagging import tags

UNSEEN_GIVEN = 0.1  # of an occurrence, for a character that no listed name has in its place
UNSEEN_ALONE = 30  # occurrences, so that a rare character is not taken for a name by its rareness


def likeness(given: str) -> float:
    """Return how much likelier *given*, one or two characters, stands in a name than in a text.

    The sum over its characters of the natural logarithm of the one share by the other: above 0 a
    name is likelier, and 冯占山 has 1.6, 张永强 5.6, 高度重(视) -0.5.
    """
    return sum(_weights(place).get(c, 0.0) for place, c in enumerate(reversed(given)))


@cache
def _weights(place: int) -> Mapping[str, float]:
    """Return the weight of each character of the dictionary at a *place*: 0 ends the name."""
    counts = _listed(place)
    names = counts.total()
    alone = {word: count for word, count in frequencies().items() if len(word) == 1}
    characters = sum(alone.values())
    return {
        character: log((counts[character] + UNSEEN_GIVEN) / names)
        - log((count + UNSEEN_ALONE) / characters)
        for character, count in alone.items()
    }


@cache
def _listed(place: int) -> Counter[str]:
    """Return how often each character stands at *place* in the listed names of three characters."""
    surnames = lexicon.words("surnames")
    return Counter(
        word[2 - place]
        for word, tag in tags().items()
        if tag == "nr" and len(word) == 3 and word[0] in surnames
    )
