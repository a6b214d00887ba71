from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article


def run(*args):
    out = StringIO()
    call_command("reindex", *args, stdout=out)
    return out.getvalue()


def test_reindex_tells_how_many(make, engine):
    make("标题")
    assert run() == "索引已重建：1 篇\n"
    assert len(engine.digests()) == 1
    assert run("--check") == "索引与数据库一致\n"


def test_check_lists_what_differs_and_fails_with_1(archive):
    Article.objects.filter(pk=archive[0].pk).update(headline="改")
    archive[1].delete()
    out = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("reindex", "--check", "--dry-run", stdout=out)
    assert failure.value.returncode == 1
    assert out.getvalue().splitlines() == [
        f"索引多出 1 篇：{archive[0].pk + 1}",
        f"索引过时 1 篇：{archive[0].pk}",
    ]


def test_check_mends_what_differs(archive):
    Article.objects.filter(pk=archive[0].pk).update(headline="改")
    assert run("--check").splitlines() == [f"索引过时 1 篇：{archive[0].pk}", "已修复"]
    assert run("--check") == "索引与数据库一致\n"


def test_without_an_index_a_dry_check_says_what_to_do_and_a_check_makes_one(make, settings):
    make("标题")
    settings.SEARCH_URL = f"whoosh://{settings.DATA_DIR}/index"
    with pytest.raises(CommandError, match="请运行 python manage"):
        run("--check", "--dry-run")
    assert run("--check") == "索引已重建：1 篇\n"


@pytest.mark.parametrize("way", ["--check", "--if-needed"])
def test_an_index_that_answers_but_is_not_what_was_written_is_rebuilt(make, settings, way):
    settings.SEARCH_URL = f"whoosh://{settings.DATA_DIR}/index"
    make("标题")
    run()
    [path] = (settings.DATA_DIR / "index").glob("index-*/*.arrays")
    damaged = bytearray(path.read_bytes())
    damaged[damaged.index("标题".encode())] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(CommandError, match="已损坏"):
        run("--check", "--dry-run")
    assert "1 篇" in run(way)
    assert run("--check") == "索引与数据库一致\n"


def test_what_is_due_is_done(make, settings):
    settings.SEARCH_URL = f"whoosh://{settings.DATA_DIR}/index"
    make("标题")
    assert run("--if-needed") == "索引已补齐：1 篇\n"
    assert run("--if-needed") == "索引已补齐：0 篇\n"


def test_a_dry_run_belongs_to_the_check(db):
    with pytest.raises(CommandError, match="--check"):
        run("--dry-run")
