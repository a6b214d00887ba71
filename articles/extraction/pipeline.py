"""The order of the steps; the only module that knows all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from articles.extraction.brands import find_brands
from articles.extraction.dates import find_publication, mentioned_years
from articles.extraction.layout import lay_out
from articles.extraction.linking import own_brands, own_metrics
from articles.extraction.mastheads import judge_masthead
from articles.extraction.metrics import find_metrics
from articles.extraction.misprints import find_misprints
from articles.extraction.organizations import find_organizations
from articles.extraction.persons import find_persons
from articles.extraction.regions import find_regions, judge_region
from articles.extraction.themes import (
    find_themes,
    is_off_topic,
    judge_sector,
    primary_theme,
    theme_of,
)
from articles.extraction.types import Article, Layout, Lexicons, Metric, Publication, Theme
from articles.extraction.vocabulary import Basis

DEFAULT = Lexicons()


def extract(
    text: str, lexicons: Lexicons = DEFAULT, starts: Sequence[int] | None = None
) -> tuple[Article, ...]:
    """Return the articles of *text* in order, with everything found in them.

    *text* has LF line ends, as ``articles.readers.read`` gives it; every offset counts its
    characters. *lexicons* adds to the word lists of the project. Text of nothing but white space
    holds no article. *starts* are the offsets at which articles after the first begin, where
    somebody knows them. The same text, lexicons and starts always give the same result.
    """
    layouts = enumerate(lay_out(text, starts), 1)
    return tuple(read(number, layout, lexicons) for number, layout in layouts)


def read(ordinal: int, layout: Layout, lexicons: Lexicons = DEFAULT) -> Article:
    """Find everything in one article: persons and places first, for names of bodies lean on them."""
    persons = find_persons(layout)
    mentioned = find_regions(layout, persons)
    verdict = judge_region(layout, mentioned) or judge_masthead(layout.imprint)
    home = verdict.adcode if verdict else ""
    bodies = find_organizations(layout, home, mentioned)
    published = find_publication(layout)
    sector = judge_sector(layout, bodies)
    found = find_themes(layout, sector)
    counted = find_metrics(layout, reference_year=_this_year(published))
    return Article(
        ordinal=ordinal,
        layout=layout,
        region=verdict,
        regions=mentioned,
        organizations=bodies,
        brands=own_brands(layout, find_brands(layout, lexicons.policy), bodies),
        metrics=_themed(own_metrics(layout, counted, bodies), found),
        themes=found,
        primary_theme=primary_theme(found),
        off_topic=is_off_topic(layout, found),
        sector=sector,
        persons=persons,
        publication=published,
        mentioned_years=mentioned_years(layout),
        misprints=find_misprints(layout),
    )


def _this_year(published: Publication | None) -> int | None:
    """Return the year that 今年 means: that of publication, where the text states it."""
    return published.year if published and published.basis is Basis.STATED else None


def _themed(counted: tuple[Metric, ...], found: tuple[Theme, ...]) -> tuple[Metric, ...]:
    """Return the metrics with the theme that the sentence of each speaks of."""
    spoken = {sentence: theme_of(sentence, found) for sentence in {m.sentence for m in counted}}
    return tuple(replace(metric, theme=spoken[metric.sentence]) for metric in counted)
