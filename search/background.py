"""Mends the index in a process of its own, so that no reader waits for it."""

from __future__ import annotations

import logging

from django.conf import settings

from articles import children

logger = logging.getLogger(__name__)


def catch_up() -> bool:
    """Start ``manage.py reindex --if-needed`` unless one is at work or was started just now.

    Returns whether it was started.
    """
    if not settings.REINDEX_IN_BACKGROUND:
        return False
    started = children.start("reindex.lock", "reindex", "--if-needed")
    if started:
        logger.warning("检索索引不完整，正在后台补齐或重建")
    return started
