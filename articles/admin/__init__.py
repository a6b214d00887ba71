"""The desk: Django's admin over the archive. Every write goes through ``articles.curation``."""

from articles.admin import (
    articles,
    brands,
    claims,
    departures,
    facts,
    history,
    imports,
    jobs,
    likenesses,
    mergers,
    metrics,
    organizations,
    policy,
    regions,
    reports,
    review,
    sources,
    themes,
)

__all__ = [
    "articles", "brands", "claims", "departures", "facts", "history", "imports", "jobs", "likenesses", "mergers", "metrics", "organizations", "policy", "regions",
    "reports", "review", "sources", "themes",
]  # fmt: skip
