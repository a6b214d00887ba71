"""What a figure counts: the noun phrase after its measure word, or before it.

``142名党务干部接受培训`` names it after, ``收到锦旗1032面`` before. After wins unless a verb or a mark
follows; shares and persons counted in 人 look back first. A phrase is cut as printed.
"""

from __future__ import annotations

import re
from dataclasses import replace

from articles.extraction.metrics.ahead import after, verb_after
from articles.extraction.metrics.clauses import Word, cut
from articles.extraction.metrics.phrases import (
    AGENT,
    AVERAGE,
    BARE,
    CLOSE,
    MAX_LENGTH,
    OPEN,
    TIMES,
    Side,
    Subject,
    clean,
)
from articles.extraction.vocabulary import UnitFamily

_LINK = re.compile(
    r"(?:[从由自](?=(?:\d{4}年|[今去上]年|原来|最初|年初)[^，。]{0,6}$)"
    r"|(?:\d{4}年|[今去上]年|原来|最初|年初|过去)(?:年?底|初|末|度)?的?$"
    r"|(?:增加|增长|提高|提升|上升|下降|减少|缩短|压缩|降低|扩大|发展壮大|发展|跃升|壮大|攀升|回升|增|升|降)[至到为]$"
    r"|(?:每[人户亩份月年天吨件盒桌]|分别|均|都|已经|已|共计|共有|总计|合计|累计|共|总共|先后|达到|达|为|是|[从由]|至|到|了|就|仅|有|个个|约|近|的|折合|折算"
    r"|最[高多低少大](?:时|达|可达)?|高峰[时期])$)"
)
# 村集体收入同比增长35.5%: the comparison is no part of what grows.
_COMPARED = re.compile(
    r"(?:同比|环比|[较比](?:上年|去年|往年|此前|过去|上月)(?:同期)?|[较比][\u4e00-\u9fff]{2,8}?(?:之前|以前|前|时|初期?))(?:大幅|净)?"
    r"(?:增加|增长|提高|提升|上升|下降|减少|缩短|压缩|降低|扩大|翻了?)?了?$"
)
# 产量是三年前的1.8倍, 产值翻了两番: what is compared stands first.
_TIMES = re.compile(r"(?:增长|增加|提高|提升|扩大|增|翻)了?$|[是为][^，,。；;是为]{2,12}的$")
# A phrase of time and plan before the verb (公司力争到2026年再|投资).
_TIMED = re.compile(
    r"(?:计划|力争|预计|争取|有望)?(?:[到至在于])?(?:\d{4}年|[今明去后]年)(?:年?底|末|初|度|内|前|上半年|下半年)?"
    r"(?:[再将还要又共]|累计|先后|陆续|力争|计划)*(?=[\u4e00-\u9fff]{2})"
)
_CREW = re.compile(r".[组队班室局]$")
_SPAN = re.compile(r"^(?:[一半全每]年|[一二三四五六七八九十两]个?[年月天]|\d+[年月天])$")
_AMONG = re.compile(r"[\u4e00-\u9fff]{2,12}?[^集其空当途]中(?=[\u4e00-\u9fff]{2})")
_DISPOSED = re.compile(r"[把将](?P<thing>[^，,把将的]{2,12})$")
_AGAIN = frozenset({"再", "又", "还", "全部", "分别", "逐步", "陆续", "统一"})
_INTO = frozenset({"深入", "走进", "赴", "到", "前往", "下到", "进", "进入", "来到", "面向"})
_RATE = re.compile(r"(?:率|度|比例|占比|比重|覆盖面|年龄|寿命)$")
_CHANGE = re.compile(
    r"(增加|增长|提高|提升|上升|下降|减少|缩短|压缩|降低|扩大|发展|跃升|壮大|攀升|回升)[至到为]?了?$"
)
# 以30万元扶持资金入股, 拿出20万元作为专项经费: a noun for money names what the sum is.
_MONEY_FOR = re.compile(
    r"(?:作为|用作|充作)?(?P<what>(?:(?![的了于为和与、用])[\u4e00-\u9fff]){0,8}?(?:资金|经费|基金|补助|补贴|奖金|贷款|善款|货款|工资|投资|借款|定金|押金))"
    r"(?![\u4e00-\u9fff]{0,2}的)"
)
_WORTH = re.compile(r"(?:总?投资|造价|产值|总额|总?价值|合同额|金额)$")  # 总投资3亿元的车间
_ONLY_CHANGES = re.compile(
    r"(?:分别|同比|环比|各|再|又|年均)*(?:增加|增长|提高|提升|上升|下降|减少|缩短|压缩|降低|扩大|回升|增|升|降)了?"
)
_HEAD = re.compile(
    r"^(?:[、和与及或]|以及|其中|同时|另外|另有|已经|共计|累计|先后|全年|"
    r"不仅|不但|[一二三四五六七八九十半\d]{1,3}个?(?:小时|分钟|天|周|月)[内里]|截至目前|目前|如今|今年以来|今年|去年|近年来|"
    r"近[一二三四五六七八九十两\d]+年来?|[一二三四五六七八九十两\d]{1,3}年多?来|\d{4}年度?)+"
)
_SCOPE = re.compile(
    r"^(?:以|在|对|为|向|把|将|由|让|使|与)?(?:全(?:系统|集团|公司|社会|市|县|区|镇|乡|村|校|院|厂|局|州|旗|社区|街道|行(?!业)|员|体)"
    r"|各级|各地|该[院村镇区市县校社]|本[院村镇区市县校])(?=..)"
)
_OWNER = re.compile(  # whose it is
    r"^[\u4e00-\u9fff]{4,}(?:公司|集团|医院|学院|大学|管理局|管理处)(?=[\u4e00-\u9fff]{4})"
)
_RATIO_HEAD = re.compile(r"^(?:所占)?(?:比例|占比|比重|总数|数量|总量|规模|总额|人数|面积|金额)$")
# What follows a verb only to make a noun with it: 办结率, 审批时限, 表扬信、感谢信.
_COMPOUND = re.compile(
    r"(?:[率量数度比额费者员站点班队会、]|时[限间长]|面积|数量|比例|占|占比|比重|金额|事项)$"
)
_SERVED = frozenset(
    {"群众", "居民", "村民", "党员", "职工", "患者", "老人", "学生", "企业", "商户"}
)
_PORTION = re.compile(r"占(?![地比有用据领])")
_ENUMERATION = re.compile(r"^[^等]*、[^等]*等(?=[\u4e00-\u9fff“]{2})")
_HOW = frozenset(
    {
        "有效",
        "全面",
        "精准",
        "妥善",
        "快速",
        "成功",
        "迅速",
        "高效",
        "广泛",
        "稳妥",
        "优先",
        "当场",
        "直接",
    }
    | {
        "联合",
        "顺利",
        "有力",
        "有序",
        "严格",
        "扎实",
        "率先",
        "新",
        "集中",
        "就地",
        "现场",
        "统一",
    }
)


def find_subject(side: Side) -> Subject:
    """Return what a figure counts; the text is "" where its clause does not say."""
    if side.unit in TIMES:
        side = replace(side, before=_TIMES.sub("", side.before))
    back = before(side.before)
    if side.family is UnitFamily.MONEY and (named := _MONEY_FOR.match(side.after)):
        return Subject(named["what"], back.action, "after", 0.9)
    ahead = after(side, back)
    led = side.unit in BARE and back.rule == "verb"  # 带领8人攻关小组
    backward_first = (side.family is UnitFamily.SHARE or side.unit in BARE) and not led
    if side.unit in BARE and back.rule == "verb" and side.after and not ahead:
        return Subject("人", back.action, "person-unit", 0.6)
    rated = side.family in (UnitFamily.SHARE, UnitFamily.TIME) and _RATE.search(back.text)
    rated = rated or (side.family is UnitFamily.MONEY and _WORTH.search(back.text))
    if side.after.startswith("的") and ahead and not rated:
        return Subject(ahead, back.action, "after-de", 0.9)
    if ahead and not ((backward_first or rated) and back.text):
        return Subject(ahead, back.action or verb_after(side.after, ahead), "after", 0.95)
    if back.text:
        return Subject(
            back.text, back.action or verb_after(side.after, ""), back.rule, back.confidence
        )
    if side.unit in BARE:
        return Subject("人", back.action or verb_after(side.after, ""), "person-unit", 0.6)
    return Subject("", back.action or verb_after(side.after, ""), "none", 0.5)


def before(text: str) -> Subject:
    """Return the noun phrase that ends *text*, a clause up to its figure."""
    change = _CHANGE.search(text)
    text = _unlink(_COMPARED.sub("", text[-2 * MAX_LENGTH :].rstrip()))
    for pattern in (_HEAD, _TIMED, _AMONG):
        text = _behind(pattern, text)
    if average := AVERAGE.search(text):
        text = text[average.start() :]
    words = cut(text)
    if words and words[-1].text in ("把", "将", "以", "用"):
        return Subject("", "", "verb", 0.5)  # an object must follow
    if not words:
        return Subject("", change[1] if change else "", "none", 0.5)
    if _RATIO_HEAD.match(text):
        return Subject(text, "", "topic", 0.8)
    if portion := _PORTION.search(text):
        topic = before(text[: portion.start()]).text
        return Subject(topic or (text if len(text) > 1 else ""), "占", "topic", 0.8)
    if disposed := _disposed(text, words):
        return disposed
    start, verb, rule = _object_start(words)
    if verb in _INTO and start < len(words) - 1 and _deed(words[-1]):
        return Subject(words[-1].text, words[-1].text, "verb", 0.7)  # 走进社区宣讲36场
    phrase = clean(_unmodified(text[words[start].start :])) if start < len(words) else ""
    if phrase:
        verb = verb or (change[1] if change else "")
        return Subject(phrase, verb, rule, 0.95 if rule == "object" else 0.8)
    whole = clean(text)
    if _ONLY_CHANGES.fullmatch(whole):
        return Subject("", change[1] if change else whole, "verb", 0.5)
    named = whole if len(whole) <= 12 and words[0].flag[0] in "vd" else verb
    return Subject(named, verb, "verb", 0.6)


def _behind(pattern: re.Pattern[str], text: str) -> str:
    """Return what stands behind the first match of *pattern* that no quotation holds."""
    match = pattern.search(text)
    if match and not any(mark in text[: match.end()] for mark in OPEN):
        return text[match.end() :]
    return text


def _disposed(text: str, words: list[Word]) -> Subject | None:
    """Return the thing that a verb before the figure is done to (把食堂扩建80平方米), or None."""
    if len(words) < 3 or not _deed(words[-1]):
        return None
    end = len(words) - 1
    while end and words[end - 1].text in _AGAIN:
        end -= 1
    match = _DISPOSED.search(text[: words[end].start])
    return Subject(match["thing"], words[-1].text, "object", 0.8) if match else None


def _deed(word: Word) -> bool:
    """Tell whether *word* names something done: a verb, or a set phrase of four characters."""
    return word.kind in ("act", "both") or word.verbal or word.flag in ("vn", "i", "l")


def _unlink(text: str) -> str:
    """Return *text* without the words that tie its subject to the figure (达, 已, 从2020年的)."""
    text = text.rstrip()
    while (match := _LINK.search(text)) and match.end() > match.start():
        text = text[: match.start()].rstrip()
    return text


def _object_start(words: list[Word]) -> tuple[int, str, str]:
    """Return the index of the first word of the object, its verb, and the rule's name."""
    last = len(words) - 1
    for index in range(last - 1, -1, -1):
        word = words[index]
        if _COMPOUND.match(words[index + 1].text):
            continue
        acts = word.kind == "act" or _for_others(words, index) or _by_body(words, index)
        if acts or (word.kind in ("both", "noun") and _governs(words, index)):
            return _past_particles(words, index + 1), word.text, "object"
    if words[last].kind == "act":
        return len(words), words[last].text, "verb"
    for index in range(last - 1, -1, -1):
        if words[index].kind == "lead" and words[index].flag in ("p", "v", "c"):
            inner, verb, rule = _leading_verbs(words, index + 1)
            return inner, verb, rule
    return _leading_verbs(words, 0)


def _for_others(words: list[Word], index: int) -> bool:
    """Tell whether the word at *index* is done for those named before it (为沿线村寨硬化道路)."""
    if index < 2 or not (words[index].verbal or words[index].kind == "both"):
        return False
    for back in range(index - 1, max(-1, index - 5), -1):
        if words[back].text in ("给", "为", "向", "替"):
            return back < index - 1
        if words[back].verbal or words[back].kind == "act":
            return False
    return False


def _by_body(words: list[Word], index: int) -> bool:
    """Tell whether a body named right before the word at *index* does it (纪检组排查风险点).

    So does one that a span of time parts from it (测量班一年核减误差).
    """
    if not index:
        return False
    word, previous = words[index], words[index - 1]
    if word.verbal and word.kind != "noun" and _SPAN.search(previous.text):
        return True
    return (word.verbal or word.kind == "both") and bool(_CREW.search(previous.text))


def _governs(words: list[Word], index: int) -> bool:
    """Tell whether a word that may be noun or verb is a verb here: nothing nominal before it."""
    word, following = words[index], words[index + 1]
    served = (
        following.flag in ("a", "b") or following.text.endswith("化") or following.text in _SERVED
    )
    previous = words[index - 1] if index else None
    paired = previous is not None and previous.verbal and word.verbal  # 结对帮扶, 走访慰问
    if word.kind == "noun" and not served and not paired:
        return False
    if word.kind == "both" and previous is not None and previous.text in _HOW:
        return True
    if previous is None or previous.flag[0] in "dpcutmf" or previous.kind in ("act", "lead"):
        return True
    if previous.verbal and previous.kind == "both" and word.verbal:
        return True
    return word.verbal and bool(AGENT.search(previous.text))


def _leading_verbs(words: list[Word], start: int) -> tuple[int, str, str]:
    """Skip adverbs and verbs at *start*; without one the whole phrase is a topic."""
    index, verb = start, ""
    while index < len(words) and (_leads(words, index) or _adverbial(words[index])):
        if not _adverbial(words[index]):
            verb = words[index].text
        index += 1
    if index == len(words) and verb:
        return index, verb, "verb"
    return _past_particles(words, index), verb, "object" if verb else "topic"


def _adverbial(word: Word) -> bool:
    return word.flag in ("d", "ad") or word.kind == "adverb"


def _leads(words: list[Word], index: int) -> bool:
    """Tell whether the word at *index* is a verb that governs what follows it."""
    compound = index + 1 < len(words) and _COMPOUND.match(words[index + 1].text)
    return words[index].verbal and words[index].kind != "attribute" and not compound


def _past_particles(words: list[Word], index: int) -> int:
    while index < len(words) and words[index].text in (
        "了",
        "去",
        "着",
        "过",
        "出",
        "到",
        "起",
        "成",
        "好",
        "的",
        "为",
    ):
        index += 1
    return index


def _unmodified(phrase: str) -> str:
    """Return *phrase* without its scope (全系统) and the relative clause before its last 的."""
    for pattern in (_SCOPE, _OWNER, _ENUMERATION):
        if match := pattern.match(phrase):
            phrase = phrase[match.end() :]
    quoted_until = max((phrase.rfind(mark) for mark in CLOSE), default=-1)
    cut_at = phrase.rfind("的")
    if cut_at > quoted_until or (0 <= cut_at < _quote_start(phrase)):
        head = phrase[cut_at + 1 :]
        if len(head) >= 2 and not _RATIO_HEAD.match(head):
            return head
    return phrase


def _quote_start(phrase: str) -> int:
    starts = [phrase.find(mark) for mark in OPEN if mark in phrase]
    return min(starts, default=-1)
