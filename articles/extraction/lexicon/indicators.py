"""Which indicator a figure belongs to, so that figures of different reports can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from articles.extraction.lexicon import table
from articles.extraction.vocabulary import UnitFamily

COUNTED = frozenset({UnitFamily.COUNT, UnitFamily.BODIES, UnitFamily.EVENTS})
QUOTES = re.compile(r"[“”\"‘’「」\s]")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator; an empty tuple of units and an empty pattern fit everything."""

    slug: str
    name: str
    family: UnitFamily
    group: str
    additive: bool
    definition: str
    subject: re.Pattern[str]
    action: re.Pattern[str]
    units: tuple[str, ...]
    excluded: re.Pattern[str] | None

    def fits(self, subject: str, action: str, unit: str, family: UnitFamily) -> bool:
        """Tell whether a figure with these parts belongs to this indicator."""
        if family is not self.family and not (family in COUNTED and self.family in COUNTED):
            return False
        if self.units and unit not in self.units:
            return False
        if self.excluded and (self.excluded.search(subject) or self.excluded.search(action)):
            return False
        return bool(self.subject.search(subject) and self.action.search(action))


@cache
def indicators() -> tuple[Indicator, ...]:
    """Return every indicator, in the order in which they are tried."""
    families = {family.value: family for family in UnitFamily}
    return tuple(
        Indicator(
            slug=row["slug"],
            name=row["name"],
            family=families[row["family"]],
            group=row["group"],
            additive=row["additive"] == "1",
            definition=row["definition"],
            subject=re.compile(row["subject"]),
            action=re.compile(row["action"]),
            units=tuple(filter(None, row["unit"].split("|"))),
            excluded=re.compile(row["excluded"]) if row["excluded"] else None,
        )
        for row in table("indicators")
    )


def match_indicator(subject: str, action: str, unit: str, family: UnitFamily) -> str:
    """Return the slug of the indicator that a figure belongs to, "" for none.

    *subject* is the noun phrase counted, *action* the verb before it, both as printed. Families
    that are counted one by one (bodies, events, count) may stand for one another, others not.
    """
    plain = QUOTES.sub("", subject)
    for indicator in indicators():
        if indicator.fits(plain, action, unit, family):
            return indicator.slug
    return ""
