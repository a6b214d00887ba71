"""The start page of the desk: what waits, counted and linked, for those who may see it."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from articles.models import Batch, Job, JobStatus, Report, ReviewItem, ReviewKind, Verdict
from search.models import PendingChange

START = "/admin/"


def somebody(group):
    user = get_user_model().objects.create_user(group, password="mima", is_staff=True)
    user.groups.set(Group.objects.filter(name=group))
    return user


@pytest.fixture
def opened(client):
    def open_as(user):
        client.force_login(user)
        return client.get(START)

    return open_as


@pytest.fixture
def busy(seeds, editor):
    """An archive in which everything waits: two reports, an import, failed and running jobs."""
    article = seeds[0].source.articles.first()
    for answered in (None, None, timezone.now()):
        Report.objects.create(article=article, message="有误", sender="0" * 64, closed_at=answered)
    Batch.objects.create()
    Batch.objects.create(stage="undone")
    for status in (JobStatus.FAILED, JobStatus.INTERRUPTED, JobStatus.RUNNING, JobStatus.DONE):
        Job.objects.create(kind="reread", status=status)
    PendingChange.objects.all().delete()
    PendingChange.objects.mark([article.pk, article.pk])


def named(figures):
    return [(figure.label, figure.count) for figure in figures]


WAITING = [
    ("待核对的导入", 1), ("待答复的读者报错", 2), ("进行中和排队的任务", 1), ("失败的任务", 1),
    ("中断的任务", 1), ("待更新索引的报道", 1),
]  # fmt: skip


def test_an_account_without_a_role_sees_that_there_is_nothing_for_it(busy, opened):
    page = opened(somebody("无"))
    assert (page.context["doors"], page.context["waiting"]) == ([], [])
    assert "review" not in page.context
    assert "没有您可以查看的内容" in page.content.decode()
    assert "待审" not in page.content.decode()


def test_where_nothing_waits_it_says_so(db, opened):
    page = opened(somebody("编辑"))
    shown = page.content.decode()
    assert "没有待审的事项" in shown
    assert "没有等待处理的导入、报错和任务" in shown
    assert page.context["waiting"] == []


@pytest.mark.parametrize(
    ("group", "doors"),
    [
        ("只读", ["疑似重复", "质量", "历史"]),
        ("编辑", ["审核", "疑似重复", "质量", "历史"]),
        ("管理员", ["审核", "导入", "疑似重复", "质量", "历史"]),
    ],
)
def test_everybody_is_led_where_they_may_go(busy, opened, client, group, doors):
    page = opened(somebody(group))
    assert [name for name, _ in page.context["doors"]] == doors
    assert named(page.context["waiting"]) == WAITING
    links = [url for _, url in page.context["doors"]]
    links += [one.desk for one in (*page.context["waiting"], *page.context["kinds"])]
    codes = {url: client.get(url, follow=True).status_code for url in links}
    assert set(codes.values()) == {200}, codes


def test_the_queue_is_counted_by_kind_and_leads_an_editor_into_it(busy, opened):
    page = opened(somebody("编辑"))
    kinds = page.context["kinds"]
    metrics = ReviewItem.objects.filter(done=False, kind=ReviewKind.METRIC).count()
    assert dict(named(kinds))["数据"] == metrics > 0
    assert page.context["review"].count == ReviewItem.objects.filter(done=False).count()
    assert next(one.desk for one in kinds if one.label == "数据") == (
        reverse("admin:review") + "?kind=metric"
    )


def test_who_may_only_look_is_led_to_the_list_and_told_of_no_decisions_of_their_own(
    busy, opened, client
):
    page = opened(somebody("只读"))
    figure = next(one for one in page.context["kinds"] if one.label == "数据")
    listed = client.get(figure.desk)
    assert listed.context["cl"].result_count == figure.count
    assert "您今日已审" not in page.content.decode()


def test_an_editor_sees_the_progress_of_the_day(busy, opened):
    user = somebody("编辑")
    for undone in (None, None, timezone.now()):
        Verdict.objects.create(
            kind="metric", target=1, label="x", ruling="accepted", by=user,
            decided_at=timezone.now(), undone_at=undone,
        )  # fmt: skip
    page = opened(user)
    assert page.context["today"] == 2
    assert "您今日已审 <strong>2</strong> 条" in page.content.decode()


def test_the_tables_stand_in_groups_by_what_they_are_for(busy, opened):
    page = opened(somebody("管理员"))
    groups = {group["name"]: group["models"] for group in page.context["app_list"]}
    assert list(groups) == ["工作", "资料", "词表", "系统"]
    first = {name: models[0]["object_name"] for name, models in groups.items()}
    assert first == {
        "工作": "ReviewItem", "资料": "Source", "词表": "OrganizationAlias", "系统": "Entry",
    }  # fmt: skip
    assert {"User", "Group"} <= {model["object_name"] for model in groups["系统"]}


def test_it_takes_few_questions(busy, opened, editor, client, django_assert_max_num_queries):
    opened(editor)
    with django_assert_max_num_queries(10):
        client.get(START)
