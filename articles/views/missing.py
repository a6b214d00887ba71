"""What may have been meant by an address that leads nowhere."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from articles.filters import lineage
from articles.models import Article, Brand, Organization, Region, Theme
from articles.models.naming import slug, sort_key

SHOWN, LOOKED_AT = 6, 200
LEAST = 0.5  # likeness below which a slug is another name
SYLLABLES = 2  # that near names begin with alike
LONGEST = 60  # characters of an address that are read


class Near(NamedTuple):
    """A page that may have been meant; ``beside`` tells it from others of its name."""

    label: str
    url: str
    beside: str = ""


def near(path: str) -> list[Near]:
    """Return the pages whose addresses are like *path*, the likest first. One query at most."""
    room, _, rest = path.replace("\0", "").strip("/").partition("/")  # no table holds a NUL
    word = rest.split("/")[0][:LONGEST]
    if room == "regions" and word:
        return _regions(word)
    name = re.sub(r"^[0-9]+-", "", word)
    wanted = name.lower().strip("-") if name.isascii() else slug(name)
    if room == "themes" and wanted:
        return _likest(Theme.objects.all(), wanted)
    rows = _rooms().get(room)
    if rows is None or not wanted:
        return []
    begins = "-".join(wanted.split("-")[:SYLLABLES])
    return _likest(rows.filter(slug__startswith=begins), wanted)


def _rooms() -> dict[str, QuerySet[Any]]:
    return {
        "articles": Article.objects.public()
        .select_related("region")
        .only("slug", "headline", "region__name"),
        "orgs": Organization.objects.public().select_related("region"),
        "brands": Brand.objects.public().select_related("owner"),
    }


def _likest(rows: QuerySet[Any], wanted: str) -> list[Near]:
    """Return those of *rows* whose slugs are like *wanted*; themes also by their names."""
    ranked = []
    for row in rows[:LOOKED_AT]:
        slugs = [row.slug, slug(row.name)] if isinstance(row, Theme) else [row.slug]
        ranked.append((max(SequenceMatcher(None, wanted, one).ratio() for one in slugs), row))
    ranked.sort(key=lambda pair: -pair[0])
    return [_named(row) for likeness, row in ranked[:SHOWN] if likeness >= LEAST]


def _named(row: Any) -> Near:
    beside = getattr(row, "owner", None) or getattr(row, "region", None) or ""
    return Near(str(row), row.get_absolute_url(), str(beside))


def _regions(word: str) -> list[Near]:
    """Return the divisions called so, then those above an unknown code."""
    code, _, name = word.partition("-") if word[:1].isdigit() else ("", "", word)
    above = [*lineage(code.ljust(6, "0")[:6])] if re.fullmatch("[0-9]{2,6}", code) else []
    letters = re.sub("[^a-z]", "", name.lower() if name.isascii() else sort_key(name))
    called = Q(pinyin=letters) | Q(name=name) if letters else Q(pk__in=[])
    rows = Region.objects.filter(called | Q(code__in=above)).select_related("parent")
    found = sorted(rows[:LOOKED_AT], key=lambda row: (row.code in above, -len(row.prefix)))
    return [Near(r.name, r.get_absolute_url(), str(r.parent or "")) for r in found[:SHOWN]]
