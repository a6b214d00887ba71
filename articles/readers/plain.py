"""How a laid-out document is written as plain text: headings, captions, one paragraph a block.

The marks are those that people use in text files: ``# `` and ``## `` before headings, ``▲`` before
a caption, a blank line between blocks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

DROPPED = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]"
    r"|[\ud800-\udfff]"
)
SPACES = re.compile(r"[^\S\n]+")
KANGXI = re.compile(r"[\u2e80-\u2fdf]")
# Radicals that Unicode does not equate with the character they look like, and those characters.
RADICALS = (
    "⼾⺀⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼"
    "⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲"
)
LOOK_LIKE = (
    "户々厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尣巳幺彑彐忄心扌攵旡日月歹民氵水灬爫爫丬牛犭王疋罒示礻竹糹纟罓罒网冈罓羊羊羊耂聿聿月"
    "臼艹艹艹虎衤覀西见角角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟龟"
)
UNIFIED = dict(zip(RADICALS, LOOK_LIKE, strict=True))
CREDITED = re.compile(r"[^\n]*(?:摄|摄影|供图|制图)\s*[）)]?$")
SHOWN = re.compile(r"[▲△▼▽]|图为|图片为|[上下左右]图|图[一二三四\d]{1,2}\s*[:：]")
BLANK = re.compile(r"\n{2,}")


class Kind(Enum):
    """What a block is."""

    TITLE = auto()  # the headline of a text
    HEADING = auto()
    CAPTION = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text; ``level`` is the rank of a heading, 1 the highest."""

    text: str
    kind: Kind = Kind.TEXT
    level: int = 1


def clean(text: str) -> str:
    """Return *text* without characters that nobody sees, its spaces closed up, line ends kept.

    Radicals, which look like characters and match none, become the characters they look like.
    """
    text = DROPPED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = KANGXI.sub(lambda match: _unified(match.group()), text)
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return BLANK.sub("\n", "\n".join(lines)).strip("\n")


def _unified(radical: str) -> str:
    return UNIFIED.get(radical) or unicodedata.normalize("NFKC", radical)


def compose(blocks: Iterable[Block]) -> str:
    """Return the plain text of *blocks*, those without text left out."""
    return "\n\n".join(_marked(block) for block in blocks if block.text) + "\n"


def _marked(block: Block) -> str:
    """Return the text of *block* with the mark of its kind."""
    match block.kind:
        case Kind.TITLE:
            return "# " + block.text.replace("\n", " ")
        case Kind.HEADING:
            return "#" * min(block.level + 1, 6) + " " + block.text.replace("\n", " ")
        case Kind.CAPTION if not (SHOWN.match(block.text) or CREDITED.match(block.text)):
            return "▲" + block.text
        case _:
            return block.text
