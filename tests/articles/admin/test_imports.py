import csv
import io
import os
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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
from tests.conftest import SEEDS

ADD = "admin:articles_batch_add"
BLANK = {"publication": "", "published_on": "", "date_precision": "day", "page": ""}
REPORT = "白山市：党员带头\n\n白山市各级党组织组织党员义诊{}场次，服务群众{}人次，受到欢迎。\n"
BIG5 = "各地黨員帶頭走訪群眾。\n\n白山市各級黨組織組織黨員開展義診活動，服務群眾，受到歡迎。\n"


def seed(number):
    return SEEDS[number].name, SEEDS[number].read_bytes()


def report(number):
    return (f"{number}.txt", REPORT.format(number + 2, number * 100 + 7).encode())


def zipped(*files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return held.getvalue()


def give(desk, *files, **typed):
    """Give files, as the form does; return the import, which has been looked at."""
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    answer = desk.client.post(reverse(ADD), {**BLANK, "documents": uploads, **typed})
    assert answer.status_code == 302, answer.context["form"].errors
    return Batch.objects.latest("pk")


def act(desk, batch, what, *, untick=(), chosen=None, **typed):
    """Press a button of the page as it stands, some ticks taken off and some values chosen."""
    sent = {**BLANK, "act": what, "file": [], **typed}
    for file in batch.files.all():
        sent["file"].append(file.pk)
        sent |= {f"{file.pk}-{name}": value for name, value in BLANK.items()}
        sent[f"{file.pk}-encoding"] = file.encoding
        if file.include and file.name not in untick:
            sent[f"{file.pk}-include"] = "on"
        for name, value in (chosen or {}).get(file.name, {}).items():
            sent[f"{file.pk}-{name}"] = value
    address = reverse("admin:articles_batch_act", args=[batch.pk])
    answer = desk.client.post(address, sent, follow=True)
    batch.refresh_from_db()
    return answer


def outcomes(batch):
    return {file.name: file.outcome for file in batch.files.all()}


def test_nothing_is_stored_before_somebody_says_yes(lists, desk, editor):
    batch = give(desk, seed(0), ("空.txt", b""), ("图.txt", b"\x00\xff\x00\x89PNG\x00"))
    page = desk.client.get(change_url(batch)).content.decode()
    assert Source.objects.count() == 0
    assert [(f.checked, f.include, len(f.headlines)) for f in batch.files.all()] == [
        (True, True, 2), (True, False, 0), (True, False, 0),
    ]  # fmt: skip
    assert batch.files.get(position=0).headlines[0] in page
    assert "文件是空的" in page
    assert "2 个不能导入" in page
    answer = act(desk, batch, "import")
    assert outcomes(batch) == {seed(0)[0]: "new", "空.txt": "", "图.txt": ""}
    assert Source.objects.get().imported_by == editor
    assert "新增 1 个文件（2 篇报道）" in answer.content.decode()
    assert list((staging.folder(batch)).iterdir()) != []  # those that failed the check
    assert not (staging.folder(batch) / "0").exists()


def test_an_import_makes_the_very_rows_that_the_command_makes(lists, desk):
    act(desk, give(desk, seed(0)), "import")
    imported = list(Metric.objects.order_by("part", "start").values_list("part", "start", "value"))
    corrections.delete_source(Source.objects.get())
    ingest(seed(0)[1], seed(0)[0])
    assert imported == list(
        Metric.objects.order_by("part", "start").values_list("part", "start", "value")
    )


def test_what_is_typed_goes_before_the_text_and_for_a_file_before_that_for_all(lists, desk):
    typed = {
        "publication": "党建报", "published_on": "2024-03-01", "date_precision": "month", "page": "3",
    }  # fmt: skip
    batch = give(desk, report(1), report(2))
    own = {"publication": "白山日报", "published_on": "2023-05-04", "page": "A2"}
    act(desk, batch, "import", chosen={"2.txt": own}, **typed)
    columns = ("publication", "published_on", "date_precision", "page")
    assert list(Article.objects.order_by("pk").values_list(*columns)) == [
        ("党建报", date(2024, 3, 1), "month", "3"),
        ("白山日报", date(2023, 5, 4), "day", "A2"),
    ]


def test_a_value_that_cannot_be_read_is_said_and_nothing_begins(lists, desk):
    batch = give(desk, report(1))
    answer = act(desk, batch, "import", chosen={"1.txt": {"published_on": "昨天"}})
    assert desk.said(answer).startswith("没有保存：")
    assert (batch.stage, Source.objects.count()) == ("check", 0)


def test_the_same_files_twice_make_nothing_new_and_it_is_said(lists, desk):
    act(desk, give(desk, report(1), report(2)), "import")
    again = give(desk, report(1), report(2))
    assert "导入不会新增任何报道" in desk.client.get(change_url(again)).content.decode()
    assert "新增 0 个文件" in act(desk, again, "import").content.decode()
    assert outcomes(again) == {"1.txt": "known", "2.txt": "known"}
    assert Source.objects.count() == 2
    assert not again.sources.exists()


def test_one_file_under_two_names_is_taken_in_once(lists, desk):
    twin = ("又.txt", report(1)[1])
    batch = give(desk, report(1), twin)
    assert batch.files.get(name="又.txt").warnings[0] == "与本批的“1.txt”内容相同，只导入一次"
    act(desk, batch, "import")
    assert outcomes(batch) == {"1.txt": "new", "又.txt": "known"}


def test_a_look_alike_of_a_stored_report_is_named(article, desk):
    text = article.source.text.replace("。", "。\n", 3) + "\n又及。\n"
    batch = give(desk, ("改过.txt", text.encode()))
    assert [one["pk"] for one in batch.files.get().alike] == [
        one.pk for one in article.source.articles.order_by("ordinal")
    ]
    assert change_url(article) in desk.client.get(change_url(batch)).content.decode()


def test_members_of_archives_are_files_and_a_bomb_harms_nobody(lists, desk):
    bomb = zipped(("弹.txt", b"0" * 30_000_000))
    packed = zipped(report(1), ("内/坏.txt", b"\x00\x01"), report(2))
    batch = give(desk, ("包.zip", packed), ("弹.zip", bomb), report(3), ("破.zip", packed[:60]))
    said = {file.name: file.error for file in batch.files.all()}
    assert list(said) == ["包.zip/1.txt", "包.zip/内/坏.txt", "包.zip/2.txt", "弹.zip/弹.txt", "3.txt", "破.zip"]  # fmt: skip
    assert {name: bool(error) for name, error in said.items() if error} == dict.fromkeys(
        ["包.zip/内/坏.txt", "弹.zip/弹.txt", "破.zip"], True
    )
    assert "压缩比" in said["弹.zip/弹.txt"] or "20 MB" in said["弹.zip/弹.txt"]
    act(desk, batch, "import")
    assert Source.objects.count() == 3
    assert set(Source.objects.values_list("name", flat=True)) == {"1.txt", "2.txt", "3.txt"}


def test_another_encoding_is_looked_at_again_before_it_is_imported(lists, desk):
    batch = give(desk, ("繁.txt", BIG5.encode("big5")))
    offered = {one["encoding"] for one in batch.files.get().readings}
    assert {"big5", "gb18030"} <= offered
    answer = act(desk, batch, "import", chosen={"繁.txt": {"encoding": "gb18030"}})
    assert "重新检查" in desk.said(answer)
    assert Source.objects.count() == 0
    assert batch.files.get().found_encoding in ("gb18030", "")
    act(desk, batch, "check", chosen={"繁.txt": {"encoding": "big5"}})
    file = batch.files.get()
    act(desk, batch, "import", chosen={"繁.txt": {"include": "on"}})
    source = Source.objects.get()
    assert (file.found_encoding, source.encoding, source.text) == ("big5", "big5", BIG5)


def test_a_wrong_encoding_is_one_clear_sentence(lists, desk):
    batch = give(desk, report(1))
    file = batch.files.get()
    file.encoding, file.checked = "utf-16-le", False
    file.save()
    sent = act(desk, batch, "check")
    file.refresh_from_db()
    assert "编码" in file.error
    assert not file.include
    assert sent.status_code == 200


def test_unticked_files_stay_out(lists, desk):
    batch = give(desk, report(1), report(2))
    act(desk, batch, "import", untick=["2.txt"])
    assert outcomes(batch) == {"1.txt": "new", "2.txt": ""}
    assert Source.objects.get().name == "1.txt"
    nothing = give(desk, report(3))
    assert "没有勾选" in desk.said(act(desk, nothing, "import", untick=["3.txt"]))
    assert nothing.stage == "check"


def test_too_many_files_none_and_too_large_ones_are_refused(lists, desk, settings, monkeypatch):
    many = [(f"{n}.txt", b"x") for n in range(settings.MAX_UPLOAD_FILES + 1)]
    for files in (many, []):
        uploads = [SimpleUploadedFile(name, data) for name, data in files]
        answer = desk.client.post(reverse(ADD), {**BLANK, "documents": uploads})
        assert list(answer.context["form"].errors) == ["documents"]
    monkeypatch.setattr("articles.curation.staging.LARGEST", 100)
    monkeypatch.setattr("articles.readers.LARGEST", 100)
    batch = give(desk, ("大.txt", b"x" * 200))
    assert "文件超过" in batch.files.get().error
    assert Path(batch.files.get().path).stat().st_size == 101
    monkeypatch.setattr("articles.curation.staging.MOST", 10)
    answer = desk.client.post(
        reverse(ADD), {**BLANK, "documents": [SimpleUploadedFile("a.txt", b"x")]}
    )
    assert "暂存空间" in str(answer.context["form"].errors)


@pytest.fixture
def shelf(settings, tmp_path):
    """A folder of the server from which may be imported, with a way out of it by a link."""
    root, outside = tmp_path / "shelf", tmp_path / "outside"
    (root / "甲/乙").mkdir(parents=True)
    outside.mkdir()
    (outside / "密.txt").write_bytes(report(9)[1])
    for number, place in ((1, "甲"), (2, "甲/乙")):
        (root / place / f"{number}.txt").write_bytes(report(number)[1])
    (root / "甲/链.txt").symlink_to(outside / "密.txt")
    (root / "链").symlink_to(outside)
    (root / "甲/.隐.txt").write_bytes(b"x")
    settings.IMPORT_ROOT = str(root)
    return root


def test_a_folder_of_the_server_is_imported_where_it_lies(lists, desk, shelf):
    batch = give(desk, folder="甲")
    assert [file.name for file in batch.files.all()] == ["1.txt", "乙/2.txt"]
    act(desk, batch, "import")
    assert set(Source.objects.values_list("name", flat=True)) == {"1.txt", "2.txt"}
    assert (shelf / "甲/1.txt").exists()
    assert '<option value="甲/乙">' in desk.client.get(reverse(ADD)).content.decode()


def test_files_whose_names_are_no_utf_8_are_read_and_named(lists, desk, shelf):
    folder = shelf / "旧"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/" + "白山.txt".encode("gb18030"))).write_bytes(
        report(1)[1]
    )
    batch = give(desk, folder="旧")
    act(desk, batch, "import")
    assert outcomes(batch) == {"白山.txt": "new"}
    assert Source.objects.get().name == "白山.txt"


@pytest.mark.parametrize("folder", ["..", "甲/../..", "链", "/etc", "没有", "甲/1.txt", "甲\0"])
def test_no_way_leads_out_of_the_folder(folder, lists, desk, shelf):
    answer = desk.client.post(reverse(ADD), {**BLANK, "folder": folder})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Batch.objects.count() == 0


def test_a_file_that_was_changed_or_became_a_link_is_not_taken(lists, desk, shelf):
    batch = give(desk, folder="甲")
    (shelf / "甲/1.txt").write_bytes(report(8)[1])
    (shelf / "甲/乙/2.txt").unlink()
    (shelf / "甲/乙/2.txt").symlink_to(shelf.parent / "outside/密.txt")
    act(desk, batch, "import")
    assert Source.objects.count() == 0
    said = [file.failure for file in batch.files.all()]
    assert said == [
        "文件在检查之后有改动，请重新检查。",
        "2.txt：已不在可导入的目录之内。",
    ]


def test_what_failed_can_be_tried_again(lists, desk, shelf):
    batch = give(desk, folder="甲")
    (shelf / "甲/1.txt").rename(shelf / "甲/别处")
    page = act(desk, batch, "import").content.decode()
    assert outcomes(batch) == {"1.txt": "failed", "乙/2.txt": "new"}
    assert batch.files.first().failure == "文件已不在原处，请重新上传。"
    assert "文件已不在原处" in page
    assert "重试失败项（1）" in page
    (shelf / "甲/别处").rename(shelf / "甲/1.txt")
    act(desk, batch, "retry")
    assert outcomes(batch) == {"1.txt": "new", "乙/2.txt": "new"}
    assert batch.job.status == "done"


def test_the_report_is_a_table_to_take_away(lists, desk):
    batch = give(desk, ("=1+1.txt", report(1)[1]), report(2))
    act(desk, batch, "import")
    answer = desk.client.get(reverse("admin:articles_batch_report", args=[batch.pk]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[1:3] for row in rows[1:]] == [["新增", "1"], ["新增", "1"]]
    assert not rows[1][0].startswith("=")
    assert rows[2][0] == "2.txt"


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


def test_who_may_only_look_sees_and_changes_nothing(lists, desk, django_user_model):
    batch = give(desk, report(1))
    nobody = django_user_model.objects.create_user("duzhe", password="x", is_staff=True)
    desk.client.force_login(nobody)
    for name in ("change", "report", "undo"):
        address = reverse(f"admin:articles_batch_{name}", args=[batch.pk])
        assert (name, desk.client.get(address).status_code) == (name, 403)
    for address in (reverse("admin:articles_batch_act", args=[batch.pk]), reverse(ADD)):
        assert desk.client.post(address, {"act": "import"}).status_code == 403
    assert Source.objects.count() == 0
