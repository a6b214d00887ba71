"""The report among everything that a web page says: pieces of text in, blocks of the report out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from articles.readers.plain import Block, Kind

LEAST_RUNNING = 20  # characters; a shorter piece is running text only if it ends a sentence
MOST_LINKED = 0.5  # share of a paragraph's characters that may be links
MAIN_SHARE = 0.8  # of the page's running text that the report's container holds at least
BELOW = 6  # pieces below the text that may sign it
ABOVE = 12  # pieces above the text that may be headline, date, source
LEAST_TITLE = 6  # characters of a line that is a headline by its place alone
HEADING_LENGTH = 40  # characters of an emphasised paragraph that is a heading
END = re.compile(r"[。！？!?…”」）)]$")
NOISE = re.compile(
    r"(?:【?\s*(?:打印|关闭|收藏|返回|字号|分享|纠错|我要|点赞|评论|大|中|小)[^。]{0,30}"
    r"|(?:分享到|分享至|扫一扫|扫码|长按|微信扫|关注我们|点击(?:下载|查看|进入|关注)|下载客户端)[^。]{0,40}"
    r"|(?:喜欢|觉得|如果).{0,12}(?:点个|点一下|点亮|点击右下角).{0,12}(?:在看|赞).{0,12}|点(?:个)?(?:在看|赞).{0,12}"
    r"|(?:上一篇|下一篇|上一条|下一条|上一页|下一页|当前位置|您(?:现在)?的?位置|首页)[^。]{0,80}"
    r"|(?:浏览|阅读|点击|访问)(?:次数|量|数)?\s*[:：]?\s*\d{0,9}\s*次?"
    r"|(?:版权声明|免责声明|版权所有|Copyright|©)[\s\S]{0,400}|.{0,20}版权所有.{0,60}"
    r"|(?:原标题|标签|关键词|网站编辑)\s*[:：].{0,60}|.{0,10}ICP备.{0,60}"
    r"|(?:联系)?地址\s*[:：].{0,80}(?:电话|邮编|邮政编码|传真).{0,80}|主办(?:单位)?\s*[:：].{0,80}"
    r"|(?:未经|凡).{0,60}(?:转载|授权).{0,120})",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"[\s【\[■◆●▶>]*(?:相关(?:阅读|新闻|链接|报道|文章|推荐|稿件|专题|附件)|延伸阅读|推荐阅读|推荐新闻|热门(?:推荐|文章|新闻|阅读)?|热点推荐"
    r"|猜你喜欢|精彩推荐|更多(?:新闻|内容|精彩)?|最新(?:新闻|文章)|为您推荐|网友评论|我要评论|发表评论|排行榜?)[\s】\]:：>]*"
)
DATE = re.compile(
    r"(?<!\d)(?:19|20)\d{2}\s?(?:年|[-/.])\s?\d{1,2}\s?(?:月|[-/.])\s?\d{1,2}\s?日?"
    r"(?:[\sT]{0,3}\d{1,2}[:：]\d{2})?"
)
FIELD = re.compile(
    r"(?P<label>来源|稿源|信息来源|文章来源|作者|记者|通讯员|供稿|责任编辑|责编|编辑)\s?[:：]\s?"
    r"(?P<value>[^\s|｜:：【】\[\]]{1,30}(?: [\u4e00-\u9fff]{2,3}(?![:：\u4e00-\u9fff]))?)"
)
SOURCE = frozenset({"来源", "稿源", "信息来源", "文章来源"})
NAMED = re.compile(r"(?<=[:：])\S.*|^[^:：]*[\u4e00-\u9fffA-Za-z][^:：]*$")
MARKED = re.compile(r"[■□◎●▲○◇◆—－]")
DASH = re.compile(r"[—－–]")
SIGNED = re.compile(
    r"[（(]?(?:来源|作者|记者|通讯员|供稿|供图|责任编辑|责编|编辑|审核|校对|初审|复审|终审|监制)\s?[:：]"
)
SITE = re.compile(r"\s*(?:[_|｜]|\s[-–—]\s|--|(?<=[\u4e00-\u9fff])-(?=[\u4e00-\u9fff]))\s*")
TITLES = ("articletitle", "og:title", "twitter:title")
DATES = ("pubdate", "article:published_time", "publishdate", "datepublished", "date")
SOURCES = ("contentsource", "source", "article:source")
AUTHORS = ("author", "article:author")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text between two borders of blocks, and what surrounds it."""

    text: str
    kind: Kind
    level: int
    linked: int  # characters in links
    strong: bool  # emphasised as a whole
    path: tuple[int, ...]  # numbers of the containers around it, the outermost first

    @property
    def is_running(self) -> bool:
        """Whether it is a paragraph of running text by its form."""
        if self.kind is not Kind.TEXT or self.linked > MOST_LINKED * len(self.text):
            return False
        enough = len(self.text) >= LEAST_RUNNING or END.search(self.text) is not None
        return enough and not NOISE.fullmatch(self.text)


def choose(pieces: Sequence[Piece], metas: dict[str, str]) -> list[Block]:
    """Return headline, byline and body of the report; *metas* are the words of the page's head."""
    main = _container(pieces)
    inside = [number for number, piece in enumerate(pieces) if main in piece.path]
    if not inside:
        return []
    running = next((n for n in inside if pieces[n].is_running and not _fields(pieces[n].text)), 0)
    first = max(inside[0], min(running, inside[-1]))
    title_at, title = _title(pieces[: first + 1], metas)
    begin = inside[0] if title_at is None or title_at < inside[0] else title_at + 1
    above = range(begin if title_at is None else title_at + 1, first)
    heads = [pieces[n] for n in above if n < inside[0] or n >= begin]
    signed = _byline(heads[:ABOVE] if title_at is not None else _before(pieces, first), metas)
    between = [p for p in heads if not _fields(p.text) and (main in p.path or _belongs(p))]
    after = [piece for piece in pieces[inside[-1] + 1 :][:BELOW] if SIGNED.match(piece.text)]
    body = between + [pieces[n] for n in inside if n >= first] + after
    blocks = [*_kicker(pieces, title_at), *([Block(title, Kind.TITLE)] if title else [])]
    return [*blocks, *(Block(line) for line in signed), *_body(body, title)]


def _container(pieces: Sequence[Piece]) -> int:
    """Return the number of the innermost container of most running text; 0 where there is none."""
    weights: Counter[int] = Counter()
    counts: Counter[int] = Counter()
    depths: dict[int, int] = {}
    running = [piece for piece in pieces if piece.is_running]
    for piece in running:
        for depth, container in enumerate(piece.path):
            weights[container] += len(piece.text) - piece.linked
            counts[container] += 1
            depths[container] = depth
    if not weights:
        return 0
    total, least = max(weights.values()), min(2, len(running))
    fits = [c for c in weights if weights[c] >= MAIN_SHARE * total and counts[c] >= least]
    return max(fits, key=lambda container: depths[container])


def _before(pieces: Sequence[Piece], first: int) -> Sequence[Piece]:
    return pieces[max(0, first - ABOVE) : first]


def _title(pieces: Sequence[Piece], metas: dict[str, str]) -> tuple[int | None, str]:
    """Return the headline, and which of *pieces* it is: the one that the page's head repeats."""
    said = [metas[name] for name in (*TITLES, "title") if metas.get(name)]
    named = ["".join(one.split()) for one in said]
    fits = [
        (number, piece)
        for number, piece in enumerate(pieces)
        if len(piece.text) >= 4
        and any("".join(piece.text.split()) in one for one in named)
        and piece.linked < len(piece.text)
    ]
    firsts = [(n, piece) for n, piece in enumerate(pieces) if piece.kind is Kind.TITLE]
    for group in ([one for one in fits if one in firsts], fits, firsts):
        if group:
            number, piece = max(group, key=lambda one: (len(one[1].text), one[0]))
            return number, piece.text.replace("\n", " ")
    if said and said[0] != metas.get("title"):
        return None, said[0]
    if (above := _above_the_date(pieces)) is not None:
        return above, pieces[above].text.replace("\n", " ")
    return None, max(SITE.split(said[0]), key=len) if said else ""


def _above_the_date(pieces: Sequence[Piece]) -> int | None:
    """Return which of *pieces* stands directly above date or source, as a headline does."""
    dated = next((n for n, piece in enumerate(pieces) if n and _fields(piece.text)), 0)
    above = pieces[dated - 1] if dated else None
    if above is None or above.linked or NOISE.fullmatch(above.text) or _fields(above.text):
        return None
    return dated - 1 if LEAST_TITLE <= len(above.text) <= HEADING_LENGTH else None


def _kicker(pieces: Sequence[Piece], title_at: int | None) -> Iterator[Block]:
    """Yield the heading that stands directly above the headline, if there is one."""
    above = pieces[title_at - 1] if title_at else None
    if above is None or above.kind is not Kind.HEADING or above.linked:
        return
    if len(above.text) <= HEADING_LENGTH and not TAIL.fullmatch(above.text):
        yield Block(above.text)


def _fields(text: str) -> list[str]:
    """Return date, source and authors that a line between headline and text states."""
    if len(text) > 150:
        return []
    found = [f"发布时间：{match.group().strip()}" for match in DATE.finditer(text)][:1]
    for match in FIELD.finditer(text):
        label = "来源" if match["label"] in SOURCE else match["label"]
        found.append(f"{label}：{match['value']}")
    return found


def _byline(pieces: Sequence[Piece], metas: dict[str, str]) -> list[str]:
    """Return the lines of the byline; what the page shows goes before what its head says."""
    found = [line for piece in pieces for line in _fields(piece.text)]
    said = (
        ("发布时间", DATES),
        ("来源", SOURCES),
        ("作者", AUTHORS),
    )
    for label, names in said:
        value = next((metas[name] for name in names if metas.get(name)), "")
        match = (DATE if label == "发布时间" else NAMED).search(value)
        value = match.group() if match else ""
        if value and len(value) <= 30 and not any(one.startswith(label) for one in found):
            found.append(f"{label}：{value}")
    return list(dict.fromkeys(found))


def _belongs(piece: Piece) -> bool:
    """Tell whether a line between headline and container is a part of the report."""
    if piece.linked or NOISE.fullmatch(piece.text):
        return False
    return MARKED.match(piece.text) is not None or piece.kind is Kind.HEADING


def _body(pieces: Sequence[Piece], title: str) -> Iterator[Block]:
    """Yield the blocks of the text up to where the page goes on to other reports."""
    for number, piece in enumerate(pieces):
        if TAIL.fullmatch(piece.text) and any(one.is_running for one in pieces[:number]):
            return
        if piece.text == title or _is_noise(piece):
            continue
        if piece.kind is Kind.CAPTION:
            yield Block(piece.text, Kind.CAPTION)
        elif (piece.kind is Kind.HEADING and not DASH.match(piece.text)) or _is_heading(piece):
            yield Block(piece.text, Kind.HEADING, max(1, piece.level))
        elif piece.kind is Kind.TITLE:
            yield Block(piece.text, Kind.TITLE)
        else:
            for line in piece.text.split("\n"):
                if not NOISE.fullmatch(line):
                    yield Block(line)


def _is_noise(piece: Piece) -> bool:
    linked = piece.linked >= 0.8 * len(piece.text) and len(piece.text) < 80
    return linked or NOISE.fullmatch(piece.text) is not None


def _is_heading(piece: Piece) -> bool:
    """Tell whether an emphasised paragraph is a heading: short, whole, and no sentence."""
    text = piece.text
    return (
        piece.strong
        and len(text) <= HEADING_LENGTH
        and "\n" not in text
        and not END.search(text)
        and not MARKED.match(text)
    )
