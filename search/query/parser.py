"""Typed text to a tree, by recursive descent.

::

    all     = either*                        which must all hold
    either  = one ("OR" one)*                OR binds closer than the space between words
    one     = "-" one | "NOT" one | field ":" one | "(" all ")" | “phrase” | near | run | run*
    near    = “words”~5 | “words”~句 | “words”~段

Full-width signs are read as their ASCII twins, 「」 as “”; “AND” says what a space says. Nothing
raises: what cannot be understood is read as plain words, and a notice says so. Length, number of
terms and depth are bounded, so that no query can take long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

from search.analysis import fold
from search.query.tree import (
    ALTERNATIVES,
    CONJUNCTIONS,
    OPERATORS,
    And,
    Field,
    Listed,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Together,
    Words,
    Years,
    joined,
)

MAX_LENGTH = 200  # characters
MAX_TERMS = 20
MAX_DEPTH = 8  # brackets in brackets
MAX_DISTANCE = 50  # characters between words that stand near each other
MAX_NEAR = 8  # words that stand near each other
NEAR_LENGTH = 2  # characters at least of a word that stands near others

FIELDS = {str(field): field for field in Field} | {
    "標題": Field.TITLE,
    "單位": Field.ORGANIZATION,
    "來源": Field.SOURCE,
    "地區": Field.REGION,
    "主題": Field.THEME,
    "年份": Field.YEAR,
}
QUOTES = '"“”„‟＂'
CORNERS = re.compile(
    rf"(?P<quoted>[{QUOTES}][^{QUOTES}]*[{QUOTES}])"
    rf"|[「『](?P<pair>[^「」『』{QUOTES}]*)[」』]|(?P<lone>[「」『』])"
)
TOKENS = re.compile(
    rf"(?P<minus>[-－]+(?=[^\s\-－)）]))"
    rf"|(?P<field>{'|'.join(sorted(FIELDS, key=len, reverse=True))})[:：]\s?"
    rf"|[{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}](?:[~～〜](?P<distance>[0-9０-９]+|[句段]))?"
    rf"|(?P<open>[(（])|(?P<close>[)）])"
    rf"|(?P<run>[^\s{QUOTES}()（）]+)"
)
STARS = re.compile(r"[\s*＊]+\Z")
YEARS = re.compile(
    r"(?P<only>[1-9][0-9]{3})年?"
    r"|(?P<start>[1-9][0-9]{3})?年?(?:\.{2,}|。{2,}|…+|[-~至到]+)(?P<end>[1-9][0-9]{3})?年?"
)
UNSAFE = re.compile(r"[\s()（）「」『』:：\-－*＊]+")

Kind = Literal["minus", "field", "phrase", "open", "close", "run", "or"]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query; ``distance`` is what follows the closing quote."""

    kind: Kind
    text: str
    distance: str = ""


def parse(text: str) -> tuple[Node | None, list[str]]:
    """Return the tree of *text*, None for a blank one, and the notices in Chinese."""
    notices = []
    if sum(text.count(quote) for quote in QUOTES) % 2:
        text = re.sub(rf"[-－]*[{QUOTES}]", " ", text)
        notices.append("引号不成对，已按普通词检索")
    tokens = _tokens(CORNERS.sub(_straightened, text))
    if wrong := _wrong_brackets(tokens):
        tokens = _without_brackets(tokens)
        notices.append(wrong)
    parser = _Parser(tokens)
    tree = parser.all(None)
    return tree, list(dict.fromkeys([*notices, *parser.notices]))


def plain(text: str, field: Field | None = None) -> Node | None:
    """Return *text* as plain words, whatever signs it holds."""
    runs = [run for run in UNSAFE.split(text) if fold(run) and run not in OPERATORS]
    return joined(And, [Words(run, field) for run in runs])


def excluded_run(text: str, field: Field | None = None) -> Phrase:
    """Return what excludes *text*, typed without quotes; what is no plain word counts as quoted."""
    return Phrase(text, field, quoted=not text[0].isalnum() or text in OPERATORS)


def _straightened(found: re.Match[str]) -> str:
    return " " if found["lone"] else found["quoted"] or f"“{found['pair']}”"


def _tokens(text: str) -> list[Token]:
    tokens = []
    for match in TOKENS.finditer(text):
        kind = match.lastgroup if match["phrase"] is None else "phrase"
        found = match[kind or 0]
        if kind == "run" and found in OPERATORS:
            if found in CONJUNCTIONS:  # as any space does
                continue
            kind = "or" if found in ALTERNATIVES else "minus"
        tokens.append(Token(cast(Kind, kind), found, match["distance"] or ""))  # a group for each
    return tokens


def _wrong_brackets(tokens: list[Token]) -> str:
    """Return what is wrong with the brackets, "" for nothing."""
    depth = deepest = 0
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        deepest = max(deepest, depth)
        if depth < 0:
            break
    if depth:
        return "括号不成对，已按普通词检索"
    return f"括号超过 {MAX_DEPTH} 层，已按普通词检索" if deepest > MAX_DEPTH else ""


def _without_brackets(tokens: list[Token]) -> list[Token]:
    """Leave out brackets, and the minus that excluded all that stands in them."""
    following = [*tokens[1:], Token("close", "")]
    return [
        token
        for token, after in zip(tokens, following, strict=True)
        if token.kind not in ("open", "close")
        and not (token.kind == "minus" and after.kind == "open")
    ]


class _Parser:
    """Reads tokens from left to right; brackets are balanced and not deep."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._terms = 0
        self.notices: list[str] = []

    def all(self, field: Field | None) -> Node | None:
        """Read up to a closing bracket or the end."""
        parts = []
        while self._kind not in ("close", None):
            if part := self._either(field):
                parts.append(part)
        return joined(And, parts)

    @property
    def _kind(self) -> Kind | None:
        return self._tokens[self._place].kind if self._place < len(self._tokens) else None

    def _next(self) -> Token:
        self._place += 1
        return self._tokens[self._place - 1]

    def _either(self, field: Field | None) -> Node | None:
        parts = [self._one(field)]
        while self._kind == "or":
            self._next()
            parts.append(self._one(field))
        if len(parts) > 1 and None in parts:
            self.notices.append("“OR”（或）两边都须有检索词，已忽略")
        return joined(Or, [part for part in parts if part])

    def _one(self, field: Field | None, *, excluded: bool = False) -> Node | None:
        """Read one part; None where there is none, or nothing in it."""
        if self._kind in ("close", None) or (self._kind == "or" and not excluded):
            return None
        token = self._next()
        match token.kind:
            case "minus":
                part = self._one(field, excluded=True)
                return Not(part) if part else None
            case "field":
                return self._of_field(FIELDS[token.text], excluded)
            case "open":
                part = self.all(field)
                self._next()
                return part
        return self._leaf(token, field, excluded)

    def _of_field(self, field: Field, excluded: bool) -> Node | None:
        if self._kind in ("close", "or", None):
            self.notices.append(f"“{field}:”后须有检索词，已按普通词检索")
            return self._leaf(Token("run", str(field)), None, excluded)
        return self._one(field, excluded=excluded)

    def _leaf(self, token: Token, field: Field | None, excluded: bool) -> Node | None:
        text = " ".join(token.text.split())
        if not fold(text):
            return None
        self._terms += 1
        if self._terms > MAX_TERMS:
            self.notices.append(f"检索词过多，只取了前 {MAX_TERMS} 个")
            return None
        bare = STARS.sub("", text)
        bare = bare if fold(bare) else text
        if field == Field.YEAR:
            return self._years(bare)
        if field in (Field.REGION, Field.THEME):
            return Listed(bare, field)
        if token.distance:
            return self._near(token, field)
        if token.kind != "phrase" and bare != text and any(map(str.isalnum, bare)):
            return Prefix(bare, field)
        if token.kind == "phrase":
            return Phrase(text, field)
        return excluded_run(text, field) if excluded else Words(text, field)

    def _years(self, text: str) -> Node | None:
        found = YEARS.fullmatch(fold(text))
        start, end = (
            (found["only"] or found[side] for side in ("start", "end")) if found else (None, None)
        )
        if not (start or end):
            self.notices.append(f"“{text}”不是年份，已按普通词检索")
            return plain(text)
        if start and end:
            start, end = sorted((start, end))
        return Years(int(start) if start else None, int(end) if end else None)

    def _near(self, token: Token, field: Field | None) -> Node | None:
        words = tuple(dict.fromkeys(word for word in token.text.split() if fold(word)))
        if len(words) == 1:
            return Phrase(words[0], field)
        if len(words) > MAX_NEAR:
            self.notices.append(f"相邻的词最多 {MAX_NEAR} 个，其余已忽略")
            words = words[:MAX_NEAR]
        if not token.distance.isdecimal():
            return Together(words, "句" if token.distance == "句" else "段", field)
        if any(len(fold(word)) < NEAR_LENGTH for word in words):
            self.notices.append(f"相邻的词至少 {NEAR_LENGTH} 个字，已改为同时出现")
            return joined(And, [Phrase(word, field) for word in words])
        distance = int(token.distance)
        if distance > MAX_DISTANCE:
            self.notices.append(f"相邻的距离最多 {MAX_DISTANCE} 个字")
        return Near(words, min(distance, MAX_DISTANCE), field)
