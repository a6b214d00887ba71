"""One writer at a time, on every database: what is read before a row is written still holds then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

LOCK = 0x70617274  # any number that nothing else on the server asks for


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that no other writer of the archive runs beside.

    SQLite has one writer anyhow. On PostgreSQL two ingests that name the same new organization, or
    a reading and a person who speak of one fact at the same moment, would not see each other.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield
