"""Numbers, dates and titles as Chinese print has them."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Article, Metric
from articles.outputs.numbers import compact, grouped, machine_date, printed_date, quantity
from articles.outputs.typography import for_eye

register = template.Library()
register.filter("for_eye", for_eye)


@register.filter
def num(value: Decimal | int | float | None) -> str:
    """Return a number in groups of three: 1,234,567."""
    return "" if value is None else grouped(value)


@register.filter
def cn(value: Decimal | int | float | None) -> SafeString | str:
    """Return a number with 万 or 亿 and its exact value for machines."""
    if value is None:
        return ""
    return format_html(
        '<data value="{}">{}</data>', format(Decimal(str(value)), "f"), compact(value)
    )


@register.filter
def percent(share: float | None) -> str:
    """Return a share of 0 to 1 in whole percent, cut: what lacks a word is not 100 %; None is —."""
    return "—" if share is None else f"{int(share * 100)}%"


@register.filter
def amount(metric: Metric) -> SafeString:
    """Return what a metric states: value with the sign of its qualifier, and unit."""
    return format_html(
        '<data value="{}">{}</data> {}',
        format(metric.value.normalize(), "f"),
        quantity(metric.value, metric.value_max, metric.qualifier),
        metric.unit,
    )


@register.filter
def clipped(text: str, length: int) -> str:
    """Return *text*, or its first *length* characters and the dots of an omission.

    >>> clipped("锻造新时代先锋", 5), clipped("先锋", 5)
    ('锻造新时代……', '先锋')
    """
    return text if len(text) <= length else f"{text[:length]}……"


@register.filter
def printed(article: Article) -> SafeString | str:
    """Return the date of an article as far as it is known."""
    text = printed_date(article.published_on, article.date_precision)
    stamp = machine_date(article.published_on, article.date_precision)
    return format_html('<time datetime="{}">{}</time>', stamp, text) if stamp else text
