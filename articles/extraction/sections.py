"""Section headings of every usual style, and their levels."""

from __future__ import annotations

from collections.abc import Sequence

from articles.extraction import forms
from articles.extraction.reading import Block, Form
from articles.extraction.splitting import is_title_like

CLOSED_HEADING = 35  # characters of a numbered heading that is printed with a full stop
LIST_LENGTH = 3  # short bare lines in a row are no headings but a list
OUTER, MAIN, INNER = 0, 1, 2  # ranks, as forms.numbered gives them
BARE, PARAGRAPH = -1, -2


def levels(blocks: Sequence[Block]) -> list[int]:
    """Return the level of each block of a body: 0 for a paragraph, 1 and 2 for headings.

    Bare headings are of the first level. Numbered ones come below them, unless the only bare one
    is an introduction or a close beside them.
    """
    ranks = [_rank(blocks, number) for number in range(len(blocks))]
    marked = {rank for rank in ranks if rank not in (BARE, PARAGRAPH)}
    top = MAIN if ranks.count(BARE) > 1 else min(marked, default=MAIN)
    return [0 if rank == PARAGRAPH else 1 if rank == BARE or rank <= top else 2 for rank in ranks]


def _rank(blocks: Sequence[Block], number: int) -> int:
    """Return how high a heading block *number* is by its mark, BARE without one, or PARAGRAPH."""
    block = blocks[number]
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    if block.form is Form.HEADLINE:
        return OUTER
    if block.form is Form.SECTION:
        return max(block.level - 1, MAIN)
    if block.form is not Form.TEXT or following is None:
        return PARAGRAPH
    if mark := forms.numbered(block.text):
        return mark[1] if _is_numbered_heading(block, following, mark[1]) else PARAGRAPH
    if not is_title_like(block) or len(block.text) > forms.HEADING_LENGTH:
        return PARAGRAPH
    return PARAGRAPH if _in_list(blocks, number) else BARE


def _is_numbered_heading(block: Block, following: Block, rank: int) -> bool:
    """Tell whether a numbered line heads what follows, and is no item of a list."""
    next_mark = forms.numbered(following.text)
    if following.form is Form.TEXT and next_mark and next_mark[1] <= rank:
        return False
    if not forms.is_closed(block.text):
        return len(block.text) <= forms.HEADING_LENGTH + 10 and block.text[-1] not in "；;，,：:"
    single = not any(mark in block.text[:-1] for mark in "。！？")
    return (
        single
        and rank <= INNER
        and block.text[0] in "（(" + forms.NUMBERS
        and len(block.text) <= CLOSED_HEADING
    )


def _in_list(blocks: Sequence[Block], number: int) -> bool:
    """Tell whether block *number* is one of several bare short lines in a row, or has no text."""
    near = [is_title_like(block) for block in blocks[max(0, number - 2) : number + 3]]
    at = min(number, 2)
    runs = any(
        all(near[i : i + LIST_LENGTH])
        for i in range(len(near) - LIST_LENGTH + 1)
        if i <= at < i + LIST_LENGTH
    )
    return runs or all(near[at:])
