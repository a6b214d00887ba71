"""How good the reading is, kept run by run."""

from __future__ import annotations

from typing import Any

from articles.extraction.version import rules_version
from articles.models import EvaluationRun


def record(figures: dict[str, Any], *, articles: int) -> EvaluationRun:
    """Store the *figures* of one run of the gold score over so many *articles*."""
    return EvaluationRun.objects.create(
        figures=figures, articles=articles, rules_version=rules_version()
    )
