"""The gold score is a ratchet: raise the code, not the floor."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

HERE = Path(__file__).parent
FOLDERS = {"gold": HERE.parent / "seeds"} | {n: HERE / n for n in ("practice", "unseen", "fresh")}
FILES = {name: HERE / name / "floors.json" for name in FOLDERS} | {"gold": HERE / "floors.json"}
FLOORS = {name: json.loads(path.read_text("utf-8")) for name, path in FILES.items()}


@pytest.fixture(scope="module")
def figures():
    """The score of each folder of annotated texts, row by row."""
    return {name: evaluate(name, texts) for name, texts in FOLDERS.items()}


def evaluate(name, texts):
    out = StringIO()
    call_command("evaluate", "--json", "--no-save", gold=HERE / name, seeds=texts, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize(
    ("name", "row", "floor"),
    [(name, row, floor) for name, rows in FLOORS.items() for row, floor in rows.items()],
)
def test_no_figure_falls_below_its_floor(figures, name, row, floor):
    assert (figures[name][row]["f1"] or 0) >= floor


@pytest.mark.parametrize("name", FOLDERS)
def test_every_figure_has_a_floor(figures, name):
    assert figures[name].keys() == FLOORS[name].keys()


def test_evaluate_gives_the_figures_of_the_scoring_script(figures, tmp_path):
    extracted, scored = tmp_path / "extracted.json", tmp_path / "figures.json"
    with extracted.open("w") as file:
        call_command(
            "extract", *sorted((HERE.parent / "seeds").glob("*.txt")), "--json", stdout=file
        )
    subprocess.run(
        [sys.executable, HERE / "gold/score.py", HERE / "gold", extracted, "--json", scored],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    assert json.loads(scored.read_text("utf-8")) == figures["gold"]


def test_floors_only_rise(tmp_path):
    floors = tmp_path / "floors.json"
    floors.write_text('{"articles found": 2.0, "headline": 0.0}', "utf-8")
    call_command("evaluate", "--json", "--no-save", "--raise-floors", floors, stdout=StringIO())
    raised = json.loads(floors.read_text("utf-8"))
    assert (raised["articles found"], raised["headline"] > 0) == (2.0, True)
