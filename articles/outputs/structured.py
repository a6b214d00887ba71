"""An article in the words of schema.org, for machines that read pages."""

from __future__ import annotations

from articles.models import Article
from articles.outputs.citations import Work
from articles.outputs.reading import Reading

SITE = "党建报道档案"


def news_article(article: Article, work: Work, reading: Reading) -> dict[str, object]:
    """Return *article* as a NewsArticle; what is not known is left out, never made up.

    *work* is what a citation says of it; a date is as precise as it is known ("2024"). The
    organizations come from the cards of *reading*.
    """
    signed = {byline.name: byline.is_organization for byline in article.bylines.all()}
    known = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": work.url,
        "url": work.url,
        "headline": work.title,
        "datePublished": work.day,
        "author": [
            {"@type": "Organization" if signed.get(name) else "Person", "name": name}
            for name in work.authors
        ],
        "publisher": {"@type": "Organization", "name": work.container or SITE},
        "inLanguage": "zh-Hans",
        "about": [
            {"@type": "Organization", "name": card.row.name} for card in reading.organizations
        ],
        "spatialCoverage": article.region.name if article.region else "",
        "isBasedOn": article.source.name,
    }
    return {key: value for key, value in known.items() if value}
