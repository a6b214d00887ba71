from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from articles.admin.desk import change_url
from articles.curation import corrections, staging
from articles.curation.ingest import ingest
from articles.models import (
    Article,
    Batch,
    Brand,
    BrandMention,
    Claim,
    Likeness,
    Metric,
    Organization,
    OrganizationAlias,
    OrganizationMention,
    ReviewItem,
    Sample,
    Segment,
    Source,
)
from tests.articles.admin.importing import act, give, outcomes, report, seed

TABLES = (
    Source, Article, Claim, Segment, Metric, OrganizationMention, BrandMention, Organization,
    OrganizationAlias, Brand, Sample, Likeness, ReviewItem,
)  # fmt: skip
CLOCKS = {"updated_at"}


def state():
    """Return every row of the archive, but for the times at which rows were last written."""
    return {
        model.__name__: sorted(
            (
                {k: str(v) for k, v in row.items() if k not in CLOCKS}
                for row in model._base_manager.values()
            ),
            key=str,
        )
        for model in TABLES
    }


def test_undo_leaves_the_archive_as_it_was(lists, desk, client):
    for number in (0, 1):
        ingest(seed(number)[1], seed(number)[0])
    before = state()
    batch = give(desk, *(seed(n) for n in (2, 3, 4)))
    act(desk, batch, "import")
    gone = list(Article.objects.filter(source__batch=batch))
    address = reverse("admin:articles_batch_undo", args=[batch.pk])
    assert gone[0].source.name in desk.client.get(address).content.decode()
    assert Source.objects.count() == 5  # only looked at
    desk.client.post(address)
    assert state() == before
    answer = client.get(gone[0].get_absolute_url())
    assert (answer.status_code, "导入已撤销" in answer.content.decode()) == (410, True)
    batch.refresh_from_db()
    assert (batch.stage, set(outcomes(batch).values())) == ("undone", {"undone"})
    act(desk, give(desk, seed(2)), "import")  # the same file may come again
    assert Source.objects.count() == 3


def test_undo_gives_names_back_what_they_were(lists, desk):
    ingest(report(1)[1], "旧.txt")
    text = "白山市：又一批\n\n白山市卫生健康委员会党委组织党员义诊，服务群众。\n"
    ingest(text.encode(), "先.txt")
    body = Organization.objects.order_by("pk").last()
    kind = "media" if body.type != "media" else "school"
    Organization.objects.filter(pk=body.pk).update(type=kind)  # as older rules may have read it
    before = state()
    batch = give(desk, ("后.txt", (text + "\n此后工作仍在继续，党员带头。\n").encode()))
    act(desk, batch, "import")
    assert Organization.objects.get(pk=body.pk).type == body.type
    desk.client.post(reverse("admin:articles_batch_undo", args=[batch.pk]))
    assert state() == before


def test_undo_leaves_what_people_have_decided_on_unless_they_say_so(lists, desk, editor):
    batch = give(desk, report(1), report(2))
    act(desk, batch, "import")
    decided = Source.objects.get(name="1.txt")
    corrections.confirm(Metric.objects.filter(article__source=decided).first(), by=editor)
    address = reverse("admin:articles_batch_undo", args=[batch.pk])
    assert "人工审定 1 处" in desk.client.get(address).content.decode()
    desk.client.post(address)
    assert list(Source.objects.values_list("name", flat=True)) == ["1.txt"]
    batch.refresh_from_db()
    assert (batch.stage, outcomes(batch)) == ("import", {"1.txt": "new", "2.txt": "undone"})
    desk.client.post(address, {"decided": "on"})
    batch.refresh_from_db()
    assert (batch.stage, Source.objects.count()) == ("undone", 0)


def test_what_waits_of_an_import_that_is_taken_back_is_cleared(lists, desk):
    batch = give(desk, report(1), report(2))
    staging.folder(batch).joinpath("1").write_bytes("另一份".encode())  # changed since: it fails
    act(desk, batch, "import")
    assert (sorted(outcomes(batch).values()), staging.used() > 0) == (["failed", "new"], True)
    desk.client.post(reverse("admin:articles_batch_undo", args=[batch.pk]))
    assert staging.used() == 0


def test_a_withdrawn_report_counts_as_decided(lists, desk, editor):
    batch = give(desk, report(1))
    act(desk, batch, "import")
    corrections.withdraw(Article.objects.get(), reason="重复", by=editor)
    desk.client.post(reverse("admin:articles_batch_undo", args=[batch.pk]))
    assert Source.objects.count() == 1


def test_files_of_an_unfinished_check_go_after_a_day_and_no_sooner(lists, desk):
    old, young = give(desk, report(1)), give(desk, report(2))
    past = timezone.now() - timedelta(days=1, minutes=1)
    Batch.objects.filter(pk=old.pk).update(touched_at=past)
    assert staging.clean() == 1
    assert (staging.folder(old).exists(), staging.folder(young).exists()) == (False, True)
    assert "已放弃" in desk.client.get(change_url(old)).content.decode()
    act(desk, young, "abandon")
    assert (young.stage, staging.used()) == ("dropped", 0)
