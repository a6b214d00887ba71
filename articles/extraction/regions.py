"""Which divisions an article names, and which one it is about.

The names come from ``lexicon.divisions``; here the article decides what each of them means.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.extraction.forms import word_crosses
from articles.extraction.lexicon.divisions import (
    NameKind,
    NameMatch,
    ancestors,
    divisions,
    highest,
    is_within,
    leading,
    lineage,
    match,
    name_of,
)
from articles.extraction.types import (
    Layout,
    Mention,
    Passage,
    Person,
    RegionMention,
    RegionVerdict,
    Span,
)
from articles.extraction.vocabulary import ArticleKind, Basis, RegionLevel

__all__ = ["ancestors", "find_regions", "judge_region", "lineage", "region_name"]

region_name = name_of

# After a short name these make another name of it: a road, a bank, a dish, a newspaper.
OTHER_NAME = re.compile(
    r"[镇乡](?!镇)|路|街|大道|道口|桥|银行|山|江|湖|河|湾|岛|港|机场|站|菜|话|戏|剧|牌|精神|经验|模式|会议"
    r"|学报|党校学报|日报|晚报|早报|晨报|都市报|卫视|电视台|出版社|杂志"
)
BODY_NAME = re.compile(
    r"[^\W\d_的在与和及等为是有对赴至]{0,9}?"
    r"(?:大学|学院|学校|党校|医院|中学|小学|集团|公司|银行|研究院|研究所|协会|学会|卫生院|保健院)"
)
# A branch of a network, a court, an office stands where its name says, a university may not.
LOCAL_BODY = re.compile(
    r"(?:供电|供水|供热|供销|自来水|水务|燃气|热电|公交|公路|高速|城投|交投|农商|农村商业|农村信用|商业|税务|海关|烟草|邮政|石油|石化"
    r"|移动|联通|电信|盐业|农垦|交警|消防|市场监管|市场监督管理|公安|检察|中级|人民|铁塔|广电|城管|交通运输)"
    r"[^\W\d_的在与和及等为是有对赴至]{0,6}?"
    r"(?:公司|银行|支行|分行|联社|局|分局|院|支队|大队|厂|段|所)|(?:分公司|支公司|分行|支行|车务段|机务段|工务段|火车站|机场|海关)"
)
PERIODICAL = re.compile(r"《[^《》]{0,30}(?:报|刊|杂志|通讯|学报)》")
IN_NAME = "in-name"
PEOPLE_OR_KIND = tuple("人省市县区州")  # 北京人 is one word, and Beijing all the same
WINDOW = 8  # characters on each side that are cut into words around a short name

HEADLINE_PREFIX = re.compile(r"[：:丨｜|]")
WEIGHTS = {"headline": 4.0, "subheadline": 4.0, "kicker": 3.0, "byline": 6.0, "affiliation": 6.0}
FIRST_PARAGRAPH = 2.0
DATELINE = 3.0  # 本报福州讯
SITED = 4.0  # 学院坐落于陕西省西安市
STATIONED = re.compile(r"驻[守扎](?:在|于)?[^，。；]{0,12}$")  # of the army, wherever it is told
SITE = re.compile(r"(?:[坐座]落[于在]|位于|地处)[^，。；]{0,12}$")
DATELINED = re.compile(r"\s{0,2}(?:讯|(?:\d{4}年)?\d{1,2}月\d{1,2}日[电讯])")
LEAST_LISTED = 3  # places in a row share one vote: 在江西、广东、湖北等地
IN_NAME_SHARE = (
    0.5  # of a vote: 国网洛阳供电公司 is in 洛阳, 长春中医药大学 may have a branch elsewhere
)
WORKPLACE_SHARE = 0.25  # of a vote: who writes a paper works elsewhere than where it looks
DESCENT = {RegionLevel.PROVINCE: 0.25, RegionLevel.PREFECTURE: 0.35}
MAJORITY = 0.5
DOMINANCE = 0.6
LEAST_VOTES = 2.0
EVIDENCE = 8
OWN_MEDIUM = ("本报", "本网", "本台", "本刊", "")
LISTED = ("、", "和", "及", "与", "以及")


Votes = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a passage; ``before`` is the name that stands directly in front of it."""

    passage: Passage
    match: NameMatch
    before: NameMatch | None
    listed: tuple[NameMatch, ...] = ()  # the names beside it in a list: 延安、榆林、安康


def find_regions(layout: Layout, persons: Iterable[Person] = ()) -> tuple[RegionMention, ...]:
    """Return every place where the article names a division, in reading order.

    What stands within the name of one of *persons* (陈玉林) names none.

    A name that several divisions bear, and a short name, count only where the article says which
    one is meant. Names of periodicals are left out; a short name that merely begins the name of a
    body (长春中医药大学) is given with the rule ``in-name``.
    """
    people = frozenset(person.name for person in persons)
    named = [name for passage in layout.passages() for name in _names(passage, people)]
    context = _context(named)
    mentions: list[RegionMention] = []
    chained: dict[tuple[str, int, int], str] = {}
    for name in named:
        adcode, rule, confidence = _meaning(name, chained, context)
        if not adcode:
            continue
        found, span = name.match, name.passage.span(name.match.start, name.match.end)
        chained[span.part, name.passage.start, found.end] = adcode
        basis = Basis.STATED if found.kind is NameKind.FULL else Basis.INFERRED
        mention = Mention(span, found.text, rule, confidence)
        mentions.append(RegionMention(adcode, mention, basis))
    return tuple(mentions)


def _names(passage: Passage, people: Iterable[str]) -> Iterable[Named]:
    """Yield the names in *passage* that stand outside the titles of periodicals and *people*."""
    titles = [found.span() for found in PERIODICAL.finditer(passage.text)]
    found: list[NameMatch] = []
    for name in match(passage.text):
        if any(start <= name.start < end for start, end in titles):
            continue
        if name.kind is NameKind.SHORT and _is_personal(passage.text, name, people):
            continue
        found.append(name)
    for number, name in enumerate(found):
        before = found[number - 1] if number else None
        adjacent = before is not None and not passage.text[before.end : name.start].strip()
        around = (*found[max(0, number - 1) : number], *found[number + 1 : number + 2])
        listed = tuple(other for other in around if _are_listed(passage.text, name, other))
        yield Named(passage, name, before if adjacent else None, listed)


def _are_listed(text: str, name: NameMatch, other: NameMatch) -> bool:
    """Tell whether nothing but a mark of listing stands between two names, and one is certain."""
    first, second = sorted((name, other), key=lambda found: found.start)
    certain = other.kind in (NameKind.FULL, NameKind.SHORT) and len(other.candidates) == 1
    return certain and text[first.end : second.start] in LISTED


def _is_personal(text: str, name: NameMatch, people: Iterable[str]) -> bool:
    """Tell whether *name* stands in *text* within the name of one of *people*."""
    return any(
        name.text in person
        and text.startswith(person, name.start - person.index(name.text))
        and name.start >= person.index(name.text)
        for person in people
    )


def _context(named: list[Named]) -> frozenset[str]:
    """Return the adcodes that full names settle by themselves, with all that they lie in."""
    sure: set[str] = set()
    for name in named:
        found = name.match
        if found.kind is NameKind.FULL and len(found.candidates) == 1:
            sure.update(ancestors(found.candidates[0]))
        elif name.before is not None:
            inner = _inside(found.candidates, name.before.candidates)
            if len(inner) == 1:
                sure.update(ancestors(inner[0]))
    return frozenset(sure)


def _inside(candidates: Iterable[str], outer: Iterable[str]) -> list[str]:
    """Return the *candidates* that lie in one of *outer* and are not one of them."""
    around = tuple(outer)
    return [
        code
        for code in candidates
        if any(code != other and is_within(code, other) for other in around)
    ]


def _meaning(
    name: Named, chained: dict[tuple[str, int, int], str], context: frozenset[str]
) -> tuple[str, str, float]:
    """Return ``(adcode, rule, confidence)`` of a name; the adcode is "" where it stays open."""
    found, passage = name.match, name.passage
    if name.before is not None:
        outer = chained.get((passage.part, passage.start, name.before.end))
        inner = _inside(found.candidates, (outer,) if outer else ())
        if len(inner) == 1:
            return inner[0], "after-parent", 1.0
    if len(beside := _beside(name)) == 1:
        return beside[0], "listed", 0.7
    if found.kind is NameKind.ORDINARY:
        return "", "", 0.0
    if found.kind is NameKind.ABBREVIATION:
        return found.candidates[0], "abbreviation", 0.6
    if found.kind is NameKind.SHORT:
        return _short_meaning(name, context)
    if len(found.candidates) == 1:
        return found.candidates[0], "full-name", 1.0
    adcode = _by_context(found.candidates, context)
    return adcode, "full-name-in-context", 0.8


def _beside(name: Named) -> list[str]:
    """Return what an uncertain name may mean beside sure ones in a list: 老城区、涧西区."""
    if name.match.kind is not NameKind.ORDINARY and len(name.match.candidates) == 1:
        return []
    parents = {divisions()[other.candidates[0]].parent for other in name.listed}
    return [code for code in name.match.candidates if divisions()[code].parent in parents]


def _by_context(candidates: tuple[str, ...], context: frozenset[str]) -> str:
    """Return the one candidate whose parent, or else whose province, the article names."""
    for depth in (slice(-2, -1), slice(0, 1)):
        near = [code for code in candidates if context.intersection(ancestors(code)[depth])]
        if len(near) == 1:
            return near[0]
    return ""


def _short_meaning(name: Named, context: frozenset[str]) -> tuple[str, str, float]:
    """Return what a short name means: a province, a prefecture, or what the article names."""
    found, text = name.match, name.passage.text
    in_name = bool(BODY_NAME.match(text, found.end))
    if LOCAL_BODY.match(text, found.end) and not _begins_within(text, found.start):
        return _site(found, context)
    if OTHER_NAME.match(text, found.end):
        return "", "", 0.0
    if not in_name and not _is_word(text, found.start, found.end):
        return "", "", 0.0
    resolved = [code for code in found.candidates if code in context]
    if len(resolved) == 1:
        return resolved[0], IN_NAME if in_name else "short-of-named", 0.9
    for level in (RegionLevel.PROVINCE, RegionLevel.PREFECTURE):
        same = [code for code in found.candidates if divisions()[code].level is level]
        if len(same) == 1:
            rule = IN_NAME if in_name else f"short-{level}"
            return same[0], rule, 0.5 if in_name else 0.7
    near = [code for code in found.candidates if divisions()[code].parent in context]
    if len(near) == 1 and not in_name:
        return near[0], "short-in-context", 0.6
    return "", "", 0.0


def _site(found: NameMatch, context: frozenset[str]) -> tuple[str, str, float]:
    """Return where a body stands whose name begins with a short name: 洛阳|供电公司."""
    for candidates in (
        [code for code in found.candidates if code in context],
        [code for code in found.candidates if context.intersection(ancestors(code)[:-1])],
        [code for code in found.candidates if divisions()[code].valid_to == ""],
    ):
        outer = highest(tuple(candidates))
        if len(outer) == 1:
            return outer[0], "local-body", 0.7
    return "", "", 0.0


def _is_word(text: str, start: int, end: int) -> bool:
    """Tell whether no dictionary word crosses an end of ``text[start:end]`` (长治|久安)."""
    before, after = text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
    if _begins_within(text, start):
        return False
    return after.startswith(PEOPLE_OR_KIND) or not word_crosses(before + text[start:end], after)


def _begins_within(text: str, start: int) -> bool:
    """Tell whether a dictionary word goes over the beginning of a name: 疏|通化|解."""
    return word_crosses(text[max(0, start - WINDOW) : start], text[start : start + 2 * WINDOW])


def judge_region(layout: Layout, mentions: tuple[RegionMention, ...]) -> RegionVerdict | None:
    """Return the division that the article is about, None rather than a guess.

    A headline that opens with it (浙江永康：…) decides. Otherwise every mention votes, those in
    the headline and the byline with more weight, and the verdict goes down from the province to
    the most specific division that carries the votes.
    """
    if opened := _opening(layout):
        return RegionVerdict(
            opened, Basis.STATED, _evidence(mentions, opened), 1.0, "headline-prefix"
        )
    votes = _votes(layout, mentions)
    total = sum(votes.values())
    adcode = ""
    while child := _carrier(votes, adcode, total):
        adcode = child
    carried = _carried(votes, adcode) if adcode else 0.0
    if carried < LEAST_VOTES or not votes.get(adcode):
        return None
    return RegionVerdict(
        adcode, Basis.INFERRED, _evidence(mentions, adcode), round(carried / total, 2), "vote"
    )


def _opening(layout: Layout) -> str:
    """Return the division with which the headline opens before a colon, "" for none."""
    end, adcode = leading(layout.headline)
    return adcode if adcode and HEADLINE_PREFIX.match(layout.headline, end) else ""


def _votes(layout: Layout, mentions: tuple[RegionMention, ...]) -> Votes:
    """Return the weight of the mentions of each division itself."""
    first = next((passage for passage in layout.running_text()), None)
    paper = layout.kind is ArticleKind.PAPER
    votes: defaultdict[str, float] = defaultdict(float)
    for row in _rows(layout, tuple(_deepest(mentions))):
        for region in row:
            share = 1.0 if len(row) < LEAST_LISTED else 1 / len(row)
            if region.mention.rule == IN_NAME:
                share *= IN_NAME_SHARE
            if paper and region.mention.span.part in ("byline", "affiliation"):
                share *= WORKPLACE_SHARE
            if region.mention.rule != "abbreviation":
                votes[region.adcode] += share * _weight(region.mention.span, first, layout.body)
    return votes


def _weight(span: Span, first: Passage | None, body: str) -> float:
    """Return how much a mention counts where it stands."""
    if first is None or span.part != "body":
        return WEIGHTS.get(span.part, 1.0)
    if STATIONED.search(body, max(0, span.start - 20), span.start):
        return SITED
    if not first.start <= span.start < first.start + len(first.text):
        return 1.0
    before = first.text[: span.start - first.start]
    if SITE.search(before[-20:]):
        return SITED
    opens = before.strip() in OWN_MEDIUM
    dated = opens and DATELINED.match(first.text, span.end - first.start)
    return DATELINE if dated else FIRST_PARAGRAPH


def _rows(
    layout: Layout, mentions: Sequence[RegionMention]
) -> Iterable[tuple[RegionMention, ...]]:
    """Yield the mentions by rows in which nothing but 、 or 和 stands between two of a level."""
    parts, row = layout.parts(), list[RegionMention]()
    for region in mentions:
        if row:
            last, span = row[-1].mention.span, region.mention.span
            between = parts[span.part][last.end : span.start] if last.part == span.part else ""
            if between not in LISTED or _level(row[-1]) is not _level(region):
                yield tuple(row)
                row = []
        row.append(region)
    if row:
        yield tuple(row)


def _level(region: RegionMention) -> RegionLevel:
    return divisions()[region.adcode].level


def _deepest(mentions: tuple[RegionMention, ...]) -> Iterable[RegionMention]:
    """Yield the mentions without those that only lead to the next: 江苏省|常州市 is one place."""
    for region, after in pairwise(mentions):
        span, following = region.mention.span, after.mention.span
        leads = span.part == following.part and span.end == following.start
        if not (leads and is_within(after.adcode, region.adcode)):
            yield region
    yield from mentions[-1:]


def _carried(votes: Votes, adcode: str) -> float:
    """Return the votes for *adcode* and all that lies in it."""
    return sum(weight for code, weight in votes.items() if is_within(code, adcode))


def _carrier(votes: Votes, adcode: str, total: float) -> str:
    """Return the division directly below *adcode* ("" is the country) that carries the votes."""
    depth = len(ancestors(adcode))
    children = {
        chain[depth]
        for code in votes
        if len(chain := ancestors(code)) > depth and chain[:depth] == ancestors(adcode)
    }
    weights = {child: _carried(votes, child) for child in children}
    if not weights:
        return ""
    best = max(weights, key=lambda child: (weights[child], child))
    if not adcode:
        return best if weights[best] > MAJORITY * total else ""
    share = DESCENT.get(divisions()[adcode].level, 1.0)
    clear = weights[best] >= DOMINANCE * sum(weights.values())
    return best if clear and weights[best] >= share * votes.get(adcode, 0.0) else ""


def _evidence(mentions: tuple[RegionMention, ...], adcode: str) -> tuple[Span, ...]:
    """Return the first spans that name *adcode*."""
    spans = [region.mention.span for region in mentions if region.adcode == adcode]
    return tuple(spans[:EVIDENCE])
