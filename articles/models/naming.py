"""Names as keys: pinyin for sorting and addresses, and a plain form for comparing."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, cast

from django.db import models

from articles.extraction import plain

SLUG_CHARACTERS = 12

# Place names that pypinyin reads wrong (measured on its 0.55.0 against the table of regions). Two
# characters where they stand for nothing else: 三都, but 民乐县, because 民乐 is music.
PLACES = {
    "长治": "cháng zhì", "浚县": "xùn xiàn", "单县": "shàn xiàn", "洪洞": "hóng tóng",
    "涡阳": "guō yáng", "朝阳": "cháo yáng", "荥经": "yíng jīng", "漯河": "luò hé",
    "大埔": "dà bù", "大城县": "dài chéng xiàn", "乐陵": "lào líng", "郫都": "pí dū",
    "筠连": "jūn lián", "六合": "lù hé", "曾都": "zēng dū", "襄都": "xiāng dū", "信都": "xìn dū",
    "望都": "wàng dū", "泊头": "bó tóu", "繁峙": "fán shì", "尧都": "yáo dū",
    "昆都仑": "kūn dū lún", "克什克腾": "kè shí kè téng", "康巴什": "kāng bā shí",
    "商都": "shāng dū", "长海": "cháng hǎi", "弓长岭": "gōng cháng lǐng", "长白": "cháng bái",
    "长岭": "cháng lǐng", "长宁": "cháng níng", "南长区": "nán cháng qū", "盐都": "yán dū",
    "莲都": "lián dū", "长丰": "cháng fēng", "天长": "tiān cháng", "长泰": "cháng tài",
    "都昌": "dū chāng", "宁都": "níng dū", "于都": "yú dū", "长清": "cháng qīng",
    "长岛": "cháng dǎo", "殷都": "yīn dū", "长垣": "cháng yuán", "南乐县": "nán lè xiàn",
    "魏都": "wèi dū", "长葛": "cháng gě", "长阳": "cháng yáng", "宜都": "yí dū",
    "花都": "huā dū", "长洲": "cháng zhōu", "龙圩": "lóng xū", "都安县": "dū ān xiàn",
    "都安瑶": "dū ān yáo", "丰都": "fēng dū", "新都": "xīn dū", "什邡": "shí fāng",
    "都匀": "dū yún", "长顺": "cháng shùn", "三都": "sān dū", "昌都": "chāng dū",
    "秦都": "qín dū", "长武": "cháng wǔ", "子长市": "zǐ cháng shì", "子长县": "zǐ cháng xiàn",
    "民乐县": "mín lè xiàn", "武都": "wǔ dū", "宕昌": "tàn chāng", "都兰": "dū lán",
    "乌什": "wū shí", "图什": "tú shí", "伽师": "jiā shī", "塔什": "tǎ shí", "昌都县": "chāng dū xiàn",
}  # fmt: skip


@cache
def _pinyin() -> Callable[..., list[str]]:
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


def syllables(text: str) -> list[str]:
    """Return toneless pinyin character by character; what is no Han stands as it is.

    >>> syllables("长葛1号")
    ['chang', 'ge', '1', 'hao']
    """
    found = _pinyin()(text, errors=list)
    return found if len(found) == len(text) else [_pinyin()(sign)[0] for sign in text]


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
