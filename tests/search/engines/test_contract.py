"""What every engine must do, on every engine."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings, strategies as st

from search.analysis import fold
from search.engine import FACETS, Document, Filters
from search.engines.memory import MemoryEngine
from search.engines.whoosh import WhooshEngine
from search.query import Query

DOCUMENTS = (
    Document(
        1,
        "医心向党·初心卫民",
        ("白 山市中心医院党委打造品牌，服务群众1.27万余人次，占83.3%。", "人人有责，责任到人"),
        names=("白山市卫生健康委员会",),
        regions=("220000", "220600"),
        themes=("brand",),
        year=2024,
        date=20240305,
        digest="a",
    ),
    Document(
        2,
        "党员教育培训",
        ("市卫健委党员干部参加培训", "班后座谈：ＬＯＧＯ“品牌”"),
        regions=("220000",),
        themes=("training", "brand"),
        year=2023,
        date=20230000,
        digest="b",
    ),
    Document(3, "社区党建", ("党建引领社区治理，党建品牌响",), regions=("140000",), digest="c"),
)


def open_engine(name, folder):
    return MemoryEngine() if name == "memory" else WhooshEngine(folder / "index")


@pytest.fixture(params=["memory", "whoosh"])
def engine(request, tmp_path):
    engine = open_engine(request.param, tmp_path)
    engine.rebuild(DOCUMENTS)
    return engine


def found(engine, typed, **options):
    return set(engine.search(Query.parse(typed), **options).pks)


@pytest.mark.parametrize(
    "typed",
    [
        "“初心卫民白山市”",  # crosses the border of headline and block
        "“83.3%人人”",  # crosses the border of two blocks
        "“人有责责”",  # a mark stands between
        "“医院中心”",
        "“白山市卫生健康委员会”",  # a name that the text does not print
        "医心 培训",
        "不存在",
        "党 -党",
        "x",
    ],
)
def test_does_not_find(engine, typed):
    assert found(engine, typed) == set()


@pytest.mark.parametrize(
    ("typed", "pks"),
    [
        ("“白山市中心医院”", {1}),
        ("“中心医院”", {1}),  # whatever the tokeniser makes of 市中心/医院
        ("“白　山”", {1}),
        ("“人人有责,责任到人”", {1}),
        ("“责”", {1}),
        ("“logo\u3000品牌”", set()),
        ("logo", {2}),
        ("ＬＯＧＯ", {2}),
        ("1.27万", {1}),
        ("“７万余”", {1}),
        ("%", {1}),
        ("，", {1, 3}),
        ("党", {1, 2, 3}),
        ("党员教育", {2}),
        ("教育党员", {2}),  # unquoted words may stand apart, in any order
        ("山市", {1}),
        ("品牌", {1, 2, 3}),
        ("品牌 -培训", {1, 3}),
        ("-“党建”", {1, 2}),
        ("白山市卫生健康委员会", {1}),
        ("健康委 品牌", {1}),
        ("", {1, 2, 3}),
        ("“ ”", {1, 2, 3}),
    ],
)
def test_finds(engine, typed, pks):
    assert found(engine, typed) == pks


@pytest.mark.parametrize(
    ("filters", "pks"),
    [
        (Filters(region="220600"), {1}),
        (Filters(region="220000"), {1, 2}),
        (Filters(region="22"), set()),
        (Filters(theme="brand"), {1, 2}),
        (Filters(year_from=2024), {1}),
        (Filters(year_to=2023), {2}),
        (Filters(year_from=2023, year_to=2024, theme="training"), {2}),
    ],
)
def test_filters_narrow(engine, filters, pks):
    assert found(engine, "", filters=filters) == pks


def test_a_facet_leaves_its_own_filter_out(engine):
    filters = Filters(region="220600", year_from=2023, year_to=2023)
    results = engine.search(Query(), filters, facets=FACETS)
    assert results.total == 0
    assert results.facets == {
        "region": {"220000": 1},
        "theme": {},
        "year": {"2024": 1},
    }


def test_facets_count_hits_of_all_pages_and_only_those_asked_for(engine):
    results = engine.search(Query.parse("品牌"), size=1, facets=["theme"])
    assert (len(results.pks), results.total) == (1, 3)
    assert results.facets == {"theme": {"brand": 2, "training": 1}}


@pytest.mark.parametrize(
    ("sort", "pks"), [("newest", (1, 2, 3)), ("oldest", (2, 1, 3)), ("relevance", (1, 2, 3))]
)
def test_everything_in_order_the_undated_last(engine, sort, pks):
    assert engine.search(Query(), sort=sort).pks == pks


def test_a_run_that_stands_as_typed_comes_first(engine):
    engine.put([Document(9, "通知", ("品牌品牌品牌，党建党建党建",), date=20250101)])
    assert engine.search(Query.parse("党建品牌")).pks == (3, 9)


def test_the_headline_outranks_the_body(engine):
    engine.rebuild(
        [
            Document(1, "简讯", ("志愿服务在社区展开，居民说好",), date=20250101),
            Document(2, "志愿服务", ("居民说好",), date=20200101),
        ]
    )
    assert engine.search(Query.parse("志愿服务")).pks == (2, 1)


def test_pages_follow_each_other(engine):
    pages = [engine.search(Query(), start=start, size=2).pks for start in (0, 2, 4)]
    assert pages == [(1, 2), (3,), ()]
    assert engine.search(Query(), size=0).total == 3


def test_put_replaces(engine):
    engine.put([Document(1, "新题", ("别的内容",), digest="z")])
    assert found(engine, "医心") == set()
    assert found(engine, "内容") == {1}
    assert engine.digests() == {1: "z", 2: "b", 3: "c"}


def test_put_takes_the_last_of_two_with_one_key(engine):
    engine.put([Document(4, "旧", ()), Document(4, "新", ())])
    assert (found(engine, "旧"), found(engine, "新")) == (set(), {4})


def test_remove_minds_no_missing_key(engine):
    engine.remove([1, 99])
    assert found(engine, "") == {2, 3}


def test_rebuild_forgets_what_was_there(engine):
    assert engine.rebuild(DOCUMENTS[:1]) == 1
    assert engine.digests() == {1: "a"}
    assert engine.rebuild([]) == 0
    assert engine.search(Query.parse("党"), facets=FACETS).total == 0
    assert not engine.stale()


# The seed texts, blocks being what blank lines part, line breaks left in.
TEXTS = tuple(
    tuple(block for block in path.read_text("utf-8").split("\n\n") if block.strip())
    for path in sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))
)
BLOCKS = [block for text in TEXTS for block in text]


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    engines = [open_engine(name, tmp_path_factory.mktemp(name)) for name in ("memory", "whoosh")]
    for engine in engines:
        engine.rebuild(Document(n, text[0], text[1:]) for n, text in enumerate(TEXTS))
    return engines


@st.composite
def excerpts(draw, longest):
    block = draw(st.sampled_from(BLOCKS))
    start = draw(st.integers(0, len(block) - 1))
    return block[start : start + draw(st.integers(1, longest))]


@given(st.one_of(excerpts(40), st.lists(excerpts(4), min_size=2, max_size=2).map("".join)))
@settings(max_examples=200, deadline=None)
@example("人人")
def test_a_phrase_is_found_exactly_where_its_characters_stand(engines, phrase):
    truth = {
        number
        for number, text in enumerate(TEXTS)
        if any(fold(phrase) in fold(block) for block in text)
    }
    for engine in engines:
        results = engine.search(Query(phrases=(phrase,)))
        assert (set(results.pks), results.total) == (truth, len(truth))


@given(excerpts(12), st.booleans())
@settings(max_examples=150, deadline=None)
def test_what_is_copied_from_a_text_finds_it_without_quotes_too(engines, excerpt, negated):
    query = Query.parse(("-" if negated else "") + fold(excerpt).replace('"', " "))
    memory, whoosh = (engine.search(query, facets=FACETS) for engine in engines)
    assert set(memory.pks) == set(whoosh.pks)
    truth = {n for n, text in enumerate(TEXTS) if any(excerpt in block for block in text)}
    if not negated and not query.excluded:
        assert truth <= set(whoosh.pks)
