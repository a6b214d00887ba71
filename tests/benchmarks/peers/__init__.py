"""The engines that are measured side by side; each in its own file, and in its own process."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from tests.benchmarks.asking import Peer

PEERS = {
    "ours": "tests.benchmarks.peers.ours:Ours",
    "tutorial": "tests.benchmarks.peers.tutorial:Tutorial",
    "haystack": "tests.benchmarks.peers.django_haystack:Haystack",
    "fts5": "tests.benchmarks.peers.sqlite_fts5:Fts5",
    "tantivy": "tests.benchmarks.peers.tantivy_index:Tantivy",
}


def opened(name: str, folder: Path) -> Peer:
    """Return the engine *name* at work in *folder*; ImportError when it is not installed."""
    module, _, kind = PEERS[name].partition(":")
    peer: Peer = getattr(import_module(module), kind)(folder)
    return peer
