"""Shares of what is right, with figures worked out by hand."""

import pytest
from django.utils import timezone

from articles.models import EvaluationRun, Metric, Origin, ReviewStatus
from partybuild.precision import Share, lines, wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (0, 5, 0.0, 0.4345),
        (8, 10, 0.4902, 0.9433),
        (9, 10, 0.5958, 0.9821),
        (50, 50, 0.92865, 1.0),
    ],
)
def test_the_interval_is_wilsons(hits, n, low, high):
    assert wilson(hits, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_nothing_looked_at_has_no_share():
    assert (Share(0, 0).value, Share(0, 0).interval, str(Share(0, 0))) == (None, None, "—")


def test_a_share_is_cut_not_rounded():
    assert str(Share(1999, 2000)).startswith("99.9%（")
    assert str(Share(50, 50)) == "100%（92.8%～100%，n=50）"
    assert str(Share(8, 10)) == "80%（49%～94.3%，n=10）"


def test_an_archive_without_decisions_and_runs_has_no_line(db):
    assert lines() == []


def decide(article, version):
    """Of eight metrics: 3 confirmed, 2 corrected, 1 rejected, 1 added by hand, 1 waiting."""
    keys = list(Metric.objects.filter(article=article).values_list("pk", flat=True)[:8])
    assert len(keys) == 8
    rows = Metric.objects.filter(article=article)
    rows.update(rules_version=version)
    machine, person = Origin.MACHINE, Origin.PERSON
    told = [
        *[(machine, ReviewStatus.CONFIRMED, None)] * 3,
        (person, ReviewStatus.CONFIRMED, {"value": "1"}),
        (person, ReviewStatus.PENDING, {"value": "2"}),
        (machine, ReviewStatus.REJECTED, None),
        (person, ReviewStatus.REJECTED, None),  # added by hand: says nothing of the machine
    ]
    for key, (origin, status, value) in zip(keys, told, strict=False):
        rows.filter(pk=key).update(
            origin=origin, status=status, machine_value=value, reviewed_at=timezone.now()
        )


def metrics():
    return [line for line in lines() if line.kind == "数据"]


def test_live_precision_counts_what_people_decided_of_machine_readings(article):
    decide(article, "v1")
    (line,) = metrics()
    live = line.live
    assert (line.version, live.confirmed, live.corrected, live.rejected) == ("v1", 3, 2, 1)
    assert (live.share, line.gold) == (Share(3, 6), None)


def test_every_number_leads_to_as_many_rows(article, client, editor):
    decide(article, "v1")
    (line,) = metrics()
    client.force_login(editor)
    shown = {
        name: client.get(url).context["cl"].result_count for name, url in line.live.urls.items()
    }
    assert shown["confirmed"] == 3
    assert shown["corrected"] == 2
    assert shown["rejected"] == 2  # with the one that was added by hand


def test_gold_and_live_stand_side_by_side_by_version(article):
    decide(article, "v2+abc")
    figures = {"hits": 8, "missed": 5, "extra": 2, "precision": 0.8}
    EvaluationRun.objects.create(
        figures={"metrics": {**figures, "hits": 1}}, articles=1, rules_version="v2"
    )
    EvaluationRun.objects.create(figures={"metrics": figures}, articles=1, rules_version="v2")
    EvaluationRun.objects.create(figures={"metrics": figures}, articles=1, rules_version="v3")
    found = {line.version: line for line in metrics()}
    assert list(found) == ["v3", "v2", "v2+abc"]
    assert (found["v3"].gold, found["v3"].live) == (Share(8, 10), None)
    assert found["v2"].gold == Share(8, 10)  # the last run of a version counts
    assert (found["v2+abc"].gold, found["v2+abc"].live.share) == (Share(8, 10), Share(3, 6))


def test_of_a_single_answer_what_is_missed_is_wrong(db):
    figures = {"hits": 6, "missed": 2, "extra": 0, "precision": 1.0}
    EvaluationRun.objects.create(figures={"headline": figures}, articles=8, rules_version="v1")
    (line,) = lines()
    assert (line.kind, line.gold) == ("标题", Share(6, 8))
