"""House rules that no linter knows."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = [p for app in ("articles", "search", "partybuild") for p in (ROOT / app).rglob("*.py")]
ROOMS = [p for p in ROOMS if "migrations" not in p.parts]
WRITERS = (
    "articles/curation/",
    "articles/models/",
    "search/indexing.py",
    "search/models/",
    "search/engines/",
    "partybuild/models.py",
)
WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
TOP_LEVEL = {
    "manage.py", "partybuild", "articles", "search", "templates", "seeds", "tests",
    "pyproject.toml", "README.md",
}  # fmt: skip
LIMIT = 400


@pytest.mark.parametrize("path", ROOMS, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_curation_writes(path):
    if str(path.relative_to(ROOT)).startswith(WRITERS):
        return
    calls = {
        n.func.attr
        for n in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    }
    assert calls & WRITES == set()


def test_no_file_outgrows_a_sitting():
    assert [p for p in ROOMS if p.read_text("utf-8").count("\n") > LIMIT] == []


def test_templates_hold_no_style_and_no_raw_html():
    bad = re.compile(r"style=|\|\s*safe\b|<style|<script(?![^>]*src=)|\son[a-z]+=")
    assert [
        p for p in (ROOT / "templates").rglob("*.html") if bad.search(p.read_text("utf-8"))
    ] == []


def test_python_marks_no_text_as_safe_html():
    bad = re.compile(r"mark_safe|SafeString\(|\.format_html\(f")
    marking = [p.name for p in ROOMS if bad.search(p.read_text("utf-8"))]
    assert marking == ["structured.py"]  # JSON-LD: its own test feeds it markup


def test_the_top_level_is_the_agreed_one():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    top = {name.split("/")[0] for name in listed if name and not name.startswith(".")}
    assert top == TOP_LEVEL


def test_extraction_and_readers_run_without_django():
    code = "import sys, articles.extraction, articles.readers; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
