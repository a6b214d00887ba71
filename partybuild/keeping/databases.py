"""The whole database as one file and back, on SQLite and on PostgreSQL, all of it or nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

WAIT = 60.0  # seconds for other writers
MEMBERS = {"sqlite": "database.sqlite3", "postgresql": "database.sql"}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class Failed(Exception):
    """A backup or restore that could not be done; the message says why in Chinese."""


def dump(target: Path) -> None:
    """Write the database, as it is at one moment, to the new file *target*; nobody has to wait."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(_file(), timeout=WAIT)) as live:
            live.execute("VACUUM INTO ?", (str(target),))
    else:
        _client("pg_dump", "--no-owner", "--no-privileges", "--file", str(target))


def load(source: Path, gone: list[int]) -> None:
    """Put the database in *source* in the place of the one in use, in a single transaction.

    With it, every article in it and every one of *gone* is noted for the index. *source* may be
    changed by it. Raises :exc:`Failed`, and nothing has changed, where it is no whole database.
    """
    if connection.vendor == "sqlite":
        _load_file(source, _notes("", gone))
    else:
        schema = connection.ops.quote_name(_schema())
        tables = [
            connection.ops.quote_name(name) for name in connection.introspection.table_names()
        ]
        before, after = source.with_suffix(".before"), source.with_suffix(".after")
        before.write_text(
            "".join(f"DROP TABLE IF EXISTS {schema}.{name} CASCADE;\n" for name in tables), "utf-8"
        )
        after.write_text(_notes(f"{schema}.", gone), "utf-8")
        connection.close()
        scripts = [part for path in (before, source, after) for part in ("--file", str(path))]
        once = ("--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1")
        _client("psql", *once, *scripts)


def _load_file(source: Path, notes: str) -> None:
    connection.close()
    try:
        with closing(sqlite3.connect(source)) as new:
            if new.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise Failed("备份中的数据库已损坏。")
            new.executescript(notes)
            # Page by page into the live file, as one transaction: readers see the old or the new.
            with closing(sqlite3.connect(_file(), timeout=WAIT)) as live:
                new.backup(live)
    except sqlite3.Error as error:
        raise Failed(f"数据库未能恢复，原库未动：{error}") from error


def _notes(schema: str, gone: list[int]) -> str:
    """Return the statements that tell the index of all articles that came or went."""
    note = f"INSERT INTO {schema}search_pendingchange (article_pk, created) "
    all_there = f"SELECT id, CURRENT_TIMESTAMP FROM {schema}articles_article;"  # noqa: S608 -- our own names
    lines = [f"{note}{all_there}"]
    lines += [f"{note}VALUES ({int(pk)}, CURRENT_TIMESTAMP);" for pk in gone]
    return "\n".join(lines)


def _file() -> str:
    return str(connection.settings_dict["NAME"])


def _schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def _client(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on the database in use; the password is in no command line."""
    path = shutil.which(program)
    if path is None:
        raise Failed(
            f"找不到 {program}，请安装 PostgreSQL 客户端程序（apt-get install postgresql-client）。"
        )
    known: dict[str, Any] = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    told = {name: str(known[key]) for name, key in names.items() if known.get(key)}
    done = subprocess.run(  # noqa: S603 -- a program of the system, no shell
        [path, "--dbname", str(known["NAME"]), *arguments],
        env={**os.environ, **told, "PGDATABASE": str(known["NAME"])},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = "；".join(done.stderr.strip().splitlines()[:3])
        raise Failed(f"{program} 失败：{said}")
