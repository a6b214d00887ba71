"""The door of extraction: text in, articles with everything found in them out. Pure, no Django."""

from articles.extraction.brands.quotes import plain
from articles.extraction.layout import lay_out
from articles.extraction.lexicon.indicators import match_indicator
from articles.extraction.pipeline import extract, read
from articles.extraction.schema import to_json
from articles.extraction.types import (
    Article,
    Author,
    Brand,
    Caption,
    Layout,
    Lexicons,
    Mention,
    Metric,
    Misprint,
    Organization,
    Passage,
    Person,
    PolicyRule,
    Publication,
    Reference,
    RegionMention,
    RegionVerdict,
    Segment,
    Span,
    Theme,
)

__all__ = [
    "Article",
    "Author",
    "Brand",
    "Caption",
    "Layout",
    "Lexicons",
    "Mention",
    "Metric",
    "Misprint",
    "Organization",
    "Passage",
    "Person",
    "PolicyRule",
    "Publication",
    "Reference",
    "RegionMention",
    "RegionVerdict",
    "Segment",
    "Span",
    "Theme",
    "extract",
    "lay_out",
    "match_indicator",
    "plain",
    "read",
    "to_json",
]
