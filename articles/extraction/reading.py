"""From lines to mended blocks: the joins that the end of a line, a column or a page undid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from types import MappingProxyType

from articles.extraction import bylines, forms, labels
from articles.extraction.pages import FULL_LINE, HANGING, TITLE_LENGTH, Line, Page, Place

CLOSING = ("）", ")", "】", "]", "〕")
ENTRY = re.compile(r"[①-⑳]|[\[［〔(（]?\s*\d{1,3}\s*(?:[\]］〕)）、]|\.(?!\d))")
ENTRY_END = re.compile(r"[.。．\d\]］]$")
END_LENGTH = 200  # characters of a block that a border may depend on


class Form(Enum):
    """What the form of a block alone says of it."""

    HEADLINE = auto()  # marked "#"
    SECTION = auto()  # marked "##" or deeper
    DECK = auto()  # begins with a dash
    BYLINE = auto()
    ABSTRACT = auto()
    KEYWORDS = auto()
    DOI = auto()
    AFFILIATION = auto()
    BIOGRAPHY = auto()
    REFERENCES = auto()  # one entry, or the bare label
    OTHER = auto()  # labelled, but of no use here
    TEXT = auto()


NEVER_GROWS = frozenset({Form.BYLINE, Form.DOI, Form.AFFILIATION, Form.BIOGRAPHY, Form.OTHER})
LABELLED = {
    "abstract": Form.ABSTRACT,
    "keywords": Form.KEYWORDS,
    "doi": Form.DOI,
    "references": Form.REFERENCES,
    "affiliation": Form.AFFILIATION,
    "biography": Form.BIOGRAPHY,
    "other": Form.OTHER,
}


@dataclass(frozen=True, slots=True)
class Block:
    """Joined lines; ``marks`` are the places of bullets, hashes and labels before the text."""

    form: Form
    places: tuple[Place, ...]
    marks: tuple[Place, ...]
    text: str
    level: int = 0  # number of hashes
    gap: int = 0  # blank lines before it
    spoken: bool = False  # begins with the speaker's name, as each turn of an interview does


@dataclass(slots=True)
class _Draft:
    """A block that may still grow. ``end`` is the end of its text, all that a border depends on."""

    block: Block
    last: Line
    end: str
    length: int
    first: Line
    added: list[Line]

    @classmethod
    def of(cls, block: Block, line: Line) -> _Draft:
        return cls(block, line, block.text, len(block.text), line, [])

    def add(self, line: Line) -> None:
        self.added.append(line)
        self.last = line
        self.end = (self.end + line.text)[-END_LENGTH:]
        self.length += len(line.text)

    def block_with_lines(self) -> Block:
        """Return the block with every line that was added."""
        if not self.added:
            return self.block
        pieces = [self.block.text]
        for line in self.added:
            pieces.append((" " if forms.latin(pieces[-1], line.text) else "") + line.text)
        places = [(line.start, line.end) for line in self.added]
        return replace(self.block, places=(*self.block.places, *places), text="".join(pieces))


def mend(
    found: Sequence[Line], starts: Mapping[int, bool] = MappingProxyType({})
) -> tuple[Block, ...]:
    """Join lines that a column or page break parted; return the blocks in order.

    *starts* are offsets of lines at which an article is known to begin, and with each whether that
    is news: nothing is joined across them, and after news a title is looked for anew.
    """
    page = Page.of(found)
    drafts: list[_Draft] = []
    begun = False  # whether the text below the title has begun, so that no long title is expected
    for line in found:
        last = drafts[-1] if drafts and line.start not in starts else None
        begun = begun and not starts.get(line.start, False)
        if _is_turn(line, page, begun):
            parts = [replace(_block(Form.TEXT, line, 0), spoken=True)]
        else:
            parts = list(dissect(line, last is not None and last.block.form is Form.REFERENCES))
        if last is not None and _continues(last, parts[0], line, page, begun):
            last.add(line)
        else:
            drafts += [_Draft.of(part, line) for part in parts]
        begun = begun or _begins_text(drafts)
    return tuple(draft.block_with_lines() for draft in drafts)


def _is_turn(line: Line, page: Page, begun: bool) -> bool:
    """Tell whether *line* begins a turn of an interview.

    Above its text, a line such as 某某：把心放在村里 is the headline: who asks has the first word.
    """
    match = forms.SPEAKER.match(line.text)
    if match is None or match["name"] not in page.speakers:
        return False
    return begun or match["name"] in forms.ASKING or forms.is_closed(line.text)


def _begins_text(drafts: Sequence[_Draft]) -> bool:
    """Tell whether the last block is a paragraph, or signs or labels what stands above it."""
    last = drafts[-1]
    if last.block.form is Form.TEXT:
        return last.length > TITLE_LENGTH or last.block.spoken
    return len(drafts) > 1 and last.block.form not in (Form.HEADLINE, Form.SECTION, Form.DECK)


def _continues(draft: _Draft, part: Block, line: Line, page: Page, begun: bool) -> bool:
    """Tell whether *line*, which is *part* by itself, goes on with *draft*."""
    form = part.form
    if part.spoken:
        return False
    if form is Form.TEXT:
        return _joins(draft, line, page, begun)
    if form is not Form.DECK or draft.block.form is not Form.TEXT or forms.is_closed(draft.end):
        return False
    sentence = draft.length > TITLE_LENGTH or bool(forms.SENTENCE_START.match(draft.end))
    return sentence or page.runs_on(draft.last, draft.end, line)


def _joins(draft: _Draft, line: Line, page: Page, begun: bool) -> bool:
    """Tell whether the text *line* goes on with *draft*."""
    form, end, text = draft.block.form, draft.end, line.text
    if not end:
        return True
    if _is_label(draft, begun=begun) or labels.FRAMED.fullmatch(text):
        return False
    if form in NEVER_GROWS:
        return form is Form.OTHER and text.isascii() and line.gap == 0
    if form is Form.REFERENCES:
        return not ENTRY_END.search(end)
    if form is Form.KEYWORDS:
        return end[-1] in ";；,，"
    if forms.cannot_start(text) or end[-1] == "、":
        return True
    if forms.begins_item(text):
        return False
    if page.runs_on(draft.last, end, line) or _goes_on_below(draft, line):
        return True
    if _is_folded(draft, line, page):
        return True
    if forms.is_closed(end) or (page.indents and line.indented and end[-1] in "：:；;"):
        return False
    if _is_set_off(draft, line, page):
        return False
    if form is Form.ABSTRACT or (form is Form.TEXT and _is_evident(end, text, page)):
        return True
    if form is not Form.TEXT:
        return len(text) <= forms.HEADING_LENGTH and _is_evident(end, text, page)
    if begun and _is_fragment(end):
        return True
    reported = forms.SENTENCE_START.match(text) is not None
    text_only = (begun and not reported) or forms.is_clausal(end)
    limit = forms.BARE_HEADING if text_only else TITLE_LENGTH
    return draft.length > limit and not (page.indents and line.indented)


def _is_label(draft: _Draft, *, begun: bool) -> bool:
    """Tell whether *draft* is a label above a headline, which stands off where a text has *begun*."""
    if draft.length > labels.LONGEST or draft.block.form is not Form.TEXT:
        return False
    off = draft.first.gap > 0 or not begun
    return bool(labels.FRAMED.fullmatch(draft.end)) or (off and labels.is_label(draft.end))


def _is_set_off(draft: _Draft, line: Line, page: Page) -> bool:
    """Tell whether an indented *line* begins below a heading with room on both sides."""
    if not (page.indents and line.indented and line.gap) or line.parted:
        return False
    if draft.added or forms.asks_for_more(draft.end):
        return False
    return draft.first.gap > 0 and not draft.first.indented


def _goes_on_below(draft: _Draft, line: Line) -> bool:
    """Tell whether *line* goes on, below a page's end or a picture, with an indented paragraph.

    Its own paragraph would be indented too; a heading would not be closed.
    """
    if not (line.parted and draft.first.indented) or line.indented:
        return False
    return draft.length > forms.HEADING_LENGTH < len(line.text) and forms.is_closed(line.text)


def _is_folded(draft: _Draft, line: Line, page: Page) -> bool:
    """Tell whether *line* goes on with a paragraph whose lines alone were broken, by hand.

    Its second line stands directly below the first, which no sentence ends; other paragraphs of
    the page keep a distance or begin with an indent.
    """
    set_off = page.gap > 0 or (page.indents and draft.first.indented)
    heads = line.start in page.lasts and not forms.is_closed(line.text)
    if heads or not (set_off and draft.added):
        return False
    if line.indented or line.gap or draft.added[0].gap:
        return False
    full = max(len(drawn.text) for drawn in (draft.first, *draft.added[:-1]))
    if forms.is_closed(draft.end) and len(draft.last.text) < full * FULL_LINE:
        return False  # it had room for more, and said what it had to say
    width, first = len(draft.last.text), len(draft.first.text)
    return (
        first <= TITLE_LENGTH and first * FULL_LINE <= width and len(line.text) <= first + HANGING
    )


def _is_fragment(end: str) -> bool:
    """Tell whether a block of the text is too short to be a heading, and neither item nor name."""
    return forms.is_fragment(end) and not (forms.begins_item(end) or bylines.is_bare(end))


def _is_evident(end: str, text: str, page: Page) -> bool:
    """Tell whether the border itself shows that *text* goes on with what ends in *end*."""
    return (
        forms.asks_for_more(end)
        or forms.SENTENCE_START.match(end) is not None
        or forms.word_crosses(end, text)
        or forms.phrase_crosses(end, text, page.text)
    )


def dissect(line: Line, in_references: bool) -> Iterator[Block]:
    """Yield the block that *line* is; several where labels (DOI, 中图分类号 …) share the line."""
    text = line.text
    if match := forms.HASH.match(text):
        if forms.label_at(text, match.end()):
            yield from _labelled(line, match.end())
        else:
            level = len(match["marks"])
            title = level == 1 and not forms.numbered(text[match.end() :])
            form = Form.HEADLINE if title else Form.SECTION
            yield _block(form, line, match.end(), level=max(level, 1 if title else 2))
    elif forms.label_at(text, 0):
        yield from _labelled(line, 0)
    elif in_references and ENTRY.match(text):
        yield _block(Form.REFERENCES, line, 0)
    elif forms.DECK.match(text) and len(text) <= TITLE_LENGTH and not forms.is_closed(text):
        yield _block(Form.DECK, line, 0)
    elif bylines.is_byline(text):
        mark = bylines.MARK.match(text)
        yield _block(Form.BYLINE, line, mark.end() if mark else 0)
    elif (mark := bylines.MARK.match(text)) and _is_heading(text[mark.end() :]):
        yield _block(Form.SECTION, line, mark.end(), level=2)
    else:
        yield _block(Form.TEXT, line, 0)


def _is_heading(text: str) -> bool:
    return 0 < len(text) <= forms.HEADING_LENGTH and not forms.is_closed(text)


def _block(form: Form, line: Line, skip: int, *, level: int = 0) -> Block:
    """Return the block of a whole *line* whose first *skip* characters are a mark."""
    marks = ((line.start, line.start + len(line.text[:skip].rstrip())),) if skip else ()
    place = (line.start + skip, line.end)
    return Block(form, (place,), marks, line.text[skip:], level, line.gap)


def _labelled(line: Line, skip: int) -> Iterator[Block]:
    """Yield one block a label of *line*, from character *skip* on."""
    text = line.text
    starts = [skip] + [m.end() for m in re.finditer(r"\s", text) if m.end() > skip]
    found = [match for start in starts if (match := forms.label_at(text, start))]
    edges = [match.start() for match in found[1:]] + [len(text)]
    for number, (match, edge) in enumerate(zip(found, edges, strict=True)):
        value = text[match.end() : edge].rstrip()
        begin = 0 if number == 0 else match.start()
        marks = [(line.start + begin, line.start + match.start() + len(match.group().rstrip()))]
        start = line.start + match.end()
        if match["open"] and not match["close"] and value.endswith(CLOSING):
            marks.append((start + len(value) - 1, start + len(value)))
            value = value[:-1].rstrip()
        places = ((start, start + len(value)),) if value else ()
        name = next(name for name in LABELLED if match[name])
        yield Block(LABELLED[name], places, tuple(marks), value)
