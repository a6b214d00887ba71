"""Marked text as HTML."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from articles.outputs.originals import Stretch
from articles.outputs.reading import Piece
from articles.outputs.spans import Mark, Run

register = template.Library()


@register.filter
def marked(piece: Piece | Stretch) -> SafeString:
    """Return the text of *piece*, each run in a link to the card of its longest mark."""
    return format_html_join("", "{}", ((_run(run),) for run in piece.runs))


@register.filter
def titled(pieces: Iterable[Piece]) -> SafeString:
    """Return a title whose phrases break as wholes."""
    spaced = ((marked(p), " " if p.runs[-1].text[-1:].isspace() else "") for p in pieces)
    return format_html_join("", '<span class="ph">{}</span>{}', spaced)


def _run(run: Run) -> SafeString:
    inner = escape(run.text)
    for mark in reversed(run.marks):
        name = _id(run, mark)
        if not mark.target:  # the focus goes there, to step from one to the next
            whole = '<mark{} tabindex="-1">{}</mark>' if name else "<mark{}>{}</mark>"
            inner = format_html(whole, name, inner)
        elif mark is run.marks[0]:
            link = '<a class="hl hl-{}" href="#{}"{}>{}</a>'
            inner = format_html(link, mark.kind, mark.target, name, inner)
        else:
            inner = format_html('<span class="hl hl-{}"{}>{}</span>', mark.kind, name, inner)
    return inner


def _id(run: Run, mark: Mark) -> SafeString | str:
    return format_html(' id="{}"', mark.id) if mark.id in run.begins else ""
