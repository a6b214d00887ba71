"""Shows hits in any template."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.highlighting import Piece

register = template.Library()


@register.filter
def highlight(pieces: Iterable[Piece]) -> SafeString:
    """Return *pieces* as HTML, hits in ``<mark>``; every piece is escaped."""
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", text) if is_hit else text,) for text, is_hit in pieces),
    )
