"""What a quoted string is: a brand, an undertaking of some kind, or nothing of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from articles.extraction import lexicon
from articles.extraction.brands.policy import KINDS, Policy
from articles.extraction.brands.quotes import Quote, plain
from articles.extraction.types import PolicyRule
from articles.extraction.vocabulary import BrandKind, BrandLevel

NUMERAL = "一二三四五六七八九十百两双多\\dN"
SHORT_NAMED = re.compile(  # “橙心”行动: a name of two characters needs such a word
    r"(?:志愿服务|关爱|帮扶|公益|专项|先锋)?(?:行动|工程|计划|基金|课堂|大篷车|工作法|夜校|讲堂|小院)"
)
BRAND_WORD = re.compile(
    r"(?:1\+N)?(?:(?!活动|行动|工程|机制|工作法|创建|打造|[的了把将在和与等])[\u4e00-\u9fff]){0,8}?"
    r"品牌(?!阵地|活动)"
)
SYSTEM = re.compile(r"1\+(?:\d\+)?N|(?:系统|统领)|品牌(?:创建|体系|矩阵)")
ONE_EACH = re.compile(r"一\w一\w(?:[、,，]一\w一\w)*")
LISTED_BRANDS = re.compile(r"等[^，,。；“]{0,8}品牌")
SELF_EVIDENT = re.compile(
    rf"[{NUMERAL}]\w{{0,4}}(?:并举|联动|步走|步法|字诀|字经|联建|共建|同创)"
    r"|(?:[日周旬月季年][\u4e00-\u9fff]){2,4}|以[\u4e00-\u9fff]代[\u4e00-\u9fff]"  # 月学季考, 以赛代训
    r"|一(?!个)[\u4e00-\u9fff]{2,3}一(?!个)[\u4e00-\u9fff]{2,3}"  # 一车间一项目
)
LONGEST_NICKNAME = 4  # characters; 人称 and 叫 give persons names as well
CALLED = re.compile(r"(?:叫|叫作|叫做|名为|取名|取名为|起名)$")
WITH_NUMBER = re.compile(rf"[{NUMERAL}\d+]")
AS_HANDLE = re.compile(r"为(?:\w{0,4})(?:抓手|载体|契机|平台|依托|牵引|引擎|突破口)")
# From the closing quote to the noun that says what it was; a comma, 的 or a verb of use ends it.
GAP = r"(?:等)?(?:[(（][^()（）]{1,12}[)）])?[^，,。；;：:！？“”\n的了把将被让使在到为和与及、就]{0,8}?"
# Speech, and the levels of a structure: “街道党工委—社区党委—网格党支部”.
SPOKEN = re.compile(r"[。！？!?；;]$|[—–→][^—–→]+[—–→]\S")
LEAD = r"[^，,。；;：:！？“”\n]{0,4}$"
HONOURS = re.compile(
    r"(?:荣获|获评|授予|被评为|评为|获|命名为|入选|评选为|获得|摘得|斩获|夺得|表彰为|推荐为)"
    r"[^，,。；“]{0,12}$"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a quoted string is and which rule says so."""

    kind: BrandKind
    level: BrandLevel
    rule: str
    confidence: float


@cache
def _alternatives(side: str) -> dict[str, str]:
    return {
        row["cue"]: row["verdict"] for row in lexicon.table("brand_context") if row["side"] == side
    }


@cache
def _cue_pattern(side: str) -> re.Pattern[str]:
    ordered = sorted(_alternatives(side), key=len, reverse=True)
    cues = "|".join(re.escape(cue) for cue in ordered)
    shape = {"right": f"{GAP}(?P<cue>{cues})", "left": f"(?P<cue>{cues})了?{LEAD}"}
    return re.compile(shape.get(side, f"(?P<cue>{cues})$"))


def judge(quote: Quote, policy: Policy) -> Verdict | None:
    """Return what *quote* is, or None if it names no brand or undertaking.

    In this order: brands by the word 品牌, policy terms, honours, the noun behind the quote, the
    shape and end of the name itself, and the verb before it.
    """
    brand = _as_brand(quote)
    if brand is not None:
        return brand
    if quote.in_title:
        return None
    rule = policy.rules.get(plain(quote.text))
    if rule is not None:
        return _as_policy(quote, rule)
    if HONOURS.search(quote.lead) or _too_short(quote) or SPOKEN.search(quote.text):
        return None
    right = right_cue(quote)
    if right == "no":
        return None
    if right is not None:
        return _undertaking(quote, right, "noun", 0.9)
    if quote.text in _alternatives("whole"):
        return None
    return _by_itself(quote) or _by_verb(quote)


def right_cue(quote: Quote) -> str | None:
    """Return the verdict of the noun behind *quote*: a kind, "no", or None where there is none."""
    match = _cue_pattern("right").match(quote.tail)
    return _alternatives("right")[match["cue"]] if match else None


def _as_brand(quote: Quote) -> Verdict | None:
    if quote.text in {"党建品牌", "品牌"} or len(quote.text) < 2:
        return None
    listed = LISTED_BRANDS.match(quote.loose_tail)
    if not BRAND_WORD.match(quote.tail) and not listed:
        return None
    if ONE_EACH.fullmatch(quote.text) and not listed:
        return Verdict(BrandKind.ACTIVITY, BrandLevel.PROGRAMME, "brand.creation", 0.8)
    level = BrandLevel.SYSTEM if SYSTEM.match(quote.tail) else BrandLevel.UNIT
    if quote.lead.endswith("系统"):
        level = BrandLevel.SYSTEM
    return Verdict(BrandKind.BRAND, level, "brand.called", 0.95)


def _as_policy(quote: Quote, rule: PolicyRule) -> Verdict | None:
    if rule.kind is None or HONOURS.search(quote.lead):
        return None
    right = right_cue(quote)
    vague = right in {None, "no", "其他", "工作法"}
    kind = rule.kind if vague else KINDS[str(right)]
    return Verdict(kind, BrandLevel.PROGRAMME, "brand.policy", 0.95)


def _too_short(quote: Quote) -> bool:
    if len(quote.text) < 2:
        return True
    short = len(quote.text) == 2 and not WITH_NUMBER.match(quote.text)
    return short and not SHORT_NAMED.match(quote.tail)


def _undertaking(quote: Quote, kind: str, rule: str, confidence: float) -> Verdict:
    made = KINDS[kind]
    named = made is BrandKind.METHOD and not SELF_EVIDENT.fullmatch(quote.text)
    level = BrandLevel.UNIT if named and "+" not in quote.text else BrandLevel.PROGRAMME
    return Verdict(made, level, f"brand.{rule}", confidence)


def _by_itself(quote: Quote) -> Verdict | None:
    if SELF_EVIDENT.fullmatch(quote.text):
        kind = "工作法" if quote.text[-1] in "走法诀经" else "其他"
        return _undertaking(quote, kind, "shape", 0.7)
    end = _cue_pattern("end").search(quote.text)
    if end is None or _left_cue(quote) == "no" or len(quote.text) < 3:
        return None
    return _undertaking(quote, _alternatives("end")[end["cue"]], "end", 0.7)


def _by_verb(quote: Quote) -> Verdict | None:
    if quote.lead.endswith("以") and AS_HANDLE.match(quote.tail):
        kind = "机制" if quote.text.endswith(("管理", "机制", "制度")) else "活动"
        return _undertaking(quote, kind, "handle", 0.7)
    described = quote.tail.startswith("的")  # “有阵地、有成效”的品牌
    called = len(quote.text) > LONGEST_NICKNAME and CALLED.search(quote.lead)
    if described or len(quote.text) < 3 or not (called or _left_cue(quote) == "yes"):
        return None
    return _undertaking(quote, "其他", "verb", 0.6)


def _left_cue(quote: Quote) -> str | None:
    """Return the verdict of the verb before *quote*, the last of several, or None."""
    cues = [match["cue"] for match in _cue_pattern("left").finditer(quote.lead)]
    return _alternatives("left")[cues[-1]] if cues else None
