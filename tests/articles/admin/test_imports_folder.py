import os
from pathlib import Path

import pytest
from django.urls import reverse

from articles.models import Batch, Source
from tests.articles.admin.importing import ADD, BLANK, act, give, outcomes, report


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
