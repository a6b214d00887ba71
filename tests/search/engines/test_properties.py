"""On random queries drawn from real texts, every engine finds what the characters say."""

import pytest
from hypothesis import assume, example, given, settings, strategies as st

from search.analysis import fold, fold_run, needles
from search.engine import Document
from search.query import (
    And,
    Field,
    Listed,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Together,
    Widened,
    Words,
    Years,
    every_leaf,
)
from tests.search.engines.samples import BLOCKS, TEXTS, open_engine, report


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    engines = [open_engine(name, tmp_path_factory.mktemp(name)) for name in ("memory", "whoosh")]
    for engine in engines:
        engine.rebuild(map(report, range(len(TEXTS)), TEXTS))
    return engines


@st.composite
def excerpts(draw, longest):
    block = draw(st.sampled_from(BLOCKS))
    start = draw(st.integers(0, len(block) - 1))
    return block[start : start + draw(st.integers(1, longest))]


@given(st.one_of(excerpts(40), st.lists(excerpts(4), min_size=2, max_size=2).map("".join)))
@settings(max_examples=200)
@example("人人")
def test_a_phrase_is_found_exactly_where_its_characters_stand(engines, phrase):
    truth = {
        number
        for number, text in enumerate(TEXTS)
        if any(fold(phrase) in fold(block) for block in text)
    }
    for engine in engines:
        results = engine.search(Query(tree=Phrase(phrase)))
        assert (set(results.pks), results.total) == (truth, len(truth))


TYPED = excerpts(4).map(lambda text: "".join(filter(str.isalnum, text)) or "党")
FIELDS = st.sampled_from([None, None, None, *Document(0, "", ()).values])
LEAVES = st.one_of(
    st.builds(Words, TYPED, FIELDS),
    st.builds(Phrase, TYPED, FIELDS, st.booleans()),
    st.builds(Prefix, TYPED, FIELDS),
    st.builds(
        Near,
        st.lists(
            st.sampled_from(["党员", "服务", "医院", "党建", "健康", "社区"]),
            min_size=2,
            max_size=3,
            unique=True,
        ).map(tuple),
        st.integers(0, 50),
        FIELDS,
    ),
    st.builds(
        Together,
        st.lists(TYPED, min_size=2, max_size=3, unique=True).map(tuple),
        st.sampled_from(["句", "段"]),
        FIELDS,
    ),
    st.builds(Widened, st.builds(Words, TYPED), st.lists(st.builds(Prefix, TYPED)).map(tuple)),
    st.builds(Years, st.sampled_from([None, 2001]), st.integers(2000, 2004)),
    st.builds(
        Listed, st.just("x"), st.just(Field.REGION), st.sampled_from([(), ("1",), ("0", "2")])
    ),
    st.builds(Listed, st.just("x"), st.just(Field.THEME), st.just(("a",))),
)


@given(TYPED)
@settings(deadline=None)
def test_what_a_single_word_finds_the_same_word_excludes(engines, typed):
    assume(needles([typed]) == (fold_run(typed),))
    for engine in engines:
        hits = {*engine.search(Query.parse(typed)).pks}
        rest = {*engine.search(Query.parse(f"-{typed}")).pks}
        assert (hits | rest, hits & rest) == (set(range(len(TEXTS))), set())


TREES = st.recursive(
    LEAVES,
    lambda nodes: st.one_of(
        st.builds(Not, nodes),
        *(
            st.builds(kind, st.lists(nodes, min_size=2, max_size=3).map(tuple))
            for kind in (And, Or)
        ),
    ),
    max_leaves=6,
)


@given(TREES)
@settings(max_examples=300)
def test_engines_agree_on_any_tree_and_not_finds_the_rest(engines, tree):
    memory, whoosh = (
        engine.search(Query(tree=tree), facets=("region", "theme", "year")) for engine in engines
    )
    assert set(memory.pks) == set(whoosh.pks)
    assert memory.facets == whoosh.facets
    rest = {frozenset(engine.search(Query(tree=Not(tree))).pks) for engine in engines}
    assert rest == {frozenset(range(len(TEXTS))) - set(memory.pks)}


@given(excerpts(12), st.booleans())
@settings(max_examples=150)
def test_what_is_copied_from_a_text_finds_it_without_quotes_too(engines, excerpt, negated):
    query = Query.parse(("-" if negated else "") + fold(excerpt).replace('"', " "))
    memory, whoosh = (
        engine.search(query, facets=("region", "theme", "year")) for engine in engines
    )
    assert set(memory.pks) == set(whoosh.pks)
    truth = {n for n, text in enumerate(TEXTS) if any(excerpt in block for block in text)}
    if all(isinstance(leaf, Words) for leaf in every_leaf(query.tree)) and not negated:
        assert truth <= set(whoosh.pks)
