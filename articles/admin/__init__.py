"""The desk: Django's admin over the archive. Every write goes through ``articles.curation``."""

from articles.admin import (
    aliases,
    articles,
    brands,
    claims,
    departures,
    facts,
    history,
    imports,
    jobs,
    likenesses,
    listed,
    mergers,
    metrics,
    organizations,
    policy,
    regions,
    reports,
    review,
    sources,
)

__all__ = [
    "aliases", "articles", "brands", "claims", "departures", "facts", "history", "imports", "jobs", "likenesses", "listed", "mergers", "metrics", "organizations", "policy", "regions",
    "reports", "review", "sources",
]  # fmt: skip
