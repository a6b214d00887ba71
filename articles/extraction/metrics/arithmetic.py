"""Parts of a whole, and whether a stated share agrees with them.

Only a share that the text ties to a part and its whole is recomputed. Differences and sums are
left alone: members leave as well as join.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from articles.extraction.metrics.matching import Quantity
from articles.extraction.vocabulary import ArithmeticCheck, UnitFamily

_OF_WHICH = re.compile(r"其中(?!一|心|之)")
_BRACKET = re.compile(r"[(（][^)）]*其中")
_AMONG = re.compile(r"中(?=[，,、]?$|[，,][^，,。；;]{0,20}$|有)")
_SHARE = re.compile(r"占比|比例|比重|占")
_STOP = re.compile(r"[；;。]")


def wholes(text: str, quantities: Sequence[Quantity]) -> list[int | None]:
    """Return for each of *quantities*, those of one sentence, the index of its whole or None."""
    found: list[int | None] = []
    whole: int | None = None
    bracketed = False  # whether the parts are listed within brackets, whose end ends them
    for index, quantity in enumerate(quantities):
        previous = quantities[index - 1] if index else None
        between = text[previous.right if previous else 0 : quantity.left]
        if _STOP.search(between) or (bracketed and ")" in between.replace("）", ")")):
            whole = None
        if previous and (_OF_WHICH.search(between) or _AMONG.search(between)):
            whole, bracketed = index - 1, bool(_BRACKET.search(between))
        fits = whole is not None and _part_of(quantity, quantities[whole])
        found.append(whole if fits else None)
    return found


def check(
    text: str,
    quantities: Sequence[Quantity],
    parents: Sequence[int | None],
    index: int,
    subject: str,
) -> ArithmeticCheck:
    """Recompute the share at *index* from the part before it and the whole of that part.

    *subject* is that of the part; a share that names a ratio of it (高知发展比例) belongs to it.
    """
    share = quantities[index]
    if share.unit != "%" or not index or not share.exact:
        return ArithmeticCheck.NONE
    parent = parents[index - 1]
    part = quantities[index - 1]
    lead = text[part.right : share.left]
    if parent is None or _STOP.search(lead) or not _tied(lead, subject):
        return ArithmeticCheck.NONE
    whole = quantities[parent]
    if not (part.exact and whole.exact and whole.value):
        return ArithmeticCheck.NONE
    exponent = share.value.as_tuple().exponent
    place = (
        Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)
    )
    difference = abs(part.value / whole.value * 100 - share.value)
    # Reports round or cut the last digit; both are right.
    return ArithmeticCheck.RIGHT if difference < place else ArithmeticCheck.DOUBTFUL


def _tied(lead: str, subject: str) -> bool:
    ratio = _SHARE.search(lead)
    if not ratio:
        return False
    before = lead[: ratio.start()].strip(" ，,、）)")
    return (
        not before
        or (bool(subject) and subject[-2:] in lead)
        or lead[ratio.start() - 1] in "，,）)"
    )


def _part_of(part: Quantity, whole: Quantity) -> bool:
    people = part.family is whole.family is UnitFamily.PEOPLE
    return part.value <= whole.value and part.unit != "%" and (people or part.unit == whole.unit)
