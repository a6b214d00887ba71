"""Backup and restore: the same archive comes back, and nothing is damaged on the way."""

import json
import sqlite3
import zipfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from articles.curation import corrections
from articles.curation.ingest import ingest
from articles.models import Article, Metric, Source
from partybuild.keeping.backup import MANIFEST, backup, last
from partybuild.keeping.databases import Failed
from partybuild.keeping.restore import restore
from search.engines import get_engine
from search.indexing import check
from search.models import PendingChange

pytestmark = pytest.mark.django_db(transaction=True)
SEED = sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
SQLITE = connection.vendor == "sqlite"


def rows():
    """Everything that people and machines have said, and who they are."""
    models = [Article, Metric, Source, get_user_model()]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


@pytest.fixture
def person():
    return get_user_model().objects.create_user("wang", password="mima")


@pytest.fixture
def archive(lists, person):
    """One file with a decision of a person on it."""
    ingest(SEED[0].read_bytes(), SEED[0].name)
    corrections.confirm(Metric.objects.order_by("pk").first(), by=person)
    return Source.objects.get()


@pytest.fixture
def packed(archive, tmp_path):
    return Path(backup(tmp_path / "backups").path)


def rewritten(path, change):
    """Write the zip anew, each member as *change* (name, bytes) gives it, None to leave it out."""
    with zipfile.ZipFile(path) as pack:
        members = {name: change(name, pack.read(name)) for name in pack.namelist()}
    with zipfile.ZipFile(path, "w") as pack:
        for name, held in members.items():
            if held is not None:
                pack.writestr(name, held)
    return path


def test_a_backup_comes_back_as_it_was_and_later_changes_are_gone(archive, packed, person):
    before = rows()
    ingest(SEED[1].read_bytes(), SEED[1].name)
    Metric.objects.all().delete()
    original = archive.path.read_bytes()
    archive.path.unlink()
    back = restore(packed, force=True)
    assert rows() == before
    assert archive.path.read_bytes() == original
    assert (back.sources, back.articles, back.missing) == (1, Article.objects.count(), 0)
    assert PendingChange.objects.count() == 0
    assert check().clean
    assert len(get_engine().digests()) == Article.objects.public().count()


def test_an_archive_that_is_not_empty_is_not_overwritten_without_being_told_to(packed):
    before = rows()
    with pytest.raises(Failed, match="不是空的"):
        restore(packed, force=False)
    assert rows() == before


def test_an_empty_archive_needs_no_force(packed, archive, person):
    before = rows()
    corrections.delete_source(archive)
    get_user_model().objects.all().delete()
    restore(packed, force=False)
    assert rows() == before


def test_the_list_names_what_is_inside_and_no_secret_is(archive, packed):
    with zipfile.ZipFile(packed) as pack:
        manifest = json.loads(pack.read(MANIFEST))
        assert set(pack.namelist()) == {
            "database.sqlite3" if SQLITE else "database.sql", f"sources/{archive.sha256}", MANIFEST,
        }  # fmt: skip
    assert manifest["files"][f"sources/{archive.sha256}"]["size"] == archive.size
    assert ["articles", "0001_initial"] in manifest["migrations"]
    assert packed.stat().st_mode & 0o077 == 0


def test_the_last_backup_is_noted_and_outlives_a_restore(packed, archive):
    noted = last()
    assert (Path(noted.path), noted.size, noted.sources) == (packed, packed.stat().st_size, 1)
    restore(packed, force=True)
    assert last() == noted


def test_before_the_first_backup_there_is_none(settings):
    assert last() is None
    (Path(settings.DATA_DIR) / "last-backup.json").write_text("{", "utf-8")
    assert last() is None


def test_an_original_that_is_not_there_is_told_and_stops_nothing(archive, tmp_path, capsys):
    archive.path.unlink()
    call_command("backup", str(tmp_path / "b"))
    assert last().missing == 1
    assert "1 件的原始文件不在" in capsys.readouterr().err


@pytest.mark.parametrize("last_name", ["备份数据库", "备份原始文件"])
def test_a_backup_that_is_stopped_leaves_neither_file_nor_note(archive, tmp_path, last_name):
    def stopped(names, label):
        if label == last_name:
            raise KeyboardInterrupt
        return names

    with pytest.raises(KeyboardInterrupt):
        backup(tmp_path / "b", stopped)
    assert list((tmp_path / "b").iterdir()) == []
    assert last() is None


def test_what_a_killed_backup_left_goes_with_the_next_one(archive, tmp_path):
    left = []

    def peek(names, label):
        left.extend((tmp_path / "b").glob(".backup-*"))
        return names

    backup(tmp_path / "b", peek)
    (left[0]).mkdir()
    (left[0] / "half.zip").write_bytes(b"PK")
    made = backup(tmp_path / "b")
    assert {path.suffix for path in (tmp_path / "b").iterdir()} == {".zip"}
    assert Path(made.path).exists()


@pytest.mark.parametrize("stop", ["核对校验和", "恢复原始文件", "恢复数据库"])
def test_a_restore_that_is_stopped_leaves_the_archive_as_it_was(packed, stop):
    ingest(SEED[1].read_bytes(), SEED[1].name)
    before = rows()

    def stopped(names, label):
        for name in names:
            if label == stop:
                raise KeyboardInterrupt
            yield name

    with pytest.raises(KeyboardInterrupt):
        restore(packed, stopped, force=True)
    assert rows() == before
    assert check().clean


def test_stopped_before_the_index_a_restore_has_noted_all_that_it_must_learn(packed):
    ingest(SEED[1].read_bytes(), SEED[1].name)
    gone = set(Article.objects.values_list("pk", flat=True))

    def stopped(names, label):
        if label == "重建检索索引":
            raise KeyboardInterrupt
        return names

    with pytest.raises(KeyboardInterrupt):
        restore(packed, stopped, force=True)
    assert Source.objects.count() == 1
    assert set(PendingChange.objects.values_list("article_pk", flat=True)) >= gone


DAMAGE = {
    "校验和不符": lambda name, held: held if name == MANIFEST else held[:-1] + b"?",
    "与清单不符": lambda name, held: None if name.startswith("sources/") else held,
    "没有可读的备份清单": lambda name, held: b"{}" if name == MANIFEST else held,
    "更新的版本": lambda name, held: (
        held.replace(b'"format": 1', b'"format": 2') if name == MANIFEST else held
    ),
    "较新的程序": lambda name, held: held.replace(b"0001_initial", b"9999_future"),
}


@pytest.mark.parametrize("said", DAMAGE)
def test_a_damaged_or_newer_backup_is_refused_before_anything_changes(packed, said):
    before = rows()
    with pytest.raises(Failed, match=said):
        restore(rewritten(packed, DAMAGE[said]), force=True)
    assert rows() == before


def test_a_backup_of_the_other_database_is_refused(packed):
    other = b'"postgresql"' if SQLITE else b'"sqlite"'
    names = (
        (b"database.sqlite3", b"database.sql")
        if SQLITE
        else (b"database.sql", b"database.sqlite3")
    )

    def change(name, held):
        if name != MANIFEST:
            return held
        return held.replace(f'"{connection.vendor}"'.encode(), other).replace(*names)

    rewritten(packed, change)
    with zipfile.ZipFile(packed) as pack:
        members = {
            name.replace(*(one.decode() for one in names)): pack.read(name)
            for name in pack.namelist()
        }
    with zipfile.ZipFile(packed, "w") as pack:
        for name, held in members.items():
            pack.writestr(name, held)
    with pytest.raises(Failed, match="不能恢复"):
        restore(packed, force=True)


def test_a_file_that_would_lie_elsewhere_is_refused(packed, settings):
    with zipfile.ZipFile(packed) as pack:
        members = {name: pack.read(name) for name in pack.namelist()}
    manifest = json.loads(members.pop(MANIFEST))
    manifest["files"]["sources/../../out"] = {"sha256": "0", "size": 1}
    with zipfile.ZipFile(packed, "w") as pack:
        for name, held in {**members, "sources/../../out": b"x"}.items():
            pack.writestr(name, held)
        pack.writestr(MANIFEST, json.dumps(manifest))
    with pytest.raises(Failed, match="与清单不符"):
        restore(packed, force=True)
    assert not (Path(settings.DATA_DIR).parent / "out").exists()


@pytest.mark.skipif(not SQLITE, reason="a file of SQLite")
def test_a_database_that_is_broken_inside_is_not_taken(packed):
    before = rows()
    broken = {}

    def change(name, held):
        if name == "database.sqlite3":
            half = len(held) // 2 // 4096 * 4096
            held = held[:half] + b"\xff" * 8192 + held[half + 8192 :]
            broken["sha"] = sha256(held).hexdigest()
        return held

    rewritten(packed, change)

    def list_anew(name, held):
        if name != MANIFEST:
            return held
        manifest = json.loads(held)
        manifest["files"]["database.sqlite3"]["sha256"] = broken["sha"]
        return json.dumps(manifest).encode()

    with pytest.raises(Failed, match="数据库"):
        restore(rewritten(packed, list_anew), force=True)
    assert rows() == before


def test_no_zip_and_no_file_are_said_in_words(archive, tmp_path):
    wrong = tmp_path / "x.zip"
    wrong.write_bytes(b"PK\x03\x04 not at all")
    for path, said in ((wrong, "不是完整的备份文件"), (tmp_path / "nowhere.zip", "没有这个文件")):
        with pytest.raises(CommandError, match=said):
            call_command("restore", str(path), force=True)


def test_the_commands_say_what_they_did(archive, tmp_path, capsys):
    call_command("backup", str(tmp_path / "b"))
    made = last()
    assert f"已备份：{made.path}" in capsys.readouterr().out
    call_command("restore", made.path, force=True)
    assert "来源文件 1 件" in capsys.readouterr().out


@pytest.mark.skipif(not SQLITE, reason="a file of SQLite")
def test_who_reads_while_a_backup_comes_back_sees_the_old_or_the_new(packed):
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(name)) as reader:
        reader.execute("BEGIN")
        count = "SELECT COUNT(*) FROM articles_source"
        assert reader.execute(count).fetchone() == (1,)
        ingest(SEED[1].read_bytes(), SEED[1].name)
        restore(packed, force=True)
        assert reader.execute(count).fetchone() == (1,)
        reader.execute("ROLLBACK")
        assert reader.execute(count).fetchone() == (1,)
