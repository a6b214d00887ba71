"""Processes of this program that outlive the web worker that starts them, one of a kind at a time."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.files import locks

PAUSE = 60.0  # seconds between two starts of what does not end well: it must not eat the machine
_started: list[subprocess.Popen[bytes]] = []  # polled, so that none stays as a zombie


def start(lock: str, *command: str) -> bool:
    """Start ``manage.py`` with *command* unless one is at work, or was started just now.

    Returns whether it was started. The child holds the file *lock* of the data folder for as long
    as it lives, so that several web workers together start one.
    """
    _started[:] = [child for child in _started if child.poll() is None]
    with _lock_file(lock).open("a+") as file:
        if not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            return False
        file.seek(0)
        if time.time() - float(file.read() or 0) < PAUSE:
            return False
        file.truncate(0)
        file.write(str(time.time()))
        file.flush()
        child = subprocess.Popen(  # noqa: S603 -- our own interpreter and command, no shell
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[file.fileno()],
            start_new_session=True,
        )
    _started.append(child)
    return True


def ended_well(lock: str) -> None:
    """Let the next child of this *lock* start without a pause."""
    _lock_file(lock).write_text("")


def _lock_file(name: str) -> Path:
    return Path(settings.DATA_DIR) / name
