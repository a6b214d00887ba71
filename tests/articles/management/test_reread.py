from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.curation import jobs, kinds, progress
from articles.models import Article, Job, Source


def said(*arguments):
    out = StringIO()
    call_command("reread", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def read(monkeypatch):
    """The keys of the sources that were read again, in order; ``then`` is done after each."""

    class Read(list):
        def then(self, source):
            """Nothing, unless a test wants something."""

    found, reread = Read(), kinds.reread

    def noted(source):
        found.append(source.pk)
        found.then(source)
        return reread(source)

    monkeypatch.setattr(kinds, "reread", noted)
    return found


def test_who_names_nothing_or_what_is_not_there_is_told(seeds):
    with pytest.raises(CommandError, match="请指明来源文件"):
        said()
    with pytest.raises(CommandError, match="：没有这个来源文件"):
        said("没有.txt")
    assert Job.objects.count() == 0


def test_a_look_tells_what_would_change_and_changes_nothing(seeds):
    Article.objects.filter(pk=seeds[0].source.articles.get(ordinal=1).pk).update(byline="")
    before = list(Article.objects.values())
    shown = said("--all", "--dry-run")
    assert "将有变化的来源文件：" in shown
    assert all(f"{outcome.source.name}：新增" in shown for outcome in seeds)
    assert (list(Article.objects.values()), Job.objects.count()) == (before, 0)


def test_all_are_read_as_a_job_that_the_desk_lists(seeds, read):
    assert said("--all") == "有变化的来源文件 0 个\n"
    job = Job.objects.get()
    assert (job.kind, job.status, job.done, job.total) == ("reread", "done", 5, 5)
    assert read == list(Source.objects.order_by("pk").values_list("pk", flat=True))


def test_only_what_was_named_is_read(seeds, read):
    one, other = seeds[3].source, seeds[1].source
    said(one.name, str(other.pk))
    assert read == [other.pk, one.pk]


def test_a_file_that_breaks_is_told_and_the_others_are_read(seeds, read):
    def then(source):
        if source.pk == seeds[1].source.pk:
            raise ZeroDivisionError

    read.then = then
    with pytest.raises(CommandError, match="没有全部做完"):
        said("--all")
    job = Job.objects.get()
    assert (len(read), job.status, job.message) == (5, "done", "有变化的来源文件 0 个，失败 1 个")


def test_two_do_not_read_all_at_once(seeds, read):
    job = Job.objects.create(kind="outlook")
    with pytest.raises(CommandError, match=f"任务 {job.pk}"):
        said("--all")
    assert read == []


def test_stopped_at_the_desk_it_ends_and_goes_on_where_it_stood(seeds, read, monkeypatch):
    monkeypatch.setattr(progress, "ITEMS", 1)
    read.then = lambda source: jobs.cancel(Job.objects.get())
    with pytest.raises(CommandError, match="没有全部做完"):
        said("--all")
    job = Job.objects.get()
    assert (len(read), job.status, job.done) == (1, "cancelled", 1)
    del read.then
    call_command("jobs", "--resume", str(job.pk), stdout=StringIO())
    job.refresh_from_db()
    assert (len(read), job.status, job.done) == (5, "done", 5)
