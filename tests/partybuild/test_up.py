import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from articles.curation import jobs
from articles.models import Job

ROOT = Path(__file__).parents[2]


def up(tmp_path, *arguments):
    return subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "up", *arguments],
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_from_nothing_to_pages_and_search_and_a_second_time_without_work(tmp_path):
    first = up(tmp_path, "--no-serve")
    assert first.wait() == 0, first.stderr.read()
    first.stdout.close()
    first.stderr.close()
    files = {p: p.stat().st_mtime_ns for p in (tmp_path / "index").rglob("*") if p.is_file()}

    address = f"127.0.0.1:{free_port()}"
    server = up(tmp_path, address)
    try:
        page = patiently(f"http://{address}/search/?q={quote('“三会一课”')}")
        assert "共 2 篇" in page
        assert {p: p.stat().st_mtime_ns for p in files} == files
    finally:
        server.terminate()
        said = server.communicate()[0]
    assert f"http://{address}/" in said
    assert "createsuperuser" in said


def patiently(url):
    for _ in range(100):
        try:
            with urlopen(url) as answer:  # noqa: S310 -- our own server on this machine
                return answer.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")


def test_a_taken_port_is_named_before_any_work(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        second = up(tmp_path, f"127.0.0.1:{taken.getsockname()[1]}")
        message = second.communicate()[1]
    assert (second.returncode != 0, "已被占用" in message) == (True, True)
    assert not (tmp_path / "db.sqlite3").exists()


def test_work_that_failed_is_done_again_and_work_that_is_done_is_not(db):
    ran = []

    def fail():
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        jobs.once("试", [fail])
    assert jobs.once("试", [lambda: ran.append(1)])
    assert not jobs.once("试", [lambda: ran.append(2)])
    assert jobs.once("试", [lambda: ran.append(3)], version="新")
    assert jobs.once("试", [lambda: ran.append(4)])  # back to the old one
    assert ran == [1, 3, 4]
    assert list(Job.objects.order_by("pk").values_list("status", "message")) == [
        ("failed", "disk full"),
        ("done", ""),
        ("done", ""),
        ("done", ""),
    ]
