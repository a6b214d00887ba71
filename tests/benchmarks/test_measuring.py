"""The benchmark itself: its corpus never changes by itself, and it runs to its end."""

import subprocess
import sys
from collections import Counter

import jieba
import pytest

from tests.benchmarks.corpus import LONGEST, SHORTEST, reports
from tests.benchmarks.search import measure
from tests.benchmarks.tables import printed

NAMES = ["ours", "fts5"]  # what every installation brings and is quick
DIGEST = """
from hashlib import sha256
from tests.benchmarks.corpus import reports
print(sha256(repr(list(reports(40, 50))).encode()).hexdigest())
"""


def test_the_same_reports_are_made_in_every_process():
    made = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", DIGEST],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


def test_a_report_is_the_same_in_a_larger_corpus():
    assert list(reports(1, 20))[7:] == list(reports(8, 20))


def test_reports_have_words_of_every_frequency_and_lengths_as_promised():
    several = list(reports(1, 201))
    counts = Counter(word for r in several for word in set(jieba.cut(r.body)) if len(word) > 1)
    assert {len(str(count)) for count in counts.values()} == {1, 2, 3}
    assert sum(count == 1 for count in counts.values()) > len(counts) / 3
    lengths = sorted(len(report.body) for report in several)
    assert lengths[0] > SHORTEST * 0.8
    assert lengths[-1] < LONGEST * 1.2


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return measure(60, NAMES, 12, 5, tmp_path_factory.mktemp("measured"))


def test_ours_finds_what_words_find_and_every_update_is_seen(found):
    ours, fts5 = found
    same = ours.of_kind("frequent", "rare", "and", "phrase", "region")
    assert sum(fts5.hits[n] for n in same) > len(same)
    assert [n for n in same if ours.hits[n] < fts5.hits[n]] == []  # words in words are found, too
    assert [one.unseen for one in found] == [0, 0]


def test_tables_name_every_engine_and_state_no_target_for_a_small_corpus(found):
    text = printed(found)
    assert all(f"| {name} |" in text for name in NAMES)
    assert "## Targets" not in text
