import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.curation.corrections import delete_source, withdraw
from articles.curation.ingest import NothingFound, ingest, reread
from articles.models import Article, Metric, Organization, Segment, Source
from articles.readers import ReaderError
from search.documents import documents
from search.indexing import check

ROOT = Path(__file__).parents[3]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
TABLES = (Source, Article, Segment, Metric, Organization)


def counts():
    return {table.__name__: table.objects.count() for table in TABLES}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空"),
        (b" \n\r\n\t", "空"),
        (b"%PDF-1.7\n\x00\x01\x02", ""),
        (bytes(range(256)) * 40, ""),
    ],
    ids=["empty", "blank", "pdf", "binary"],
)
def test_what_is_no_text_is_refused_and_leaves_nothing(lists, settings, data, reason):
    with pytest.raises(ReaderError) as caught:
        ingest(data, "坏文件.txt")
    assert "坏文件.txt" in str(caught.value)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert set(counts().values()) == {0}
    assert not (Path(settings.DATA_DIR) / "sources").exists()


def test_a_text_without_an_article_is_refused(lists):
    with pytest.raises(NothingFound):
        ingest("——\n\n■\n".encode(), "空壳.txt")
    assert Source.objects.count() == 0


def test_the_seeds_hold_eight_articles_each_in_its_region(seeds):
    found = Article.objects.order_by("source__name", "ordinal")
    assert [(a.source.name[:3], a.ordinal, a.region_id) for a in found] == [
        ("000", 1, "220600"),
        ("000", 2, "230400"),
        ("001", 1, "330282"),
        ("002", 1, "371581"),
        ("002", 2, "371502"),
        ("003", 1, "330784"),
        ("004", 1, "140700"),
        ("004", 2, "130903"),
    ]
    assert all(a.headline for a in found)


def test_a_known_file_is_skipped_whatever_its_name(seeds):
    before = counts()
    outcome = ingest(SEEDS[0].read_bytes(), "另一个名字.txt")
    assert (outcome.created, outcome.source.name) == (False, SEEDS[0].name)
    assert counts() == before


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_gives_the_same_article(lists, encoding):
    text = SEEDS[3].read_bytes().decode()
    plain = ingest(text.encode(), "甲.txt").source
    coded = ingest(text.encode(encoding), "乙.txt").source
    assert coded.text == plain.text
    assert coded.articles.get().body == plain.articles.get().body


def test_the_original_bytes_are_kept(seeds):
    for outcome, path in zip(seeds, SEEDS, strict=True):
        assert outcome.source.path.read_bytes() == path.read_bytes()


def test_every_fact_and_every_source_character_is_accounted_for(seeds):
    call_command("verify")


def test_verify_names_a_fact_that_was_moved_and_an_original_without_a_source(seeds, settings):
    metric = Metric.objects.first()
    Metric.objects.filter(pk=metric.pk).update(quote="不在文中")
    (Path(settings.DATA_DIR) / "sources" / "stray").write_text("x")
    with pytest.raises(CommandError) as caught:
        call_command("verify")
    assert "不在文中" in str(caught.value)
    assert "stray" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 2


def test_a_failure_half_way_leaves_nothing(lists, monkeypatch, settings):
    def fail(*args, **kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr("articles.curation.review.enqueue", fail)
    with pytest.raises(RuntimeError):
        ingest(SEEDS[0].read_bytes(), SEEDS[0].name)
    monkeypatch.undo()
    assert set(counts().values()) == {0}
    assert list((Path(settings.DATA_DIR) / "sources").iterdir()) == []
    assert ingest(SEEDS[0].read_bytes(), SEEDS[0].name).created


def test_a_lost_original_is_made_good_by_the_same_file(article):
    article.source.path.unlink()
    again = ingest(SEEDS[0].read_bytes(), SEEDS[0].name)
    assert (again.created, again.source.path.read_bytes()) == (False, SEEDS[0].read_bytes())


def test_a_day_that_no_calendar_has_leaves_the_month(lists):
    text = (
        "白山市中心医院开展义诊\n\n■记者 王一 2024-02-31\n\n近日，白山市中心医院服务群众30人次。"
    )
    article = ingest(text.encode(), "误印.txt").source.articles.get()
    assert (article.published_on, article.date_precision) == (date(2024, 2, 1), "month")


@pytest.mark.django_db(transaction=True)
def test_files_that_come_in_at_once_share_what_they_name(lists):
    """Two of each file, all naming organizations that no row stands for yet."""
    text = "白山市中心医院党委\n\n■记者 甲一\n\n近日，吉林省白山市中心医院党委打造“红心向党”党建品牌，服务群众{}人次。"
    start = Barrier(6)

    def one(number):
        try:
            start.wait()
            return ingest(text.format(number).encode(), f"{number}.txt").created
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        created = list(pool.map(one, [30, 30, 40, 40, 50, 50]))
    assert sum(created) == 3
    assert Organization.objects.filter(name="白山市中心医院").count() == 1
    call_command("verify")


def test_reading_again_changes_nothing(seeds):
    before = counts()
    facts = list(Metric.objects.order_by("pk").values())
    articles = list(Article.objects.order_by("pk").values())
    segments = list(Segment.objects.order_by("pk").values())
    for outcome in seeds:
        assert reread(outcome.source).empty
    assert counts() == before
    assert list(Article.objects.order_by("pk").values()) == articles
    assert list(Segment.objects.order_by("pk").values()) == segments
    assert list(Metric.objects.order_by("pk").values()) == facts


def test_a_dry_run_tells_the_difference_and_writes_nothing(article):
    gone = article.metrics.first()
    gone.delete()
    difference = reread(article.source, dry_run=True)
    assert list(map(str, difference.added)) == [f"数据：{gone.quote}"]
    assert not article.metrics.filter(quote=gone.quote, start=gone.start).exists()
    reread(article.source)
    assert article.metrics.filter(quote=gone.quote, start=gone.start).exists()


def test_the_same_hospital_in_two_files_is_one_organization(lists):
    text = "白山市中心医院党委\n\n■记者 甲一\n\n近日，吉林省白山市中心医院开展义诊{}次，受到白山市群众欢迎。"
    first = ingest(text.format(3).encode(), "一.txt").source.articles.get()
    second = ingest(text.format(4).encode(), "二.txt").source.articles.get()
    names = [
        set(a.organizationmentions.values_list("organization__pk", flat=True))
        for a in (first, second)
    ]
    assert names[0] == names[1] != set()


@pytest.mark.django_db(transaction=True)
def test_the_index_follows_edit_withdrawal_deletion_and_second_ingest(seeds, editor):
    assert check().clean
    article = Article.objects.get(region="220600")
    withdraw(article, reason="试撤", by=editor)
    assert check().clean
    delete_source(article.source)
    assert check().clean
    assert not Article.objects.filter(region="220600").exists()
    assert not Organization.objects.filter(name="白山市中心医院").exists()
    assert ingest(SEEDS[0].read_bytes(), SEEDS[0].name).created
    assert check().clean


def test_the_command_reports_known_new_and_bad_files(lists, tmp_path, capsys):
    folder = tmp_path / "来稿"
    folder.mkdir()
    shutil.copy(SEEDS[0], folder)
    (folder / "空.txt").write_bytes(b"")
    with pytest.raises(CommandError) as caught:
        call_command("ingest", folder, tmp_path / "没有.txt")
    assert len(str(caught.value).splitlines()) == 2
    assert "新增报道\t2" in capsys.readouterr().out
    call_command("ingest", SEEDS[0])
    assert "已有文件（跳过）\t1" in capsys.readouterr().out


def test_a_killed_ingest_leaves_no_half_article_and_a_second_run_completes(tmp_path):
    """Real processes on a real SQLite file: killed while files are being stored."""
    options = {
        "env": {"DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin", "LOG_LEVEL": "ERROR"},
        "stderr": subprocess.DEVNULL,
    }

    def manage(*arguments):
        command = [sys.executable, ROOT / "manage.py", *arguments]
        return subprocess.run(
            command, check=True, stdout=subprocess.PIPE, text=True, **options
        ).stdout

    manage("migrate", "-v0")
    manage("load_lists")
    victim = subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "ingest", ROOT / "seeds"],
        stdout=subprocess.DEVNULL,
        **options,
    )
    stored = tmp_path / "sources"
    while victim.poll() is None and not (stored.is_dir() and len(list(stored.iterdir())) >= 2):
        pass
    victim.kill()
    victim.wait()
    manage("ingest", ROOT / "seeds")
    manage("verify")
    manage("reindex")
    manage("reindex", "--check")
    tally = "from articles.models import *; print(Source.objects.count(), Article.objects.count())"
    assert manage("shell", "-v0", "-c", tally).split() == ["5", "8"]


def test_the_text_of_a_file_is_not_loaded_anew_for_each_of_its_articles(seeds):
    source = Source.objects.get(name=SEEDS[0].name)
    assert source.articles.count() == 2
    with CaptureQueriesContext(connection) as asked:
        reread(source)
        assert len(list(documents())) == Article.objects.count()
    assert [one["sql"] for one in asked if '"articles_source"."text"' in one["sql"]] == []


def test_a_body_of_no_known_place_is_no_row_and_joins_no_two_reports(lists):
    for number, said in enumerate(("部署党员教育", "表彰先进支部")):
        text = f"党建工作会议{number}\n\n市卫健局党委{said}，全体党员参加学习教育。"
        ingest(text.encode(), f"{number}.txt")
    assert not Organization.objects.filter(region=None, name__startswith="市").exists()
