"""The order of the steps; the only module that knows all of them."""

from __future__ import annotations

from dataclasses import replace

from articles.extraction import (
    brands,
    dates,
    linking,
    metrics,
    organizations,
    persons,
    regions,
    themes,
)
from articles.extraction.layout import lay_out
from articles.extraction.types import Article, Layout, Metric, Theme


def extract(text: str) -> tuple[Article, ...]:
    """Return the articles of *text* in order, with everything found in them.

    *text* has LF line ends, as ``articles.readers.read`` gives it; every offset counts its
    characters. Text of nothing but white space holds no article. The same text always gives the
    same result.
    """
    return tuple(_read(number, layout) for number, layout in enumerate(lay_out(text), 1))


def _read(ordinal: int, layout: Layout) -> Article:
    """Find everything in one article: places first, because names of bodies lean on them."""
    mentioned = regions.find_regions(layout)
    verdict = regions.judge_region(layout, mentioned)
    home = verdict.adcode if verdict else ""
    bodies = organizations.find_organizations(layout, home, mentioned)
    named = linking.own_brands(layout, brands.find_brands(layout), bodies)
    found = themes.find_themes(layout)
    counted = linking.own_metrics(layout, metrics.find_metrics(layout), bodies)
    return Article(
        ordinal=ordinal,
        layout=layout,
        region=verdict,
        regions=mentioned,
        organizations=bodies,
        brands=named,
        metrics=tuple(_themed(metric, found) for metric in counted),
        themes=found,
        primary_theme=themes.primary_theme(found),
        off_topic=themes.is_off_topic(layout, found),
        sector=themes.judge_sector(layout, bodies),
        persons=persons.find_persons(layout),
        publication=dates.find_publication(layout),
        mentioned_years=dates.mentioned_years(layout),
    )


def _themed(metric: Metric, found: tuple[Theme, ...]) -> Metric:
    """Return *metric* with the theme that its sentence speaks of."""
    return replace(metric, theme=themes.theme_of(metric.sentence, found))
