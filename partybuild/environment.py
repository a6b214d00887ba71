"""Values from the environment, read loudly: a wrong one stops the start and says what to do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def text(name: str, default: str) -> str:
    """Return *name*, or *default* where it is unset or blank."""
    return os.environ.get(name) or default


def flag(name: str, default: bool) -> bool:
    """Return the switch *name*: 1 or 0, and nothing else."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name}={value!r}: 只能是 1 或 0。")
    return value == "1"


def number(name: str, default: int) -> int:
    """Return the whole number *name*, at least 0."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name}={value!r}: 应为非负整数，例如 {default}。")
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
    settings: dict[str, Any] = environ.Env.db_url_config(url)
    if not settings["NAME"]:
        raise ImproperlyConfigured(f"{name}: 缺少数据库名。")
    if scheme == "sqlite":
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
        kept_in.touch(mode=0o600)
        kept_in.write_text(get_random_secret_key(), "utf-8")
    return kept_in.read_text("utf-8")
