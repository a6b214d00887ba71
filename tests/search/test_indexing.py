import pytest
from django.core.files import locks
from django.db import transaction

from articles.models import Article, Brand
from articles.signals import articles_changed, many_changes
from search import analysis, indexing
from search.engine import EngineUnavailable
from search.engines import open_engine
from search.engines.memory import MemoryEngine
from search.indexing import CheckReport, catch_up, check, rebuild, repair, sync
from search.models import PendingChange


def announce(*articles):
    articles_changed.send(sender=Article, pks=[article.pk for article in articles])


class AwayEngine(MemoryEngine):
    def put(self, documents):
        raise EngineUnavailable("不在")


def use(monkeypatch, engine):
    monkeypatch.setattr(indexing, "get_engine", lambda: engine)
    return engine


def test_a_change_that_is_rolled_back_is_forgotten(make):
    article = make("标题")
    with transaction.atomic():
        announce(article)
        assert PendingChange.objects.waiting() == 1
        transaction.set_rollback(True)
    assert PendingChange.objects.waiting() == 0


def test_of_many_changes_all_are_noted_and_brought_in_together(
    make, engine, django_capture_on_commit_callbacks
):
    one, other = make("标题一"), make("标题二")
    with django_capture_on_commit_callbacks(execute=True), many_changes():
        announce(one)
        announce(other)
        assert (PendingChange.objects.waiting(), engine.digests()) == (2, {})
    assert (PendingChange.objects.waiting(), engine.digests().keys()) == (0, {one.pk, other.pk})


def test_a_change_is_searchable_once_it_is_committed(
    make, engine, django_capture_on_commit_callbacks
):
    article = make("标题")
    with django_capture_on_commit_callbacks(execute=True):
        announce(article)
        assert engine.digests() == {}
    assert engine.digests().keys() == {article.pk}
    assert PendingChange.objects.count() == 0


def test_what_is_no_longer_public_leaves_the_index(make, engine):
    withdrawn, deleted = make("撤下"), make("删除")
    rebuild()
    PendingChange.objects.mark([withdrawn.pk, withdrawn.pk, deleted.pk])
    withdrawn.status = "draft"
    withdrawn.save()
    deleted.delete()
    assert sync() == 3
    assert engine.digests() == {}
    assert sync() == 0


def test_notes_stay_while_the_engine_is_away(
    make, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    use(monkeypatch, AwayEngine())
    with django_capture_on_commit_callbacks(execute=True):
        announce(make("标题"))
    assert PendingChange.objects.waiting() == 1
    assert [record.getMessage() for record in caplog.records] == [
        "索引未能更新，改动已登记，稍后补上：不在"
    ]


def test_notes_are_left_to_whoever_holds_the_lock(make, engine, settings):
    PendingChange.objects.mark([make("标题").pk])
    with (settings.DATA_DIR / "search.lock").open("w") as file:
        assert locks.lock(file, locks.LOCK_EX | locks.LOCK_NB)
        assert sync() == 0
        assert PendingChange.objects.count() == 1
    assert sync() == 1
    assert len(engine.digests()) == 1


def test_a_note_that_comes_while_another_holds_the_lock_is_not_stranded(make, monkeypatch):
    first, second = make("一"), make("二")

    class Engine(MemoryEngine):
        """While it writes the first article, another process notes the second one."""

        def put(self, documents):
            super().put(documents)
            if not PendingChange.objects.filter(article_pk=second.pk).exists():
                PendingChange.objects.mark([second.pk])
                assert sync() == 0  # the lock is taken

    engine = use(monkeypatch, Engine())
    PendingChange.objects.mark([first.pk])
    sync()
    assert engine.digests().keys() == {first.pk, second.pk}
    assert PendingChange.objects.count() == 0


def test_more_notes_than_a_batch_are_all_drained(make, engine, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 2)
    PendingChange.objects.mark([make(f"第{n}篇").pk for n in range(5)])
    assert sync() == 5
    assert len(engine.digests()) == 5


def test_a_change_during_a_rebuild_is_kept(make, engine):
    article = make("旧题")

    def meanwhile(documents, total):
        assert total == 1
        found = list(documents)
        Article.objects.update(headline="新题")
        PendingChange.objects.mark([article.pk])
        return found

    PendingChange.objects.mark([article.pk])
    assert rebuild(meanwhile) == 1
    assert PendingChange.objects.count() == 0
    assert check().clean


def test_a_small_archive_without_an_index_is_indexed_on_the_spot(make, engine, settings):
    settings.SEARCH_URL = f"whoosh://{settings.DATA_DIR}/index"
    article = make("标题")
    PendingChange.objects.mark([article.pk])
    assert sync() == 1
    assert check() == CheckReport((), (), ())


def test_a_large_archive_without_an_index_waits_for_reindex(make, settings, monkeypatch):
    monkeypatch.setattr(indexing, "SMALL", 0)
    settings.SEARCH_URL = f"whoosh://{settings.DATA_DIR}/index"
    PendingChange.objects.mark([make("标题").pk])
    with pytest.raises(EngineUnavailable, match="reindex"):
        sync()
    assert PendingChange.objects.count() == 1


@pytest.fixture
def astray(make, engine):
    """An index that lacks an article, has one too many, and an outdated one; its report."""
    same, changed, gone = make("一"), make("二"), make("三")
    rebuild()
    missing = make("四")
    Article.objects.filter(pk=changed.pk).update(headline="改")
    key = gone.pk
    gone.delete()
    assert same.pk in engine.digests()
    return CheckReport((missing.pk,), (key,), (changed.pk,))


def test_the_check_names_every_difference_and_repairs_none(astray):
    assert [check(), check()] == [astray, astray]


def test_a_repair_mends_exactly_what_the_check_found(astray, engine, monkeypatch):
    put, written = engine.put, []

    def noted(documents):
        found = list(documents)
        written.extend(document.pk for document in found)
        put(found)

    monkeypatch.setattr(engine, "put", noted)
    repair(check())
    assert check().clean
    assert sorted(written) == sorted(astray.missing + astray.stale)


@pytest.fixture
def named(make, engine):
    """Two indexed articles, one of which holds a name that jieba cuts apart."""
    articles = [make("红色物业惠民生"), make("党员教育培训")]
    rebuild()
    return articles


def words_of(text):
    return {term.text for term in analysis.words(text)}


def test_a_new_name_is_learnt_and_only_the_texts_that_hold_it_are_cut_anew(
    named, engine, monkeypatch
):
    assert "红色物业" not in words_of("红色物业")
    Brand.objects.create(name="红色物业")
    put, written = engine.put, []

    def noted(documents):
        found = list(documents)
        written.extend(document.pk for document in found)
        put(found)

    monkeypatch.setattr(engine, "put", noted)
    assert check() == CheckReport((), (), (), words=1)
    repair(check())
    assert "红色物业" in words_of("红色物业")
    assert "红色物业" in dict(engine.vocabulary())
    assert written == [named[0].pk]
    assert check().clean


def test_a_name_that_is_gone_is_forgotten(named, engine):
    brand = Brand.objects.create(name="红色物业")
    rebuild()
    brand.delete()
    repair(check())
    assert "红色物业" not in dict(engine.vocabulary())
    assert "红色物业" not in words_of("红色物业")


def test_an_index_that_cannot_answer_is_rebuilt_and_one_that_can_only_catches_up(make, settings):
    settings.SEARCH_URL = f"whoosh://{settings.DATA_DIR}/index"
    first = make("标题")
    engine = open_engine(settings.SEARCH_URL)
    assert not engine.whole()
    assert catch_up() == 1
    assert engine.whole()
    PendingChange.objects.mark([make("另一篇").pk])
    assert catch_up() == 1
    (settings.DATA_DIR / "index" / "current").write_text("无此目录\n旧版本\n", "utf-8")
    assert not engine.whole()
    assert catch_up() == 2
    assert first.pk in engine.digests()
