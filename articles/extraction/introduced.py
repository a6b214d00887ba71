"""Persons whom the text names without an office: in a list, with 同志, by age, or by 她叫.

No office vouches for these names, so that each must begin with a surname and look like a name by
its characters; a word of the dictionary is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.extraction import forms, lexicon
from articles.extraction.lexicon.given import likeness
from articles.extraction.lexicon.tagging import tags

EVIDENT = 1.5  # likeness of the characters after the surname
EVIDENT_SHORT = 2.5  # and of a single one
LISTED_SHORT = 1.0  # where its neighbours are names, too
# What stands between names, and what may stand before the first and behind the last of them.
INTRODUCED = re.compile(
    r"(?:(?<![其])[他她]叫|名叫|\d岁的|(?<![\u4e00-\u9fff])以(?=[\u4e00-\u9fff]{2,3}为)|领衔人|向(?=[\u4e00-\u9fff]{2,3}同志))"
    r"(?P<name>[\u4e00-\u9fff]{3})"
)
NAMED = re.compile(
    r"(?:^|(?<=[^\u4e00-\u9fff]))(?P<name>[\u4e00-\u9fff]{2,3})(?:同志|[，,]?今年\d{2}岁|[，,]\d{2}岁)"
)
# Addressed, or given a task: 陈桂英阿姨, 由吴雷钊主持.
ADDRESSED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{3})(?=同志(?!们)|先生|女士|阿姨|奶奶|爷爷|大爷|大妈|大姐|师傅|老师|夫妇|教授|博士|院士)"
)
TASKED = re.compile(
    r"(?<=由)(?P<name>[\u4e00-\u9fff]{3})(?=担任|主持|任|带队|牵头|主讲|领读|领学)"
)
LISTED = re.compile(
    r"(?:^|(?<=[^\u4e00-\u9fff、])|(?<=授予)|(?<=表彰)|(?<=表扬)|(?<=表彰了)|(?<=[由与和]))"
    r"(?P<names>[\u4e00-\u9fff]{2,3}(?:、[\u4e00-\u9fff]{2,3}?){1,20})"
    r"(?=等|[^\u4e00-\u9fff、]|$|[两二三四五六七八九十]人|\d{1,2}[名位人])"
)


def introduced(text: str) -> Iterator[str]:
    """Yield the names of persons whom *text* introduces without an office, in no certain order."""
    for pattern in (INTRODUCED, NAMED, ADDRESSED, TASKED):
        for match in pattern.finditer(text):
            if _is_evident(match["name"], EVIDENT_SHORT):
                yield match["name"]
    for match in LISTED.finditer(text) if "、" in text else ():
        names = match["names"].split("、")
        if all(_is_evident(name, LISTED_SHORT) for name in names) and (
            len(names) > 2 or any(len(name) > 2 for name in names)
        ):
            yield from names


def _is_evident(name: str, short: float) -> bool:
    """Tell whether *name* can be nothing but a person's, by its surname and its other characters.

    *short* is the likeness that a name of two characters needs.
    """
    if name[0] not in lexicon.words("surnames") or not tags().get(name, "nr").startswith("nr"):
        return False
    if len(name) == 2:
        return likeness(name[1:]) >= short
    ordinary = forms.is_common_word(name[:2]) or forms.is_common_word(name[1:])
    return likeness(name[1:]) >= EVIDENT and not (ordinary and likeness(name[1:]) < 2 * EVIDENT)
