"""One engine in a process of its own, told what to do by lines of JSON.

``python -m tests.benchmarks.worker NAME FOLDER index`` writes the index of ``corpus.pickle`` and
prints what that took; with ``serve`` it answers one line for each line that it is sent.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import Any

from tests.benchmarks.asking import Ask, Part, Peer, bytes_in
from tests.benchmarks.corpus import Report, reports
from tests.benchmarks.peers import opened

MARK = "zq{}x"  # a word that stands in one report only


def peak() -> float:
    """Return the greatest memory that this process has had, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def stored(folder: Path) -> Iterator[Report]:
    """Yield the reports that were written to *folder*."""
    with (folder / "corpus.pickle").open("rb") as file:
        while True:
            try:
                yield pickle.load(file)  # noqa: S301 - our own file
            except EOFError:
                return


def indexed(peer: Peer, folder: Path) -> dict[str, float]:
    """Write the index and return what it took."""
    begun, busy = time.perf_counter(), _cpu()
    peer.index(stored(folder.parent))
    return {
        "seconds": time.perf_counter() - begun,
        "cpu": _cpu() - busy,
        "peak": peak(),
        "bytes": bytes_in(folder),
    }


def _cpu() -> float:
    used = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    return sum(part.ru_utime + part.ru_stime for part in used)


def asked(peer: Peer, ask: Ask, part: Part) -> dict[str, Any]:
    """Answer, with snippets or without, and return the seconds."""
    begun = time.perf_counter()
    answer = peer.ask(ask)
    if part == "page":
        peer.snippets()
    return asdict(answer) | {part: time.perf_counter() - begun}


def updated(peer: Peer, number: int) -> dict[str, Any]:
    """Add one report, look for it, and return the seconds until it was found."""
    report = next(reports(number, number + 1, "更新"))
    mark = MARK.format(number)
    fresh = Report(**asdict(report) | {"blocks": (*report.blocks, f"编号{mark}。")})
    begun = time.perf_counter()
    peer.update(fresh)
    put = time.perf_counter()
    answer = peer.ask(Ask("rare", mark))
    ended = time.perf_counter()
    peer.snippets()
    return {"update": ended - begun, "reopen": ended - put, "visible": answer.pks == [number]}


def serve(peer: Peer) -> None:
    """Answer line by line until there are no more."""
    for line in sys.stdin:
        told = json.loads(line)
        match told:
            case {"ask": ask, "part": part}:
                said = asked(peer, Ask(**ask), part)
            case {"update": number}:
                said = updated(peer, number)
            case _:
                said = {"peak": peak()}
        print(json.dumps(said), flush=True)


def main(name: str, folder: Path, job: str) -> None:
    """Do one of the jobs."""
    peer = opened(name, folder)
    if job == "index":
        print(json.dumps(indexed(peer, folder)))
    else:
        peer.load()
        print(json.dumps({"ready": name}), flush=True)
        serve(peer)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
