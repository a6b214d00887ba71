"""Wrong values stop the start, in a sentence that says what to do."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def check(tmp_path, **values):
    """Start Django with these values; return its exit status and what it says."""
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"],
        env={"PATH": "/usr/bin:/bin", "DATA_DIR": str(tmp_path), **values},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DEBUG", "yes", "DEBUG='yes': 只能是 1 或 0"),
        ("HTTPS", "true", "HTTPS='true': 只能是 1 或 0"),
        ("DATABASE_URL", "mysql://localhost/x", "不支持“mysql”"),
        ("DATABASE_URL", "postgres://localhost", "缺少数据库名"),
        ("DATABASE_URL", "postgres://localhost:port/x", "端口应为数字"),
        ("DATABASE_URL", "sqlite:////proc/none/db", "应指向现有目录中的文件"),
        ("PROXIES", "-1", "PROXIES='-1': 应为 0 或正整数"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL='LOUD': 只能是 DEBUG、"),
        ("SEARCH_URL", "elastic://localhost", "SEARCH_URL=elastic://localhost"),
        ("DATA_DIR", "/proc/none", "无法创建该目录"),
    ],
)
def test_a_wrong_value_stops_the_start_and_says_why(tmp_path, name, value, says):
    status, message = check(tmp_path, **{name: value})
    assert (status != 0, says in message) == (True, True), message


def test_the_secret_is_made_once_and_kept_from_others(tmp_path):
    assert check(tmp_path)[0] == 0
    kept = tmp_path / "secret-key"
    first = kept.read_text()
    assert (len(first), oct(kept.stat().st_mode)[-3:]) == (50, "600")
    assert check(tmp_path)[0] == 0
    assert kept.read_text() == first


def test_tracebacks_in_public_are_warned_of(tmp_path):
    status, message = check(tmp_path, DEBUG="1", ALLOWED_HOSTS="example.org")
    assert (status, "partybuild.W001" in message) == (0, True)


def test_a_reader_that_has_had_enough_of_our_words_gets_no_traceback(tmp_path):
    environment = {"PATH": "/usr/bin:/bin", "DATA_DIR": str(tmp_path)}
    command = [sys.executable, ROOT / "manage.py", "check", "--list-tags"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout
        assert run.stderr
        run.stdout.close()
        assert run.stderr.read() == ""
    assert run.returncode == 1


def test_behind_tls_django_finds_nothing_to_warn_of(tmp_path):
    """Secure cookies, redirect, HSTS: what Django itself asks of a site in public."""
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            "PATH": "/usr/bin:/bin", "DATA_DIR": str(tmp_path), "HTTPS": "1",
            "ALLOWED_HOSTS": "dangjian.example",
            "SECRET_KEY": "".join(map(chr, range(48, 123))),
        },
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
