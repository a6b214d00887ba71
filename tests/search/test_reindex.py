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
        call_command("reindex", "--check", stdout=out)
    assert failure.value.returncode == 1
    assert out.getvalue().splitlines() == [
        f"索引多出 1 篇：{archive[0].pk + 1}",
        f"索引过时 1 篇：{archive[0].pk}",
    ]


def test_check_without_an_index_says_what_to_do(db, settings):
    settings.SEARCH_URL = f"whoosh://{settings.DATA_DIR}/index"
    with pytest.raises(CommandError, match="请运行 python manage"):
        run("--check")
