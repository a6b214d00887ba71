"""The lists that come with the product: regions, themes, indicators. Loading them is idempotent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db import models, transaction

from articles.extraction import plain
from articles.extraction.lexicon import table
from articles.models import Indicator, Region, RegionName, Theme

LEVELS = ("province", "prefecture", "county")
LISTS = ("regions", "region_names", "themes", "indicators")


def version() -> str:
    """Return twelve hex digits over the lists: other lists, another version."""
    rows = repr([table(name) for name in LISTS])
    return hashlib.sha256(rows.encode()).hexdigest()[:12]


@transaction.atomic
def load() -> dict[str, int]:
    """Bring the tables to the state of the word lists; return the number of rows of each.

    Rows that a list no longer holds are left: articles may stand on them.
    """
    return {
        "地区": _load_regions(),
        "地区旧名": _load_names(),
        "主题": _load_themes(),
        "指标": _load_indicators(),
    }


def _load_regions() -> int:
    rows = [
        Region(
            code=row["adcode"],
            level=row["level"],
            name=row["name"],
            short=row["short"],
            pinyin=row["pinyin"],
            initials=row["initials"],
            parent_id=row["parent"] or None,
            valid_from=_date(row["valid_from"]),
            valid_to=_date(row["valid_to"]),
        )
        for row in table("regions")
    ]
    columns = ["level", "name", "short", "pinyin", "initials", "parent", "valid_from", "valid_to"]
    for level in LEVELS:  # parents before children
        _upsert(Region, [row for row in rows if row.level == level], "code", columns)
    heirs = {row["adcode"]: row["successor"] for row in table("regions") if row["successor"]}
    _upsert(
        Region,
        [_with(row, successor_id=heirs[row.code]) for row in rows if row.code in heirs],
        "code",
        ["successor"],
    )
    return len(rows)


def _load_names() -> int:
    rows = [
        RegionName(
            region_id=row["adcode"],
            name=row["name"],
            kind=row["kind"],
            valid_from=_date(row["valid_from"]),
            valid_to=_date(row["valid_to"]),
        )
        for row in table("region_names")
    ]
    RegionName.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["region", "name", "kind"],
        update_fields=["valid_from", "valid_to"],
    )
    return len(rows)


def _load_themes() -> int:
    rows = [
        Theme(
            slug=row["slug"],
            name=row["name"],
            group=row["group"],
            definition=row["definition"],
            cues=[word for word in f"{row['strong']} {row['weak']}".split() if plain(word)],
            order=order,
        )
        for order, row in enumerate(table("themes"))
    ]
    _upsert(Theme, rows, "slug", ["name", "group", "definition", "cues", "order"])
    return len(rows)


def _load_indicators() -> int:
    rows = [
        Indicator(
            slug=row["slug"],
            name=row["name"],
            group=row["group"],
            family=row["family"],
            additive=row["additive"] == "1",
            definition=row["definition"],
            order=order,
        )
        for order, row in enumerate(table("indicators"))
    ]
    _upsert(
        Indicator, rows, "slug", ["name", "group", "family", "additive", "definition", "order"]
    )
    return len(rows)


def _upsert(
    model: type[models.Model], rows: Iterable[models.Model], key: str, columns: list[str]
) -> None:
    model._default_manager.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=[key], update_fields=columns
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _with(region: Region, *, successor_id: str) -> Region:
    region.successor_id = successor_id
    return region
