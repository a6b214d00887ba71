"""The engines, and the one that the settings name."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engine import SearchEngine
from search.engines.memory import MemoryEngine
from search.engines.whoosh import WhooshEngine


def get_engine() -> SearchEngine:
    """Return the engine that ``settings.SEARCH_URL`` names: the same one for the same address."""
    return open_engine(settings.SEARCH_URL)


@cache
def open_engine(url: str) -> SearchEngine:
    """Return the engine at *url*: ``whoosh:///absolute/folder`` or ``memory://``.

    Raises :exc:`~django.core.exceptions.ImproperlyConfigured` for anything else.
    """
    parts = urlsplit(url)
    if parts.scheme == "memory":
        return MemoryEngine()
    if parts.scheme == "whoosh" and not parts.netloc and len(parts.path) > 1:
        return WhooshEngine(Path(unquote(parts.path)))
    raise ImproperlyConfigured(
        f"SEARCH_URL={url}: use whoosh:///absolute/folder, with three slashes, or memory://"
    )
