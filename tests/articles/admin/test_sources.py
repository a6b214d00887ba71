from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.admin.desk import change_url, list_url
from articles.curation.ingest import ingest
from articles.models import Article, Metric, Source
from tests.conftest import SEEDS

UPLOAD = "admin:articles_source_add"


def given(*files, **known):
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return {"documents": uploads, "date_precision": "day", **known}


def seed(number):
    return SEEDS[number].name, SEEDS[number].read_bytes()


def test_each_file_is_told_apart_and_a_bad_one_leaves_the_others(lists, desk, editor):
    ingest(seed(1)[1], seed(1)[0])
    sent = given(
        seed(0), seed(1), ("空.txt", b""), ("图.txt", b"\x00\xff\x00\x89PNG\x00"), seed(2)
    )
    answer = desk.client.post(reverse(UPLOAD), sent)
    receipts = answer.context["receipts"]
    assert [(r.name, r.created, bool(r.failure)) for r in receipts] == [
        (seed(0)[0], True, False),
        (seed(1)[0], False, False),
        ("空.txt", False, True),
        ("图.txt", False, True),
        (seed(2)[0], True, False),
    ]
    assert receipts[2].failure.startswith("空.txt：")
    page = answer.content.decode()
    assert f"新增 {len(receipts[0].articles)} 篇报道" in page
    assert change_url(receipts[1].source) in page
    assert change_url(receipts[0].articles[0]) in page
    assert Source.objects.filter(imported_by=editor).count() == 2
    assert LogEntry.objects.count() == 2


def test_an_upload_makes_the_very_rows_that_the_command_makes(lists, desk):
    desk.client.post(reverse(UPLOAD), given(seed(0)))
    uploaded = list(Metric.objects.order_by("part", "start").values_list("part", "start", "value"))
    Source.objects.get().articles.all().delete()
    Source.objects.all().delete()
    ingest(seed(0)[1], seed(0)[0])
    assert uploaded == list(
        Metric.objects.order_by("part", "start").values_list("part", "start", "value")
    )


def test_what_the_importer_knows_goes_before_the_text(lists, desk):
    known = {"publication": "党建报", "published_on": "2024-03-01", "date_precision": "month"}
    desk.client.post(reverse(UPLOAD), given(seed(0), **known))
    assert set(Article.objects.values_list("publication", "published_on", "date_precision")) == {
        ("党建报", date(2024, 3, 1), "month")
    }


def test_a_file_that_is_too_large_is_refused_by_its_reader(lists, desk, monkeypatch):
    monkeypatch.setattr("articles.readers.LARGEST", 100)
    answer = desk.client.post(reverse(UPLOAD), given(("大.txt", b"x" * 200), ("空.txt", b"")))
    assert [r.failure.partition("：")[0] for r in answer.context["receipts"]] == [
        "大.txt",
        "空.txt",
    ]
    assert "文件超过" in answer.context["receipts"][0].failure


def test_too_many_files_and_none_are_refused(lists, desk, settings):
    many = [(f"{n}.txt", b"x") for n in range(settings.MAX_UPLOAD_FILES + 1)]
    for files in (many, []):
        answer = desk.client.post(reverse(UPLOAD), given(*files))
        assert list(answer.context["form"].errors) == ["documents"]
    assert Source.objects.count() == 0


def test_the_original_is_handed_out_to_the_byte_as_a_file(article, desk):
    address = reverse("admin:articles_source_original", args=[article.source_id])
    answer = desk.client.get(address)
    assert b"".join(answer.streaming_content) == seed(0)[1]
    assert answer["Content-Disposition"] == f'attachment; filename="{seed(0)[0]}"'
    assert answer["Content-Type"] == "application/octet-stream"


def test_a_lost_original_is_a_message(article, desk):
    article.source.path.unlink()
    address = reverse("admin:articles_source_original", args=[article.source_id])
    assert desk.said(desk.client.get(address, follow=True)).startswith("原始文件不在数据目录中")


def test_reading_again_is_shown_before_it_is_done(article, desk):
    article.metrics.filter(quote="1032面").delete()
    address = reverse("admin:articles_source_reread", args=[article.source_id])
    assert "数据：1032面" in desk.client.get(address).content.decode()
    assert not article.metrics.filter(quote="1032面").exists()
    answer = desk.client.post(address, follow=True)
    assert desk.said(answer).startswith("已重新识读：新增 1，删去 0，")
    assert article.metrics.filter(quote="1032面").exists()


@pytest.mark.parametrize("one_by_one", [True, False], ids=["page", "action"])
def test_a_file_goes_with_all_that_came_of_it_after_a_question(one_by_one, article, desk):
    source = article.source
    if one_by_one:
        address = reverse("admin:articles_source_delete", args=[source.pk])
        sent = {}
    else:
        address = list_url(Source)
        sent = {"action": "delete_selected", "_selected_action": [source.pk]}
    asked = desk.client.get(address) if one_by_one else desk.client.post(address, sent)
    assert article.headline in asked.content.decode()
    assert Source.objects.exists()
    desk.client.post(address, sent | {"post": "yes"})
    assert (Source.objects.count(), Article.objects.count(), Metric.objects.count()) == (0, 0, 0)
