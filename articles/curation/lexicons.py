"""What people have added to the word lists, as data for a reading."""

from __future__ import annotations

import hashlib

from django.contrib.auth.models import AbstractBaseUser

from articles.curation import history
from articles.curation.writing import writing
from articles.extraction import Lexicons, PolicyRule
from articles.extraction.version import rules_version
from articles.extraction.vocabulary import BrandKind
from articles.models import Indicator, Origin, PolicyTerm, Theme
from articles.signals import lists_changed


def current() -> Lexicons:
    """Return the lists as they stand now."""
    kinds = {kind.value: kind for kind in BrandKind}
    return Lexicons(
        policy={
            row.term: PolicyRule(kinds.get(row.kind), row.bare) for row in PolicyTerm.objects.all()
        }
    )


def version() -> str:
    """Return one string for the rules and, where there are any, the additions: at most 20 characters."""
    rows = list(PolicyTerm.objects.values_list("term", "kind", "bare"))
    if not rows:
        return rules_version()
    return f"{rules_version()}+{hashlib.sha256(repr(rows).encode()).hexdigest()[:6]}"


@writing(reason="编辑词表")
def save_listed(row: Indicator | Theme, *, by: AbstractBaseUser | None = None) -> None:
    """Store a row of a list of the product as a person left it; later versions leave it alone."""
    shown = set(history.articles_showing(row)) if row.pk else set()
    row.origin = Origin.PERSON
    row.save()
    history.announce(shown)
    lists_changed.send(sender=type(row))


@writing(reason="编辑政策用语")
def save_term(term: PolicyTerm, *, by: AbstractBaseUser | None = None) -> None:
    """Store a term; the next reading, or ``reread``, goes by it."""
    term.save()


@writing(reason="删去政策用语")
def delete_term(term: PolicyTerm, *, by: AbstractBaseUser | None = None) -> None:
    """Remove a term; the next reading, or ``reread``, goes without it."""
    term.delete()
