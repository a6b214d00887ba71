"""The quality board: counted, linked, sensible when there is nothing, and closed to strangers."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.html import strip_tags

from articles.models import (
    Article,
    Departure,
    Job,
    JobStatus,
    Metric,
    Report,
    ReviewItem,
    Verdict,
)
from partybuild.board import index_health, rulings, work
from partybuild.precision import Share
from partybuild.quality import known
from search.engines import get_engine
from search.indexing import rebuild
from search.models import PendingChange

BOARD = "/admin/quality/"


def somebody(group):
    user = get_user_model().objects.create_user(group, password="mima", is_staff=True)
    user.groups.set(Group.objects.filter(name=group))
    return user


@pytest.fixture
def page(client, editor):
    client.force_login(editor)
    return lambda: client.get(BOARD).content.decode()


def test_an_empty_archive_says_what_is_not_there_yet(lists, page):
    shown = page()
    for said in ("尚未评测", "还没有备份", "尚未核对", "审核队列中还没有决定"):
        assert said in shown
    assert "None" not in strip_tags(shown)


def test_strangers_and_accounts_without_a_role_do_not_see_it(client, db):
    assert client.get(BOARD).status_code == 302
    client.force_login(somebody("无"))
    assert client.get(BOARD).status_code == 403


def test_readers_see_it_without_the_button(client, lists):
    client.force_login(somebody("只读"))
    shown = client.get(BOARD)
    assert shown.status_code == 200
    assert "repair-index" not in shown.content.decode()


def test_rulings_are_counted_by_kind_and_what_was_taken_back_is_not(article, editor):
    def rule(kind, ruling, reason="", **more):
        Verdict.objects.create(
            kind=kind, target=1, label="x", ruling=ruling, reason=reason, by=editor,
            decided_at=timezone.now(), **more,
        )  # fmt: skip

    for ruling, reason in [
        ("accepted", ""), ("accepted", ""), ("accepted", ""), ("amended", ""),
        ("rejected", "value"), ("rejected", "span"), ("rejected", "span"),
    ]:  # fmt: skip
        rule("metric", ruling, reason)
    rule("metric", "rejected", "value", undone_at=timezone.now())
    (row,) = rulings()
    assert (row.label, row.wrong) == ("数据", Share(4, 7))
    assert [n for n, _ in row.cells] == [3, 1, 3]
    assert [(name, n) for name, n, _ in row.reasons] == [("范围不对", 2), ("数值有误", 1)]


def test_what_waits_and_what_failed_is_counted(article):
    ReviewItem.objects.all().update(done=True)
    ReviewItem.objects.filter(pk=ReviewItem.objects.first().pk).update(done=False)
    for answer in (None, timezone.now()):
        Report.objects.create(article=article, message="有误", sender="0" * 64, closed_at=answer)
    for status in (JobStatus.FAILED, JobStatus.FAILED, JobStatus.RUNNING, JobStatus.DONE):
        Job.objects.create(kind="reread", status=status)
    assert [(figure.label, figure.count) for figure in work()] == [
        ("待审事项", 1), ("待答复的读者报错", 1), ("进行中和排队的任务", 1), ("失败的任务", 2),
        ("中断的任务", 0),
    ]  # fmt: skip


def test_every_number_of_what_waits_leads_to_its_list(article, client, editor):
    Report.objects.create(article=article, message="有误", sender="0" * 64)
    Job.objects.create(kind="reread", status=JobStatus.FAILED)
    Job.objects.create(kind="reread", status=JobStatus.WAITING)
    client.force_login(editor)
    for figure in work():
        answer = client.get(figure.desk)
        assert (figure.label, answer.status_code) == (figure.label, 200)
        assert (figure.label, answer.context["cl"].result_count) == (figure.label, figure.count)


def test_the_index_stands_beside_the_database(article, django_capture_on_commit_callbacks):
    rebuild()
    health = index_health()
    n = Article.objects.public().count()
    assert (health.archived, health.indexed, health.difference) == (n, n, 0)
    assert (health.checked, health.trouble) == (None, "")
    assert health.words == len(get_engine().dictionary()) > 0
    get_engine().remove([article.pk])
    PendingChange.objects.mark([article.pk])
    health = index_health()
    assert (health.indexed, health.difference, health.waiting) == (n - 1, -1, 1)


def test_one_button_repairs_the_index_and_the_page_says_so(article, client, editor, settings):
    settings.JOBS = "inline"
    rebuild()
    get_engine().remove([article.pk])
    client.force_login(editor)
    shown = client.get(BOARD).content.decode()
    assert 'value="repair-index"' in shown
    client.post("/admin/articles/job/start/", {"kind": "repair-index"})
    assert index_health().difference == 0
    assert "已修复：缺少 1 篇" in client.get(BOARD).content.decode()


def test_an_index_that_cannot_answer_is_offered_to_be_built_anew(
    article, client, editor, settings, tmp_path
):
    settings.SEARCH_URL = f"whoosh://{tmp_path}/none"
    health = index_health()
    assert (health.indexed, health.difference, health.words) == (None, None, 0)
    client.force_login(editor)
    assert 'value="reindex"' in client.get(BOARD).content.decode()


def test_the_number_of_queries_does_not_grow(
    article, client, editor, django_assert_max_num_queries
):
    Metric.objects.update(status="confirmed", reviewed_at=timezone.now())
    Departure.objects.note(Article, [(10**6, "旧文", None)], "已删除")
    client.force_login(editor)
    client.get(BOARD)
    with django_assert_max_num_queries(26):
        client.get(BOARD)


def test_every_number_of_what_is_covered_leads_to_as_many_rows(seeds, client, editor):
    first, second, third = Article.objects.order_by("pk")[:3]
    Article.objects.filter(pk=second.pk).update(duplicate_of=first)
    Article.objects.filter(pk=first.pk).update(region=None)
    Article.objects.filter(pk=third.pk).update(status="withdrawn", withdrawn_reason="误收")
    Metric.objects.filter(pk__in=Metric.objects.values("pk")[:4]).update(status="confirmed")
    Metric.objects.filter(pk=Metric.objects.last().pk).update(status="rejected")
    client.force_login(editor)
    figures = known()["figures"]
    shown = {
        figure.label: client.get(figure.desk).context["cl"].result_count for figure in figures
    }
    assert shown == {figure.label: figure.count for figure in figures}
    assert shown["公开的报道"] == 6
    assert shown["与另一篇相同"] == 1
