"""The quantities that an article states: figure, what it counts, when, of what it is a part.

Masking takes out dates, ordinals and slogans; matching reads numbers with measure words; subjects,
timing and arithmetic say what they mean. Organization and theme are filled in by those who know.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from articles.extraction.metrics import arithmetic, timing
from articles.extraction.metrics.clauses import Sentence, breaks, sentences
from articles.extraction.metrics.dealing import deal
from articles.extraction.metrics.matching import Quantity, find_quantities
from articles.extraction.metrics.phrases import BARE, TIMES, Side, Subject
from articles.extraction.metrics.subjects import find_subject
from articles.extraction.types import Layout, Metric, Passage
from articles.extraction.vocabulary import ArithmeticCheck, UnitFamily

# A figure that goes on from the one before it: 从474人增加至今年的495人, 由3000元增加到1.2万元.
_SERIES = re.compile(
    r"[的]?(?:人均)?(?:增加|增长|提高|提升|上升|下降|减少|缩短|压缩|降低|扩大|发展|跃升|壮大|攀升|回升|增|升|降)(?:至|到|为)"
    r"(?:\d{4}年|[今去上]年|目前|现在|如今)?(?:底|末|度)?的?$"
)
# 退还礼金12人次共计3.4万元: a sum of what was just counted.
_SUM = re.compile(r"[，,]?(?:共计|合计|总计|累计|折合|共)(?:人民币|金额)?(?:达|约)?")
_AND = re.compile(r"[、和与及]|以及")
_RESPECTIVELY = re.compile(
    r"[，,]?(?:同比|环比|比上年|较上年)?分别(?:同比|环比)?(?:增长|提高|提升|上升|下降|减少|增|降)了?$"
    r"|[，,]?分别占(?:[\u4e00-\u9fff]{0,10}的|比|比例为)?$"
)
_PART = re.compile(r"[；;。]")
_NAMES_ITSELF = re.compile(r"[资款税收汇费息]$")  # 捐资, 纳税: the verb says what is counted
_SHARES = "占"  # a share says nothing of the figures after it
# Families that mostly have a clause of their own (占地面积800平方米), so that no verb carries on.
_MEASURED = (UnitFamily.AREA, UnitFamily.MONEY, UnitFamily.SHARE, UnitFamily.TIME)


def find_metrics(layout: Layout, *, reference_year: int | None = None) -> tuple[Metric, ...]:
    """Return the metrics of the paragraphs and captions of *layout*, in reading order.

    *reference_year* is the year of publication, if the text states one; without it 今年 has no
    year. Headlines and abstracts repeat figures of the body and are not read.
    """
    return tuple(
        metric
        for passage in layout.passages()
        if passage.level == 0 or passage.part.startswith("caption:")
        for metric in _in_passage(passage, reference_year)
    )


def _in_passage(passage: Passage, reference_year: int | None) -> Iterator[Metric]:
    quantities = list(find_quantities(passage.text))
    starts = [quantity.start for quantity in quantities]
    for sentence in sentences(passage.text) if quantities else ():
        inside = quantities[
            bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)
        ]
        if inside:
            yield from _in_sentence(passage, sentence, inside, reference_year)


def _in_sentence(
    passage: Passage,
    sentence: Sentence,
    quantities: Sequence[Quantity],
    reference_year: int | None,
) -> Iterator[Metric]:
    text = passage.text[sentence.start : sentence.end]
    parents = arithmetic.wholes(passage.text, quantities)
    subjects = _subjects(passage.text, sentence, quantities, parents)
    for index, (quantity, subject) in enumerate(zip(quantities, subjects, strict=True)):
        when = timing.timing(text, quantity.left - sentence.start, reference_year)
        year, certain = when.year, 1.0
        if (
            year is None
            and not when.period
            and "累计" not in text[: quantity.left - sentence.start]
        ):
            year = timing.leading_year(passage.text, quantity.start)
            certain = 0.9 if year else 1.0
        parent = parents[index]
        part = subjects[index - 1].text if index else ""
        check = arithmetic.check(passage.text, quantities, parents, index, part)
        yield Metric(
            span=passage.span(quantity.start, quantity.end),
            text=passage.text[quantity.start : quantity.end],
            value=quantity.value,
            value_max=quantity.value_max,
            unit=quantity.unit,
            family=quantity.family,
            qualifier=quantity.qualifier,
            qualifier_text=quantity.qualifier_text,
            subject=subject.text,
            action=subject.action,
            year=year,
            period=when.period,
            organization="",
            theme="",
            status=when.status,
            part_of=passage.span(quantities[parent].start, quantities[parent].end)
            if parent is not None
            else None,
            check=check,
            sentence=text,
            rule=f"{quantity.rule}/{subject.rule}",
            confidence=round(_trust(quantity, check) * subject.confidence * certain, 2),
        )


def _trust(quantity: Quantity, check: ArithmeticCheck) -> float:
    trust = 0.8 if quantity.rule == "han" else 1.0
    return trust * (0.7 if check is ArithmeticCheck.DOUBTFUL else 1.0)


def _subjects(
    text: str, sentence: Sentence, quantities: Sequence[Quantity], parents: Sequence[int | None]
) -> list[Subject]:
    marks = [sentence.start + offset for offset in breaks(text[sentence.start : sentence.end])]
    found: list[Subject] = []
    shared = dict(_respective(text, quantities))
    dealt = dict(deal(text, quantities))
    for index, quantity in enumerate(quantities):
        if index in dealt:
            found.append(Subject(dealt[index], "", "dealt", 0.8))
            continue
        if index in shared:
            found.append(replace(found[shared[index]], rule="respective", confidence=0.8))
            continue
        previous = quantities[index - 1] if index else None
        following = quantities[index + 1] if index + 1 < len(quantities) else None
        floor = previous.right if previous else sentence.start
        ceiling = following.left if following else sentence.end
        before, after = bisect_left(marks, quantity.left), bisect_left(marks, quantity.right)
        left = max(floor, marks[before - 1] + 1 if before else 0)
        right = min(ceiling, marks[after] if after < len(marks) else ceiling)
        side = Side(
            text[left : quantity.left],
            text[quantity.right : right],
            quantity.unit,
            quantity.family,
        )
        if previous and left == floor and _SERIES.match(side.before):
            found.append(Subject(found[-1].text, side.before[:2], "series", 0.85))
            continue
        if previous and left == floor and found[-1].rule.startswith("after"):
            side = _past_neighbour(side, found[-1].text)
        twin = previous and not text[floor : quantity.left].strip("、")  # 脱贫户88户156人
        summed = quantity.family is UnitFamily.MONEY and _SUM.fullmatch(
            text[floor : quantity.left]
        )
        twin = twin and found[-1].rule not in ("verb", "none")  # 选派3批15名专家
        if (twin or (summed and previous)) and found[-1].text:
            found.append(replace(found[-1], rule="twin", confidence=0.8))
            continue
        subject = find_subject(side)
        if subject.rule in ("verb", "none") and not _NAMES_ITSELF.search(subject.text):
            same = _same_before(text, quantities, index)
            if same is not None and found[same].text:
                subject = replace(subject, text=found[same].text, rule="same-as-before")
        found.append(
            _inherited(subject, found, text[floor : quantity.left], parents[index], quantity)
        )
    return found


def _respective(text: str, quantities: Sequence[Quantity]) -> Iterator[tuple[int, int]]:
    """Yield which figure each share of a list speaks of: 收入5亿元、利税1亿元，分别增长8%和5%."""
    index = 0
    while index < len(quantities):
        end = index + 1
        while end < len(quantities) and _AND.fullmatch(
            text[quantities[end - 1].right : quantities[end].left]
        ):
            end += 1
        count = end - index
        lead = text[quantities[index - 1].right if index else 0 : quantities[index].left]
        changes = all(q.family is UnitFamily.SHARE for q in quantities[index:end])
        if 1 < count <= index and changes and _RESPECTIVELY.search(lead):
            yield from ((number, number - count) for number in range(index, end))
        index = end


def _same_before(text: str, quantities: Sequence[Quantity], index: int) -> int | None:
    """Return the figure whose subject one without its own goes on with: 联合组建3个, 其中今年完成6亿元.

    It is in the same measure, in the same part of the sentence, and the last one but for 其中.
    """
    quantity = quantities[index]
    if quantity.unit in BARE:
        return None
    for earlier in range(index - 1, -1, -1):
        between = text[quantities[earlier].right : quantity.left]
        if _PART.search(between) or (earlier < index - 1 and "其中" not in between):
            return None
        if quantities[earlier].unit == quantity.unit:
            return earlier
    return None


def _past_neighbour(side: Side, neighbour: str) -> Side:
    """Return *side* without the noun of the figure before it in a list (9栋|楼房、|523户)."""
    if not neighbour or not side.before.startswith(neighbour):
        return side
    rest = side.before.removeprefix(neighbour)
    return replace(side, before=rest.lstrip("、和与及中")) if rest[:1] in "、和与及中" else side


def _inherited(
    subject: Subject,
    earlier: Sequence[Subject],
    between: str,
    parent: int | None,
    quantity: Quantity,
) -> Subject:
    """Return *subject* with the subject of its whole and the verb of its list where it has none."""
    text, rule, confidence = subject.text, subject.rule, subject.confidence
    if not text and parent is not None:
        text, rule, confidence = earlier[parent].text, "whole", 0.75
    if not text and quantity.family is UnitFamily.BODIES:
        text = quantity.unit if len(quantity.unit) > 1 else ""
    if not text and earlier and (quantity.family is UnitFamily.SHARE or quantity.unit in TIMES):
        text, rule, confidence = earlier[-1].text, "share-of", 0.75
    action = subject.action
    listed = between.startswith("、") or quantity.family not in _MEASURED
    if not action and earlier and listed and between[:1] in "、，,；;":
        action = earlier[-1].action if earlier[-1].action != _SHARES else ""
    return Subject(text, action, rule, confidence)
