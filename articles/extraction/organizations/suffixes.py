"""What the names of bodies end in, and how a body of that kind is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from articles.extraction import lexicon
from articles.extraction.vocabulary import OrganizationType

PARTY_TYPES = frozenset(
    {
        OrganizationType.PARTY_COMMITTEE,
        OrganizationType.PARTY_BRANCH,
        OrganizationType.ASSOCIATION,
    }
)
OFFICES = frozenset({"委", "监委", "政府", "人民政府", "纪委", "纪委监委", "政协", "人大常委会"})
# What may not follow a suffix, because both together are another word.
NOT_BEFORE = {
    "社区": "化|矫|治理|工作|服务|居民|党[建员群组]|书记|干部|网格|医院|卫生",
    "村": "[民级里口庄支两史貌规部落务情容镇企道集体医干寨屯组居振官]",
    "大学": "[生毕]",
    "中学": "[生习]",
    "小学": "生",
    "学院": "派",
    "集团": "[化军式]",
    "公司": "[化制律]",
    "银行": "[卡业家账]",
    "矿": "(?!工会)[区工山产业难井坑务长用物石灯难藏泉]",
    "煤矿": "(?!工会)[工区井业安难]",
    "煤业": "[工发转]",
    "厂": "[房区长家商里内门矿]",
    "服务区": "域",
    "政府": "性|采购",
    "党组": "织",
    "党委": "员",
    "委": "[员托派任屈会]",
    "街道": "[社口上边]",
    "物业": "[管服费企联]",
    "中心": "[城区工组任地思]",
    **dict.fromkeys(
        ("美团", "饿了么", "滴滴"), "骑手|外卖|小哥|平台|买菜|单车|优选|司机|打车|[、等]"
    ),
    "办事处": "纪念|旧址|主任",
    "店": "[主铺员长内里面外家堂门庆口子小]",
    **dict.fromkeys(("一小", "二小", "三小", "四小"), "[学组时孩康说型微区步部段步]"),
    "联合会": "议",
    **dict.fromkeys(("建行", "工行", "农行", "人行"), r"(?![\u4e00-\u9fff]{0,8}[支分]行)"),
    "协会": "员",
}


Tree = dict[str, "Tree"]  # by character; "" where an ending may end


@dataclass(frozen=True, slots=True)
class Suffix:
    """One ending: ``role`` is own, core, sited, loose or unit (see the table), ``full`` its long form.

    A name that no ending tells (中国移动) has the role whole.
    """

    text: str
    type: OrganizationType
    role: str
    full: str


@cache
def suffixes() -> dict[str, tuple[Suffix, ...]]:
    """Return the readings of every ending, the reading as part of another body first."""
    kinds = {kind.value: kind for kind in OrganizationType}
    found: dict[str, list[Suffix]] = {}
    for row in lexicon.table("organization_suffixes"):
        word = row["suffix"]
        found.setdefault(word, []).append(
            Suffix(word, kinds[row["type"]], row["role"], row["full"] or word)
        )
    for row in lexicon.table("organization_names"):
        word = row["word"]
        found[word] = [Suffix(word, kinds[row["type"]], "whole", row["full"] or word)]
    return {
        word: tuple(sorted(readings, key=lambda reading: reading.role != "unit"))
        for word, readings in found.items()
    }


def endings_in(text: str) -> Iterator[re.Match[str]]:
    """Yield all endings in *text*, the longest at every place, without overlap."""
    heads, patterns = _patterns()
    reach = 0
    for head in heads.finditer(text):
        start = head.start()
        match = patterns[head.group()].match(text, start) if start >= reach else None
        if match:
            reach = match.end()
            yield match


@cache
def _patterns() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """Return the pattern of first characters of endings, and of each the pattern of its endings.

    Common beginnings are written once, so that a place costs a few comparisons and not hundreds.
    """
    tree: Tree = {}
    for word in suffixes():
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    patterns = {
        character: re.compile(re.escape(character) + _alternatives(branch, character))
        for character, branch in tree.items()
    }
    return re.compile(f"[{''.join(map(re.escape, patterns))}]"), patterns


def _alternatives(tree: Tree, word: str) -> str:
    """Return the pattern of what may follow *word*, which begins an ending or is one."""
    longer = [
        re.escape(character) + _alternatives(branch, word + character)
        for character, branch in tree.items()
        if character
    ]
    return f"(?:{'|'.join([*longer, _guard(word)] if '' in tree else longer)})"


def _guard(word: str) -> str:
    """Return what must not stand around the ending *word*."""
    follower = NOT_BEFORE.get(word)
    ahead = f"(?!{follower})" if follower else ""
    return "(?<![乡农渔]村)(?<!嘎查村)" + ahead if word == "村" else ahead
