"""Names of the people who sign, kept from visitors where ``HIDE_NAMES`` asks for it.

郭文治 becomes 郭某某: as many characters, so that no offset moves. Rows are veiled as they are read
for a visitor, on whatever page or file they end up; the database keeps every character. The names
are those of the bylines, hidden there and wherever else the same article has them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection
from contextvars import ContextVar
from functools import cached_property
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models

from articles.extraction import lexicon

SOMEONE = "某"
Key = tuple[str, int]  # the column that leads to the texts, and its value


class Names:
    """The names to be hidden while one request is answered; looked up once, if at all."""

    @cached_property
    def by_key(self) -> dict[Key, list[str]]:
        """The names by article and by source. One query."""
        bylines = apps.get_model("articles", "Byline").objects.filter(is_organization=False)
        found: dict[Key, list[str]] = defaultdict(list)
        rows = bylines.order_by().values_list("article", "article__source", "name")
        for article, source, name in rows:
            found["article", article].append(name)
            found["source", source].append(name)
        return found

    def veiled(self, key: Key, text: str) -> str:
        """Return *text*, of the article or source *key*, with its names hidden."""
        return veiled(text, self.by_key.get(key, ()))


hidden: ContextVar[Names | None] = ContextVar("hidden", default=None)
"""What is hidden from the one who asks; None hides nothing."""


def hiding() -> bool:
    """Tell whether names are hidden from the one who asks."""
    return hidden.get() is not None


def shown(column: str, key: int, text: str) -> str:
    """Return *text* of the row *key* ("article" or "source" by *column*) as its reader may see it.

    For texts that are read without their row: parts cut off by the database.
    """
    names = hidden.get()
    return names.veiled((column, key), text) if names else text


def veiled(text: str, names: Collection[str]) -> str:
    """Return *text* with *names* hidden behind their family names, character for character.

    >>> veiled("记者 郭文治、李 静", ["郭文治", "李静"])
    '记者 郭某某、李 某'
    """
    for name in sorted(set(names), key=len, reverse=True):
        if len(name) > 1:
            family = len(family_name(name))
            spelt = r"\s*".join(map(re.escape, name))
            text = re.sub(spelt, _hide(family), text)
    return text


def family_name(name: str) -> str:
    """Return the family name in *name*, its first character where none is known.

    >>> family_name("欧阳修"), family_name("郭文治"), family_name("阿依努尔")
    ('欧阳', '郭', '阿')
    """
    return name[:2] if len(name) > 2 and name[:2] in lexicon.words("surnames") else name[:1]


def _hide(family: int) -> Callable[[re.Match[str]], str]:
    def hide(match: re.Match[str]) -> str:
        letters = 0
        said = []
        for character in match[0]:
            letters += not character.isspace()
            plain = character.isspace() or letters <= family
            said.append(character if plain else SOMEONE)
        return "".join(said)

    return hide


class Veiled(models.Model):
    """A row whose texts may name people. ``TEXTS`` are its columns with text or lists of texts,
    ``KEY`` says whose names are looked for: those of an article or of a source, by which column.
    """

    TEXTS: ClassVar[tuple[str, ...]] = ()
    KEY: ClassVar[tuple[str, str]] = ("article", "article_id")

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        """Make a row of what the database gave, names hidden from those who must not see them."""
        row = super().from_db(db, field_names, values)
        if (names := hidden.get()) is not None:
            kind, column = cls.KEY
            loaded = row.__dict__
            found = names.by_key.get((kind, loaded.get(column, 0)), ())
            for text in loaded.keys() & set(cls.TEXTS) if found else ():
                loaded[text] = _veil(loaded[text], found)
        return row


def _veil(value: object, names: Collection[str]) -> object:
    if isinstance(value, str):
        return veiled(value, names)
    return [_veil(one, names) for one in value] if isinstance(value, list) else value
