"""Data for machines within a page. The one room that marks text as safe: see its test."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
# As in json_script: nothing in the data can end the element or begin another one.
NO_MARKUP = {ord("<"): r"\u003C", ord(">"): r"\u003E", ord("&"): r"\u0026"}


@register.filter
def json_ld(data: Mapping[str, object]) -> SafeString:
    """Return *data* as a block of JSON-LD, which browsers do not run."""
    text = json.dumps(data, ensure_ascii=False).translate(NO_MARKUP)
    inert = mark_safe(text)  # noqa: S308  # escaped above for where it stands
    return format_html('<script type="application/ld+json">{}</script>', inert)
