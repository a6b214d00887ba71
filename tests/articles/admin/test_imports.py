import csv
import io
import zipfile
from datetime import date
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.admin.desk import change_url
from articles.curation import corrections, staging
from articles.curation.ingest import ingest
from articles.models import Article, Metric, Source
from tests.articles.admin.importing import ADD, BLANK, act, give, outcomes, report, seed

BIG5 = "各地黨員帶頭走訪群眾。\n\n白山市各級黨組織組織黨員開展義診活動，服務群眾，受到歡迎。\n"


def zipped(*files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return held.getvalue()


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


def test_the_report_is_a_table_to_take_away(lists, desk):
    batch = give(desk, ("=1+1.txt", report(1)[1]), report(2))
    act(desk, batch, "import")
    answer = desk.client.get(reverse("admin:articles_batch_report", args=[batch.pk]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[1:3] for row in rows[1:]] == [["新增", "1"], ["新增", "1"]]
    assert not rows[1][0].startswith("=")
    assert rows[2][0] == "2.txt"


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
