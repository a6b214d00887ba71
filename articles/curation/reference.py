"""The lists that come with the product: regions, themes, indicators. Loading them is idempotent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db import models
from django.forms.models import model_to_dict

from articles.curation.writing import writing
from articles.extraction import plain
from articles.extraction.lexicon import table
from articles.models import Indicator, Origin, Region, RegionName, Theme

LEVELS = ("province", "prefecture", "county")
LISTS = ("regions", "region_names", "themes", "indicators")


def version() -> str:
    """Return twelve hex digits over the lists: other lists, another version."""
    rows = repr([table(name) for name in LISTS])
    return hashlib.sha256(rows.encode()).hexdigest()[:12]


def load() -> dict[str, int]:
    """Bring the tables to the state of the word lists; return the number of rows of each.

    Rows that a list no longer holds are left: articles may stand on them.
    """
    with writing(reason="载入词表", rules=version()):
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
    """Store new rows, and change those that differ and that no person has changed."""
    known = {getattr(row, key): row for row in model._base_manager.all()}
    taken = {getattr(row, "name", "") for row in known.values()} if _named_once(model) else set()
    new, changed = [], []
    for row in rows:
        old = known.get(getattr(row, key))
        if old is None and getattr(row, "name", None) not in taken:
            new.append(row)
        elif old is not None and getattr(old, "origin", None) != Origin.PERSON:
            stored = model_to_dict(old, columns)
            if stored != model_to_dict(row, columns):
                changed.append(row)
    model._default_manager.bulk_create(new, batch_size=500)
    for row in changed:
        row.pk = known[getattr(row, key)].pk
    model._base_manager.bulk_update(changed, columns, batch_size=500)


def _named_once(model: type[models.Model]) -> bool:
    """Tell whether no two rows may have one name."""
    return bool(getattr(model._meta.get_field("name"), "unique", False))


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _with(region: Region, *, successor_id: str) -> Region:
    region.successor_id = successor_id
    return region
