"""One writer at a time, on every database, and who it is: what is written goes into the history."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import wraps
from types import TracebackType
from typing import ParamSpec, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction

from articles.models.acts import Act, acting, current
from articles.models.recording import record

LOCK = 0x70617274  # any number that nothing else on the server asks for

P = ParamSpec("P")
R = TypeVar("R")

_run: ContextVar[Act | None] = ContextVar("run", default=None)


class writing:
    """A transaction that no other writer of the archive runs beside, and its place in the history.

    SQLite has one writer anyhow. On PostgreSQL two ingests that name the same new organization, or
    a reading and a person who speak of one fact at the same moment, would not see each other.

    Every change of a tracked row inside is told with the person *by* whom, or with the *rules* (a
    version) by which a machine made it, and the *reason*. The outermost speaks first; what it leaves
    open is taken from those inside. As a decorator it takes ``by`` from the call. New rows are told
    one by one where a person makes them, or with *creations*.
    """

    def __init__(
        self,
        *,
        by: AbstractBaseUser | None = None,
        reason: str = "",
        rules: str = "",
        creations: bool | None = None,
    ) -> None:
        self.by, self.reason, self.rules, self.creations = by, reason, rules, creations
        self._open = ExitStack()

    def __enter__(self) -> None:
        self._open.enter_context(_transaction(self))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.__exit__(kind, error, traceback)

    def __call__(self, verb: Callable[P, R]) -> Callable[P, R]:
        """Return *verb* so that each call of it is one such transaction."""

        @wraps(verb)
        def written(*args: P.args, **kwargs: P.kwargs) -> R:
            said = kwargs.get("by", self.by)
            by = said if isinstance(said, AbstractBaseUser) else None
            with writing(by=by, reason=self.reason, rules=self.rules, creations=self.creations):
                return verb(*args, **kwargs)

        return written


@contextmanager
def run(*, by: AbstractBaseUser | None = None, reason: str = "", key: str = "") -> Iterator[str]:
    """Let all that is written inside, in however many transactions, belong to one run; give its key.

    A process that takes part in a run of another is given its *key*.
    """
    act = Act(reason=reason, run=key or uuid.uuid4().hex)
    _sign(act, by)
    token = _run.set(act)
    try:
        yield act.run
    finally:
        _run.reset(token)


@contextmanager
def _transaction(said: writing) -> Iterator[None]:
    outer = current()
    act = outer or replace(_run.get() or Act(), layers=[{}])
    _complete(act, said, outermost=outer is None)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if outer is not None:
            with act.part():
                yield
            return
        with acting(act):
            yield
        if not connection.needs_rollback:
            record(act)


def _complete(act: Act, said: writing, *, outermost: bool) -> None:
    """Let *said* add what *act* does not know yet of who and why."""
    act.reason = act.reason or said.reason
    if act.actor is None:
        _sign(act, said.by)
    if said.rules and not act.rules:
        act.rules, act.machine = said.rules, outermost or act.actor is None
    if act.creations is None:
        act.creations = said.creations


def _sign(act: Act, by: AbstractBaseUser | None) -> None:
    if by is not None:
        act.actor, act.name = by.pk, by.get_username()
