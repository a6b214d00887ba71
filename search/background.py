"""Mends the index in a process of its own, so that no reader waits for it."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.files import locks

logger = logging.getLogger(__name__)

PAUSE = 60.0  # seconds between two starts: an index that cannot be mended must not eat the machine
_started: list[subprocess.Popen[bytes]] = []  # polled, so that none stays as a zombie


def catch_up() -> bool:
    """Start ``manage.py reindex --if-needed`` unless one is at work or was started just now.

    Returns whether it was started. The child holds the lock for as long as it lives, so that
    several web workers together start one.
    """
    if not settings.REINDEX_IN_BACKGROUND:
        return False
    _started[:] = [child for child in _started if child.poll() is None]
    with (Path(settings.DATA_DIR) / "reindex.lock").open("a+") as file:
        if not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            return False
        file.seek(0)
        if time.time() - float(file.read() or 0) < PAUSE:
            return False
        file.truncate(0)
        file.write(str(time.time()))
        file.flush()
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "reindex", "--if-needed"]
        child = subprocess.Popen(  # noqa: S603 -- our own interpreter and command, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[file.fileno()],
            start_new_session=True,  # outlives the web worker that started it
        )
    _started.append(child)
    logger.warning("检索索引不完整，正在后台补齐或重建")
    return True
