"""Labels above a headline: the name of a column, a series or a page's section."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from articles.extraction import lexicon
from articles.extraction.lexicon import divisions

LONGEST = 16  # characters
LONGEST_BODY = 26  # characters of the name of a body
BODY_LENGTH = 5  # characters at the end of a body's name that tell it from others
BODY = re.compile(r"[\u4e00-\u9fff（）()·]{3,26}")
SHORT_BODIES = tuple("镇乡村区县市州旗盟队馆行段校厂矿场库园局院所站社处委部会")
# Marks that frame a label: 【先锋故事】, 「支部连线」, ·党建视窗·, ★ 一线来信.
FRAMED = re.compile(
    r"(?:【[^【】]{2,14}】|〔[^〔〕]{2,14}〕|「[^「」]{2,14}」|『[^『』]{2,14}』|\[[^\[\]]{2,14}\]|［[^［］]{2,14}］|〖[^〖〗]{2,14}〗"
    r"|<[^<>]{2,14}>|＜[^＜＞]{2,14}＞|[■●◆★☆◎▶►♦▲][^■●◆★☆◎▶►♦▲，。]{2,12}[■●◆★☆◎◀◄♦▲]?|[·•—–-]{1,2}\s?[\u4e00-\u9fff]{2,8}\s?[·•—–-]{1,2})"
)
# What the name of a column ends in; before it stands what the column is about.
COLUMN = re.compile(
    r"[\u4e00-\u9fff“”·•・/+＋\d]{0,12}(?:传真|短波|[快短简要]讯|动态|集锦|[在]?一线|之[窗声家星路光]|风采录?|访谈录?|对话|速递|播报|直通车|观察|聚焦|专栏|连线|在线"
    r"|园地|风景线|人物志?|视[点窗野角]|论坛|纵横|天地|先锋[谱榜录]|光荣榜|红[黑]?榜|英雄[谱榜]|群英谱|话题|[故纪实]事|讲[堂坛述]|课堂|笔谈|[手札]记|日记|来信|随笔|巡礼|展播"
    r"|(?:系列|特别|专题|连续|深度|跟踪|记者)报道|专题|特[稿写刊]|策划|案例|交流|探索|进行时|在基层|在行动|在身边|面对面|大家谈|工作法|平台|广[角场]|亮点|镜头|窗口|影像|专[版刊页]"
    r"|关注|热点|前沿|要[情闻]|综合|擂台|答卷|群像|榜样|足迹|印[记象]|掠影|集萃|荟萃|拾萃|点击|链接|扫描|透视|调查|调研|问答|心语|感悟|心得|茶座|信箱|驿站|走笔|见闻|传承|党建)"
)
NO_COLUMN = re.compile(r"[的了把将让]")
# 奋进之路系列报道③, “红色引擎”系列之三, 先锋故事（12）
SERIES = re.compile(
    r"[^，。！？]{0,10}系列(?:报道|述评|评论|访谈|党课)?(?:\s?(?:之[一二三四五六七八九十]{1,3}|[①-⑳]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}))?"
    r"|[^，。！？]{2,12}(?:[①-⑳]|[（(][一二三四五六七八九十\d]{1,3}[）)])"
)
INLINE = re.compile(
    r"(?P<label>【[^【】]{2,12}】|〔[^〔〕]{2,12}〕|「[^「」]{2,12}」)\s*(?=\S{4})"
    r"|(?P<name>[^|｜丨│┃▏:：]{2,12}?)\s*[|｜丨│┃▏]\s*(?=\S{4})"
)


def is_label(text: str) -> bool:
    """Tell whether the line *text* can be nothing but a label by its form.

    >>> is_label("【先锋故事】"), is_label("支部风采"), is_label("党员先锋岗亮在窗口一线，服务提速")
    (True, True, False)
    """
    return len(text) <= LONGEST and _is_label(text)


@lru_cache(maxsize=2000)
def _is_label(text: str) -> bool:
    bare = text.rstrip("：: ▏|｜丨")
    return bool(FRAMED.fullmatch(bare) or SERIES.fullmatch(bare) or _names_a_column(bare))


def is_body(text: str, told: str) -> bool:
    """Tell whether the line *text* is the name of a body that the paragraph *told* speaks of.

    >>> is_body("高台县城关镇", "今年以来，城关镇党委设立先锋岗。"), is_body("党旗映红城关镇", "近日，城关镇")
    (True, False)
    """
    if not BODY.fullmatch(text) or not text.endswith(_endings()):
        return False
    if text[-BODY_LENGTH:] in told:
        return True
    sentence = re.split(r"(?<=[。！？!?])", told, maxsplit=1)[0]
    rest = iter(sentence)
    whole = all(character in rest for character in text)  # 海安高新区, 海安市高新区
    return whole or (
        len(text) > BODY_LENGTH
        and text[-BODY_LENGTH + 2 :] in told
        and divisions.leading(text)[0] > 0
    )


@cache
def _endings() -> tuple[str, ...]:
    listed = lexicon.words("organization_suffixes", "suffix") | lexicon.words("byline_suffixes")
    return (*(word for word in listed if len(word) > 1), *SHORT_BODIES)


def _names_a_column(text: str) -> bool:
    return COLUMN.fullmatch(text) is not None and not NO_COLUMN.search(text)


def before(text: str) -> tuple[int, int] | None:
    """Return where the label ends that a headline begins with, and where the headline itself begins.

    >>> before("支部风采｜渔港有了“海上支部”"), before("渔港｜有了“海上支部”")
    ((4, 5), None)
    """
    match = INLINE.match(text)
    if match is None or not (match["label"] or _names_a_column(match["name"])):
        return None
    return match.end("label" if match["label"] else "name"), match.end()
