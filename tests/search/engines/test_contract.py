"""What every engine must do, on every engine."""

import pytest

from search.engine import Document, Filters
from search.query import (
    And,
    Field,
    Listed,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Widened,
    Words,
)
from tests.search.engines.samples import found


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
        "黨 -党",
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
        ("“黨員教育培訓”", {2}),
        ("標題：醫心", {1}),
        ("衛健*", {2}),
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
        ("培训 OR 社区", {2, 3}),
        ("品牌 (培训 或 医心)", {1, 2}),
        ("(品牌 培训) OR 社区", {2, 3}),
        ("-(品牌 培训)", {1, 3}),
        ("-(品牌 OR 培训)", set()),
        ("培训 OR -品牌", {2}),
        ("品牌 -(党员 OR 社区)", {1}),
        ("-(-培训)", {2}),
        ("卫健*", {2}),
        ("健康委*", {1}),  # a name that the text does not print
        ("教育干*", set()),  # not cut
        ("党*", {1, 2, 3}),
        ("标题:党员", {2}),
        ("标题:(党 -社区)", {2, 1}),
        ("标题:教育党员", {2}),
        ("标题:“党员培训”", set()),
        ("标题:党员*", {2}),
        ("标题:教育*", set()),  # which it does not begin with
        ("标题:初*", set()),
        ("标题:社*", {3}),
        ("作者:张三", {1, 2}),
        ("作者:“张三李四”", set()),  # crosses the border of two values
        ("作者:张*", {1, 2}),
        ("作者:三*", set()),
        ("单位:白山", {1}),
        ("单位:医院", {2}),
        ("单位:医心", set()),
        ("品牌:医心", {1}),
        ("品牌:“品牌”", set()),
        ("-品牌:医心", {2, 3}),
        ("来源:日报", {1}),
        ("来源:报道 -来源:健康*", {1}),
        ("年:2023", {2}),
        ("年:2023..2024", {1, 2}),
        ("年:2024..", {1}),
        ("年:..2023", {2}),
        ("-年:2023", {1, 3}),
        ("“党员 培训”~2", {2}),
        ("“党员 培训”~1", set()),
        ("“培训 党员”~2", {2}),  # in any order
        ("“培训 班后”~50", set()),  # in two blocks
        ("“党建 社区 品牌”~3", {3}),
        ("“党建 社区 品牌”~2", set()),
        ("“党建引 建引领”~0", {3}),  # they overlap
        ("“医院 群众”~16", {1}),
        ("标题:“党员 培训”~2", {2}),
        ("标题:“党建 品牌”~9", set()),
    ],
)
def test_finds(engine, typed, pks):
    assert found(engine, typed) == pks


SENTENCES = (
    Document(1, "党员义诊在行动", ("党员服务群众。“义诊暖人心！”群众说；党员点头",)),
    Document(2, "“四强”党支部", ("“我们”、「三会」一课，党员带头义诊", "群众")),
    Document(3, "简讯", ("第一句有党员", "第二段义诊"), organizations=("“医心”党支部",)),
    Document(4, "‘", ()),
)


@pytest.mark.parametrize(
    ("typed", "pks"),
    [
        ("“党员 义诊”~句", {1, 2}),
        ("“服务 义诊”~句", set()),
        ("“义诊 暖人心”~句", {1}),
        ("“群众 说”~句", {1}),
        ("“说 点头”~句", set()),
        ("“群 党”~段", {1}),
        ("“点头 服务”~段", {1}),
        ("“第一 第二”~段", set()),  # in two blocks
        ("“行动 服务”~段", set()),  # the headline is a block of its own
        ("标题:“党员 行动”~句", {1}),
        ("标题:“党员 服务”~段", set()),
        ("单位:“医心 支部”~段", {3}),
        ("“医心 支部”~段", set()),  # a name that the text does not print
        ("-“党员 义诊”~段", {3, 4}),
        ("“党员 义诊”~段 -“党员 义诊”~句", set()),
        ("“党员 义诊 带头”～句 OR 简讯", {2, 3}),
    ],
)
def test_finds_words_in_one_sentence_or_paragraph(engine, typed, pks):
    engine.rebuild(SENTENCES)
    assert found(engine, typed) == pks


@pytest.mark.parametrize(
    ("typed", "pks"),
    [
        ("四强党支部", {2}),
        ("三会一课", {2}),
        ("四强党*", {2}),
        ("标题:四强党*", {2}),
        ("医心党*", {3}),
        ("单位:医心党支部", {3}),
        ("单位:医心党*", {3}),
        ("说党", set()),  # other marks part words
        ("“四强党支部”", set()),
        ("“四强”党支部", {2}),
        ("「四强」党支部", {2}),
        ("‘", {4}),
        ("-四强党支部", {1, 3, 4}),
        ("-“四强党支部”", {1, 2, 3, 4}),
        ("-医心党支部", {1, 2, 4}),  # a name that the text does not print
        ("-单位:医心党支部", {1, 2, 4}),
        ("-“医心”", {1, 2, 3, 4}),
        ("“四强党 支部”~5", set()),
        ("“四强党 支部”~段", set()),
    ],
)
def test_only_words_without_quotes_pass_over_quotation_marks(engine, typed, pks):
    engine.rebuild(SENTENCES)
    assert found(engine, typed) == pks


@pytest.mark.parametrize(
    ("tree", "pks"),
    [
        (Widened(Words("医心"), ()), {1}),
        (Widened(Words("医心"), (Prefix("党员教育"), Phrase("社区"))), {1, 2, 3}),
        (Not(Widened(Words("医心"), (Prefix("党员教育"),))), {3}),
        (Widened(Words("无"), (Listed("吉林", Field.REGION, ("220000",)),)), {1, 2}),
        (And((Widened(Words("无"), (Prefix("卫健委"), Prefix("社区"))), Words("党"))), {2, 3}),
        (Widened(Words("无"), (And((Or((Phrase("无"), Prefix("卫健委"))), Words("培训"))),)), {2}),
        (
            Widened(Words("医院", Field.ORGANIZATION), (Phrase("健康", Field.ORGANIZATION),)),
            {1, 2},
        ),
    ],
)
def test_a_widened_leaf_finds_any_of_what_means_the_same(engine, tree, pks):
    assert set(engine.search(Query(tree=tree)).pks) == pks


@pytest.mark.parametrize(
    ("tree", "pks"),
    [
        (Listed("吉林", Field.REGION, ("220000",)), {1, 2}),
        (Listed("朝阳", Field.REGION, ("220600", "140000")), {1, 3}),
        (Listed("无", Field.REGION), set()),
        (Listed("品牌", Field.THEME, ("brand",)), {1, 2}),
        (Not(Listed("品牌", Field.THEME, ("brand",))), {3}),
        (Not(Listed("吉林", Field.REGION, ("220600",))), {2, 3}),
    ],
)
def test_finds_what_was_looked_up(engine, tree, pks):
    assert set(engine.search(Query(tree=tree)).pks) == pks


@pytest.mark.parametrize(
    ("filters", "pks"),
    [
        (Filters({"region": frozenset({"220600"})}), {1}),
        (Filters({"region": frozenset({"220000"})}), {1, 2}),
        (Filters({"region": frozenset({"22"})}), set()),
        (Filters({"theme": frozenset({"brand"})}), {1, 2}),
        (Filters(year_from=2024), {1}),
        (Filters(year_to=2023), {2}),
        (Filters({"theme": frozenset({"training"})}, 2023, 2024), {2}),
    ],
)
def test_filters_narrow(engine, filters, pks):
    assert found(engine, "", filters=filters) == pks


def test_a_facet_leaves_its_own_filter_out(engine):
    filters = Filters({"region": frozenset({"220600"})}, 2023, 2023)
    results = engine.search(Query(), filters, facets=("region", "theme", "year"))
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


def test_simplified_finds_traditional(engine):
    engine.put([Document(4, "黨建品牌", ("志願服務隊開展義診",), authors=("張三",))])
    for typed in (
        "“义诊”",
        "義診",
        "党建品牌 志愿服务队",
        "作者:张三 -培训 义诊",
        "“志愿 义诊”~5",
    ):
        assert 4 in found(engine, typed)


def test_any_of_several_values_of_a_facet_will_do_and_all_facets_must(engine):
    chosen = {"region": frozenset({"140000", "220600"}), "theme": frozenset({"brand"})}
    assert found(engine, "", filters=Filters(chosen)) == {1}
    assert found(engine, "", filters=Filters({"theme": frozenset({"brand", "training"})})) == {
        1,
        2,
    }
    results = engine.search(Query(), Filters(chosen), facets=("region", "theme"))
    assert results.facets == {
        "region": {"220000": 2, "220600": 1},
        "theme": {"brand": 1},
    }


def test_what_is_hidden_is_not_found_counted_or_alike(engine):
    hidden = frozenset({1, 77})
    results = engine.search(Query.parse("品牌"), Filters(hidden=hidden), facets=("theme", "year"))
    assert (set(results.pks), results.total) == ({2, 3}, 2)
    assert results.facets == {"theme": {"training": 1, "brand": 1}, "year": {"2023": 1}}
    assert found(engine, "-品牌", filters=Filters(hidden=hidden)) == set()
    assert 1 not in engine.similar(3, hidden=hidden).pks
