"""A query as a condition on rows, for when no engine can answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from articles.models import Article, BrandMention, Byline, OrganizationMention
from search import analysis
from search.query import (
    And,
    Field,
    Listed,
    Near,
    Node,
    Not,
    Or,
    Prefix,
    Text,
    Together,
    Widened,
    Words,
    Years,
)

TEXTS = ("headline", "subheadline", "abstract", "body")
SOURCES = ("publication", "source__name")


def condition(node: Node) -> Q:
    """Return the rows that *node* finds, as far as a database can tell.

    Text is sought in headlines, abstracts and bodies, quotation marks counting as they stand;
    words that must stand near each other may stand apart.
    """
    match node:
        case And(parts):
            return _all(map(condition, parts))
        case Or(parts):
            return _any(map(condition, parts))
        case Not(part):
            return ~Q(pk__in=Article.objects.filter(condition(part)).values("pk"))
        case Years(start, end):
            span = {"published_on__gte": start and date(start, 1, 1)}
            span["published_on__lte"] = end and date(end, 12, 31)
            return Q(published_on__isnull=False, **{k: day for k, day in span.items() if day})
        case Listed(_, Field.REGION, codes):
            return _any(Q(region__code__startswith=_prefix(code)) for code in codes)
        case Listed(_, _, slugs):
            return Q(primary_theme__slug__in=slugs)
        case Widened(leaf, others):
            return _any(map(condition, (leaf, *others)))
    return _text(node)


def _text(leaf: Text) -> Q:
    match leaf:
        case Words(typed, field):
            return _all(_stands(word, field) for word in analysis.needles([typed]))
        case Near(words, _, field) | Together(words, _, field):
            return _all(_stands(word, field) for word in words)
        case Prefix(typed, Field() as field):
            return _stands(typed, field, how="istartswith")
    return _stands(leaf.text, leaf.field)


def _stands(text: str, field: Field | None, how: str = "icontains") -> Q:
    """Return the rows in which *text* stands; for names, those that a fact which stands gives."""
    match field:
        case Field.ORGANIZATION:
            names = ("organization__name", "organization__aliases__name")
            return _named(OrganizationMention, text, names, how)
        case Field.BRAND:
            return _named(BrandMention, text, ("brand__name",), how)
        case Field.AUTHOR:
            signed = Byline.objects.filter(**{f"name__{how}": text})
            return Q(pk__in=signed.values("article"))
    columns = {None: TEXTS, Field.SOURCE: SOURCES}.get(field, ("headline",))
    texts = {text, analysis.fold(text)}  # as typed, and in simplified characters
    return _any(Q(**{f"{column}__{how}": t}) for column in columns for t in texts)


def _named(
    mentions: type[OrganizationMention] | type[BrandMention],
    text: str,
    names: Iterable[str],
    how: str,
) -> Q:
    named = mentions.objects.public().filter(_any(Q(**{f"{name}__{how}": text}) for name in names))
    return Q(pk__in=named.values("article"))


def _prefix(code: str) -> str:
    """Return the digits that the codes of a region and of all below it begin with."""
    return code.removesuffix("00").removesuffix("00")


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions, Q())


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)
