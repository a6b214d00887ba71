import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_several_processes_store_what_one_does(tmp_path):
    """Real processes on one SQLite file; one file is bad, and the index is whole at the end."""
    (tmp_path / "坏.txt").write_bytes(b"\x00\x01\x02")

    def manage(*arguments, check=True):
        return subprocess.run(
            [sys.executable, ROOT / "manage.py", *arguments],
            env={"PATH": "/usr/bin:/bin", "DATA_DIR": str(tmp_path / "data")},
            check=check, capture_output=True, text=True,
        )  # fmt: skip

    (tmp_path / "data").mkdir()
    manage("migrate", "-v0")
    manage("load_lists")
    done = manage("ingest", "-j", "3", ROOT / "seeds", tmp_path / "坏.txt", check=False)
    assert (done.returncode, "新增报道\t8" in done.stdout, "失败\t1" in done.stdout) == (
        1,
        True,
        True,
    )
    assert "坏.txt" in done.stderr
    manage("verify")
    manage("reindex", "--check")
    assert "8 篇" in manage("reindex", "-j", "2").stdout
    assert "一致" in manage("reindex", "--check", "--dry-run").stdout
    again = manage("ingest", "-j", "2", ROOT / "seeds")
    assert "已有文件（跳过）\t5" in again.stdout
