"""Names as keys: pinyin for sorting and addresses, and a plain form for comparing."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from django.db import models

from articles.extraction import plain

SLUG_CHARACTERS = 12

# Place names that pypinyin reads wrong (measured on its 0.55.0).
PLACES = {
    "长治": "cháng zhì", "浚县": "xùn xiàn", "单县": "shàn xiàn", "洪洞": "hóng tóng",
    "涡阳": "guō yáng", "朝阳": "cháo yáng", "荥经": "yíng jīng", "漯河": "luò hé",
    "大埔": "dà bù", "大城县": "dài chéng xiàn", "乐陵": "lào líng", "郫都": "pí dū",
    "筠连": "jūn lián", "六合": "lù hé", "曾都": "zēng dū",
}  # fmt: skip


@cache
def _pinyin() -> Callable[[str], list[str]]:
    """Return what reads Chinese, taught the names of places."""
    # Here, because importing it reads all its phrases: a start that names nothing can wait.
    from pypinyin import lazy_pinyin, load_phrases_dict  # noqa: PLC0415

    load_phrases_dict({k: [[s] for s in v.split()] for k, v in PLACES.items()})
    return lazy_pinyin  # without tones


def sort_key(name: str) -> str:
    """Return toneless pinyin, words apart by spaces; what is no Han stands as it is.

    >>> sort_key("单县人民医院")
    'shan xian ren min yi yuan'
    """
    return " ".join(_pinyin()(plain(name))).lower()[:200]


def initial(key: str) -> str:
    """Return the A–Z letter under which a sort key stands, "#" where there is none."""
    return key[0].upper() if key[:1].isascii() and key[:1].isalpha() else "#"


def slug(name: str) -> str:
    """Return an address part made of the pinyin of the first characters of *name*; may be ""."""
    words = sort_key(plain(name)[:SLUG_CHARACTERS])
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:80]


def label(model: type[models.Model], attribute: str) -> str:
    """Return the Chinese name of a column, asked for as ``region`` or ``region_id``."""
    field = model._meta.get_field(attribute.removesuffix("_id"))
    return str(cast("models.Field[Any, Any]", field).verbose_name)
