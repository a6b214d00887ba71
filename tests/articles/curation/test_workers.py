"""Real workers, each a process of its own on the database of the tests, killed and stopped."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from articles import children
from articles.curation import batches, jobs, staging, workers
from articles.models import Article, Batch, Job, Source

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[3]
FILES = 40
REPORT = "白山市：第{0}批党员带头\n\n白山市第{0}批党员义诊{1}场次，服务群众{2}人次，受到欢迎。\n"
PATIENCE = 60  # seconds


@pytest.fixture
def machine(lists, settings, tmp_path, monkeypatch):
    """The environment in which a process sees the database and the folder of this test."""
    settings.JOBS = "worker"
    where = connection.settings_dict
    url = f"sqlite:///{where['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{where['USER']}@{where['HOST']}:{where['PORT']}/{where['NAME']}"
    for name, value in (
        ("DATABASE_URL", url), ("DATA_DIR", str(tmp_path)), ("SEARCH_URL", "memory://"),
        ("JOBS", "worker"), ("REINDEX_IN_BACKGROUND", "0"),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)


def given(count=FILES):
    """Return an import of small reports, not yet begun."""
    batch = batches.open_batch({}, None)
    reports = (REPORT.format(n, n + 2, n * 100 + 7).encode() for n in range(1, count + 1))
    batches.add_uploads(batch, ((f"{n}.txt", [text]) for n, text in enumerate(reports, start=1)))
    return batch


def worker(*arguments):
    command = [sys.executable, ROOT / "manage.py", "db_worker", "--no-startup-delay", *arguments]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def until(told):
    """Wait for *told* to be true; what never comes is a failure."""
    end = time.monotonic() + PATIENCE
    while not (answer := told()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return answer


def work_off():
    """Let a worker do all that waits."""
    assert worker("--batch").wait(PATIENCE) == 0


def test_an_import_outlives_a_worker_that_is_killed_and_goes_on_where_it_stood(machine):
    batch = given()
    job = batches.begin(batch, "import", None)
    assert job.status == "waiting"
    running = worker()
    until(lambda: batch.files.filter(outcome="new").count() >= 5)
    assert workers.alive()
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    stored = Source.objects.count()
    assert 5 <= stored < FILES
    job.refresh_from_db()
    assert job.status == "running"  # nobody knows yet
    past = timezone.now() - workers.SILENCE - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(heartbeat_at=past)
    work_off()  # the next worker notices, and leaves it to people to go on
    job.refresh_from_db()
    assert (job.status, Source.objects.count()) == ("interrupted", stored)
    assert len(list(staging.folder(batch).iterdir())) >= FILES - stored  # nothing given is lost
    assert staging.clean() == 0
    assert jobs.resume(job)
    work_off()
    job.refresh_from_db()
    assert (job.status, job.done, job.total) == ("done", FILES, FILES)
    assert set(batch.files.values_list("outcome", flat=True)) == {"new"}
    assert (Source.objects.count(), Article.objects.count()) == (FILES, FILES)
    assert list(staging.folder(batch).iterdir()) == []
    call_command("verify")


def test_a_file_stored_just_before_the_end_of_a_worker_is_still_this_imports(machine):
    batch = given(1)
    batches.begin(batch, "import", None)
    work_off()
    name, data = batch.files.get().name, REPORT.format(1, 3, 107).encode()
    batch.files.all().delete()  # as if the row had not been written
    batches.add_uploads(batch, [(name, [data])])
    batch.refresh_from_db()
    batches.begin(batch, "import", None)
    work_off()
    assert [(f.outcome, f.articles) for f in batch.files.all()] == [("new", 1)]
    assert batch.sources.count() == 1


def test_a_running_import_is_cancelled_between_files_and_keeps_what_is_done(machine):
    batch = given()
    job = batches.begin(batch, "import", None)
    running = worker()
    until(lambda: batch.files.filter(outcome="new").exists())
    jobs.cancel(job)
    until(lambda: Job.objects.get(pk=job.pk).status == "cancelled")
    running.send_signal(signal.SIGTERM)
    assert running.wait(PATIENCE) == 0
    done = batch.files.filter(outcome="new").count()
    assert done == Source.objects.count() < FILES
    job.refresh_from_db()
    assert job.done == done
    assert not workers.alive()  # it took its leave


def test_a_worker_told_twice_to_stop_leaves_the_job_to_be_taken_up(machine):
    batch = given()
    job = batches.begin(batch, "import", None)
    running = worker()
    until(lambda: batch.files.filter(outcome="new").exists())
    running.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    running.send_signal(signal.SIGTERM)
    running.wait(PATIENCE)
    job.refresh_from_db()
    assert job.status in ("interrupted", "done")
    if job.status == "interrupted":
        jobs.resume(job)
        work_off()
    assert Source.objects.count() == FILES


def test_the_site_starts_a_worker_of_its_own_and_only_one(machine, settings, monkeypatch):
    settings.JOBS = "auto"
    monkeypatch.setenv("JOBS", "auto")
    monkeypatch.setattr(children, "_started", [])
    first, second = given(3), Batch.objects.create()
    batches.begin(first, "check", None)
    batches.begin(second, "check", None)
    assert len(children._started) == 1
    until(lambda: {Batch.objects.get(pk=b.pk).job.status for b in (first, second)} == {"done"})
    assert children._started[0].wait(PATIENCE) == 0
    assert workers.summon()  # it ended well: the next one need not wait
    assert children._started[0].wait(PATIENCE) == 0


def test_the_command_is_an_import_like_any_other(machine, tmp_path):
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "1.txt").write_bytes(REPORT.format(1, 2, 3).encode())
    (folder / "坏.txt").write_bytes(b"\x00\x01")
    command = [sys.executable, ROOT / "manage.py", "ingest", folder, "--publication", "党建报"]
    done = subprocess.run(
        [*command, "--date", "2024-03", "--page", "2"], capture_output=True, text=True
    )
    assert (done.returncode, "失败\t1" in done.stdout) == (1, True)
    assert "坏.txt：" in done.stderr
    batch = Batch.objects.get()
    source = batch.sources.get()
    assert (batch.job.kind, batch.job.status, batch.job.done) == ("import", "done", 2)
    assert (source.publication, source.date_precision, source.page) == ("党建报", "month", "2")
    assert (folder / "1.txt").exists()
    batches.begin(batch, "undo", None)
    work_off()
    assert Source.objects.count() == 0
    wrong = subprocess.run([*command, "--date", "昨天"], capture_output=True, text=True)
    assert (wrong.returncode, "日期应写作" in wrong.stderr) == (2, True)


LONG_AGO = timedelta(minutes=3)


def asked_long_ago(job):
    past = timezone.now() - LONG_AGO
    Job.objects.filter(pk=job.pk).update(created_at=past, heartbeat_at=None)
    return DBTaskResult.objects.filter(pk=job.task_id)


@pytest.mark.parametrize("left", ["running", "failed", "gone"])
def test_a_job_whose_worker_died_before_its_first_word_is_noticed_and_asked_for_again(
    left, machine
):
    batch = given(2)
    job = batches.begin(batch, "import", None)
    task = asked_long_ago(job)
    if left == "gone":
        task.delete()
    else:
        status = TaskResultStatus.RUNNING if left == "running" else TaskResultStatus.FAILED
        task.update(status=status, started_at=timezone.now() - LONG_AGO)
    assert workers.reap() == [job]
    job.refresh_from_db()
    assert (job.status, job.message) == ("interrupted", "没有后台进程接手，可以重新排队")
    assert not task.filter(status=TaskResultStatus.RUNNING).exists()
    assert jobs.resume(job)
    assert workers.reap() == []  # just asked for, by a new task
    work_off()
    job.refresh_from_db()
    assert (job.status, Source.objects.count()) == ("done", 2)


def test_a_job_that_waits_for_a_worker_to_come_is_not_lost(machine):
    job = batches.begin(given(1), "import", None)
    asked_long_ago(job)
    assert workers.reap() == []
    asked_long_ago(job).update(status=TaskResultStatus.RUNNING, started_at=timezone.now())
    assert workers.reap() == []  # it is just being begun
    job.refresh_from_db()
    assert job.status == "waiting"
