"""Runs a command with DATABASE_URL set to a PostgreSQL server of its own, made and removed here.

    python tests/postgres.py .venv/bin/python -m pytest

Needs the server programs (Debian: apt-get install postgresql); started by root, the server runs as
the system user postgres, because it refuses root.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL server programs, or None."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = versions[-1] if versions else shutil.which("initdb")
    return Path(found).parent if found else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(command: list[str]) -> int:
    programs = binaries()
    if programs is None:
        sys.stderr.write("PostgreSQL is not installed: apt-get install postgresql\n")
        return 2
    owner = {"user": "postgres"} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="partybuild-postgres-") as folder:
        Path(folder).chmod(0o755)
        cluster, port = Path(folder) / "cluster", free_port()
        if owner:
            shutil.chown(folder, "postgres")

        def run(program: str, *arguments: str) -> None:
            subprocess.run(
                [programs / program, *arguments],
                check=True, cwd=folder, stdout=subprocess.DEVNULL, **owner,
            )  # fmt: skip

        run("initdb", "-D", str(cluster), "-A", "trust", "-U", "partybuild", "-E", "UTF8",
            "--no-locale", "--no-sync")  # fmt: skip
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "-D", str(cluster), "-w", "-l", str(cluster / "log"), "-o", options, "start")
        try:
            url = f"postgres://partybuild@127.0.0.1:{port}/postgres"
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
        finally:
            run("pg_ctl", "-D", str(cluster), "-m", "immediate", "stop")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
