"""Readers' reports of errors: taken down, queued, and closed by a person."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from articles.curation import review
from articles.curation.writing import writing
from articles.models import Report

HOURLY, DAILY = 5, 300  # reports of one sender an hour, and of all a day


class TooMany(Exception):
    """So many reports came in that this one is not taken; the message says when it would be."""


@writing()
def take(report: Report) -> None:
    """Store a reader's *report* and put it into the queue; raises :exc:`TooMany`."""
    now = timezone.now()
    if (
        Report.objects.filter(
            sender=report.sender, created_at__gt=now - timedelta(hours=1)
        ).count()
        >= HOURLY
    ):
        raise TooMany(f"一小时内最多提交 {HOURLY} 条，请稍后再试。")
    if Report.objects.filter(created_at__gt=now - timedelta(days=1)).count() >= DAILY:
        raise TooMany("今日收到的报错过多，请明日再试。")
    report.save()
    review.file_report(report)


@writing()
def close(report: Report, *, by: AbstractBaseUser, answer: str) -> None:
    """Note what became of *report*, and take it from the queue."""
    report.answer, report.closed_by_id, report.closed_at = answer, by.pk, timezone.now()
    report.save(update_fields=["answer", "closed_by", "closed_at"])
    review.settle_report(report)


@writing()
def reopen(report: Report) -> None:
    """Take an answer back: *report* waits again."""
    report.answer, report.closed_by, report.closed_at = "", None, None
    report.save(update_fields=["answer", "closed_by", "closed_at"])
    review.settle_report(report)
