"""Jobs: begun, watched, stopped, taken up again; never two at once on one."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from articles.admin.desk import change_url, list_url
from articles.curation import jobs, workers
from articles.curation.jobs import Kind
from articles.curation.progress import LINES, Progress, Superseded
from articles.curation.reconcile import Difference
from articles.models import Job, JobStatus


@pytest.fixture
def kind():
    """A kind of work whose function a test may set as ``kind.run``; it asks for no right."""

    class Held:
        run = staticmethod(lambda progress: None)

    jobs.register("trial", Kind("试验", lambda progress: Held.run(progress), "articles.view_job"))
    yield Held
    del jobs.KINDS["trial"]


def silence(job):
    """Let a job run on as one whose worker died a while ago."""
    past = timezone.now() - workers.SILENCE - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(status=JobStatus.RUNNING, heartbeat_at=past)


def test_an_unknown_kind_is_refused_before_anything_is_noted(db):
    with pytest.raises(KeyError):
        jobs.start("没有", {}, None)
    assert Job.objects.count() == 0


def test_a_job_says_how_far_it_is_and_keeps_the_end_of_its_log(db, kind, editor):
    def run(progress):
        progress.expect(1000)
        for number in range(1000):
            progress.step(f"第 {number} 件")
        progress.message = "齐了"

    kind.run = run
    job = jobs.start("trial", {"a": 1}, editor)
    assert (job.status, job.done, job.total, job.message) == ("done", 1000, 1000, "齐了")
    lines = job.log.splitlines()
    assert (len(lines), lines[-1][9:]) == (LINES, "第 999 件")
    assert (job.created_by, job.params) == (editor, {"a": 1})
    assert job.finished_at >= job.started_at


def test_items_are_not_written_one_by_one(db, kind, django_assert_max_num_queries):
    def run(progress):
        progress.expect(1000)
        for _ in range(1000):
            progress.step()

    kind.run = run
    job = Job.objects.create(kind="trial")
    with django_assert_max_num_queries(120):
        jobs.perform(job.pk, 1, "w")


def test_what_a_job_raises_is_its_message_and_never_comes_out(db, kind):
    def run(progress):
        progress.expect(3)
        progress.step("甲")
        raise RuntimeError("盘满了")

    kind.run = run
    job = jobs.start("trial", {}, None)
    assert (job.status, job.message, job.done) == ("failed", "盘满了", 1)
    assert "甲" in job.log


def test_a_cancelled_job_stops_after_the_item_it_is_at_and_goes_on_where_it_stood(db, kind):
    did = []

    def run(progress):
        progress.expect(100, done=len(did))
        for number in range(len(did), 100):
            did.append(number)
            if number == 30:
                jobs.cancel(Job.objects.get(pk=progress.job.pk))
            progress.step()

    kind.run = run
    job = jobs.start("trial", {}, None)
    assert job.status == "cancelled"
    assert 31 <= job.done == len(did) < 60
    assert jobs.resume(job)
    assert (job.status, job.done, did) == ("done", 100, list(range(100)))
    assert job.attempt == 2
    assert not jobs.resume(job)  # what is done is done


def test_a_job_cancelled_in_the_queue_never_begins(db, kind):
    kind.run = lambda progress: pytest.fail("it ran")
    job = Job.objects.create(kind="trial")
    jobs.cancel(job)
    jobs.perform(job.pk, job.attempt, "w")
    job.refresh_from_db()
    assert job.status == "cancelled"


def test_a_silent_job_is_noticed_and_its_old_run_may_not_write_any_more(db, kind):
    job = Job.objects.create(kind="trial", status="running", attempt=1)
    old = Progress(job)
    old.expect(10)
    assert workers.reap() == []
    silence(job)
    assert workers.reap() == [job]
    with pytest.raises(Superseded):
        old.expect(10)
    job.refresh_from_db()
    assert job.status == "interrupted"
    kind.run = lambda progress: progress.expect(1)
    assert jobs.resume(job)
    old.close(JobStatus.FAILED, "太晚")
    job.refresh_from_db()
    assert (job.status, job.message) == ("done", "")


def test_two_who_resume_at_once_start_it_once(db, kind):
    runs = []
    kind.run = runs.append
    job = Job.objects.create(kind="trial", status="interrupted")
    seen_by_other = Job.objects.get(pk=job.pk)
    assert [jobs.resume(job), jobs.resume(seen_by_other)] == [True, False]
    assert len(runs) == 1


def test_reading_again_goes_on_after_the_last_file_read_and_past_one_that_breaks(
    seeds, monkeypatch
):
    keys = [outcome.source.pk for outcome in seeds]
    job = Job.objects.create(kind="reread", params={"after": keys[1]}, status="interrupted")
    read = []

    def reread(source):
        read.append(source.pk)
        if source.pk == keys[3]:
            raise ZeroDivisionError
        return Difference()

    monkeypatch.setattr("articles.curation.kinds.reread", reread)
    jobs.resume(job)
    assert (read, job.done, job.total) == (keys[2:], 5, 5)
    assert (job.params["after"], job.message) == (keys[-1], "有变化的来源文件 0 个，失败 1 个")
    read.clear()
    assert jobs.start("reread", {"sources": []}, None).total == 0  # none is not all
    assert read == []


def test_search_offers_its_work_without_the_archive_knowing_search(seeds):
    job = jobs.start("reindex", {}, None)
    assert (job.status, job.message, job.done) == ("done", "索引已重建：8 篇", 8)
    assert jobs.start("repair-index", {}, None).message == "索引与数据库一致"


def test_the_command_lists_reaps_cancels_and_resumes(db, kind):
    def said(*arguments):
        out = StringIO()
        call_command("jobs", *arguments, stdout=out)
        return out.getvalue()

    job = Job.objects.create(kind="trial", total=4, done=1)
    silence(job)
    assert "试验  进行中  1/4" in said()
    assert f"{job.pk}  试验  中断  1/4" in said("--reap")
    assert "试验  完成" in said("--resume", str(job.pk))
    with pytest.raises(CommandError, match="不能继续"):
        said("--resume", str(job.pk))
    with pytest.raises(CommandError, match="没有任务"):
        said("--cancel", "99")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def test_a_job_that_waits_with_nobody_to_do_it_says_so(desk, kind, settings):
    settings.JOBS = "worker"
    job = jobs.start("trial", {}, None)
    said = "后台进程未启动，请在服务器上运行 python manage.py db_worker"
    assert job.status == "waiting"
    for page in (
        change_url(job),
        list_url(Job),
        reverse("admin:articles_job_progress", args=[job.pk]),
    ):
        assert said in desk.get(page).content.decode()
    with workers.heart("w"):
        assert said not in desk.get(change_url(job)).content.decode()
    assert said in desk.get(change_url(job)).content.decode()
    other = jobs.start("trial", {}, None)
    assert "前面还有 1 个任务" in desk.get(change_url(other)).content.decode()


def test_the_page_of_a_job_notices_its_death_and_offers_to_go_on(desk, kind):
    job = Job.objects.create(kind="trial", total=400, done=120, log="12:00:00 甲.txt：1 篇")
    silence(job)
    page = desk.get(change_url(job)).content.decode()
    assert "中断" in page
    assert "从中断处继续" in page
    assert "甲.txt：1 篇" in page
    act = reverse("admin:articles_job_act", args=[job.pk])
    assert desk.get(act).status_code == 405
    desk.post(act, {"act": "resume"})
    job.refresh_from_db()
    assert job.status == "done"
    assert "从中断处继续" not in desk.get(change_url(job)).content.decode()


def test_the_rest_is_reckoned_by_the_pace_of_this_run(db):
    now = timezone.now()
    job = Job(status="running", total=400, done=120, done_before=60)
    job.started_at = now - timedelta(seconds=60)
    assert job.seconds_left(now) == 280
    job.done = job.done_before
    assert job.seconds_left(now) is None


def test_only_who_may_starts_stops_and_resumes(client, db, django_user_model, kind):
    reader = django_user_model.objects.create_user("duzhe", password="x", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_job"))
    client.force_login(reader)
    job = Job.objects.create(kind="import", status="failed")
    assert client.get(change_url(job)).status_code == 200
    assert "重试" not in client.get(change_url(job)).content.decode()
    act = reverse("admin:articles_job_act", args=[job.pk])
    assert client.post(act, {"act": "resume"}).status_code == 403
    start = reverse("admin:articles_job_start")
    assert client.post(start, {"kind": "reindex"}).status_code == 403
    assert client.post(start, {"kind": "import"}).status_code == 404
    assert Job.objects.count() == 1
