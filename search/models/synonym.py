"""Terms that mean the same, as people keep them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction

from articles.curation.writing import writing
from articles.models.tracking import TrackedQuerySet, tracked
from search.query.widening import MAX_OTHERS, key

LIST = Path(__file__).parent.parent / "synonyms.txt"
MIN_TERM, MAX_TERM = 2, 30  # folded characters
SEPARATOR = re.compile(r"\s*[=＝\n]\s*")


class SynonymQuerySet(TrackedQuerySet["Synonym"]):
    """The questions that search asks about synonyms."""

    def groups(self) -> list[tuple[str, ...]]:
        """Return the groups in force, in the order in which they were entered. One query."""
        lines = self.filter(active=True).order_by("pk").values_list("terms", flat=True)
        return [split(terms) for terms in lines]

    @transaction.atomic
    def load(self) -> int:
        """Add the groups of the product's own list and return how many were new.

        A group is left out if any row, in force or not, holds one of its terms, or came from the
        list with one: what people changed or switched off stays as they left it.
        """
        rows = self.values_list("terms", "listed")
        known = {key(term) for row in rows for line in row for term in split(line)}
        new = [line for line in listed() if known.isdisjoint(map(key, split(line)))]
        self.bulk_create(Synonym(terms=line, listed=line) for line in new)
        return len(new)


@tracked(label="terms")
class Synonym(models.Model):
    """A group of terms any of which finds the others; ``listed`` is how the product came with it.

    A group that came with the product is switched off, not deleted, lest it come again.
    """

    terms = models.TextField("同义词", help_text="用等号连接，如 卫健局=卫生健康局；或每行一个")
    note = models.CharField("备注", max_length=200, blank=True)
    active = models.BooleanField("启用", default=True)
    listed = models.TextField("随附词组", blank=True, editable=False)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "同义词"
        base_manager_name = "objects"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.terms

    def clean(self) -> None:
        """Bring the terms into one form; refuse what would widen nothing, or too much."""
        terms = split(self.terms)
        wrong = list(_wrong(terms))
        if self.active:
            wrong += self._elsewhere(terms)
        if wrong:
            raise ValidationError({"terms": wrong})
        self.terms = "=".join(terms)

    def switch_on(self) -> bool:
        """Put the group in force unless another one holds a term of it; tell whether it is."""
        self.active = not self._elsewhere(split(self.terms))
        self.save(update_fields=["active"])
        return self.active

    def _elsewhere(self, terms: Iterable[str]) -> list[str]:
        others = Synonym.objects.filter(active=True).exclude(pk=self.pk)
        held = {key(term): line for line in others for term in split(line.terms)}
        return [f"“{t}”已在另一组：{held[key(t)]}" for t in terms if key(t) in held]


@writing(reason="编辑同义词")
def keep(synonym: Synonym, *, by: AbstractBaseUser | None = None) -> None:
    """Store a group as a person left it."""
    synonym.save()


def split(line: str) -> tuple[str, ...]:
    """Return the terms of *line*.

    >>> split("卫健局＝卫生健康局 = 卫健委")
    ('卫健局', '卫生健康局', '卫健委')
    """
    return tuple(term for term in SEPARATOR.split(line.strip()) if term)


@cache
def listed() -> tuple[str, ...]:
    """Return the groups that come with the product."""
    lines = LIST.read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def version() -> str:
    """Return twelve hex digits over the list: another list, another version."""
    return sha256("\n".join(listed()).encode()).hexdigest()[:12]


def _wrong(terms: tuple[str, ...]) -> Iterable[str]:
    """Yield what is wrong with *terms* by themselves."""
    if len(terms) < 2:
        yield "每组至少两个词，用等号连接"
    if len(terms) > MAX_OTHERS:
        yield f"每组最多 {MAX_OTHERS} 个词"
    seen: dict[str, str] = {}
    for term in terms:
        folded = key(term)
        if not MIN_TERM <= len(folded) <= MAX_TERM:
            yield f"“{term}”须有 {MIN_TERM}—{MAX_TERM} 个字"
        elif not any(map(str.isalnum, folded)):
            yield f"“{term}”没有字"
        elif folded in seen:
            yield f"“{term}”与“{seen[folded]}”在检索时是同一个词"
        seen.setdefault(folded, term)
