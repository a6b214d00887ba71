"""Values from the environment, read loudly: a wrong one stops the start and says what to do."""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def text(name: str, default: str) -> str:
    """Return *name*, or *default* where it is unset or blank."""
    return os.environ.get(name) or default


def choice(name: str, default: str, options: Collection[str]) -> str:
    """Return *name*, which must be one of *options*."""
    value = text(name, default)
    if value not in options:
        raise ImproperlyConfigured(f"{name}={value!r}: 只能是 {'、'.join(options)} 之一。")
    return value


def flag(name: str, default: bool) -> bool:
    """Return the switch *name*: 1 or 0, and nothing else."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name}={value!r}: 只能是 1 或 0。")
    return value == "1"


def number(name: str, default: int) -> int:
    """Return the whole number *name*, zero or more."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdecimal()):
        raise ImproperlyConfigured(f"{name}={value!r}: 应为 0 或正整数。")
    return int(value)


def names(name: str, default: str) -> list[str]:
    """Return the comma-separated list *name*, blanks left out."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def folder(name: str, default: Path) -> Path:
    """Return the writable folder *name*, made if it is not there."""
    path = Path(os.environ.get(name) or default).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}={path}: 无法创建该目录（{error.strerror}）。"
        ) from error
    if not os.access(path, os.W_OK):
        raise ImproperlyConfigured(f"{name}={path}: 目录不可写。")
    return path


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings for the database URL *name* (sqlite:///PATH or postgres://…)."""
    url = os.environ.get(name) or default
    scheme = url.partition(":")[0]
    if scheme not in ("sqlite", "postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"{name}: 不支持“{scheme}”，请用 sqlite:///文件路径 或 postgres://用户:密码@主机:端口/库名。"
        )
    try:
        settings: dict[str, Any] = environ.Env.db_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: 地址有误，端口应为数字（{error}）。") from error
    if not settings["NAME"]:
        raise ImproperlyConfigured(f"{name}: 缺少数据库名。")
    if scheme == "sqlite":
        if settings["NAME"] == ":memory:" or not Path(settings["NAME"]).parent.is_dir():
            raise ImproperlyConfigured(
                f"{name}: 应指向现有目录中的文件，不是 {settings['NAME']}。"
            )
        # One writer at a time, taken at the start of a transaction, and readers that never wait.
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        # A real file for tests too: a database in memory has other locks.
        settings["TEST"] = {"NAME": str(Path(settings["NAME"]).with_name("test.sqlite3"))}
    else:
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    return settings


def secret(name: str, kept_in: Path) -> str:
    """Return the secret *name*; without one, the machine's own, made once and kept in a file."""
    if value := os.environ.get(name):
        return value
    if not kept_in.exists():
        with NamedTemporaryFile("w", dir=kept_in.parent, encoding="utf-8") as file:
            file.write(get_random_secret_key())
            file.flush()
            with suppress(FileExistsError):  # another process was first: its secret holds
                os.link(file.name, kept_in)
    return kept_in.read_text("utf-8")
