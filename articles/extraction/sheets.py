"""The blocks of one article sorted by what they are: titles, signatures, labelled parts, body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from articles.extraction import bylines, labels, titles
from articles.extraction.reading import Block, Form
from articles.extraction.splitting import is_running, is_signature, is_title_like
from articles.extraction.titles import Titles

PLAIN = frozenset({Form.TEXT, Form.BYLINE})
TITLES = frozenset({Form.HEADLINE, Form.SECTION, Form.DECK, Form.TEXT})
LABELLED = frozenset(
    {Form.ABSTRACT, Form.KEYWORDS, Form.DOI, Form.REFERENCES, Form.BIOGRAPHY, Form.OTHER}
)


class Sheet(NamedTuple):
    """The blocks of one article; each block stands in exactly one field."""

    titles: Titles
    bylines: tuple[Block, ...]
    affiliations: tuple[Block, ...]
    labelled: tuple[Block, ...]
    body: tuple[Block, ...]

    def of(self, form: Form) -> list[Block]:
        """Return the labelled blocks of *form* that hold more than their label."""
        return [block for block in self.labelled if block.form is form and block.text]

    @property
    def begin(self) -> int:
        """The source offset of the body; what signs the article after it was moved."""
        return self.body[0].places[0][0] if self.body else 0


def sort(blocks: Sequence[Block]) -> Sheet:
    """Tell the blocks above the text, the text itself and what follows it apart."""
    paper = any(block.form in (Form.ABSTRACT, Form.KEYWORDS) for block in blocks)
    zone, tail = _title_zone(blocks), _tail(blocks)
    heads: list[Block] = []
    signed: list[Block] = []
    affiliations: list[Block] = []
    body: list[Block] = []
    for number, block in enumerate(blocks):
        if block.form in LABELLED:
            continue
        if block.form is Form.AFFILIATION or (paper and _is_affiliation(block)):
            affiliations += [block] if block.text else []
        elif block.form is Form.BYLINE:
            (heads if not heads and _names_body(blocks, number) else signed).append(block)
        elif zone <= number < tail:
            body.append(block)
        elif number >= tail or (heads and _signs(block)):
            is_body = paper and not is_signature(block)
            (affiliations if is_body else signed).append(block)
        else:
            heads.append(block)
    labelled = tuple(block for block in blocks if block.form in LABELLED)
    text = body[0].text if body else ""
    return Sheet(
        titles.choose(heads, text), tuple(signed), tuple(affiliations), labelled, tuple(body)
    )


def _names_body(blocks: Sequence[Block], number: int) -> bool:
    """Tell whether a body's name with a mark stands above the title of the report on it."""
    text = next((block.text for block in blocks[number + 1 :] if is_running(block)), "")
    below = blocks[number + 1] if number + 1 < len(blocks) else None
    if below is None or not is_title_like(below) or _signs(below):
        return False
    return labels.is_body(blocks[number].text, text)


def _is_affiliation(block: Block) -> bool:
    return block.form in PLAIN and bylines.is_affiliation(block.text)


def _signs(block: Block) -> bool:
    """Tell whether a bare line of a title or an end names persons or bodies."""
    return block.form is Form.TEXT and is_title_like(block) and bylines.is_bare(block.text)


def _title_zone(blocks: Sequence[Block]) -> int:
    """Return the number of the first block that is no title, byline or label."""
    signed = labelled = headed = False
    for number, block in enumerate(blocks):
        if block.form is Form.BYLINE:
            signed = signed or headed
        elif block.form in LABELLED or block.form is Form.AFFILIATION:
            labelled = labelled or headed
        elif block.form is Form.SECTION and number:
            return number
        elif block.form is Form.TEXT and headed and _signs(block):
            signed = True
        elif block.form is Form.TEXT and (not is_title_like(block) or signed or labelled):
            return number
        else:
            headed = True
    return len(blocks)


def _tail(blocks: Sequence[Block]) -> int:
    """Return the number of the block from which on bare lines sign the article."""
    number = len(blocks)
    while number and (blocks[number - 1].form not in TITLES or _signs(blocks[number - 1])):
        number -= 1
    return number
