"""Large files, made by a job: whole or not at all, cancelled, begun again, and cleared."""

import csv
import os
import time
from datetime import timedelta
from io import StringIO

import pytest
from openpyxl import load_workbook

from articles.curation import jobs
from articles.curation.progress import Progress
from articles.models import Article, Job, JobStatus
from articles.outputs import bulk
from articles.outputs.exports import Format

SITE = "https://archive.example"


@pytest.fixture
def rows(archive):
    return [archive.article(f"=第{number}篇") for number in range(5)]


@pytest.fixture
def order(editor):
    def order(keys, form=Format.CSV, table="articles"):
        return bulk.order(table, "地区-吉林", keys, form, site=SITE, by=editor)

    return order


def lines(job):
    text = bulk.made(job).read_text("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def folder(settings):
    return sorted(path.suffix for path in (settings.DATA_DIR / "exports").iterdir())


def test_a_job_of_another_kind_has_made_no_file(editor):
    assert bulk.made(Job.objects.create(kind="reread", status=JobStatus.DONE)) is None


def test_a_list_that_was_cleared_is_told_and_nothing_is_written(order, settings, monkeypatch):
    monkeypatch.setattr(bulk, "_read", lambda name, read=bulk._read: read("gone"))
    job = order([1])
    assert (job.status, bulk.made(job)) == (JobStatus.FAILED, None)
    assert "请回到列表重新下载" in job.message
    assert folder(settings) == [".keys"]


def test_a_file_of_no_rows_has_its_heading(order):
    assert lines(order([])) == []


def test_the_rows_stand_in_their_order_and_the_file_alone_stays(rows, order, settings):
    keys = [row.pk for row in rows[::-1]]
    job = order(keys)
    assert (job.status, job.done, job.total) == (JobStatus.DONE, 5, 5)
    found = lines(job)
    assert [row["编号"] for row in found] == [str(key) for key in keys]
    assert found[0]["标题"] == "'=第4篇"
    assert found[0]["网址"] == SITE + rows[-1].get_absolute_url()
    assert folder(settings) == [".csv"]
    assert bulk.called(job).startswith("地区-吉林-2")
    assert "只有发起者可以下载" in job.message


def test_a_sheet_holds_text_and_no_formula(rows, order):
    sheet = load_workbook(bulk.made(order([rows[0].pk], Format.XLSX))).active
    assert [(c.value, c.data_type) for c in sheet[2][1:2]] == [("=第0篇", "s")]


def test_what_was_hidden_meanwhile_is_left_out(rows, order, monkeypatch):
    monkeypatch.setattr(bulk, "STEP", 2)
    Article.objects.filter(pk=rows[1].pk).update(status="withdrawn", withdrawn_reason="误")
    job = order([row.pk for row in rows])
    assert (len(lines(job)), job.done) == (4, 5)


def test_a_run_that_was_cancelled_leaves_no_half_file_and_begins_again(
    rows, order, settings, monkeypatch
):
    monkeypatch.setattr(bulk, "STEP", 1)
    stop = Progress._write_if_due

    def cancelled(progress):
        Job.objects.filter(pk=progress.job.pk).update(cancelling=True)
        progress._written_at = 0
        stop(progress)

    with monkeypatch.context() as patched:
        patched.setattr(Progress, "_write_if_due", cancelled)
        job = order([row.pk for row in rows])
    assert (job.status, bulk.made(job)) == (JobStatus.CANCELLED, None)
    assert folder(settings) == [".keys"]
    assert jobs.resume(job)
    job.refresh_from_db()
    assert (job.status, job.done, len(lines(job))) == (JobStatus.DONE, 5, 5)


def test_old_files_and_the_oldest_of_too_many_are_removed(rows, order, settings, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 3)
    made = [bulk.made(order([rows[0].pk])) for _ in range(3)]
    for age, path in enumerate(reversed(made), 1):
        os.utime(path, times=(time.time() - age,) * 2)
    last = bulk.made(order([rows[0].pk]))
    assert sorted((settings.DATA_DIR / "exports").iterdir()) == sorted([*made[1:], last])
    past = time.time() - (bulk.KEPT + timedelta(minutes=1)).total_seconds()
    os.utime(last, times=(past, past))
    assert bulk.clean() == 1
    assert not last.exists()
