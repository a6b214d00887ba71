"""The life of an index on disk: rebuilt, crashed, damaged, shared."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from whoosh.index import TOC

from search.engine import FACETS, Document, EngineUnavailable
from search.engines import whoosh_files
from search.engines.memory import MemoryEngine
from search.engines.whoosh import SEGMENTS, WhooshEngine
from search.query import Query

ROOT = Path(__file__).parents[3]
OLD = [Document(1, "旧索引", ("内容",), digest="1"), Document(2, "旧索引", (), digest="2")]
NEW = [Document(3, "新索引", ("内容",), digest="3")]

START = """
import os, signal, sys
from pathlib import Path
from search import cutting
from search.engine import Document
from search.engines.whoosh import WhooshEngine
root = Path(sys.argv[1])
cutting.keep_dictionary_in(root.parent / "jieba")
engine = WhooshEngine(root)
"""


def run(script, root, *args):
    command = [sys.executable, "-W", "ignore", "-c", START + script, str(root), *args]
    return subprocess.Popen(command, cwd=ROOT)


@pytest.fixture
def root(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def engine(root):
    engine = WhooshEngine(root)
    engine.rebuild(OLD)
    return engine


def folders(root):
    return [path.name for path in root.glob("index-*")]


@pytest.mark.parametrize(
    "ask",
    [
        lambda engine: engine.search(Query()),
        lambda engine: engine.digests(),
        lambda engine: engine.put(NEW),
        lambda engine: engine.remove([1]),
    ],
    ids=["search", "digests", "put", "remove"],
)
def test_without_an_index_every_call_tells_what_to_do(root, ask):
    engine = WhooshEngine(root)
    assert engine.stale()
    with pytest.raises(EngineUnavailable, match="请运行"):
        ask(engine)


def test_opening_an_engine_writes_nothing(root):
    WhooshEngine(root).stale()
    assert not root.exists()


def test_an_index_of_another_version_is_stale(engine, root):
    pointer = root / "current"
    pointer.write_text(pointer.read_text().replace(engine.version, "whoosh0"))
    assert engine.stale()
    with pytest.raises(EngineUnavailable, match="另一版本"):
        engine.search(Query())
    engine.rebuild(NEW)
    assert engine.digests() == {3: "3"}


@pytest.mark.parametrize("damage", [b"", b"one line", b"\xff\n\xff"])
def test_a_damaged_pointer_is_told(engine, root, damage):
    (root / "current").write_bytes(damage)
    assert engine.stale()
    with pytest.raises(EngineUnavailable, match="请运行"):
        engine.digests()


def test_a_folder_that_is_gone_is_told(engine, root):
    shutil.rmtree(root / folders(root)[0])
    with pytest.raises(EngineUnavailable, match="请运行"):
        WhooshEngine(root).digests()


@pytest.mark.parametrize("pattern", ["*.toc", "*.arrays"])
@pytest.mark.parametrize("damage", [b"", b"\x00nonsense"])
def test_a_damaged_file_is_told_not_raised_raw(engine, root, pattern, damage):
    for path in root.glob(f"index-*/{pattern}"):
        path.write_bytes(damage)
    with pytest.raises(EngineUnavailable, match="请运行"):
        WhooshEngine(root).search(Query.parse("内容"))


def test_a_file_that_is_cut_short_under_a_reader_is_told(engine, root):
    assert engine.search(Query()).total == 2
    for path in root.glob("index-*/*.arrays"):
        os.truncate(path, 100)
    for ask in (lambda: engine.search(Query()), lambda: engine.put(NEW)):
        with pytest.raises(EngineUnavailable, match="请运行"):
            ask()


def test_damage_is_not_merged_into_what_looks_whole(engine, root, monkeypatch):
    monkeypatch.setattr("search.engines.whoosh.SEGMENTS", 2)
    [path] = root.glob("index-*/*.arrays")
    damaged = bytearray(path.read_bytes())
    damaged[damaged.index("旧索引".encode())] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(EngineUnavailable, match="无法写入"):
        engine.put(NEW)
    assert not engine.whole()


@pytest.mark.parametrize("pattern", ["*.toc", "*.arrays"])
def test_a_damaged_index_refuses_changes(engine, root, pattern):
    for path in root.glob(f"index-*/{pattern}"):
        path.write_bytes(b"nonsense")
    for change in (lambda: engine.put(OLD), lambda: engine.remove([1])):
        with pytest.raises(EngineUnavailable, match="无法写入"):
            change()
    engine.rebuild(NEW)
    engine.put(OLD)
    assert engine.digests().keys() == {1, 2, 3}


def test_a_rebuild_shows_the_old_index_until_it_is_done(engine, root):
    reader = WhooshEngine(root)
    seen = []

    def documents():
        for document in NEW:
            seen.append((reader.digests(), reader.search(Query.parse("旧")).total))
            yield document

    engine.rebuild(documents())
    assert seen == [({1: "1", 2: "2"}, 2)]
    assert reader.search(Query.parse("新")).pks == (3,)
    assert len(folders(root)) == 1


def test_a_failed_rebuild_leaves_the_old_index_and_no_lock(engine, root):
    def documents():
        yield NEW[0]
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        engine.rebuild(documents())
    assert engine.digests() == {1: "1", 2: "2"}
    engine.put(NEW)
    assert engine.digests() == {1: "1", 2: "2", 3: "3"}


def test_a_failed_commit_leaves_the_old_state_and_no_lock(engine, root, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(TOC, "write", lambda *_: 1 / 0)
        with pytest.raises(EngineUnavailable, match="无法写入"):
            engine.put(NEW)
    assert engine.digests() == {1: "1", 2: "2"}
    engine.put(NEW)
    assert engine.search(Query.parse("新")).pks == (3,)


def test_a_writer_killed_half_way_through_a_rebuild_leaves_the_old_index(engine, root):
    script = """
def documents():
    yield Document(3, "新索引", ())
    os.kill(os.getpid(), signal.SIGKILL)
engine.rebuild(documents())
"""
    assert run(script, root).wait(60) == -9
    assert WhooshEngine(root).digests() == {1: "1", 2: "2"}
    assert len(folders(root)) == 2
    engine.rebuild(NEW)
    assert len(folders(root)) == 1
    assert engine.digests() == {3: "3"}


def test_two_processes_that_write_lose_nothing(engine, root):
    script = """
for number in range(10):
    pk = int(sys.argv[2]) + number
    engine.put([Document(pk, f"第{pk}篇", ("正文",), digest=str(pk))])
"""
    writers = [run(script, root, start) for start in ("10", "20")]
    while any(writer.poll() is None for writer in writers):
        assert engine.search(Query.parse("旧")).total == 2
    assert [writer.returncode for writer in writers] == [0, 0]
    assert engine.digests().keys() == {1, 2, *range(10, 30)}


def test_a_second_writer_is_told_to_wait(engine, root, monkeypatch):
    monkeypatch.setattr(whoosh_files, "LOCK_SECONDS", 0)
    with whoosh_files.alone(root), pytest.raises(EngineUnavailable, match="另一个进程"):
        engine.put(NEW)
    engine.put(NEW)


CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9)))),
        st.tuples(st.just("remove"), st.lists(st.integers(0, 12))),
    ),
    max_size=12,
)
WORDS = ("党建", "“四强”党支部", "义诊", "社区治理", "品牌", "x-ray", "𠮷林", "。", "医院", "")


def changed(pk, kind):
    """A document of which every part tells its kind, and some are empty."""
    text = WORDS[kind]
    return Document(
        pk,
        text * (kind % 3),
        (text, WORDS[kind - 1]) if kind % 4 else (),
        brands=(text, WORDS[kind - 1])[: kind % 3],
        regions=("220000", f"22{kind}000")[: kind % 3],
        organization_keys=tuple(map(str, range(kind))),
        year=2020 + kind % 3 if kind % 5 else None,
        date=20200100 + kind,
        digest=f"{pk}-{kind}",
    )


@given(CHANGES)
@settings(max_examples=60)
def test_after_any_changes_the_segments_say_what_the_memory_does(changes):
    memory = MemoryEngine()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("search.engines.whoosh.SEGMENTS", 3)
        patch.setattr(whoosh_files, "SEGMENT_SIZE", 40)
        whoosh = WhooshEngine(Path(folder) / "index")
        for engine in (memory, whoosh):
            engine.rebuild([changed(pk, pk) for pk in range(10)])
            for kind, values in changes:
                if kind == "put":
                    engine.put([changed(*value) for value in values])
                else:
                    engine.remove(values)
        assert whoosh.digests() == memory.digests()
        assert dict(whoosh.vocabulary()) == dict(memory.vocabulary())
        for typed in ("", *WORDS, "四强党支部", "品牌:四强*", "-义诊", "标题:品", "“强”党”"):
            for sort in ("newest", "oldest"):
                query = Query.parse(typed)
                asked = {"sort": sort, "start": 1, "size": 5, "facets": FACETS}
                assert whoosh.search(query, **asked) == memory.search(query, **asked)


def test_many_small_changes_leave_few_segments_each_written_a_few_times(root, monkeypatch):
    written = []
    whole = whoosh_files.merge

    def counted(folder, segments):
        written.append(sum(segment.doc_count() for segment in segments))
        return whole(folder, segments)

    monkeypatch.setattr(whoosh_files, "merge", counted)
    monkeypatch.setattr(whoosh_files.os, "fsync", lambda _: None)
    engine = WhooshEngine(root)
    engine.rebuild([])
    for pk in range(300):
        engine.put([Document(pk, f"第{pk}篇", ())])
        assert len(list(root.glob("index-*/*.arrays"))) <= SEGMENTS
    assert sum(written) <= 6 * 300
    assert engine.search(Query(), size=0).total == 300


def test_a_rebuild_of_many_segments_leaves_one(root, monkeypatch):
    monkeypatch.setattr(whoosh_files, "SEGMENT_SIZE", 100)
    engine = WhooshEngine(root)
    assert engine.rebuild(Document(pk, f"第{pk}篇", ("正文" * 20,)) for pk in range(50)) == 50
    assert len(list(root.glob("index-*/*.arrays"))) == 1
    assert engine.search(Query.parse("“第7篇正文”")).total == 0
    assert engine.search(Query.parse("“第7篇”")).pks == (7,)


def test_all_is_on_the_disk_before_it_is_put_in_use(root, monkeypatch):
    synced, renamed = [], []
    fsync, replace, rename = os.fsync, Path.replace, os.rename

    def noted(handle):
        synced.append(Path(f"/proc/self/fd/{handle}").readlink())
        fsync(handle)

    def in_use(path):
        written = {file for file in path.parent.rglob("*") if file.is_file()}
        renamed.append(path.name)
        assert path in synced
        assert {file for file in written if file.suffix == ".arrays"} <= set(synced)

    def replaced(path, target):
        in_use(path)
        return replace(path, target)

    def called(old, new):
        in_use(Path(old))
        rename(old, new)

    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(Path, "replace", replaced)
    monkeypatch.setattr(os, "rename", called)
    engine = WhooshEngine(root)
    engine.rebuild(OLD)
    engine.put(NEW)
    folder = root / folders(root)[0]
    assert [name.split(".")[0] for name in renamed] == [
        "dictionary",
        "_MAIN_0",
        "current",
        "_MAIN_1",
    ]
    assert synced[-1] == folder  # the name of the new table of contents, too
    assert root in synced


def test_threads_that_write_wait_for_each_other_while_others_read(engine):
    failures = []

    def put(start):
        try:
            for pk in range(start, start + 8):
                engine.put([Document(pk, f"第{pk}篇", ("正文",), digest=str(pk))])
                assert engine.search(Query.parse(f"“第{pk}篇”")).pks == (pk,)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=put, args=(start,)) for start in (10, 20, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert engine.digests().keys() == {1, 2, *range(10, 18), *range(20, 28), *range(30, 38)}


def test_a_reader_whose_files_are_taken_away_begins_anew(engine, root, monkeypatch):
    writer, whole, taken = WhooshEngine(root), whoosh_files.contents, []

    def late(folder, number):
        segments = whole(folder, number)
        if not taken:
            taken.append(number)
            with monkeypatch.context() as patch:
                patch.setattr(whoosh_files, "contents", whole)
                writer.rebuild(NEW)
        return segments

    monkeypatch.setattr(whoosh_files, "contents", late)
    assert WhooshEngine(root).search(Query()).pks == (3,)
    assert taken


def test_after_a_change_only_new_segments_are_read(engine, monkeypatch):
    engine.search(Query())
    opened, whole = [], whoosh_files.opened

    def noted(folder, segment):
        opened.append(segment.segment_id())
        return whole(folder, segment)

    engine.put(NEW)
    monkeypatch.setattr(whoosh_files, "opened", noted)
    assert engine.search(Query()).total == 3
    assert engine.search(Query.parse("内容")).total == 2
    assert len(opened) == 1


def test_large_files_are_read_as_small_ones_and_pages_let_go_come_back(engine, root, monkeypatch):
    engine.put([Document(pk, f"第{pk}篇", ("党建引领“四强”党支部",)) for pk in range(20)])
    typed = ("“党建引领”", "四强党支部", "党建 引领", "", "“党建 支部”~9", "标题:第1*")
    asked = [Query.parse(text) for text in typed]
    expected = [engine.search(query, facets=FACETS) for query in asked]
    monkeypatch.setattr("search.engines.arrays.SMALL", -1)
    monkeypatch.setattr("search.engines.whoosh.MOST_PAGES", -1)
    monkeypatch.setattr("search.engines.whoosh.BREATH", 1)
    fresh = WhooshEngine(root)
    assert [fresh.search(query, facets=FACETS) for query in asked] == expected
    assert [result.total for result in expected] == [20, 20, 20, 20, 20, 11]
