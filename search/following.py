"""Brings what has changed into the index: at once, or beside the requests of a server.

Nobody who decides at the desk waits for the index; whoever runs a command finds it up to date.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Event, Lock, Thread

from django.conf import settings
from django.db import connection

from search import background
from search.engine import EngineUnavailable
from search.indexing import sync

logger = logging.getLogger(__name__)

BREATH = 1.0  # seconds from a change until it is brought in, with what else has changed by then

_serving = Event()


def serve() -> None:
    """Say that this process answers requests, which are not to wait for the index."""
    _serving.set()


def bring_in() -> None:
    """Bring what is noted into the index, now or, in a server, soon after.

    With ``JOBS=inline`` a request does all of its work itself.
    """
    if _serving.is_set() and settings.JOBS != "inline":
        FOLLOWER.wake()
    else:
        _sync()


def _sync() -> None:
    try:
        sync()
    except EngineUnavailable as error:
        logger.warning("索引未能更新，改动已登记，稍后补上：%s", error)
        background.catch_up()


class Follower:
    """Does *work* in a thread of its own soon after it is asked to, once for all who ask meanwhile.

    The thread ends when nobody has asked again, and the process does not end before it. *work* must
    find out itself what is due: a process that is killed leaves the rest to whoever works next.
    """

    def __init__(self, work: Callable[[], object], breath: float = BREATH) -> None:
        """Do *work*, each time *breath* seconds after it was first asked for."""
        self._work, self._breath = work, breath
        self._lock = Lock()
        self._asked = False
        self._thread: Thread | None = None

    def wake(self) -> None:
        """Ask for the work; return at once."""
        with self._lock:
            self._asked = True
            if self._thread is None or not self._thread.is_alive():  # a fork takes no thread along
                self._thread = Thread(target=self._run, name="follower")
                self._thread.start()

    def wait(self) -> None:
        """Return when what was asked for is done."""
        if thread := self._thread:
            thread.join()

    def _run(self) -> None:
        try:
            while self._wanted():
                time.sleep(self._breath)
                self._do()
        finally:
            connection.close()

    def _wanted(self) -> bool:
        with self._lock:
            if not self._asked:
                self._thread = None
            return self._asked

    def _do(self) -> None:
        with self._lock:
            self._asked = False
        try:
            self._work()
        except Exception:  # the next change tries again
            logger.exception("索引未能更新，改动已登记，稍后补上")


FOLLOWER = Follower(_sync)
