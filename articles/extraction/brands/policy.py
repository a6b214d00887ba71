"""Terms of party and state that belong to no author: the list of the project and what is added."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from articles.extraction import lexicon
from articles.extraction.brands.quotes import plain
from articles.extraction.types import PolicyRule
from articles.extraction.vocabulary import BrandKind

KINDS = {kind.value: kind for kind in BrandKind}


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules by plain term, and a pattern of those that count without quotes, too."""

    rules: Mapping[str, PolicyRule]
    bare: re.Pattern[str]

    def is_set_phrase(self, name: str) -> bool:
        """Tell whether *name* is a set phrase, which names no undertaking."""
        rule = self.rules.get(plain(name))
        return rule is not None and rule.kind is None


def policy_with(extra: Mapping[str, PolicyRule]) -> Policy:
    """Return the policy of the project with the rules of *extra*, which go before its own."""
    if not extra:
        return _committed()
    terms = _terms() | dict(extra)
    overruled = {plain(term) for term in extra}
    return _policy(
        {
            term: rule
            for term, rule in terms.items()
            if term in extra or plain(term) not in overruled
        }
    )


@cache
def _committed() -> Policy:
    return _policy(_terms())


@cache
def _terms() -> dict[str, PolicyRule]:
    return {
        row["term"]: PolicyRule(
            KINDS[row["kind"]] if row["standing"] == "campaign" else None, row["bare"] == "1"
        )
        for row in lexicon.table("policy_terms")
    }


def _policy(terms: Mapping[str, PolicyRule]) -> Policy:
    bare = sorted(
        (term for term, rule in terms.items() if rule.bare and rule.kind),
        key=lambda term: (-len(term), term),
    )
    pattern = "(?<!党规)(?:" + "|".join(re.escape(term) for term in bare) + ")"
    rules = {key: rule for term, rule in terms.items() if (key := plain(term))}
    return Policy(rules, re.compile(pattern if bare else "(?!)"))
