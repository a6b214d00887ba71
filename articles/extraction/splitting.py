"""Several articles of one file: where each of them begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile, takewhile
from statistics import median_low

from articles.extraction import bylines, forms, labels, signing
from articles.extraction.pages import TITLE_LENGTH
from articles.extraction.reading import Block, Form

DATELINE = re.compile(
    r"(?:本报|本网|本台)?.{0,8}讯|[^。]{0,12}(?:月\d{1,2}日|日前|近日|连日来)|\d{1,2}日[上下]?午?|今年|据悉"
)
REGION_TITLE = re.compile(
    r"(?P<region>[\u4e00-\u9fff]{2,24}(?:省|自治区|市|区|县|州|盟|旗|镇|乡|村|社区))\s*[：:]\s*\S"
)
UNIT_TITLE = re.compile(
    r"(?P<unit>[\u4e00-\u9fff]{2,24}(?:省|市|区|县|州|盟|旗|镇|乡|村|社区|街道|局|部|委|办|院|校|厂|矿|队|站|所|会"
    r"|公司|集团|中学|小学|大学|支部|党组|中心))\s*[：:]\s*\S"
)
PROVINCE_NAMED = re.compile(r"[\u4e00-\u9fff]{2,8}(?:省|自治区)|北京市|天津市|上海市|重庆市")
_STAFF = r"(?:本报|本网|本台|本刊|特约|首席|见习|实习|全媒体|融媒体)*(?:记者|通讯员|实习生)"
# What only the first line of a report says of who sent it, and when: 本报讯（记者 …）, 新华社长春5月8日电.
DATELINE_ONLY = re.compile(
    r"[\s■□◎●▲◆【〔（(]{0,3}(?:"
    r"(?:本报|本网|本台|本刊|本站)(?:讯|消息|[\u4e00-\u9fff]{2,5}讯)"
    r"|(?:本报|本网|本台|本刊|本站|新华社|[\u4e00-\u9fff]{2,8}(?:报|网|社|在线))[\u4e00-\u9fff\d]{0,12}?[讯电]"
    r"(?=[\s（(\d]|近日|日前|特约|记者|通讯员|为)"
    r"|[\u4e00-\u9fff]{2,8}(?<!通)(?<!资)(?<!喜)(?<!简)(?<!短)讯\s(?=\s*\S)"
    r"|[\u4e00-\u9fff]{0,6}\d{1,2}月\d{1,2}日[讯电]|[\u4e00-\u9fff]{0,10}讯\s*[（(]\s*"
    + _STAFF
    + rf"|{_STAFF}[^。，：:（）()]{{2,24}}报道[：:]"
    rf"|{_STAFF}\s[^（）()。]{{2,40}}[）)]|(?<=[（(【〔]){_STAFF}[^（）()。，]{{2,40}}[）)】〕])"
)
SIGNED_END = re.compile(r"[。！？”…]\s*(?P<signature>[（(][^（）()。！？“”]{2,50}[）)])$")
NOTICE = re.compile(r"[\u4e00-\u9fff“”]{0,16}(?:公告|启事|声明|通告|公示|广告|招聘简章|讣告|更正)")
# Two of these, and no word of the party: an advertisement.
ADVERTISED = re.compile(
    r"(?P<a>盛大开业|隆重开业|开业大吉|新店)|(?P<b>优惠|特惠|酬宾|促销|特价|立减|满减|秒杀)|(?P<c>[一二三四五六七八九\d.]{1,3}折)|(?P<d>抽奖|礼品|赠送|豪礼|好礼)"
    r"|(?P<e>诚聘|招聘|招商|加盟|出租|转让|招生|报名)|(?P<f>(?:咨询|订座|订购|服务|联系|报名|客服)?(?:电话|热线)\s*[:：])|(?P<g>(?:地址|地点)\s*[:：])"
    r"|(?P<h>光临|选购|垂询|致电|扫码|到店)"
)
OPENING_BODY = re.compile(
    r"(?:[^，。]{0,12}(?:月\d{1,2}日(?:[上下]午)?|月[上中下]旬|月份?以来|月[份初底]|日前|近日|近期|连日来|今年以来|[昨前][天日]|[上本]周[一二三四五六日]?))"
    r"[，,]?(?P<body>[\u4e00-\u9fff]{2,20}?"
    r"(?:局|镇|乡|村|社区|街道|公司|医院|学校|小学|中学|大学|学院|幼儿园|党校|支部|党委|党组|总支|银行|支行|分行|供电所|法院|检察院"
    r"|集团|[工商协妇]会|卫生院|卫生室|大队|支队|中队|组织部|宣传部|统战部|[县市区州旗]委|机关工委|团委|妇联|残联|项目部|车间|[林农牧茶]场"
    r"|合作社|服务中心|管理处|派出所|司法所|税务所|消防站|车站))"
)
SPOKEN_FIRST = re.compile(r"[“‘][^“”‘’]{2,60}[”’]")  # what a report may open with, before it tells
# What a subheadline says and no item of a list: ——记某某, ——某某医院党建工作纪实.
DECK_OF = re.compile(
    r"[—－–―─-]{1,3}\s*(?:[记访看]|来自|写在).{2,}"
    r"|.{4,}(?:纪实|侧记|综述|工作法|为例|调查|纪事|掠影|小记|见闻|走笔|手记|巡礼|扫描|启示|观察|报告|二三事)$"
)
CLOSING = frozenset({Form.BYLINE, Form.REFERENCES, Form.AFFILIATION, Form.BIOGRAPHY})
AHEAD = 6  # blocks below a title that may stand between it and its text
SAME_WORDS = 0.7  # share of a title's character pairs that the first sentence repeats
PARTLY_SAME = 0.4  # share of them where more tells a new report
WIDE_GAP = (
    2  # blank lines more than usual; so wide a gap parts articles, or a picture from the text
)
SIGNING_BODY = re.compile(r"中共.+|.+(?:组织部|宣传部|委员会|课题组|调研组)")


def split(blocks: Sequence[Block], turns: Sequence[int] = ()) -> tuple[tuple[Block, ...], ...]:
    """Return the blocks of each article in order; every block lies in exactly one.

    *turns* are offsets at which a page of another day or number begins: a title that stands first
    on it heads a new article.
    """
    if not blocks:
        return ()
    hashes = _hashes_are_titles(blocks)
    starts, written = [0], int(_is_written(blocks[0]))
    headed = False  # whether the article so far has headings of its own
    for index in range(1, len(blocks)):
        turned = any(_ends(blocks[index - 1]) <= turn < _begins(blocks[index]) for turn in turns)
        if written and (
            _is_under_body(blocks, index)
            or _is_signed_item(blocks, index)
            or _starts_article(blocks, index, written, hashes)
            or _is_of_new_body(blocks, index, headed)
            or (turned and is_title_like(blocks[index]))
        ):
            starts.append(index)
            written, headed = 0, False
        headed = headed or (written > 0 and _heads(blocks[index]))
        written += _is_written(blocks[index])
    edges = [*starts[1:], len(blocks)]
    articles = [tuple(blocks[a:b]) for a, b in zip(starts, edges, strict=True)]
    return tuple(part for article in articles for part in _signed_twice(article))


def _signed_twice(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], ...]:
    """Part what others sign at its end than at its head, where one heading alone stands between."""
    first = next((n for n, block in enumerate(blocks) if _is_written(block)), len(blocks))
    heads = [
        n
        for n in range(first + 1, len(blocks) - 1)
        if _heads(blocks[n]) and not _heads(blocks[n - 1]) and not is_signature(blocks[n])
    ]
    headed = len(heads) == 1 and any(map(is_running, blocks[heads[0] + 1 : heads[0] + AHEAD]))
    above = _signers(blocks[:first]) if headed else frozenset()
    below = _signers(blocks[heads[0] :], at_end=True) if above else frozenset()
    if not below or above & below:
        return (blocks,)
    return blocks[: heads[0]], blocks[heads[0] :]


def _signers(blocks: Sequence[Block], *, at_end: bool = False) -> frozenset[str]:
    """Return the names of those who sign above a text or, *at_end*, below or behind it."""
    lines = [block.text for block in blocks if block.form is Form.BYLINE or is_signature(block)]
    if at_end and blocks and (match := SIGNED_END.search(blocks[-1].text)):
        lines += [match["signature"]] * bylines.is_byline(match["signature"])
    return frozenset(author.name for author in bylines.parse(lines).authors)


def _begins(block: Block) -> int:
    return block.places[0][0] if block.places else block.marks[0][0]


def _ends(block: Block) -> int:
    return block.places[-1][1] if block.places else block.marks[-1][1]


def is_title_like(block: Block) -> bool:
    """Tell whether *block* can be a line of a title by its form: short, whole and no sentence."""
    if block.form is not Form.TEXT or len(block.text) > TITLE_LENGTH or block.spoken:
        return False
    if labels.is_label(block.text):
        return not forms.begins_item(block.text)
    asking = block.text[-1:] in "！？!?" and len(block.text) <= forms.HEADING_LENGTH
    if forms.is_closed(block.text) and not asking:
        return False
    if forms.SENTENCE_START.match(block.text) or forms.is_clausal(block.text):
        return False
    return not (forms.begins_item(block.text) or forms.asks_for_more(block.text))


def is_running(block: Block) -> bool:
    """Tell whether *block* is a paragraph of running text by its form."""
    return (
        block.form is Form.TEXT and not is_title_like(block) and not forms.begins_item(block.text)
    )


def _is_written(block: Block) -> bool:
    """Tell whether *block* is a paragraph, an item of a list that ends like one included."""
    if is_running(block):
        return True
    long = len(block.text) > forms.HEADING_LENGTH
    return block.form is Form.TEXT and long and forms.is_closed(block.text)


def is_signature(block: Block) -> bool:
    """Tell whether a bare *block* under a headline names who wrote what follows."""
    if block.form is not Form.TEXT or not bylines.is_bare(block.text):
        return False
    words = signing.tokens(block.text)
    return any(signing.is_name(word) or SIGNING_BODY.fullmatch(word) for word in words)


def opening(text: str) -> str:
    """Return the first sentence of *text*."""
    return re.split(r"(?<=[。！？!?])", text, maxsplit=1)[0]


def repeats(title: str, sentence: str, share: float = SAME_WORDS) -> bool:
    """Tell whether *sentence* repeats *share* of *title*, as the first sentence of a report does."""
    bare = re.sub(r"\W", "", title)
    pairs = [bare[i : i + 2] for i in range(len(bare) - 1)]
    return bool(pairs) and sum(pair in sentence for pair in pairs) >= share * len(pairs)


def _heads(block: Block) -> bool:
    if block.form is Form.SECTION:
        return bool(block.marks) and block.gap > 0 and labels.is_label(f"★{block.text}")
    return block.form in (Form.HEADLINE, Form.DECK) or is_title_like(block)


def _starts_article(blocks: Sequence[Block], index: int, written: int, hashes: bool) -> bool:
    """Tell whether the title that begins at *index* is that of a new article.

    *written* paragraphs stand in the article so far; *hashes* tells whether "#" marks headlines.
    """
    above = blocks[index - 1]
    signed = is_signature(above)
    if not _heads(blocks[index]) or blocks[index].form is Form.DECK or is_signature(blocks[index]):
        return False
    if _heads(above) and not signed:
        return False
    end = index
    while end < len(blocks) and _heads(blocks[end]):
        end += 1
    group, rest = blocks[index:end], blocks[end : end + AHEAD]
    if hashes and any(block.form is Form.HEADLINE for block in group):
        return True
    if not rest or not is_running(rest[0]):
        return _is_signed(group, rest)
    closing = above.form in CLOSING or signed
    if (closing and written > 1) or _ends_signed(above):
        return True
    if _is_advertised(group, rest) or NOTICE.fullmatch(blocks[index].text):
        return True
    if DATELINE_ONLY.match(rest[0].text) or _is_subtitled(group) or _is_under_label(blocks, index):
        return True
    if _is_signed(group, rest) or _is_reported(blocks, group, rest):
        return True
    return _is_of_another_unit(blocks, group, rest)


def _is_of_new_body(blocks: Sequence[Block], index: int, headed: bool) -> bool:
    """Tell whether a report begins that opens with a day and a body not spoken of above it.

    So do reports on one page of a newspaper (5月8日，县总工会…), and the sections of one report where
    several follow each other: below the first heading, *headed*, the title must speak of the body's
    deed, too.
    """
    if not is_title_like(blocks[index]) or _heads(blocks[index - 1]):
        return False
    rest = list(dropwhile(_heads, blocks[index : index + AHEAD]))
    told = SPOKEN_FIRST.sub("", rest[0].text) if rest else ""
    match = OPENING_BODY.match(opening(told))
    if match is None or not is_running(rest[0]):
        return False
    name = match["body"][-labels.BODY_LENGTH :]
    if any(name in block.text for block in blocks[:index]):
        return False
    title = "".join(block.text for block in takewhile(_heads, blocks[index:]))
    return not headed or repeats(title, opening(told), PARTLY_SAME)


def _is_subtitled(group: Sequence[Block]) -> bool:
    """Tell whether one line with a dash below the title says of whom it speaks: ——记某某."""
    decks = [block.text for block in group if block.form is Form.DECK]
    return group[-1].form is Form.DECK and len(decks) == 1 and bool(DECK_OF.match(decks[0]))


def _is_under_label(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether the label of a column heads a title below it."""
    label, title, *rest = blocks[index : index + AHEAD]
    return bool(rest) and is_title_like(title) and labels.is_label(label.text)


def _is_signed_item(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a numbered or marked title stands above the names of its own writers."""
    title, *rest = blocks[index : index + AHEAD]
    short = len(title.text) <= forms.HEADING_LENGTH and not forms.is_closed(title.text)
    numbered = title.form is Form.TEXT and forms.numbered(title.text) is not None
    if not short or not (numbered or title.form is Form.SECTION) or len(rest) < 2:
        return False
    return is_running(rest[1]) and bool(_signers(rest[:1]))


def _is_under_body(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether a body's name, not spoken of so far, heads the title of the report on it."""
    label, *rest = blocks[index : index + AHEAD]
    if len(label.text) > labels.LONGEST_BODY:
        return False
    if label.form not in (Form.TEXT, Form.BYLINE, Form.SECTION):
        return False
    if (
        not rest
        or not is_title_like(rest[0])
        or is_signature(rest[0])
        or _heads(blocks[index - 1])
    ):
        return False
    text = next((block.text for block in rest if is_running(block)), "")
    if not labels.is_body(label.text, text):
        return False
    return not any(label.text[-labels.BODY_LENGTH :] in block.text for block in blocks[:index])


def _is_advertised(group: Sequence[Block], rest: Sequence[Block]) -> bool:
    """Tell whether an advertisement stands below the title *group*."""
    text = "".join(block.text for block in (*group, *takewhile(lambda b: not _heads(b), rest)))
    told = {match.lastgroup for match in ADVERTISED.finditer(text)}
    return "党" not in text and len(told) > 1


def _ends_signed(block: Block) -> bool:
    """Tell whether the writers sign in brackets below a text or at its end, where it ends."""
    if block.form is Form.BYLINE and bylines.SIGNED.fullmatch(block.text):
        return True
    match = SIGNED_END.search(block.text)
    return match is not None and bylines.is_byline(match["signature"])


def _is_of_another_unit(
    blocks: Sequence[Block], group: Sequence[Block], rest: Sequence[Block]
) -> bool:
    """Tell whether a bulletin goes on with the report of the next unit: 县总工会：暖心驿站进工地.

    The file must begin with such a title too, and the unit be introduced anew by what follows, or
    stand off by a gap: else the title heads a section.
    """
    match = UNIT_TITLE.match("".join(block.text for block in group))
    if match is None or not UNIT_TITLE.match(blocks[0].text):
        return False
    sentence = opening(rest[0].text)
    if match["unit"] not in sentence:
        return False
    usual = median_low(block.gap for block in blocks)
    introduced = re.match(r"\s*[（(](?:以下)?简?称", sentence.partition(match["unit"])[2])
    return introduced is not None or group[0].gap >= usual + WIDE_GAP


def _hashes_are_titles(blocks: Sequence[Block]) -> bool:
    """Tell whether "#" marks headlines here, and not the sections of one article."""
    hashes = [index for index, block in enumerate(blocks) if block.form is Form.HEADLINE]
    if len(hashes) < 2 or any(block.form is Form.SECTION and block.level > 1 for block in blocks):
        return True
    return any(_is_signed((blocks[i],), blocks[i + 1 : i + 1 + AHEAD]) for i in hashes[1:])


def _is_signed(group: Sequence[Block], rest: Sequence[Block]) -> bool:
    """Tell whether the title *group* is followed by a byline or an abstract, and then a text."""
    if not any(is_running(block) for block in rest):
        return False
    if any(is_signature(block) for block in group[1:]):
        return True
    return rest[0].form in (Form.BYLINE, Form.ABSTRACT, Form.KEYWORDS, Form.AFFILIATION)


def _is_reported(blocks: Sequence[Block], group: Sequence[Block], rest: Sequence[Block]) -> bool:
    """Tell whether the first sentence after the title *group* reports what the title says."""
    sentence = opening(rest[0].text)
    title = "".join(block.text for block in group)
    if DATELINE.match(sentence) and repeats(title, sentence):
        return True
    match = REGION_TITLE.match(group[0].text)
    if match is None or match["region"] not in sentence:
        return False
    return bool(PROVINCE_NAMED.match(match["region"]) or REGION_TITLE.match(blocks[0].text))
